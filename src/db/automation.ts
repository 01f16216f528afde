/** Rules of automation that were set off: what is still to be done, and the log of what came of it. */
import type { Firing } from '../core/automation/firing.ts'
import type { OrgId, ReturnId, RuleId, ShopId } from '../core/ids.ts'
import type { EventType } from '../core/return/events.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export const FIRING_STATES = [
  'waiting',
  'taken',
  'done',
  'tried',
  'passed_over',
  'refused',
  'stopped',
  'given_up',
] as const
export type FiringState = (typeof FIRING_STATES)[number]

/** `until`: when it is due, or tried again. */
export type StoredFiring = Firing & {
  id: string
  org: OrgId
  shop: ShopId
  ret: ReturnId
  state: FiringState
  attempts: number
  finishedAt: Instant | null
  happened: EventType[]
  code: string | null
  why: string | null
}

/** What is known already is left as it is: the same rule, return and cause fire once. A trial does not count. */
export const insertFirings = (
  on: Queryable,
  { org, shop, ret }: { org: OrgId; shop: ShopId; ret: ReturnId },
  firings: readonly (Firing & { id: string })[],
): Promise<unknown> =>
  query(
    on,
    sql`insert into firings (org_id, return_id, rule, key, id, shop_id, event_id, event_sequence, event_type, depth, priority, at, state, next_at)
      select ${org}::uuid, ${ret}::uuid, rule, key, id, ${shop}::uuid, event_id, event_sequence, event_type, depth, priority, at, 'waiting', next_at
      from json_to_recordset(${json(
        firings.map(({ rule, key, id, event, depth, priority, at, until }) => ({
          rule,
          key,
          id,
          event_id: event.id,
          event_sequence: event.sequence,
          event_type: event.type,
          depth,
          priority,
          at,
          next_at: until,
        })),
      )}::json) as firing (rule text, key text, id uuid, event_id uuid, event_sequence integer, event_type text, depth integer, priority integer, at timestamptz, next_at timestamptz)
      on conflict (org_id, return_id, rule, key) do update set id = excluded.id, event_id = excluded.event_id, event_sequence = excluded.event_sequence,
        event_type = excluded.event_type, depth = excluded.depth, priority = excluded.priority, at = excluded.at, state = excluded.state, attempts = 0,
        next_at = excluded.next_at, finished_at = null, happened = '{}', code = null, why = null
      where firings.state = 'tried'`,
  )

/** Organisations where a rule is due, those that have waited longest first: one look into the index for each organisation there is. */
export async function orgsWithFirings(on: Queryable, at: Instant): Promise<OrgId[]> {
  const { rows } = await query<{ id: OrgId }>(
    on,
    sql`select orgs.id from orgs cross join lateral (
        select next_at from firings where org_id = orgs.id and state in ('waiting', 'taken') and next_at <= ${at}
          and (state = 'waiting' or taken_until <= ${at}) order by next_at limit 1
      ) first order by first.next_at`,
  )
  return rows.map(row => row.id)
}

type FiringRow = {
  org_id: OrgId
  return_id: ReturnId
  rule: RuleId
  key: string
  id: string
  shop_id: ShopId
  event_id: string
  event_sequence: number
  event_type: EventType
  depth: number
  priority: number
  at: Instant
  state: FiringState
  attempts: number
  next_at: Instant
  finished_at: Instant | null
  happened: EventType[]
  code: string | null
  why: string | null
}

const firingOf = (row: FiringRow): StoredFiring => ({
  org: row.org_id,
  ret: row.return_id,
  rule: row.rule,
  key: row.key,
  id: row.id,
  shop: row.shop_id,
  event: { id: row.event_id, sequence: row.event_sequence, type: row.event_type },
  depth: row.depth,
  priority: row.priority,
  at: row.at,
  until: row.next_at,
  state: row.state,
  attempts: row.attempts,
  finishedAt: row.finished_at,
  happened: row.happened,
  code: row.code,
  why: row.why,
})

/**
 * Takes some of an organisation's due rules for a while, of returns nobody is working for just now: in the order of their moments, and of those set off by one
 * act the most important first. What its taker did not finish is due again when its time is over.
 */
