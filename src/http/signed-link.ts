/** Links that open one private thing for a while, for whoever holds them: photos in mails and in merchants' own pages. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Keys by their id. New links are signed with `current`; links signed with any of `byId` still open. To rotate, add a
 * key, make it current, and remove the old one when its last link has expired.
 */
export interface LinkKeys {
  current: string
  byId: Readonly<Record<string, string | Uint8Array>>
}

export type LinkVerdict = { ok: true } | { ok: false; code: 'link_invalid' | 'link_expired' }

/**
 * Sign a path (with its query, if any) until a moment. The host is not part of it: the same link works behind every
 * name the installation answers to.
 */
export function signLink(path: string, expiresAt: Date, keys: LinkKeys): string {
  const secret = secretOf(keys, keys.current)
  if (secret === undefined) throw new Error(`There is no link key called ${keys.current}`)
  const link = parse(path)
  if (!link) throw new Error(`Not a path that can be signed: ${path}`)
  link.searchParams.set('expires', String(Math.floor(expiresAt.getTime() / 1000)))
  link.searchParams.set('key', keys.current)
  link.searchParams.set('signature', sign(link, secret).toString('base64url'))
  return link.pathname + link.search
}

/** Does this link open at this moment? Checks the signature before the clock: only we may say that a link is too old. */
export function checkLink(url: string, at: Date, keys: LinkKeys): LinkVerdict {
  const link = parse(url)
  const parameters = link?.searchParams
  const secret = secretOf(keys, parameters?.get('key') ?? '')
  if (!link || !parameters || secret === undefined || repeatsItself(parameters))
    return { ok: false, code: 'link_invalid' }
  if (!isSame(sign(link, secret), Buffer.from(parameters.get('signature') ?? '', 'base64url')))
    return { ok: false, code: 'link_invalid' }
  const expiresAtMs = Number(parameters.get('expires')) * 1000
  return at.getTime() < expiresAtMs ? { ok: true } : { ok: false, code: 'link_expired' }
}

/** Over the path and every parameter but the signature, in one fixed order, each on a line of its own. */
function sign(link: URL, secret: string | Uint8Array): Buffer {
  const parameters = [...link.searchParams].filter(([name]) => name !== 'signature').sort(byName)
  const lines = [
    link.pathname,
    ...parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  ]
  return createHmac('sha256', secret).update(lines.join('\n')).digest()
}

function byName([one]: [string, string], [other]: [string, string]): number {
  return one < other ? -1 : 1
}

/** A parameter given twice is read one way here and another way elsewhere. */
function repeatsItself(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()]
  return new Set(names).size !== names.length
}

function parse(path: string): URL | undefined {
  if (!path.startsWith('/') || path.startsWith('//')) return undefined
  return URL.parse(path, 'http://here') ?? undefined
}

function secretOf(keys: LinkKeys, id: string): string | Uint8Array | undefined {
  return Object.hasOwn(keys.byId, id) ? keys.byId[id] : undefined
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
