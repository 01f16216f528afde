/** Fetching a photo that somebody named by its address. */
import { type Dispatcher, request } from 'undici'

/** `refused`: asking again would change nothing. `unknown`: it may be different in a while. */
export type Fetched =
  | { outcome: 'here'; bytes: Buffer }
  | { outcome: 'refused'; why: string }
  | { outcome: 'unknown'; why: string }

export type FetchFile = (url: string, signal: AbortSignal) => Promise<Fetched>

/** The guarded way out: whoever may name an address must not be able to make the house look around its own network. */
export type WayOut = { dispatcher: Dispatcher; objection(url: string): string | null }

/** What platforms take for a photo; more is not read. */
const MOST_BYTES = 10_000_000
const TOO_LARGE: Fetched = { outcome: 'refused', why: `It is larger than ${MOST_BYTES / 1_000_000} MB.` }

/** Whatever does not come to an end is worth another attempt: the signal's limit on time, a name that cannot be looked up, an address the guard keeps from. */
export const fetcher =
  ({ dispatcher, objection }: WayOut): FetchFile =>
  async (url, signal) => {
    const objected = objection(url)
    if (objected !== null) return { outcome: 'refused', why: objected }
    try {
      return await fetched(
        await request(url, { dispatcher, signal, headers: { accept: 'image/*', 'user-agent': 'Backhaul' } }),
      )
    } catch (fault) {
      return { outcome: 'unknown', why: (fault as Error).message }
    }
  }

/** A redirect may lead anywhere and is not followed. */
async function fetched({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Fetched> {
  if (statusCode !== 200) {
    await body.dump()
    return { outcome: statusCode >= 300 && statusCode < 400 ? 'refused' : 'unknown', why: `It answered ${statusCode}.` }
  }
  if (Number(headers['content-length'] ?? 0) > MOST_BYTES) {
    body.destroy()
    return TOO_LARGE
  }
  const chunks: Buffer[] = []
  let bytes = 0
  // Leaving the loop early closes the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) return TOO_LARGE
    chunks.push(chunk)
  }
  return { outcome: 'here', bytes: Buffer.concat(chunks) }
}
