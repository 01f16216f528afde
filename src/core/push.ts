/** Telling others: where, what, and what a language of telling must be able to do. Each door that has one brings its own; the wiring hands them on. */
import type { OrgId, ShopId } from './ids.ts'
import type { Order } from './order/order.ts'
import type { Policy } from './policy/policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Recorded } from './return/events.ts'
import type { Return } from './return/return.ts'
import type { Shop } from './shop.ts'
import type { Instant } from './time.ts'

/** A place that wants to be told. */
export type Endpoint = {
  org: OrgId
  id: string
  /** For people. */
  name: string
  url: string
  /** The language it is told in: `native`, or a platform's. */
  format: string
  /** Of the language, where it has several. */
  formatVersion: string | null
  /** Null: every shop of the organisation. */
  shops: readonly ShopId[] | null
  /** Types of events, a whole strand with `*` at the end (`payout.*`); null: all. */
  events: readonly string[] | null
  /** Most messages under way at once. Those about one return always go one after the other. */
  concurrency: number
  state: 'on' | 'off'
  /** Why it is off: in words, for people. */
  why: string | null
  failingSince: Instant | null
  /** Bad answers in a row. */
  failures: number
  createdAt: Instant
  updatedAt: Instant
}

/** One event, and the return as it stood right after it. */
export type News = {
  event: Recorded
  ret: Return
  order: Order
  shop: Shop
  policy: Policy | null
  siblings: readonly Return[]
}

/** What a message is written for. */
export type Telling = { endpoint: Endpoint; at: Instant; attempt: number }

/** A message ready to go: exactly these bytes are signed and sent. */
export type Message = { body: string; headers: Readonly<Record<string, string>> }

/** A language of telling. */
export type PushFormat = {
  /** Null: this language has no word for it, and nothing is sent. */
  write(news: News, telling: Telling): Message | null
  /** What a receiver is sent to try it out; null: the language has no such message. */
  trial(telling: Telling & { id: string; shop: Shop | null }): Message | null
  /** The headers that prove who sends. `secrets` are newest first; while one is being replaced there are two. */
  sign(message: Message, signing: { id: string; secrets: readonly string[]; telling: Telling }): Record<string, string>
  /** How long to wait before the second attempt, the third, …; after the last the message is dead. */
  pausesMs: readonly number[]
  /** Each pause is made longer or shorter by chance, by up to this share of it. */
  jitter: number
  /** How long a receiver may take. */
  timeoutMs: number
  /** Whether this answer means that it has been heard. `body` is its beginning. */
  isHeard(answer: { status: number; body: string }): boolean
  /** A secret as this language wants it; given to people once. */
  newSecret(): string
}

/** By the name an endpoint chooses. */
export type PushFormats = Readonly<Record<string, PushFormat>>

/** Whether an endpoint wants to hear of what happened to a return of this shop. */
export function wants(
  { shops, events }: Pick<Endpoint, 'shops' | 'events'>,
  { shop, type }: { shop: ShopId; type: string },
): boolean {
  if (shops !== null && !shops.includes(shop)) return false
  return (
    events === null || events.some(wish => (wish.endsWith('.*') ? type.startsWith(wish.slice(0, -1)) : wish === type))
  )
}

/** Longer ones are cut off by somebody on the way. */
const LONGEST_URL = 2000

/**
 * The address of an endpoint as it is written down, or why it cannot be one. Only its shape is looked at here; whom a name stands for is looked at
 * every time something is sent there. `plain` lets addresses without TLS pass.
 */
export function pushUrl(text: string, { plain }: { plain: boolean }): string | Refusal {
  const no = (sentence: string): Refusal => refuse('invalid', { path: 'url', sentence })
  if (text.length > LONGEST_URL) return no(`The address is longer than ${LONGEST_URL} characters; give a shorter one.`)
  const url = URL.parse(text)
  if (url === null || url.hostname === '')
    return no('This is no web address; give one like https://shop.example.com/hooks.')
  if (url.protocol !== 'https:' && !(plain && url.protocol === 'http:'))
    return no(`The address must begin with https://${plain ? ' or http://' : ''}, so that nobody listens in.`)
  if (url.username !== '' || url.password !== '')
    return no('Leave the user name and password out of the address; every message is signed instead.')
  url.hash = ''
  return url.href.length > LONGEST_URL
    ? no(`The address is longer than ${LONGEST_URL} characters; give a shorter one.`)
    : url.href
}
