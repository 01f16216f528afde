/** Bringing the tables to the shape this version of the code expects, while the version before goes on working: plain SQL files, forward only. */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DbFault } from './fault.ts'
import { statementsOf, takenApart } from './migration-text.ts'
import { borrow, type Client, type Pool, query } from './pool.ts'
import { sql } from './statement.ts'
import { type Transaction, transaction } from './transaction.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url))

/**
 * `changed`: a file that was applied is not the one we have. `newer`: the database has moved on further than this version can follow. `failed`: its
 * SQL did. `blocked`: somebody holds a lock it needs, and does not let go.
 */
export class MigrationError extends Error {
  readonly code: 'changed' | 'newer' | 'failed' | 'blocked'

  constructor(code: MigrationError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'MigrationError'
    this.code = code
  }
}

export interface MigrateOptions {
  /**
   * How long a statement may wait for a table. Everybody who comes later queues up behind it, so it gives way soon and tries again.
   */
  lockWaitMs?: number
  /** How often it tries before it says who stands in the way. */
  tries?: number
  /** Only these, for tables of an older version; a back-up is restored into such. */
  only?: readonly string[]
}

interface Migration {
  name: string
  checksum: string
  text: string
  /** The migration a process must know to work with the tables as they are after this one. */
  needs: string | null
  /** Its statements run one by one, because PostgreSQL builds an index beside the traffic only outside a transaction. */
  inParts: boolean
}

type Applied = Pick<Migration, 'name' | 'checksum'> & { needs?: string | null }

/** `pending`: files the database does not have yet. `ahead`: what a newer version has applied and this one can work with. */
interface Compared {
  pending: Migration[]
  ahead: string[]
}

/** Any number nobody else locks. */
const LOCK = 6_219_540_137
const LOCK_WAIT_MS = 2_000
const TRIES = 30
/** Between two tries, so that those who queued up get through. */
const GIVE_WAY_MS = 1_000
const LOOK_AGAIN_MS = 100

/** Apply what is missing, in order of the names, and tell which. Safe to call from several processes at once, and beside running servers. */
export async function migrate(
  pool: Pool,
  folder: string = MIGRATIONS,
  options: MigrateOptions = {},
): Promise<string[]> {
  const files = await filesIn(folder)
  const applied: string[] = []
  await makeTable(pool)
  for (;;) {
    const { pending } = await comparedWith(pool, files)
    const next = pending.find(({ name }) => options.only?.includes(name) ?? true)
    if (!next) return applied
    if (await applyPatiently(pool, next, files, options)) applied.push(next.name)
  }
}

/** The names of the migrations the database does not have yet. Throws like `migrate` when the two do not fit together. */
export async function pendingMigrations(pool: Pool, folder: string = MIGRATIONS): Promise<string[]> {
  return (await comparedWith(pool, await filesIn(folder))).pending.map(({ name }) => name)
}

/** Name and checksum of every migration this version has. */
export const knownMigrations = (folder: string = MIGRATIONS): Promise<Pick<Migration, 'name' | 'checksum'>[]> =>
  filesIn(folder)

/** What a newer version has applied already; this one works beside it until it is upgraded itself. */
export async function migrationsAhead(pool: Pool, folder: string = MIGRATIONS): Promise<string[]> {
  return (await comparedWith(pool, await filesIn(folder))).ahead
}

async function applyPatiently(
  pool: Pool,
  next: Migration,
  files: Migration[],
  { lockWaitMs = LOCK_WAIT_MS, tries = TRIES }: MigrateOptions,
): Promise<boolean> {
  for (let tried = 1; ; tried++) {
    try {
      return await transaction(pool, tx => apply(tx, pool, next, files, lockWaitMs))
    } catch (fault) {
      if (!isLockFault(fault)) throw fault
      if (tried >= tries) throw await blockedBy(pool, next, fault)
      await pause(GIVE_WAY_MS * (0.75 + Math.random() / 2))
    }
  }
}

const isLockFault = (fault: unknown): boolean => {
  const cause = fault instanceof MigrationError ? fault.cause : fault
  return cause instanceof DbFault && cause.kind === 'contention'
}

/**
 * False when another process is at it or has done it. The advisory lock ends with the transaction and with a process that dies, and needs no table.
 * It is tried, never waited for: a statement that waits keeps its view of the data, and building an index beside the traffic waits for old views.
 */
