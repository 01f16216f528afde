/** Reading how a mail server is reached, and from which address the house writes, from what an operator has typed. */
import { isAddress, type Post, type Server } from './post.ts'

const TLS = { required: 'must', optional: 'may', off: 'off' } as const

/**
 * `smtps://user:password@host` speaks TLS from the first byte (port 465), `smtp://` begins in the clear and then must change over (port 587), unless it says
 * `?tls=optional` or `?tls=off`. On this very machine changing over is optional. Null when it cannot be read.
 */
export function readServer(text: string): Server | null {
  const url = URL.parse(text)
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname)) return null
  const wish = url.searchParams.get('tls')
  if (wish !== null && !(wish in TLS)) return null
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const tls =
    url.protocol === 'smtps:' ? 'direct' : wish ? TLS[wish as keyof typeof TLS] : isHere(host) ? 'may' : 'must'
  const user = decodeURIComponent(url.username)
  const login = user === '' ? null : { user, password: decodeURIComponent(url.password) }
  return { host, port: Number(url.port) || (tls === 'direct' ? 465 : 587), tls, login }
}

const isHere = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host)

/** `returns@shop.example`, or `Linnea <returns@shop.example>`; null when it is neither. */
export function readSender(text: string): Post['from'] {
  const found = /^(?:"?([^"<>]*?)"?\s*<([^<>]+)>|([^<>]+))$/.exec(text.trim())
  const address = (found?.[2] ?? found?.[3] ?? '').trim()
  return isAddress(address) ? { name: found?.[1]?.trim() || null, address } : null
}
