/** Anything of the house in the words of the wire: names change, values stay, and files get links that open them. */
import type { Links } from '../http/file-links.ts'
import { FREE_NAMES, wireName } from './wire/names.ts'
import { UUID } from './wire/uuid.ts'

/** Without `links` ids of files stay ids. */
export function said(value: unknown, links?: Links): unknown {
  if (Array.isArray(value)) return value.map(entry => said(entry, links))
  if (value === null || typeof value !== 'object') return value
  const wire: Record<string, unknown> = {}
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name]
    if (member !== undefined) wire[wireName(name, member)] = memberSaid(name, member, links)
  }
  return wire
}

function memberSaid(name: string, member: unknown, links: Links | undefined): unknown {
  if (FREE_NAMES.has(name)) return member
  if (links && name === 'media' && Array.isArray(member)) return member.map(file => mediaSaid(file, links))
  if (links && (name === 'url' || name === 'qr') && isFile(member)) return links(member).url
  return said(member, links)
}

/** Lists called `media` hold ids of files, or files with who showed them and when. */
function mediaSaid(file: unknown, links: Links): unknown {
  if (typeof file === 'string') return { id: file, ...links(file) }
  const { id } = file as { id: string }
  return { ...(file as object), ...links(id) }
}

const isFile = (member: unknown): member is string => typeof member === 'string' && UUID.test(member)
