/** Which kept files a return, its events or goods without paper name: photos and films under `media`, labels, papers and codes under `url` and `qr`. */
import type { FileId } from '../ids.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LINKS = new Set(['url', 'qr'])

/** Each once, in the order they are met. Links to other people's houses are none of ours. */
export const filesNamed = (value: unknown): FileId[] => [...new Set(named(value))]

function named(value: unknown): FileId[] {
  if (Array.isArray(value)) return value.flatMap(named)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === 'media' && Array.isArray(member)) return member.map(idOf)
    if (LINKS.has(name)) return isFile(member) ? [member] : []
    return named(member)
  })
}

const isFile = (link: unknown): link is FileId => typeof link === 'string' && UUID.test(link)

const idOf = (file: FileId | { id: FileId }): FileId => (typeof file === 'string' ? file : file.id)
