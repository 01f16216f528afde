/** How the database server itself is doing. */
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type Vitals = {
  version: string
  /** By the server's clock. */
  at: Instant
  startedAt: Instant
  isStandby: boolean
  isReadOnly: boolean
  /** What protects an answer that was given: each is `on` or `off` (or a word between). */
  durability: { fsync: string; synchronous_commit: string; full_page_writes: string; data_checksums: string }
  mostConnections: number
  /** Kept back for the server's own staff. */
  reservedConnections: number
  connections: number
  /** Of them, those of servers, workers and commands of ours on the same database. */
  ourConnections: number
  bytes: number
}

const APPLICATION = 'backhaul'

export async function vitalsOf(on: Queryable): Promise<Vitals> {
  const { rows } = await query<Vitals>(
    on,
    sql`select split_part(current_setting('server_version'), ' ', 1) as version, clock_timestamp() as at, pg_postmaster_start_time() as "startedAt",
        pg_is_in_recovery() as "isStandby", current_setting('transaction_read_only') = 'on' as "isReadOnly",
        json_build_object('fsync', current_setting('fsync'), 'synchronous_commit', current_setting('synchronous_commit'),
          'full_page_writes', current_setting('full_page_writes'), 'data_checksums', current_setting('data_checksums')) as durability,
        current_setting('max_connections')::integer as "mostConnections",
        current_setting('superuser_reserved_connections')::integer + coalesce(current_setting('reserved_connections', true)::integer, 0) as "reservedConnections",
        (select count(*)::integer from pg_stat_activity where backend_type = 'client backend') as connections,
        (select count(*)::integer from pg_stat_activity where application_name = ${APPLICATION} and datname = current_database()) as "ourConnections",
        pg_database_size(current_database()) as bytes`,
  )
  return rows[0] as Vitals
}

/** The server's clock, and nothing else to wait for. */
export async function serverClock(on: Queryable): Promise<Instant> {
  const { rows } = await query<{ at: Instant }>(on, sql`select clock_timestamp() as at`)
  return (rows[0] as { at: Instant }).at
}
