/**
 * Events on their way to endpoints: put there, taken, and brought to an end or put off. Looking at them is `delivery-log.ts`.
 *
 * Where a statement looks for what else is on its way about a return, it says so in a roundabout way on purpose. A planner that has no statistics yet, or has
 * them from an hour when nothing waited, takes the open deliveries for a handful and reads all of them for every row. A subquery that gives a value cannot be
 * made a join of, and an endpoint that is compared as text leaves only the index by return.
 */
import type { OrgId, ReturnId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { send } from './send.ts'
import { sql } from './statement.ts'
import type { Transaction } from './transaction.ts'

export type NewDelivery = {
  id: string
  endpoint: string
  event: string
  ret: ReturnId
  sequence: number
  /** Set when it is about a whole act: the act’s first event, while `sequence` is its last. */
  fromSequence: number | null
  type: string
  /** What its language calls it, where that is not the type. */
  word: string | null
  at: Instant
}

/**
 * Due at once, unless something earlier about the same return still waits for its next attempt: then no sooner than that, so that a receiver that is down
 * does not leave behind thousands of rows that look due and are not.
 */
export const insertDeliveries = (
  on: Queryable,
  org: OrgId,
  fresh: readonly NewDelivery[],
  now: Instant,
): Promise<unknown> =>
  query(
    on,
    sql`insert into deliveries (org_id, id, endpoint_id, event_id, return_id, sequence, from_sequence, type, word, at, state, next_at, created_at)
      select ${org}::uuid, fresh.id, fresh.endpoint_id, fresh.event_id, fresh.return_id, fresh.sequence, fresh.from_sequence, fresh.type, fresh.word, fresh.at, 'waiting',
        greatest(${now}::timestamptz, (select max(ahead.next_at) from deliveries ahead where ahead.org_id = ${org} and ahead.return_id = fresh.return_id
          and ahead.endpoint_id::text = fresh.endpoint_id::text and ahead.sequence < fresh.sequence and ahead.state in ('waiting', 'taken'))), ${now}::timestamptz
      from unnest(${fresh.map(({ id }) => id)}::uuid[], ${fresh.map(({ endpoint }) => endpoint)}::uuid[], ${fresh.map(({ event }) => event)}::uuid[],
        ${fresh.map(({ ret }) => ret)}::uuid[], ${fresh.map(({ sequence }) => sequence)}::int[], ${fresh.map(({ fromSequence }) => fromSequence)}::int[],
        ${fresh.map(({ type }) => type)}::text[], ${fresh.map(({ word }) => word)}::text[], ${fresh.map(({ at }) => at)}::timestamptz[])
        as fresh (id, endpoint_id, event_id, return_id, sequence, from_sequence, type, word, at)`,
  )

/** Endpoints that are on and have something due, in any order, so that nobody is always last. Without locks, since it looks over all organisations; taking it is done inside one. */
export async function endpointsWithWork(
  on: Queryable,
  now: Instant,
  limit: number,
): Promise<{ org: OrgId; id: string }[]> {
  const { rows } = await query<{ org: OrgId; id: string }>(
    on,
    sql`select org_id as org, id from endpoints where state = 'on' and coalesce(
        (select true from deliveries where deliveries.org_id = endpoints.org_id and deliveries.endpoint_id = endpoints.id
          and deliveries.state = 'waiting' and next_at <= ${now} limit 1),
        (select true from deliveries where deliveries.org_id = endpoints.org_id and deliveries.endpoint_id = endpoints.id
          and deliveries.state = 'taken' and taken_until <= ${now} limit 1))
      order by random() limit ${limit}`,
  )
  return rows
}

/** `attempt` counts from one, and tells this taking from a later one. `ret` and `sequence` are null for a message to try things out. */
export type Taken = {
  id: string
  event: string
  ret: ReturnId | null
  sequence: number | null
  fromSequence: number | null
  type: string
  word: string | null
  attempt: number
}

export type Taking = {
  now: Instant
  until: Instant
  /** As many may be under way at once. */
  concurrency: number
  /** As many may be in the hands of one worker that has the endpoint to itself, and brings no more than `concurrency` of them at once. */
  ahead: number
  /** So many the taker has already. */
  mine: number
  limit: number
}

/**
 * Takes what is due at one endpoint until a moment; what was taken until a moment that is over is due again. Of each return only the earliest, and only when nothing else about it is
 * under way. While another worker has some, both together take no more than may be under way at once. Hold the endpoint's row (`lockEndpoint`), or two count
 * the same.
 */
export async function takeDeliveries(
  tx: Transaction,
  org: OrgId,
  endpoint: string,
  { now, until, concurrency, ahead, mine, limit }: Taking,
): Promise<Taken[]> {
  send(
    query(
      tx,
      sql`update deliveries set state = 'waiting', taken_until = null
        where org_id = ${org} and endpoint_id = ${endpoint} and state = 'taken' and taken_until <= ${now}`,
    ),
  )
  const { rows } = await tx.query<
    Omit<Taken, 'ret' | 'fromSequence'> & { return_id: ReturnId | null; from_sequence: number | null }
  >(
    // Materialized: the planner may run a plain subquery more than once, and each run would take `limit` more.
    sql`with due as materialized (
        select id from deliveries due where org_id = ${org} and endpoint_id = ${endpoint} and state = 'waiting' and next_at <= ${now}
          and (select true from deliveries ahead where ahead.org_id = ${org} and ahead.return_id = due.return_id and ahead.endpoint_id::text = ${endpoint}::text
            and ahead.state in ('waiting', 'taken') and ahead.id <> due.id and (ahead.state = 'taken' or (ahead.sequence, ahead.id) < (due.sequence, due.id))
            limit 1) is null
        order by next_at limit greatest(0, least(${limit}::bigint, (
            select case when count(*) > ${mine}::bigint then ${concurrency}::bigint - count(*) else ${ahead}::bigint - ${mine}::bigint end
            from deliveries where org_id = ${org} and endpoint_id = ${endpoint} and state = 'taken')))
        for update skip locked
      )
      update deliveries set state = 'taken', taken_until = ${until}, attempts = attempts + 1 from due where deliveries.org_id = ${org} and deliveries.id = due.id
      returning deliveries.id, event_id as event, return_id, sequence, from_sequence, type, word, attempts as attempt`,
  )
  return rows.map(({ return_id: ret, from_sequence: fromSequence, ...row }) => ({ ...row, ret, fromSequence }))
}

/** What became of a delivery that was taken. `nextAt` is set when it is to be tried again. */
export type Outcome = {
  taken: Taken
  state: 'waiting' | 'done' | 'dead' | 'dropped'
  nextAt: Instant | null
  /** Null: nothing was sent, and this time does not count. */
  tried: Tried | null
}

/** `error` is null when it counts as delivered. */
export type Tried = {
  at: Instant
  status: number | null
  latencyMs: number
  error: string | null
  answer: string | null
}

/** Whoever took something too long ago no longer decides about it, except that what was accepted stays accepted. */
export const finishDeliveries = (
  on: Queryable,
  org: OrgId,
  outcomes: readonly Outcome[],
  now: Instant,
): Promise<unknown> =>
  query(
    on,
    sql`update deliveries set state = outcome.state, next_at = coalesce(outcome.next_at, deliveries.next_at), taken_until = null,
        attempts = deliveries.attempts - outcome.untried, finished_at = case when outcome.state = 'waiting' then null else ${now}::timestamptz end
      from unnest(${outcomes.map(({ taken }) => taken.id)}::uuid[], ${outcomes.map(({ taken }) => taken.attempt)}::int[], ${outcomes.map(({ state }) => state)}::text[],
        ${outcomes.map(({ nextAt }) => nextAt)}::timestamptz[], ${outcomes.map(({ tried }) => (tried === null ? 1 : 0))}::int[])
        as outcome (id, attempt, state, next_at, untried)
      where deliveries.org_id = ${org} and deliveries.id = outcome.id
        and ((deliveries.state = 'taken' and deliveries.attempts = outcome.attempt) or (outcome.state = 'done' and deliveries.state in ('waiting', 'taken')))`,
  )

/** What was deleted meanwhile, with its endpoint, needs no log any more. */
export function insertAttempts(on: Queryable, org: OrgId, outcomes: readonly Outcome[]): Promise<unknown> {
  const rows = outcomes.flatMap(({ taken, tried }) => (tried === null ? [] : [{ ...taken, ...tried }]))
  return query(
    on,
    sql`insert into attempts (org_id, delivery_id, attempt, at, status, latency_ms, error, answer)
      select ${org}::uuid, row.* from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ attempt }) => attempt)}::int[], ${rows.map(({ at }) => at)}::timestamptz[],
        ${rows.map(({ status }) => status)}::int[], ${rows.map(({ latencyMs }) => latencyMs)}::int[], ${rows.map(({ error }) => error)}::text[],
        ${rows.map(({ answer }) => answer)}::text[]) as row (id, attempt, at, status, latency_ms, error, answer)
      where exists (select from deliveries where deliveries.org_id = ${org} and deliveries.id = row.id)
      on conflict (org_id, delivery_id, attempt) do nothing`,
  )
}

/** What waits behind a delivery about the same return moves with it: later when it was put off, up to now when it arrived late after all. */
export const moveFollowers = (
  on: Queryable,
  org: OrgId,
  endpoint: string,
  { id, ret, sequence, nextAt }: { id: string; ret: ReturnId; sequence: number; nextAt: Instant },
): Promise<unknown> =>
  query(
    on,
    sql`update deliveries set next_at = ${nextAt}
      where org_id = ${org} and return_id = ${ret} and endpoint_id::text = ${endpoint}::text and (sequence, id) > (${sequence}, ${id}::uuid) and state = 'waiting' and attempts = 0`,
  )

/** Nobody waits any longer: for an endpoint that was switched on again. */
export const hurryDeliveries = (on: Queryable, org: OrgId, endpoint: string, now: Instant): Promise<unknown> =>
  query(
    on,
    sql`update deliveries set next_at = ${now} where org_id = ${org} and endpoint_id = ${endpoint} and state = 'waiting' and next_at > ${now}`,
  )

/** How an endpoint has been answering: bad answers in a row, and since when. Hold its row. */
export const saveHealth = (
  on: Queryable,
  org: OrgId,
  endpoint: string,
  { failures, failingSince }: { failures: number; failingSince: Instant | null },
): Promise<unknown> =>
  query(
    on,
    sql`update endpoints set failures = ${failures}, failing_since = ${failingSince} where org_id = ${org} and id = ${endpoint}`,
  )

/** When a delivery was first tried; null when it never was. */
export async function firstTried(on: Queryable, org: OrgId, delivery: string): Promise<Instant | null> {
  const { rows } = await query<{ at: Instant | null }>(
    on,
    sql`select min(at) as at from attempts where org_id = ${org} and delivery_id = ${delivery}`,
  )
  return rows[0]?.at ?? null
}

/**
 * The commit does not wait for the disk. Should the database crash in the next moment, it knows less than happened: news is relayed again, a message is sent
 * again, which receivers have to expect anyway. Nothing is lost by it, and everything is faster.
 */
export const needNotLast = (tx: Transaction): Promise<unknown> =>
  tx.query({ text: 'set local synchronous_commit = off', prepare: false })
