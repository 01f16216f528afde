/** Work that should have been done by now. Read over all organisations, without locks, for whoever looks after the installation. */
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** How many, since when the first of them, and some by name. */
export type Pile = { many: number; since: Instant | null; examples: string[] }

type PileRow = { many: number; since: Instant | null; examples: string[] | null }

const NOTHING: Pile = { many: 0, since: null, examples: [] }
const pileOf = (row: PileRow | undefined): Pile => (row ? { ...row, examples: row.examples ?? [] } : NOTHING)

/** Ordered work outside the house that nobody has taken, or whose taker never came back. */
export async function overdueErrands(on: Queryable, before: Instant): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(coalesce(taken_until, next_at)) as since, (array_agg(distinct kind))[1:5] as examples from errands
      where (state = 'waiting' and next_at < ${before}) or (state = 'taken' and taken_until < ${before})`,
  )
  return pileOf(rows[0])
}

/** Examples are return numbers with the reason. */
export async function abandonedErrands(on: Queryable): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(e.created_at) as since,
        (array_agg(e.kind || ' for ' || r.number || coalesce(': ' || e.why, '') order by e.created_at desc))[1:3] as examples
      from errands e join returns r on r.org_id = e.org_id and r.id = e.return_id where e.state = 'given_up'`,
  )
  return pileOf(rows[0])
}

/** Refunds ordered before this moment of which nobody knows whether the money moved. Examples are return numbers. */
export async function unknownPayouts(on: Queryable, before: Instant): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(e.created_at) as since, (array_agg(r.number order by e.created_at))[1:3] as examples
      from errands e join returns r on r.org_id = e.org_id and r.id = e.return_id
      where e.kind = 'refund' and e.state <> 'done' and e.created_at < ${before}
        and exists (select from json_array_elements(r.doc -> 'payouts') p where p ->> 'id' = e.body ->> 'payout' and p ->> 'state' = 'unknown')`,
  )
  return pileOf(rows[0])
}

/** Returns whose wait was over before this moment and whose default outcome has not come. Examples are return numbers. */
export async function overdueSweeps(on: Queryable, before: Instant): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(sweep_at) as since,
        (select array_agg(number) from (select number from returns where sweep_at < ${before} order by sweep_at limit 3) first) as examples
      from returns where sweep_at < ${before}`,
  )
  return pileOf(rows[0])
}

/** News that no deliveries have been made of yet. */
export async function untoldNews(on: Queryable, before: Instant): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(at) as since, null::text[] as examples from outbox where at < ${before}`,
  )
  return pileOf(rows[0])
}

/** Jobs of the queue that failed after all their attempts. Null when the queue has made no tables yet. */
export async function failedJobs(on: Queryable, after: Instant): Promise<Pile | null> {
  const { rows: found } = await query<{ there: boolean }>(
    on,
    sql`select to_regclass('pgboss.job') is not null as there`,
  )
  if (!found[0]?.there) return null
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(completed_on) as since, (array_agg(distinct name))[1:5] as examples from pgboss.job
      where state = 'failed' and completed_on > ${after}`,
  )
  return pileOf(rows[0])
}

/** An endpoint that does not do well, by what its organisation calls it. */
export type PoorEndpoint = {
  org: string
  id: string
  name: string
  url: string
  state: 'on' | 'off'
  failingSince: Instant | null
  failures: number
  why: string | null
  /** Deliveries given up on since the moment asked for. */
  dead: number
}

/** Those that are off, failing, or have given up on a delivery since then. */
export async function poorEndpoints(on: Queryable, since: Instant): Promise<PoorEndpoint[]> {
  const { rows } = await query<PoorEndpoint>(
    on,
    sql`with dead as (
        select org_id, endpoint_id, count(*)::integer as many from deliveries where state = 'dead' and finished_at > ${since} group by 1, 2
      )
      select o.name as org, e.id, e.doc ->> 'name' as name, e.doc ->> 'url' as url, e.state, e.failing_since as "failingSince", e.failures,
        e.doc ->> 'why' as why, coalesce(dead.many, 0) as dead
      from endpoints e join orgs o on o.id = e.org_id left join dead on dead.org_id = e.org_id and dead.endpoint_id = e.id
      where e.state = 'off' or e.failing_since is not null or dead.many > 0 order by o.name, e.created_at limit 50`,
  )
  return rows
}

/** Deliveries whose time has come and that nobody makes, to endpoints that are on and well. */
export async function overdueDeliveries(on: Queryable, before: Instant): Promise<Pile> {
  const { rows } = await query<PileRow>(
    on,
    sql`select count(*)::integer as many, min(d.next_at) as since, (array_agg(distinct e.doc ->> 'name'))[1:3] as examples
      from deliveries d join endpoints e on e.org_id = d.org_id and e.id = d.endpoint_id
      where d.next_at < ${before} and (d.state = 'waiting' or (d.state = 'taken' and d.taken_until < ${before})) and e.state = 'on' and e.failing_since is null`,
  )
  return pileOf(rows[0])
}

export type EndingKey = { org: string; id: string; name: string; role: string; expiresAt: Instant }

/** Keys that open something until a moment in this span. */
export async function keysEnding(on: Queryable, from: Instant, until: Instant): Promise<EndingKey[]> {
  const { rows } = await query<EndingKey>(
    on,
    sql`select o.name as org, k.id, k.name, k.role, k.expires_at as "expiresAt" from api_keys k join orgs o on o.id = k.org_id
      where k.revoked_at is null and k.expires_at > ${from} and k.expires_at <= ${until} order by k.expires_at limit 50`,
  )
  return rows
}

/** Organisations nobody can manage: without an owner who signs in and without an owner's key that opens. */
export async function orgsWithoutOwner(on: Queryable, at: Instant): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    on,
    sql`select name from orgs o where not exists (select from memberships m where m.org_id = o.id and m.role = 'owner')
      and not exists (select from api_keys k where k.org_id = o.id and k.role = 'owner' and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${at}))
      order by name limit 20`,
  )
  return rows.map(({ name }) => name)
}

/** One sealed text of each kind, with what its label is made of: enough to try whether the secret opens them. */
export type SealedSample = { label: string[]; sealed: string }

export async function sealedSamples(on: Queryable): Promise<SealedSample[]> {
  const { rows } = await query<SealedSample>(
    on,
    sql`(select array[dialect, name] as label, sealed from dialect_credentials where revoked_at is null order by created_at desc limit 1)
      union all
      (select array['endpoint', org_id::text, id::text], sealed from endpoints order by updated_at desc limit 1)`,
  )
  return rows
}
