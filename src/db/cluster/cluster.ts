/** The Citus cluster as it is: whether it is ready, and which tables it holds already. */
import { type Queryable, query } from '../pool.ts'
import { sql } from '../statement.ts'
import type { Placed } from './plan.ts'

/** The first with which several moves are one background job, and reference tables may name each other on a cluster of one. */
const OLDEST_MAJOR = 12

/** The first thing in the way, with what to do about it; null when the cluster is ready. */
export async function standsInTheWay(on: Queryable): Promise<string | null> {
  const version = await extension(on)
  if (typeof version !== 'object') return version
  if (Number.parseInt(version.installed, 10) < OLDEST_MAJOR)
    return `This is Citus ${version.installed}; Backhaul needs ${OLDEST_MAJOR} or newer. Upgrade it, then run ALTER EXTENSION citus UPDATE.`
  return (await coordinator(on)) ?? (await nodes(on)) ?? (await unfinished(on))
}

async function extension(on: Queryable): Promise<string | { installed: string }> {
  const { rows } = await query<{ installed: string | null }>(
    on,
    sql`select e.extversion as installed from (select from pg_available_extensions where name = 'citus') a
      full join (select extversion from pg_extension where extname = 'citus') e on true`,
  )
  const [found] = rows
  if (found === undefined)
    return 'This PostgreSQL has no Citus. Install it on every node (docs/citus.md says how), or go on without: one PostgreSQL carries a great deal.'
  if (found.installed === null)
    return 'Citus is installed on this machine and not in this database. Run CREATE EXTENSION citus in it, on every node.'
  return { installed: found.installed }
}

async function coordinator(on: Queryable): Promise<string | null> {
  const { rows } = await query<{ here: boolean; known: boolean }>(
    on,
    sql`select citus_is_coordinator() as here, exists (select from pg_dist_node where groupid = 0) as known`,
  )
  if (!rows[0]?.here) return 'This is a worker of the cluster. Name its coordinator in DATABASE_URL.'
  if (!rows[0].known)
    return 'The coordinator does not know its own address yet. Run SELECT citus_set_coordinator_host(…) on it, with the address the workers reach it by.'
  return null
}

async function nodes(on: Queryable): Promise<string | null> {
  const { rows } = await query<{ ready: number; lost: string[] }>(
    on,
    sql`select count(*) filter (where isactive and shouldhaveshards)::int as ready, array(select nodename || ':' || nodeport from pg_dist_node where not isactive order by 1) as lost
      from pg_dist_node`,
  )
  const lost = rows[0]?.lost ?? []
  if (lost.length > 0)
    return `A node does not take part: ${lost.join(', ')}. Run SELECT citus_activate_node(…) when it is back.`
  if (rows[0]?.ready === 0) return 'No node takes rows yet. Add workers with SELECT citus_add_node(…), then try again.'
  return null
}

async function unfinished(on: Queryable): Promise<string | null> {
  const { rows } = await query<{ jobs: number }>(
    on,
    sql`select count(*)::int as jobs from pg_dist_background_job where state not in ('finished', 'cancelled', 'failed')`,
  )
  return (rows[0]?.jobs ?? 0) > 0
    ? 'The cluster is moving rows between its nodes. Wait until SELECT * FROM citus_rebalance_status() shows nothing unfinished, then try again.'
    : null
}

/** Tables that Citus only took notice of, since another names them, count as not placed yet. */
export async function placedTables(on: Queryable): Promise<Map<string, Placed>> {
  const { rows } = await query<{ name: string; type: string; column: string; colocation: number }>(
    on,
    sql`select c.relname as name, t.citus_table_type as type, t.distribution_column as column, t.colocation_id as colocation
      from citus_tables t join pg_class c on c.oid = t.table_name join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
      where t.citus_table_type in ('reference', 'distributed')`,
  )
  return new Map(
    rows.map(({ name, type, column, colocation }) => [
      name,
      type === 'reference'
        ? { kind: 'reference', column: null, colocation }
        : { kind: 'distributed', column, colocation },
    ]),
  )
}
