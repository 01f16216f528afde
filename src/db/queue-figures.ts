/** How much waits in each queue and for how long, over all organisations: for those who watch, never for those who decide. */
import { epochMs, type Instant } from '../core/time.ts'
import { type Pool, query } from './pool.ts'
import { sql } from './statement.ts'
import { type Transaction, transaction } from './transaction.ts'

export type QueueFigures = {
  /** News that is not yet spread to the endpoints. */
  outbox: Queue
  /** Returns whose moment has come and passed. */
  overdue: Queue
  /** Work outside the house, by kind. `lateSeconds` counts from when it was ordered. */
  errands: (Queue & { kind: string; givenUp: number })[]
  /** Messages on their way, by language. `lateSeconds` counts from when the next attempt was due. */
  deliveries: (Queue & { format: string; dead: number })[]
  /** As the job queue last counted them itself; empty where it was never used. */
  jobs: { queue: string; waiting: number; deferred: number; underWay: number; failed: number }[]
}

/** How many, and how long the first of them has been waiting; 0 when there are none or it is not due yet. */
export type Queue = { waiting: number; lateSeconds: number }

/** Whoever looks on may not hold up those who work. */
const LIMIT_MS = 3_000

/** Takes one connection, and gives up rather than take long. Throws a `DbFault`. */
export async function readQueueFigures(pool: Pool, now: Instant): Promise<QueueFigures> {
  const jobs = await hasJobs(pool)
  return transaction(
    pool,
    async tx => {
      void tx.query({ text: `set local statement_timeout = ${LIMIT_MS}`, prepare: false })
      const [outbox, overdue, errands, deliveries, queues] = await Promise.all([
        tx.query<Counted>(sql`select count(*)::int as waiting, min(at) as since from outbox`),
        overdueReturns(tx, now),
        countErrands(tx),
        countDeliveries(tx),
        jobs ? countJobs(tx) : [],
      ])
      return {
        outbox: queueOf(outbox.rows[0], now),
        overdue: queueOf(overdue, now),
        errands: errands.map(row => ({ kind: row.name, ...queueOf(row, now), givenUp: row.lost })),
        deliveries: deliveries.map(row => ({ format: row.name, ...queueOf(row, now), dead: row.lost })),
        jobs: queues,
      }
    },
    { readOnly: true },
  )
}

type Counted = { waiting: number; since: Instant | null }
type CountedByName = Counted & { name: string; lost: number }

const queueOf = (row: Counted | undefined, now: Instant): Queue => ({
  waiting: row?.waiting ?? 0,
  lateSeconds: row?.since ? Math.max(0, (epochMs(now) - epochMs(row.since)) / 1000) : 0,
})

/** Organisation by organisation, because the index begins with it. */
async function overdueReturns(tx: Transaction, now: Instant): Promise<Counted | undefined> {
  const { rows: orgs } = await tx.query<{ ids: string[] }>(
    sql`select coalesce(array_agg(id), array[]::uuid[]) as ids from orgs`,
  )
  const { rows } = await tx.query<Counted>(
    sql`select count(*)::int as waiting, min(sweep_at) as since from returns where org_id = any(${orgs[0]?.ids ?? []}::uuid[]) and sweep_at <= ${now}`,
  )
  return rows[0]
}

async function countErrands(tx: Transaction): Promise<CountedByName[]> {
  const { rows } = await tx.query<CountedByName>(
    sql`select kind as name, sum(waiting)::int as waiting, min(since) as since, sum(lost)::int as lost from (
        select kind, count(*) as waiting, min(created_at) as since, 0 as lost from errands where state in ('waiting', 'taken') group by kind
        union all
        select kind, 0, null, count(*) from errands where state = 'given_up' group by kind
      ) parts group by kind order by kind`,
  )
  return rows
}

async function countDeliveries(tx: Transaction): Promise<CountedByName[]> {
  const { rows } = await tx.query<CountedByName>(
    sql`select e.format as name, sum(waiting)::int as waiting, min(since) as since, sum(lost)::int as lost from (
        select org_id, endpoint_id, count(*) as waiting, min(next_at) as since, 0 as lost from deliveries
          where state in ('waiting', 'taken') group by org_id, endpoint_id
        union all
        select org_id, endpoint_id, 0, null, count(*) from deliveries where state = 'dead' group by org_id, endpoint_id
      ) parts join endpoints e on e.org_id = parts.org_id and e.id = parts.endpoint_id group by e.format order by e.format`,
  )
  return rows
}

async function hasJobs(pool: Pool): Promise<boolean> {
  const { rows } = await query<{ found: boolean }>(pool, sql`select to_regclass('pgboss.queue') is not null as found`)
  return rows[0]?.found ?? false
}

async function countJobs(tx: Transaction): Promise<QueueFigures['jobs']> {
  const { rows } = await tx.query<QueueFigures['jobs'][number]>(
    sql`select name as queue, queued_count as waiting, deferred_count as deferred, active_count as "underWay", failed_count as failed
      from pgboss.queue order by name`,
  )
  return rows
}
