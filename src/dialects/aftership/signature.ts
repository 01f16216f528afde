/** Signed requests: what is signed, in which order, and whether a signature belongs to it. */
import { constants, createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { escape } from 'node:querystring'

/** A request as it came. `path` stands before the question mark, `query` behind it, both still encoded. */
export type Signed = {
  method: string
  path: string
  query: string
  /** Lower-cased names. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Uint8Array | undefined
}

export const HMAC_HEADER = 'as-signature-hmac-sha256'
export const RSA_HEADER = 'as-signature-rsa-sha256'

/** Six parts in this order, one per line (Authentication, "sign string"). */
export function signString({ method, path, query, headers, body }: Signed): string {
  const hasBody = body !== undefined && body.byteLength > 0
  return [
    method.toUpperCase(),
    hasBody ? createHash('md5').update(body).digest('hex').toUpperCase() : '',
    // The content type counts only beside a body, even where the header was sent.
    hasBody ? textOf(headers['content-type']) : '',
    textOf(headers.date),
    canonicalHeaders(headers),
    canonicalResource(path, query),
  ].join('\n')
}

const textOf = (value: string | string[] | undefined): string => [value ?? ''].flat().join(',').trim()

const canonicalHeaders = (headers: Signed['headers']): string =>
  Object.keys(headers)
    .filter(name => name.startsWith('as-') && name !== HMAC_HEADER && name !== RSA_HEADER)
    .sort()
    .map(name => `${name}:${textOf(headers[name])}`)
    .join('\n')

/** Parameters in order of their names, values encoded anew: two ways to write the same address sign alike. */
function canonicalResource(path: string, query: string): string {
  if (query === '') return path
  const parameters = [...new URLSearchParams(query)].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  return `${path}?${parameters.map(([name, value]) => `${name.trim()}=${escape(value.trim())}`).join('&')}`
}

/** base64(HMAC-SHA256), the secret taken as text. */
export const hmacOf = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(text).digest('base64')

export function hmacFits(text: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(hmacOf(text, secret))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** RSA-PSS over SHA-256 with a salt as long as the digest. Anything that is no signature at all does not fit either. */
export const rsaFits = (text: string, signature: string, publicKey: string): boolean =>
  verify(
    'sha256',
    Buffer.from(text),
    {
      key: createPublicKey(publicKey),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    },
    Buffer.from(signature, 'base64'),
  )

/** A signature is good for three minutes before and after its date, so that one that was overheard soon opens nothing. */
const GOOD_FOR_MS = 3 * 60_000

export function isFresh(date: string | undefined, nowMs: number): boolean {
  const at = Date.parse(date ?? '')
  return !Number.isNaN(at) && Math.abs(nowMs - at) <= GOOD_FOR_MS
}