export async function takeFirings(
  on: Queryable,
  org: OrgId,
  at: Instant,
  until: Instant,
  limit: number,
): Promise<StoredFiring[]> {
  const { rows } = await query<FiringRow>(
    on,
    // Materialized: the planner may run a plain subquery more than once, and each run would take `limit` more.
    sql`with due as materialized (
        select return_id, rule, key from firings where org_id = ${org} and next_at <= ${at}
          and (state = 'waiting' or (state = 'taken' and taken_until <= ${at}))
          and not exists (select 1 from firings busy where busy.org_id = ${org} and busy.return_id = firings.return_id and busy.state = 'taken' and busy.taken_until > ${at})
        order by next_at, event_sequence, priority desc limit ${limit} for update skip locked
      )
      update firings set state = 'taken', taken_until = ${until}, attempts = attempts + 1 from due
      where firings.org_id = ${org} and firings.return_id = due.return_id and firings.rule = due.rule and firings.key = due.key
      returning firings.*`,
  )
  return rows
    .map(firingOf)
    .toSorted(
      (a, b) =>
        (a.until < b.until ? -1 : a.until > b.until ? 1 : 0) ||
        a.event.sequence - b.event.sequence ||
        b.priority - a.priority,
    )
}

type Key = Pick<StoredFiring, 'org' | 'ret' | 'rule' | 'key'>

export type Outcome = { state: FiringState; happened?: readonly EventType[]; code?: string | null; why?: string | null }

/** Written once: what one worker has written down another does not change, although both had taken it. */
export const finishFiring = (
  on: Queryable,
  { org, ret, rule, key }: Key,
  { state, happened = [], code = null, why = null }: Outcome,
  at: Instant,
): Promise<unknown> =>
  query(
    on,
    sql`update firings set state = ${state}, happened = ${[...happened]}::text[], code = ${code}, why = ${why}, finished_at = ${at}, taken_until = null
      where org_id = ${org} and return_id = ${ret} and rule = ${rule} and key = ${key} and finished_at is null`,
  )

export const postponeFiring = (
  on: Queryable,
  { org, ret, rule, key }: Key,
  nextAt: Instant,
  why: string,
): Promise<unknown> =>
  query(
    on,
    sql`update firings set state = 'waiting', next_at = ${nextAt}, why = ${why}, taken_until = null
      where org_id = ${org} and return_id = ${ret} and rule = ${rule} and key = ${key} and finished_at is null`,
  )

/** How often a rule has acted on a return. */
export async function timesActed(on: Queryable, { org, ret, rule }: Omit<Key, 'key'>): Promise<number> {
  const { rows } = await query<{ times: number }>(
    on,
    sql`select count(*)::int as times from firings where org_id = ${org} and return_id = ${ret} and rule = ${rule} and state = 'done'`,
  )
  return rows[0]?.times ?? 0
}

/** What an act with this cause made happen, from the log of the return itself: so a worker that died after acting leaves nothing to guess. */
export async function happenedFor(
  on: Queryable,
  { org, ret }: Pick<Key, 'org' | 'ret'>,
  { rule, cause, after }: { rule: RuleId; cause: string; after: number },
): Promise<EventType[]> {
  const { rows } = await query<{ type: EventType }>(
    on,
    sql`select type from return_events where org_id = ${org} and return_id = ${ret} and sequence > ${after}
      and body ->> 'cause' = ${cause} and body ->> 'rule' = ${rule} order by sequence`,
  )
  return rows.map(row => row.type)
}

export type FiringFinding = {
  shop: ShopId
  ret?: ReturnId
  rule?: RuleId
  states?: readonly FiringState[]
  after?: { at: Instant; id: string }
  limit: number
}

/** The log, the newest first. */
export async function listFirings(
  on: Queryable,
  org: OrgId,
  { shop, ret, rule, states, after, limit }: FiringFinding,
): Promise<StoredFiring[]> {
  const { rows } = await query<FiringRow>(
    on,
    sql`select org_id, return_id, rule, key, id, shop_id, event_id, event_sequence, event_type, depth, priority, at, state, attempts, next_at, taken_until, finished_at, happened, code, why from firings where org_id = ${org} and shop_id = ${shop}
      and (${ret ?? null}::uuid is null or return_id = ${ret ?? null}) and (${rule ?? null}::text is null or rule = ${rule ?? null})
      and (${states ? [...states] : null}::text[] is null or state = any (${states ? [...states] : null}::text[]))
      and (${after?.at ?? null}::timestamptz is null or (at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
      order by at desc, id desc limit ${limit}`,
  )
  return rows.map(firingOf)
}
