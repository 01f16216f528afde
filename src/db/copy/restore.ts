/** A backup, put back into a database that holds nothing. */
import { knownMigrations, MIGRATIONS, migrate } from '../migrate.ts'
import { borrow, type Client, giveBack, type Pool, query } from '../pool.ts'
import { appliedMigrations, quoted, readTables, type Table } from '../schema.ts'
import { copyIn, copyOut } from './backup.ts'
import { BackupError, damaged } from './backup-error.ts'
import { takeOff } from './built.ts'
import type { Header } from './layout.ts'
import { type Contents, type Part, partsIn, wholeFile } from './parts.ts'
import { RowsDigest } from './rows-digest.ts'
import { rowsIn } from './rows-in.ts'
import { rowsOut } from './rows-out.ts'

/**
 * The only rows an empty installation has: its own secret, made at the first start. With nobody there it seals nothing yet, and gives way to the
 * one that sealed what comes.
 */
const MADE_AT_THE_START = 'installation'

const LOCK_LIMIT_SECONDS = 10

export type Phase = 'restoring' | 'verifying'

export type RestoreOptions = {
  /** Where kept files go; null leaves them in the backup. */
  keep: ((key: string, bytes: Buffer) => Promise<void>) | null
  told?: (phase: Phase, rows: number) => void
}

/** Throws a `BackupError` when this version cannot have this backup, or the database has something already. Changes nothing. */
export async function checkTarget(pool: Pool, { header }: Contents): Promise<void> {
  await checkVersion(header)
  const applied = (await appliedMigrations(pool)).map(({ name }) => name)
  const further = applied.find(name => !header.migrations.some(known => known.name === name))
  const tables = await readTables(pool)
  const full = await firstFull(pool, tables)
  if (full !== null) throw notEmpty(full)
  if (further !== undefined)
    throw new BackupError(
      `The database has no data, but tables of a newer version (${further}) than the backup. Restore into one without tables; it is brought up to date afterwards.`,
    )
  const foreign = tables.find(({ name }) => !header.tables.some(table => table.name === name))
  if (foreign)
    throw new BackupError(
      `The database has a table ${foreign.name}, which is not of Backhaul. Restore into a database of its own.`,
    )
}

async function checkVersion({ backhaul, migrations }: Header): Promise<void> {
  const known = new Map((await knownMigrations()).map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of migrations) {
    if (!known.has(name))
      throw new BackupError(
        `The backup is of a newer version, Backhaul ${backhaul} (${name}). Restore it with that version or a newer one.`,
      )
    if (known.get(name) !== checksum)
      throw new BackupError(
        `The backup was made with another text of the migration ${name}. Restore it with the Backhaul that made it, ${backhaul}.`,
      )
  }
}

/**
 * Brings the empty database to the version of the backup, then fills it in one transaction: all of it or nothing. What was written is read again
 * and must add up to the same sums before any of it is kept. Afterwards the database is brought to this version. `copying` is a pool without
 * pipelining on the same database, and `contents` must come from the same bytes.
 */
export async function restore(
  { pool, copying }: { pool: Pool; copying: Pool },
  bytes: AsyncIterable<Buffer>,
  contents: Contents,
  options: RestoreOptions,
): Promise<void> {
  await checkTarget(pool, contents)
  await migrate(pool, MIGRATIONS, { only: contents.header.migrations.map(({ name }) => name) })
  const client = await borrow(copying)
  try {
    const tables = await open(client)
    const build = await takeOff(client)
    await fill(client, partsIn(bytes), contents, options)
    await verify(client, contents, options)
    await build()
    await query(client, { text: 'COMMIT', prepare: false })
    // So that the first questions are planned with what is there.
    await query(client, { text: `ANALYZE ${namesOf(tables)}`, prepare: false })
  } catch (fault) {
    await query(client, { text: 'ROLLBACK', prepare: false }).catch(() => {})
    throw fault
  } finally {
    giveBack(client)
  }
  await migrate(pool)
}

/** From here to the end nobody else sees or touches the tables. */
async function open(client: Client): Promise<Table[]> {
  await query(client, {
    text: `BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '${LOCK_LIMIT_SECONDS}s'`,
    prepare: false,
  })
  const tables = await readTables(client)
  await query(client, { text: `LOCK TABLE ${namesOf(tables)} IN ACCESS EXCLUSIVE MODE`, prepare: false })
  const full = await firstFull(client, tables)
  if (full !== null) throw notEmpty(full)
  await query(client, { text: `TRUNCATE ${namesOf(tables)}`, prepare: false })
  return tables
}

const namesOf = (tables: readonly Table[]): string => tables.map(({ name }) => quoted(name)).join(', ')

async function firstFull(on: Pool | Client, tables: readonly Table[]): Promise<string | null> {
  for (const { name } of tables) {
    if (name === MADE_AT_THE_START) continue
    const { rows } = await query<{ full: boolean }>(on, {
      text: `SELECT EXISTS (SELECT FROM ${quoted(name)}) AS full`,
      prepare: false,
    })
    if (rows[0]?.full) return name
  }
  return null
}

const notEmpty = (table: string): BackupError =>
  new BackupError(
    `The database holds data already (in ${table}), and a restore never deletes any. Name an empty one: another folder with BACKHAUL_DATA, or another database with DATABASE_URL.`,
  )

async function fill(
  client: Client,
  parts: AsyncIterable<Part>,
  { header }: Contents,
  { keep, told }: RestoreOptions,
): Promise<void> {
  const columnsOf = new Map(header.tables.map(({ name, columns }) => [name, columns]))
  let done = 0
  for await (const part of parts) {
    if (part.kind === 'table') {
      const columns = columnsOf.get(part.name)
      if (columns === undefined) throw damaged(`the table ${part.name} is not in its header`)
      const before = done
      const counted = counting(part.contents, rows => told?.('restoring', before + rows))
      done += await rowsIn(client, copyIn(part.name, columns), counted)
    } else if (part.kind === 'file') {
      const bytes = await wholeFile(part)
      await keep?.(part.key, bytes)
    }
  }
}

const LINE_FEED = 10

async function* counting(contents: AsyncIterable<Buffer>, told: (rows: number) => void): AsyncGenerator<Buffer> {
  let rows = 0
  for await (const chunk of contents) {
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) rows++
    yield chunk
    told(rows)
  }
}

async function verify(client: Client, { header, tables }: Contents, { told }: RestoreOptions): Promise<void> {
  let done = 0
  for (const { name, columns } of header.tables) {
    const digest = new RowsDigest()
    for await (const rows of rowsOut(client, copyOut(name, columns))) {
      digest.add(rows)
      told?.('verifying', done + digest.rows)
    }
    done += digest.rows
    const wanted = tables.get(name)
    if (digest.rows !== wanted?.rows || digest.sum !== wanted.sha256)
      throw new BackupError(
        `The table ${name} came out of this database otherwise than it went in, so nothing was kept. Check that its encoding is UTF8.`,
      )
  }
}
