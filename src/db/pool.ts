/** Connections to the database: how they are opened, lent out and, when broken, thrown away. */
import pg from 'pg'
import type { Connection } from './embedded/running.ts'
import { DbFault, faultFrom } from './fault.ts'
import { watchForSilence } from './silence.ts'
import { type Statement, toDriver } from './statement.ts'
import { types } from './values.ts'

export type Pool = pg.Pool
export type Client = pg.PoolClient

/** Anything that takes a statement: a pool, a client, a transaction. */
export type Queryable = pg.Pool | pg.ClientBase | Source

interface Source {
  query<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>>
}

/** Told what happens on a pool, by whoever counts it. It is told in the middle of the work: it must be quick and must not throw. */
export interface PoolWatch {
  /** The server answered a statement, or the connection did not last that long. `fault` is null when all went well. */
  answered(durationMs: number, fault: DbFault | null): void
  /** No connection could be had. */
  unreached(fault: DbFault): void
  /** A transaction stood in another's way and runs once more. */
  retried(): void
}

export interface PoolOptions {
  /** The most connections at a time. */
  max?: number
  /** Shown in `pg_stat_activity`. */
  applicationName?: string
  /** A statement that takes longer is ended by the server. */
  statementTimeoutMs?: number
  /** How long to wait for a connection, be it new or lent to somebody else. */
  connectionTimeoutMs?: number
  /**
   * Statements of one client are sent without waiting for the answers to earlier ones (the answers still come in order). COPY
   * and cursors need a pool without it.
   */
  pipeline?: boolean
  log?: (message: string) => void
  watch?: PoolWatch
}

/** Of pools and of their connections, since a statement knows only the one it is sent over. */
const watches = new WeakMap<object, PoolWatch>()

export const watchOf = (on: Pool | pg.ClientBase): PoolWatch | undefined => watches.get(on)

const OLDEST_VERSION = 15

/** Open a pool and make sure that a server of a version we know answers. Throws a `DbFault`. */
export async function openPool(target: Connection | string, options: PoolOptions = {}): Promise<Pool> {
  const pool = new pg.Pool({
    ...(typeof target === 'string' ? { connectionString: target } : target),
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'backhaul',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: options.connectionTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: options.pipeline ?? true,
    types,
    // The hook is awaited, though the types do not say so. Days are counted in UTC and moments written one way, whatever the server is set to.
    onConnect: client =>
      client.query(
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'",
      ) as unknown as void,
  })
  // A connection that breaks is reported by the next statement sent over it. Unheard, the event would end the process.
  pool.on('error', error => options.log?.(`A database connection was lost: ${error.message}`))
  pool.on('connect', client => {
    client.on('error', () => {})
    if (options.watch) watches.set(client, options.watch)
  })
  if (options.watch) watches.set(pool, options.watch)
  watchForSilence(pool, options.log)
  try {
    await checkVersion(pool)
  } catch (error) {
    await pool.end()
    throw faultFrom(error)
  }
  return pool
}

/** Run one statement, prepared under a name, so that the server plans each text once per connection. Throws a `DbFault`. */
export async function query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  on: Queryable,
  statement: Statement,
): Promise<pg.QueryResult<Row>> {
  if (on instanceof pg.Pool) return withClient(on, client => query<Row>(client, statement))
  if (!isClient(on)) return on.query<Row>(statement)
  const startedMs = performance.now()
  try {
    const result = await on.query<Row>(toDriver(statement))
    watchOf(on)?.answered(performance.now() - startedMs, null)
    return result
  } catch (error) {
    const fault = faultFrom(error)
    watchOf(on)?.answered(performance.now() - startedMs, fault)
    throw fault
  }
}

function isClient(on: pg.ClientBase | Source): on is pg.ClientBase {
  return on instanceof pg.Client
}

/** Borrow a connection. Unlike the pool's own `query`, an ordinary error such as a broken constraint does not cost the connection. */
export async function withClient<T>(pool: Pool, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await borrow(pool)
  try {
    return await work(client)
  } finally {
    giveBack(client)
  }
}

export async function borrow(pool: Pool): Promise<Client> {
  try {
    return await pool.connect()
  } catch (error) {
    const fault = faultFrom(error)
    watchOf(pool)?.unreached(fault)
    throw fault
  }
}

/** Only a connection that is between transactions may be lent to the next; any other is closed. */
export function giveBack(client: Client): void {
  client.release(client.getTransactionStatus() !== 'I')
}

async function checkVersion(pool: Pool): Promise<void> {
  const version = await serverVersion(pool)
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return
  throw new DbFault(
    'unavailable',
    `The database is PostgreSQL ${version}; Backhaul needs PostgreSQL ${OLDEST_VERSION} or newer.`,
  )
}

/** Such as `18.4`. */
export async function serverVersion(pool: Pool): Promise<string> {
  const { rows } = await query<{ server_version: string }>(pool, { text: 'SHOW server_version', prepare: false })
  return rows[0]?.server_version.split(' ')[0] ?? ''
}
