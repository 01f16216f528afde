/** What was told to whom: looking it up, trying an endpoint out, and telling it once more. */
import { departuresOf, NATIVE_TERMS } from '../core/push.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import {
  attemptsOf,
  type DeliveryFinding,
  type Departure,
  eventsIn,
  findDelivery,
  hurryDelivery,
  type LoggedAttempt,
  type LoggedDelivery,
  type LoggedEvent,
  listDeliveries,
  putOnTheWay,
  type ReplayPlace,
} from '../db/delivery-log.ts'
import type { StoredEndpoint } from '../db/endpoints.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Caller, nothingHere } from './caller.ts'
import type { Desk } from './desk.ts'
import { endpointFor, endpointsFor } from './endpoints.ts'
import { type Page, pageOf, pageSize } from './look.ts'
import { onEndpoint } from './on-endpoint.ts'
import { type Keyed, note } from './once.ts'
import { MOST_REPLAYED } from './webhook-limits.ts'

export {
  DELIVERY_STATES,
  type DeliveryState,
  type LoggedAttempt,
  type LoggedDelivery,
  type ReplayPlace,
} from '../db/delivery-log.ts'

/** The type of a message that tells of nothing. */
export const TRIAL = 'webhook.trial'

export type DeliveryWish = Omit<DeliveryFinding, 'endpoints' | 'limit'> & {
  endpoints?: readonly string[]
  limit?: number
}

/** Newest first, of the endpoints the caller sees. One of several asked for that is not theirs to see has no deliveries. */
export async function deliveriesFor(
  desk: Desk,
  caller: Caller,
  { endpoints: asked, ...wish }: DeliveryWish,
): Promise<Page<LoggedDelivery> | Refusal> {
  const seen = await endpointsFor(desk, caller)
  if (refused(seen)) return seen
  const ids = seen.map(({ endpoint }) => endpoint.id)
  return pageOfLog(desk, caller, asked ? ids.filter(id => asked.includes(id)) : ids, wish)
}

/** The same of one endpoint, which must be there. */
export async function deliveriesTo(
  desk: Desk,
  caller: Caller,
  endpoint: string,
  wish: Omit<DeliveryWish, 'endpoints'>,
): Promise<Page<LoggedDelivery> | Refusal> {
  const seen = await endpointFor(desk, caller, endpoint)
  return refused(seen) ? seen : pageOfLog(desk, caller, [endpoint], wish)
}

async function pageOfLog(
  desk: Desk,
  { org }: Caller,
  endpoints: readonly string[],
  wish: Omit<DeliveryWish, 'endpoints'>,
): Promise<Page<LoggedDelivery>> {
  const limit = pageSize(wish.limit)
  const rows = await listDeliveries(desk.db, org, { ...wish, endpoints, limit: limit + 1 })
  return pageOf(rows, limit, delivery => ({ at: delivery.createdAt, id: delivery.id }))
}

export async function deliveryFor(
  desk: Desk,
  caller: Caller,
  endpoint: string,
  id: string,
): Promise<{ delivery: LoggedDelivery; log: LoggedAttempt[] } | Refusal> {
  const seen = await endpointFor(desk, caller, endpoint)
  if (refused(seen)) return seen
  const [delivery, log] = await Promise.all([
    findDelivery(desk.db, caller.org, endpoint, id),
    attemptsOf(desk.db, caller.org, id),
  ])
  return delivery === null ? nothingHere('delivery') : { delivery, log }
}

const NOTHING = { ret: null, sequence: null, fromSequence: null, word: null } as const

/** Puts a message on the way that tells of nothing, so that a receiver can be tried out. */
export const tryEndpoint = (
  desk: Desk,
  caller: Caller,
  endpoint: string,
  keyed: Keyed = {},
): Promise<LoggedDelivery | Refusal> =>
  onEndpoint(desk, { caller, id: endpoint, what: 'tried', conditions: keyed }, async (tx, stored) => {
    const off = whenOff(stored)
    if (off) return off
    const trial = { ...NOTHING, event: desk.fresh<string>(), type: TRIAL, at: desk.now() }
    return putOne(tx, desk, caller, endpoint, trial, 'tried', false)
  })

/**
 * Sends one message at once: one that waits for its next attempt waits no longer; one that is over, whatever came of it, is put on the way again
 * beside what is kept of the first time. `isNew` tells which.
 */
export const sendAgain = (
  desk: Desk,
  caller: Caller,
  endpoint: string,
  id: string,
  keyed: Keyed = {},
): Promise<{ delivery: LoggedDelivery; isNew: boolean } | Refusal> =>
  onEndpoint(
    desk,
    { caller, id: endpoint, what: 'retried', request: { delivery: id }, conditions: keyed },
    async (tx, stored) => {
      const found = await findDelivery(tx, caller.org, endpoint, id)
      if (found === null) return nothingHere('delivery')
      const off = whenOff(stored)
      if (off) return off
      const nextAt = desk.now()
      if (found.state === 'waiting' && (await hurryDelivery(tx, caller.org, found, nextAt))) {
        note(tx, desk, caller, 'webhook.hurried', endpoint, { delivery: id })
        return { delivery: { ...found, nextAt }, isNew: false }
      }
      if (found.state === 'waiting' || found.state === 'taken')
        return refuse('not_open', { sentence: 'It is being sent this very moment; look again in a few seconds.' })
      return { delivery: await putOne(tx, desk, caller, endpoint, found, 'retried', true), isNew: true }
    },
  )