async function apply(
  tx: Transaction,
  pool: Pool,
  next: Migration,
  files: Migration[],
  lockWaitMs: number,
): Promise<boolean> {
  const { rows: locks } = await tx.query<{ ours: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS ours`,
  )
  if (!locks[0]?.ours) {
    await pause(LOOK_AGAIN_MS)
    return false
  }
  void tx.query({
    text: `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = ${lockWaitMs}`,
    prepare: false,
  })
  if (!compare(await appliedIn(tx), files).pending.includes(next)) return false
  try {
    if (next.inParts) await applyInParts(pool, next)
    else await tx.query({ text: next.text, prepare: false })
  } catch (cause) {
    throw new MigrationError('failed', `The migration ${next.name} failed: ${(cause as DbFault).message}`, cause)
  }
  void tx.query(
    sql`INSERT INTO migration (name, checksum, needs) VALUES (${next.name}, ${next.checksum}, ${next.needs})`,
  )
  return true
}

/**
 * In a transaction of its own and only when something is missing, so that nobody who looks into the table has to wait while a migration runs. Waiting
 * for the advisory lock is fine here: no migration runs yet.
 */
async function makeTable(pool: Pool): Promise<void> {
  const { rows } = await query(
    pool,
    sql`SELECT FROM pg_attribute WHERE attrelid = to_regclass('migration') AND attname = 'needs'`,
  )
  if (rows.length > 0) return
  await transaction(pool, async tx => {
    void tx.query(sql`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`)
    void tx.query({
      text: `CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
        ALTER TABLE migration ADD COLUMN IF NOT EXISTS needs text`,
      prepare: false,
    })
  })
}

/** On a connection of its own, which is not lent to anybody afterwards: it was told to wait for ever. */
async function applyInParts(pool: Pool, { text }: Migration): Promise<void> {
  const client = await borrow(pool)
  try {
    await query(client, { text: 'SET statement_timeout = 0; SET lock_timeout = 0', prepare: false })
    for (const part of statementsOf(text)) {
      await dropUnfinished(client, part)
      await query(client, { text: part, prepare: false })
    }
  } finally {
    client.release(true)
  }
}

/** An index whose building was broken off stays behind under its name and is good for nothing. */
async function dropUnfinished(client: Client, part: string): Promise<void> {
  const index = /\bindex\s+concurrently\s+if\s+not\s+exists\s+(\w+)/i.exec(part)?.[1]
  if (index === undefined) return
  const { rows } = await query(
    client,
    sql`SELECT FROM pg_index WHERE indexrelid = to_regclass(${index}) AND NOT indisvalid`,
  )
  if (rows.length > 0) await query(client, { text: `DROP INDEX CONCURRENTLY ${index}`, prepare: false })
}

/** The oldest transaction is the likeliest to hold the lock; which one it really was is over by now. */
async function blockedBy(pool: Pool, { name }: Migration, cause: unknown): Promise<MigrationError> {
  const { rows } = await query<{ pid: number; application: string; seconds: number }>(
    pool,
    sql`SELECT pid, application_name AS application, extract(epoch FROM clock_timestamp() - xact_start)::int AS seconds FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1`,
  )
  const [oldest] = rows
  const who = oldest
    ? `The oldest open transaction is ${oldest.seconds} s old (process ${oldest.pid}, ${oldest.application || 'without a name'}); end it with SELECT pg_terminate_backend(${oldest.pid}), or wait for it`
    : 'Whoever it was has ended'
  return new MigrationError(
    'blocked',
    `The migration ${name} needs a table somebody holds. ${who}, and try again. Nothing was changed.`,
    cause,
  )
}

async function comparedWith(pool: Pool, files: Migration[]): Promise<Compared> {
  const { rows: tables } = await query<{ found: boolean }>(
    pool,
    sql`SELECT to_regclass('migration') IS NOT NULL AS found`,
  )
  return tables[0]?.found ? compare(await appliedIn(pool), files) : { pending: files, ahead: [] }
}

/** With every column there is: `needs` was not always one of them. Unprepared, since a prepared answer may not gain a column. */
async function appliedIn(on: Pool | Transaction): Promise<Applied[]> {
  const { rows } = await query<Applied>(on, { text: 'SELECT * FROM migration ORDER BY name', prepare: false })
  return rows
}

function compare(applied: Applied[], files: Migration[]): Compared {
  const byName = new Map(files.map(file => [file.name, file]))
  const last = files.at(-1)?.name ?? ''
  const ahead: string[] = []
  for (const { name, checksum, needs } of applied) {
    const file = byName.get(name)
    if (file === undefined) ahead.push(followed(name, needs ?? null, last, files))
    else if (file.checksum !== checksum)
      throw new MigrationError(
        'changed',
        `The migration ${name} was changed after it was applied. Put the file back as it was and add a new one instead.`,
      )
  }
  const known = new Set(applied.map(({ name }) => name))
  return { pending: files.filter(({ name }) => !known.has(name)), ahead }
}

/** A later migration we do not know only adds, unless it says that a process must know more than we do. */
function followed(name: string, needs: string | null, last: string, files: Migration[]): string {
  if (name > last && (needs === null || files.some(file => file.name === needs))) return name
  throw new MigrationError(
    'newer',
    `The database has the migration ${name}, which this version of Backhaul cannot work with. Start the newer version that applied it, or restore an older back-up.`,
  )
}

/** Line ends do not count: a checkout on Windows may have changed them. */
async function filesIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      const text = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n')
      return { name: name.slice(0, -'.sql'.length), checksum: hash('sha256', text), text, ...takenApart(text) }
    }),
  )
}
