/** What was sent where and what came of it: reading the log of deliveries, and putting messages on the way once more. */
import type { OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import type { Headline } from './outbox.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export const DELIVERY_STATES = ['waiting', 'taken', 'done', 'dead', 'dropped'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** One event on its way to one endpoint, as people look at it. `ret` and `sequence` are null for a message to try things out. */
export type LoggedDelivery = {
  org: OrgId
  id: string
  endpoint: string
  /** The id of the event, by which the receiver tells repetitions. */
  event: string
  ret: ReturnId | null
  sequence: number | null
  /** Set when the message is about a whole act: where that begins, while `sequence` is its end. */
  fromSequence: number | null
  type: string
  /** What the endpoint’s language calls the message, where that is not the type. */
  word: string | null
  /** When it happened. */
  at: Instant
  state: DeliveryState
  attempts: number
  nextAt: Instant
  isReplay: boolean
  createdAt: Instant
  finishedAt: Instant | null
}

/** One try to deliver. `status` is null when nothing came back, `error` when it counts as delivered. */
export type LoggedAttempt = {
  attempt: number
  at: Instant
  status: number | null
  latencyMs: number
  error: string | null
  answer: string | null
}

type Row = {
  org_id: OrgId
  id: string
  endpoint_id: string
  event_id: string
  return_id: ReturnId | null
  sequence: number | null
  from_sequence: number | null
  type: string
  word: string | null
  at: Instant
  state: DeliveryState
  attempts: number
  next_at: Instant
  is_replay: boolean
  created_at: Instant
  finished_at: Instant | null
}

const logged = (row: Row): LoggedDelivery => ({
  org: row.org_id,
  id: row.id,
  endpoint: row.endpoint_id,
  event: row.event_id,
  ret: row.return_id,
  sequence: row.sequence,
  fromSequence: row.from_sequence,
  type: row.type,
  word: row.word,
  at: row.at,
  state: row.state,
  attempts: row.attempts,
  nextAt: row.next_at,
  isReplay: row.is_replay,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
})

const FIRST = '0001-01-01T00:00:00.000Z'
const LAST = '9999-12-31T23:59:59.999Z'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export type DeliveryFinding = {
  endpoints: readonly string[]
  states?: readonly DeliveryState[]
  types?: readonly string[]
  ret?: ReturnId
  /** When it was put on the way. */
  from?: Instant
  before?: Instant
  after?: { at: Instant; id: string }
  limit: number
}

/** Newest first: one short index range per endpoint, merged. */
export async function listDeliveries(on: Queryable, org: OrgId, finding: DeliveryFinding): Promise<LoggedDelivery[]> {
  const { endpoints, states = null, types = null, ret = null, from = FIRST, before = LAST, after, limit } = finding
  if (endpoints.length === 0) return []
  const { rows } = await query<Row>(
    on,
    sql`select found.* from unnest(${endpoints}::uuid[]) endpoint (id) cross join lateral (
        select org_id, id, endpoint_id, event_id, return_id, sequence, from_sequence, type, word, at, state, attempts, next_at, is_replay, created_at, finished_at
        from deliveries where org_id = ${org} and endpoint_id = endpoint.id
          and (${states}::text[] is null or state = any (${states}::text[])) and (${types}::text[] is null or type = any (${types}::text[]))
          and (${ret}::uuid is null or return_id = ${ret}::uuid) and created_at >= ${from} and created_at < ${before}
          and (created_at, id) < (${after?.at ?? LAST}, ${after?.id ?? LAST_ID}::uuid)
        order by created_at desc, id desc limit ${limit}::int
      ) found order by found.created_at desc, found.id desc limit ${limit}::int`,
  )
  return rows.map(logged)
}

export async function findDelivery(
  on: Queryable,
  org: OrgId,
  endpoint: string,
  id: string,
): Promise<LoggedDelivery | null> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, endpoint_id, event_id, return_id, sequence, from_sequence, type, word, at, state, attempts, next_at, is_replay, created_at, finished_at
      from deliveries where org_id = ${org} and endpoint_id = ${endpoint} and id = ${id}`,
  )
  return rows[0] ? logged(rows[0]) : null
}

/** Oldest first. */
export async function attemptsOf(on: Queryable, org: OrgId, delivery: string): Promise<LoggedAttempt[]> {
  const { rows } = await query<Omit<LoggedAttempt, 'latencyMs'> & { latency_ms: number }>(
    on,
    sql`select attempt, at, status, latency_ms, error, answer from attempts where org_id = ${org} and delivery_id = ${delivery} order by attempt limit 1000`,
  )
  return rows.map(({ latency_ms: latencyMs, ...row }) => ({ ...row, latencyMs }))
}

/** One message waits no longer, nor does what is to be told about the same return before it. False when it no longer waits. */
export async function hurryDelivery(
  on: Queryable,
  org: OrgId,
  { endpoint, id, ret, sequence }: LoggedDelivery,
  now: Instant,
): Promise<boolean> {
  const { rows } = await query<{ id: string }>(
    on,
    sql`update deliveries set next_at = ${now} where org_id = ${org} and endpoint_id = ${endpoint} and state = 'waiting'
      and (id = ${id} or (return_id = ${ret}::uuid and sequence <= ${sequence}::int)) returning id`,
  )
  return rows.some(row => row.id === id)
}

export type Departure = Pick<
  LoggedDelivery,
  'id' | 'event' | 'ret' | 'sequence' | 'fromSequence' | 'type' | 'word' | 'at'
>

/** Puts messages on the way to one endpoint: due at once, or with what still waits about the same return before them. */
export const putOnTheWay = (
  on: Queryable,
  org: OrgId,
  endpoint: string,
  departures: readonly Departure[],
  { now, isReplay }: { now: Instant; isReplay: boolean },
): Promise<unknown> =>
  query(
    on,
    sql`insert into deliveries (org_id, id, endpoint_id, event_id, return_id, sequence, from_sequence, type, word, at, state, next_at, is_replay, created_at)
      select ${org}::uuid, id, ${endpoint}::uuid, event_id, return_id, sequence, from_sequence, type, word, at, 'waiting',
        greatest(${now}::timestamptz, (select max(ahead.next_at) from deliveries ahead where ahead.org_id = ${org} and ahead.endpoint_id = ${endpoint}
          and ahead.return_id = departure.return_id and ahead.sequence < departure.sequence and ahead.state in ('waiting', 'taken'))),
        ${isReplay}::boolean, ${now}::timestamptz
      from unnest(${departures.map(({ id }) => id)}::uuid[], ${departures.map(({ event }) => event)}::uuid[], ${departures.map(({ ret }) => ret)}::uuid[],
        ${departures.map(({ sequence }) => sequence)}::int[], ${departures.map(({ fromSequence }) => fromSequence)}::int[],
        ${departures.map(({ type }) => type)}::text[], ${departures.map(({ word }) => word)}::text[], ${departures.map(({ at }) => at)}::timestamptz[])
        as departure (id, event_id, return_id, sequence, from_sequence, type, word, at)`,
  )

/** Takes some of an endpoint's log away, so that no single statement has to take all of it. Gives how many there were. */
export async function deleteDeliveries(on: Queryable, org: OrgId, endpoint: string, limit: number): Promise<number> {
  const { rowCount } = await query(
    on,
    sql`delete from deliveries where org_id = ${org} and id in (select id from deliveries where org_id = ${org} and endpoint_id = ${endpoint} limit ${limit}::int)`,
  )
  return rowCount ?? 0
}

/** Where a replay was left: the last event that was put on the way. */
export type ReplayPlace = { at: Instant; ret: ReturnId; sequence: number }

export type EventRange = {
  since: Instant
  until: Instant
  /** Null: all the organisation has. */
  shops: readonly ShopId[] | null
  /** Each list must let the type through; `payout.*` stands for a whole strand, null for all. */
  types: readonly string[] | null
  alsoTypes: readonly string[] | null
  /** The same, of types in full. */
  spoken: readonly string[] | null
  after: ReplayPlace | null
}

/** An event of the log, with the bounds of the act it is part of. */
export type LoggedEvent = Headline & { fromSequence: number; toSequence: number }

/**
 * What happened in a time, in order, with how many events that are in all, counted up to `most`. Only returns that were moved since the beginning are
 * looked at, which an index finds; within a return the order of moments is the order of its log.
 */
export async function eventsIn(
  on: Queryable,
  org: OrgId,
  { since, until, shops, types, alsoTypes, spoken, after }: EventRange,
  limit: number,
  most: number,
): Promise<{ events: LoggedEvent[]; total: number }> {
  type Found = Omit<Headline, 'ret'> & {
    return_id: ReturnId
    from_sequence: number
    to_sequence: number
    total: number
  }
  const { rows } = await query<Found>(
    on,
    sql`with found as materialized (
        select event.id, event.return_id, event.sequence, event.from_sequence, event.type, event.at
        from shops shop join returns ret on ret.org_id = ${org} and ret.shop_id = shop.id and ret.updated_at >= ${since} and ret.created_at < ${until}
          join return_events event on event.org_id = ${org} and event.return_id = ret.id
        where shop.org_id = ${org} and (${shops}::uuid[] is null or shop.id = any (${shops}::uuid[]))
          and event.at >= ${since} and event.at < ${until}
          and (${types}::text[] is null or event.type = any (${types}::text[]) or split_part(event.type, '.', 1) || '.*' = any (${types}::text[]))
          and (${alsoTypes}::text[] is null or event.type = any (${alsoTypes}::text[]) or split_part(event.type, '.', 1) || '.*' = any (${alsoTypes}::text[]))
          and (${spoken}::text[] is null or event.type = any (${spoken}::text[]))
          and (${after?.at ?? null}::timestamptz is null
            or (event.at, event.return_id, event.sequence) > (${after?.at ?? null}::timestamptz, ${after?.ret ?? null}::uuid, ${after?.sequence ?? null}::int))
        order by event.at, event.return_id, event.sequence limit ${most}::int
      ),
      page as materialized (select * from found order by at, return_id, sequence limit ${limit}::int)
      select id, return_id, sequence, type, at, coalesce(from_sequence, sequence) as from_sequence, (select count(*)::int from found) as total,
        case when from_sequence is null then sequence else coalesce(
          (select next.sequence - 1 from return_events next where next.org_id = ${org} and next.return_id = page.return_id
            and next.sequence > page.sequence and next.from_sequence is distinct from page.from_sequence order by next.sequence limit 1),
          (select max(last.sequence) from return_events last where last.org_id = ${org} and last.return_id = page.return_id)) end as to_sequence
      from page order by at, return_id, sequence`,
  )
  return {
    events: rows.map(({ return_id: ret, from_sequence: fromSequence, to_sequence: toSequence, total: _, ...row }) => ({
      ...row,
      ret,
      fromSequence,
      toSequence,
    })),
    total: rows[0]?.total ?? 0,
  }
}