async function putOne(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  endpoint: string,
  { event, ret, sequence, fromSequence, type, word, at }: Omit<Departure, 'id'>,
  what: string,
  isReplay: boolean,
): Promise<LoggedDelivery> {
  const departure = { id: desk.fresh<string>(), event, ret, sequence, fromSequence, type, word, at }
  await putOnTheWay(tx, caller.org, endpoint, [departure], { now: desk.now(), isReplay })
  note(tx, desk, caller, `webhook.${what}`, endpoint, { delivery: departure.id })
  return (await findDelivery(tx, caller.org, endpoint, departure.id)) as LoggedDelivery
}

/** Put on the way per call, so that none takes long. */
const BATCH = 5_000

/** `until` is not part of the range; left out, it is now. `after` goes on where a replay was left, with the range as it was then. */
export type ReplayWish = {
  since: Instant
  until?: Instant | null
  types?: readonly string[] | null
  after?: ReplayPlace | null
}

/** `remaining` events are still to be put on the way, from `next` on. */
export type Replayed = { queued: number; remaining: number; until: Instant; next: ReplayPlace | null }

/** Puts what happened in a time on the way once more, in order, as far as the endpoint is told of it at all. */
export const replay = (
  desk: Desk,
  caller: Caller,
  endpoint: string,
  wish: ReplayWish,
  keyed: Keyed = {},
): Promise<Replayed | Refusal> =>
  onEndpoint(desk, { caller, id: endpoint, what: 'replayed', request: wish, conditions: keyed }, async (tx, stored) => {
    const now = desk.now()
    const until = wish.until ?? now
    const wrong = whenOff(stored) ?? wrongRange(wish.since, until)
    if (wrong) return wrong
    const { shops, events: alsoTypes, format } = stored.endpoint
    const terms = desk.formats[format] ?? NATIVE_TERMS
    const { since, types = null, after = null } = wish
    const spoken = terms.unit === 'event' ? null : terms.words.flatMap(({ of }) => of)
    const range = { since, until, shops, types, alsoTypes, spoken, after }
    const { events: found, total } = await eventsIn(tx, caller.org, range, BATCH, MOST_REPLAYED + 1)
    if (total > MOST_REPLAYED)
      return refuse('invalid', {
        path: 'since',
        sentence: `More than ${MOST_REPLAYED} events happened then; ask for a shorter time, or for some types only.`,
      })
    const events = terms.unit === 'event' || found.length === total ? found : wholeActs(found)
    const departures = actsOf(events).flatMap(([first, ...rest]) =>
      departuresOf(terms, [first, ...rest], first).map(one => ({ ...one, ret: first.ret, id: desk.fresh<string>() })),
    )
    if (departures.length > 0) await putOnTheWay(tx, caller.org, endpoint, departures, { now, isReplay: true })
    const remaining = total - events.length
    note(tx, desk, caller, 'webhook.replayed', endpoint, { since, until, types, queued: departures.length })
    return { queued: departures.length, remaining, until, next: remaining > 0 ? placeOf(events.at(-1)) : null }
  })

const placeOf = (last: LoggedEvent | undefined): ReplayPlace | null =>
  last ? { at: last.at, ret: last.ret, sequence: last.sequence } : null

const isSameAct = (one: LoggedEvent, other: LoggedEvent): boolean =>
  one.ret === other.ret && one.fromSequence === other.fromSequence

type Act = [LoggedEvent, ...LoggedEvent[]]

/** Events of one act stand together, because they happened at one moment. */
function actsOf(events: readonly LoggedEvent[]): Act[] {
  const acts: Act[] = []
  for (const event of events) {
    const last = acts.at(-1)
    if (last && isSameAct(last[0], event)) last.push(event)
    else acts.push([event])
  }
  return acts
}

/** The last act may go on behind the page, so it waits for the next one; an act alone is never as long as a page. */
function wholeActs(events: readonly LoggedEvent[]): LoggedEvent[] {
  const last = events.at(-1)
  return last ? events.filter(event => !isSameAct(event, last)) : []
}

const wrongRange = (since: Instant, until: Instant): Refusal | null =>
  since < until
    ? null
    : refuse('invalid', { path: 'until', sentence: 'The time ends before it begins; send a later end.' })

const whenOff = ({ endpoint }: StoredEndpoint): Refusal | null =>
  endpoint.state === 'on'
    ? null
    : refuse('not_open', {
        sentence: 'The endpoint is switched off; switch it on first, then nothing is lost on the way.',
      })
