/** Shopee's signature: every caller signs the address it calls, when it calls, and as whom. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** `path` without host and query. The last two are empty on calls that name no shop. */
export type Signed = { partnerId: string; path: string; timestamp: string; accessToken: string; shopId: string }

/**
 * HMAC-SHA256 over the parts in a row without anything between them, in lower-case hex. The key is used as the text it is, even where it looks like hex.
 */
export const signatureOf = (partnerKey: string, { partnerId, path, timestamp, accessToken, shopId }: Signed): string =>
  createHmac('sha256', partnerKey).update(`${partnerId}${path}${timestamp}${accessToken}${shopId}`).digest('hex')

/** Clients behind a prefix sign it with the rest, proxies take it away: the address as it came and the platform's own part of it are both right. */
export function isSigned(partnerKey: string, signed: Signed, sign: string): boolean {
  const own = signed.path.indexOf('/api/v2/')
  const paths = own > 0 ? [signed.path, signed.path.slice(own)] : [signed.path]
  return paths.some(path => isSame(signatureOf(partnerKey, { ...signed, path }), sign))
}

/** Whether two secrets are one, in a time that tells nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
