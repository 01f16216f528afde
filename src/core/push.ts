/** Telling others: where, what, and what a language of telling must be able to do. Each door that has one brings its own; the wiring hands them on. */
import type { OrgId, ShopId } from './ids.ts'
import type { Order } from './order/order.ts'
import type { Policy } from './policy/policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { EventType, Recorded } from './return/events.ts'
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

/** What a message tells of: one event, or one act, and the return as it stood right after it. */
export type News = {
  /** What started the message. */
  event: Recorded
  /** What the language calls it; null in one that calls every event by its own name. */
  word: string | null
  /** Everything the act made happen; told event by event it is that one. */
  events: readonly Recorded[]
  /** As it stood before the act; null when that filed it, and where it is told event by event. */
  before: Return | null
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

/** A message of a language, and which of our events start it. `once`: however many of them one act made happen, they start one message. */
export type Word = { word: string; of: readonly EventType[]; once?: true }

/** What choosing a language entails for an endpoint, beside what its messages say. */
export type FormatTerms = {
  /**
   * `event`: one message per event, with the return right after it. `act`: messages are about whole acts, because a platform compares before and after, or
   * shows the return as nobody could have seen it between two events of one act.
   */
  unit: 'event' | 'act'
  /** Told act by act: all its messages. What no word stands for is not told. */
  words: readonly Word[]
  /** Which versions of it there are, in a pattern and in words, and the one for whoever names none; null where there is only one. */
  versions: { pattern: RegExp; named: string; standard: string } | null
  /** What a secret looks like: one that is made, and for `whsec` also one that is brought along. */
  secret: 'whsec' | 'base64' | 'hex'
  /** The platform whose client’s secret signs when none is brought along, and where in it; null: a secret is made. */
  signer: { dialect: string; member: string } | null
  /** The address is part of what is signed, so it is kept letter by letter. */
  isAddressSigned: boolean
}

/** Our own language, in which every event is told under its own name. */
export const NATIVE_TERMS: FormatTerms = {
  unit: 'event',
  words: [],
  versions: null,
  secret: 'whsec',
  signer: null,
  isAddressSigned: false,
}

/** A language of telling. */
export type PushFormat = FormatTerms & {
  /** Null: this language has no word for it, and nothing is sent. */
  write(news: News, telling: Telling): Message | null | Promise<Message | null>
  /** What a receiver is sent to try it out; null: the language has no such message. */
  trial(telling: Telling & { id: string; shop: Shop | null }): Message | null
  /** The headers that prove who sends. `secrets` are newest first; while one is being replaced there are two. `shop` is null for a trial. */
  sign(
    message: Message,
    signing: { id: string; secrets: readonly string[]; telling: Telling; shop: Shop | null },
  ): Record<string, string>
  /** How long to wait before the second attempt, the third, …; after the last the message is dead. */
  pausesMs: readonly number[]
  /** Each pause is made longer or shorter by chance, by up to this share of it. */
  jitter: number
  /** How long a receiver may take. */
  timeoutMs: number
  /** Whether this answer means that it has been heard. `body` is its beginning. */
  isHeard(answer: { status: number; body: string }): boolean
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

/** An event by what it is told by. */
export type Headline = Pick<Recorded, 'id' | 'sequence' | 'type' | 'at'>

/** One message to be: what starts it, and the act it is about; without `fromSequence` it is about that event alone. */
export type Departing = {
  event: string
  type: EventType
  at: Instant
  word: string | null
  fromSequence: number | null
  sequence: number
}

/** The messages in which a language tells of one act, or of those of its events somebody wants to hear of; in order. */
export function departuresOf(
  { unit, words }: Pick<FormatTerms, 'unit' | 'words'>,
  wanted: readonly Headline[],
  act: { fromSequence: number; toSequence: number },
): Departing[] {
  if (unit === 'event')
    return wanted.map(({ id: event, sequence, type, at }) => ({
      event,
      type,
      at,
      word: null,
      fromSequence: null,
      sequence,
    }))
  const said = new Set<string>()
  return wanted.flatMap(({ id: event, type, at }) =>
    words
      .filter(({ word, of, once }) => of.includes(type) && !(once && said.has(word)))
      .map(({ word }) => {
        said.add(word)
        return { event, type, at, word, fromSequence: act.fromSequence, sequence: act.toSequence }
      }),
  )
}

/** Longer ones are cut off by somebody on the way. */
const LONGEST_URL = 2000

/**
 * The address of an endpoint as it is written down, or why it cannot be one. Only its shape is looked at here; whom a name stands for is looked at
 * every time something is sent there. `plain` lets addresses without TLS pass; `asGiven` keeps every letter.
 */
export function pushUrl(
  text: string,
  { plain, asGiven = false }: { plain: boolean; asGiven?: boolean },
): string | Refusal {
  const no = (sentence: string): Refusal => refuse('invalid', { path: 'url', sentence })
  if (text.length > LONGEST_URL) return no(`The address is longer than ${LONGEST_URL} characters; give a shorter one.`)
  const url = URL.parse(text)
  if (url === null || url.hostname === '')
    return no('This is no web address; give one like https://shop.example.com/hooks.')
  if (url.protocol !== 'https:' && !(plain && url.protocol === 'http:'))
    return no(`The address must begin with https://${plain ? ' or http://' : ''}, so that nobody listens in.`)
  if (url.username !== '' || url.password !== '')
    return no('Leave the user name and password out of the address; every message is signed instead.')
  if (asGiven && (!/^[!-~]+$/.test(text) || url.hash !== ''))
    return no('Write the address in plain letters and without a fragment, since it is signed as it stands.')
  if (asGiven) return text
  url.hash = ''
  return url.href.length > LONGEST_URL
    ? no(`The address is longer than ${LONGEST_URL} characters; give a shorter one.`)
    : url.href
}
