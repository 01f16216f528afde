/** One message sent, one answer read: within a time, up to a size, and without following anybody anywhere. */
import { STATUS_CODES } from 'node:http'
import { type Dispatcher, errors, request } from 'undici'
import { ForbiddenAddress, type Guard } from './guard.ts'

export type Answer = {
  /** Null when nothing came back. */
  status: number | null
  latencyMs: number
  /** The beginning of what was said. */
  body: string
  /** `Retry-After` as it came. */
  retryAfter: string | undefined
  /** Why the exchange did not come to an end, in words; null when it did, whatever was answered. */
  error: string | null
  /** We broke it off ourselves, because we are stopping. */
  isBrokenOff: boolean
}

export type Letter = { url: string; body: string; headers: Record<string, string> }

/** What is read of an answer. The rest of a longer one is not waited for. */
const MOST_BYTES = 64 * 1024

class TooLate extends Error {}
class BrokenOff extends Error {}

/** The limit is on the whole: name, connection, answer. Nobody gains time by dripping. */
export async function exchange(
  guard: Guard,
  letter: Letter,
  { timeoutMs, breakOff }: { timeoutMs: number; breakOff: AbortSignal },
): Promise<Answer> {
  const objection = guard.objection(letter.url)
  if (objection !== null) return { ...NOTHING, latencyMs: 0, error: objection }
  const begun = performance.now()
  const cut = Promise.withResolvers<never>()
  const abort = new AbortController()
  const end = (why: Error): void => {
    abort.abort(why)
    // A connection that is still being made does not listen to the signal.
    cut.reject(why)
  }
  const timer = setTimeout(() => end(new TooLate()), timeoutMs)
  const leave = (): void => end(new BrokenOff())
  breakOff.addEventListener('abort', leave)
  const heard: Partial<Answer> = {}
  try {
    await Promise.race([talk(guard, letter, abort.signal, heard), cut.promise])
  } catch (fault) {
    heard.error = inWords(fault, timeoutMs)
    heard.isBrokenOff = fault instanceof BrokenOff
  } finally {
    clearTimeout(timer)
    breakOff.removeEventListener('abort', leave)
  }
  return { ...NOTHING, ...heard, latencyMs: Math.round(performance.now() - begun) }
}

/** What comes in is noted as it comes, so that it is known however the exchange ends. */
async function talk(guard: Guard, letter: Letter, signal: AbortSignal, heard: Partial<Answer>): Promise<void> {
  const { statusCode, headers, body } = await request(letter.url, {
    dispatcher: guard.dispatcher,
    method: 'POST',
    body: letter.body,
    headers: { 'content-type': 'application/json', 'user-agent': 'Backhaul', ...letter.headers },
    signal,
  })
  heard.status = statusCode
  heard.retryAfter = one(headers['retry-after'])
  heard.error = redirection(statusCode, headers)
  heard.body = await beginningOf(body)
}

const NOTHING = { status: null, body: '', retryAfter: undefined, error: null, isBrokenOff: false } as const

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header[0] : header)

/** Leaving the loop early closes the connection. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.byteLength
    if (bytes >= MOST_BYTES) break
  }
  // A character that was cut in two is left out.
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MOST_BYTES), { stream: bytes >= MOST_BYTES })
}

/** A redirect may lead anywhere, also to where the guard lets nobody go; the owner of the endpoint can name the right address as well. */
function redirection(status: number, headers: Dispatcher.ResponseData['headers']): string | null {
  if (![301, 302, 303, 307, 308].includes(status)) return null
  const to = one(headers.location)
  return `It redirects (${status})${to ? ` to ${shortened(to, 200)}` : ''}. Redirects are not followed; give the endpoint the address it really has.`
}

/** What an answer that does not count is called in the log. */
export const statusInWords = (status: number): string =>
  `It answered ${[status, STATUS_CODES[status]].filter(Boolean).join(' ')}.`

const CODES: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens at that address.',
  ECONNRESET: 'It closed the connection before it had answered.',
  EPIPE: 'It closed the connection before it had answered.',
  UND_ERR_SOCKET: 'It closed the connection before it had answered.',
  ENOTFOUND: 'Nobody knows the name of that host.',
  EAI_AGAIN: 'The name of that host could not be looked up.',
  EHOSTUNREACH: 'There is no way to that host.',
  ENETUNREACH: 'There is no way to that host.',
  ETIMEDOUT: 'It did not take the connection in time.',
  UND_ERR_CONNECT_TIMEOUT: 'It did not take the connection in time.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Nobody vouches for its certificate: it has signed it itself.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'It speaks no TLS at that port.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Nobody vouches for its certificate: the chain ends with one that signed itself.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate cannot be checked: it does not send the whole chain.',
  UND_ERR_HEADERS_OVERFLOW: 'The head of its answer is too large.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'Its answer is not as long as it says.',
}

function inWords(fault: unknown, timeoutMs: number): string {
  if (fault instanceof TooLate) return `It did not answer in full within ${timeoutMs / 1000} seconds.`
  if (fault instanceof BrokenOff) return 'We stopped before it had answered.'
  if (fault instanceof ForbiddenAddress) return fault.message
  if (fault instanceof errors.HTTPParserError) return 'What it answered is not HTTP.'
  // Several addresses were tried; the first failure stands for all.
  const { code = '', message } = (fault instanceof AggregateError ? fault.errors[0] : fault) as NodeJS.ErrnoException
  return CODES[code] ?? `The exchange failed: ${shortened(message, 200)}${code && ` (${code})`}.`
}

/** Text for people: no control characters, no longer than this. */
export const shortened = (text: string, most: number): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, most)
    .toWellFormed()
