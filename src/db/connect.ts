import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from './embedded/running.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded/start-embedded.ts'
import { openPool, type Pool, type PoolOptions, query, serverVersion } from './pool.ts'
import { sql } from './statement.ts'

export interface DatabaseOptions {
  /** An outside PostgreSQL. Without it the embedded one runs in `dataDir`. */
  databaseUrl?: string
  /** A folder for the embedded database alone. */
  dataDir?: string
  poolSize?: number
  /** For whoever must be told apart from a server at work, may not wait as long, or counts what happens. */
  pool?: Pick<PoolOptions, 'applicationName' | 'statementTimeoutMs' | 'connectionTimeoutMs' | 'watch'>
  log?: (message: string) => void
}

export interface Database {
  pool: Pool
  kind: 'embedded' | 'outside'
  serverVersion: string
  /** Another pool on the same database, such as one without pipelining for COPY. Closing it is up to the caller. */
  openAnother(options?: PoolOptions): Promise<Pool>
  close(): Promise<void>
}

const NAME = 'backhaul'
const RESTART_PAUSE_MS = 500
const CLOSE_LIMIT_MS = 10_000

/** Open the database Backhaul works with. Throws an `EmbeddedError` or a `DbFault` that says what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, dataDir, log } = options
  if (databaseUrl) return onTarget('outside', databaseUrl, options, async () => {})
  if (!dataDir) throw new Error('Either the address of a database or a data folder is needed')
  const kept = await keepRunning({ dataDir, log })
  try {
    await makeDatabase(kept.connection)
    return await onTarget('embedded', { ...kept.connection, database: NAME }, options, kept.stop)
  } catch (error) {
    await kept.stop()
    throw error
  }
}

async function onTarget(
  kind: Database['kind'],
  target: Connection | string,
  options: DatabaseOptions,
  stop: () => Promise<void>,
): Promise<Database> {
  const { poolSize: max, log } = options
  const pool = await openPool(target, { ...options.pool, max, log })
  return {
    pool,
    kind,
    serverVersion: await serverVersion(pool),
    openAnother: more => openPool(target, { log, ...more }),
    async close() {
      // Work that hangs may not keep the process from ending; what it had not committed is rolled back.
      await Promise.race([pool.end(), pause(CLOSE_LIMIT_MS, undefined, { ref: false })])
      await stop()
    },
  }
}

/** The embedded server, started again should it ever crash while we run; connections of the pool then find it where it was. */
async function keepRunning(options: EmbeddedOptions): Promise<{ connection: Connection; stop(): Promise<void> }> {
  let stopping = false
  let server = await startEmbedded(options)
  const watch = async (current: Embedded): Promise<void> => {
    await current.ended
    while (!stopping) {
      options.log?.('The embedded database ended unexpectedly and is started again')
      try {
        server = await startEmbedded(options)
        return stopping ? await server.stop() : watch(server)
      } catch (error) {
        options.log?.((error as Error).message)
        await pause(RESTART_PAUSE_MS, undefined, { ref: false })
      }
    }
  }
  void watch(server)
  return {
    connection: server.connection,
    async stop() {
      stopping = true
      await server.stop()
    },
  }
}

/** Of several processes that start at once, one makes the database. 42P04 and 23505 are what the others are told. */
async function makeDatabase(connection: Connection): Promise<void> {
  const pool = await openPool(connection, { max: 1 })
  try {
    const { rows } = await query(pool, sql`SELECT 1 FROM pg_database WHERE datname = ${NAME}`)
    if (rows.length === 0) await query(pool, { text: `CREATE DATABASE ${NAME}`, prepare: false })
  } catch (error) {
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  } finally {
    await pool.end()
  }
}
