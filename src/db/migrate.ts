/** Bringing the tables to the shape this version of the code expects: plain SQL files, forward only, each in one transaction. */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { DbFault } from './fault.ts'
import { type Pool, query } from './pool.ts'
import { sql } from './statement.ts'
import { type Transaction, transaction } from './transaction.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** `changed`: a file that was applied is not the one we have. `newer`: the database has one we do not know. `failed`: its SQL did. */
export class MigrationError extends Error {
  readonly code: 'changed' | 'newer' | 'failed'

  constructor(code: MigrationError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'MigrationError'
    this.code = code
  }
}

interface Migration {
  name: string
  checksum: string
  text: string
}

/** Any number nobody else locks. */
const LOCK = 6_219_540_137

/** Apply what is missing, in order of the names, and tell which. Safe to call from several processes at once. */
export async function migrate(pool: Pool, folder: string = MIGRATIONS): Promise<string[]> {
  const applied: string[] = []
  const files = await filesIn(folder)
  for (const migration of await missing(pool, files)) {
    if (await transaction(pool, tx => apply(tx, migration, files))) applied.push(migration.name)
  }
  return applied
}

/** The names of the migrations the database does not have yet. Throws like `migrate` when the two do not fit together. */
export async function pendingMigrations(pool: Pool, folder: string = MIGRATIONS): Promise<string[]> {
  return (await missing(pool, await filesIn(folder))).map(({ name }) => name)
}

/**
 * An advisory lock held to the end of the transaction: it needs no table, which would itself have to be made by somebody first;
 * it vanishes with a process that dies; it works through a pooler and on Citus' coordinator. Whoever waited looks again.
 */
async function apply(tx: Transaction, migration: Migration, files: Migration[]): Promise<boolean> {
  // Waiting for another process, and a migration itself, may take long.
  void tx.query({ text: 'SET LOCAL statement_timeout = 0', prepare: false })
  void tx.query(sql`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`)
  void tx.query({
    text: 'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    prepare: false,
  })
  const { rows } = await tx.query<Migration>(sql`SELECT name, checksum FROM migration`)
  if (!compare(rows, files).includes(migration)) return false
  try {
    await tx.query({ text: migration.text, prepare: false })
  } catch (cause) {
    throw new MigrationError('failed', `The migration ${migration.name} failed: ${(cause as DbFault).message}`, cause)
  }
  void tx.query(sql`INSERT INTO migration (name, checksum) VALUES (${migration.name}, ${migration.checksum})`)
  return true
}

async function missing(pool: Pool, files: Migration[]): Promise<Migration[]> {
  const { rows: tables } = await query<{ found: boolean }>(
    pool,
    sql`SELECT to_regclass('migration') IS NOT NULL AS found`,
  )
  if (!tables[0]?.found) return files
  const { rows } = await query<Migration>(pool, sql`SELECT name, checksum FROM migration ORDER BY name`)
  return compare(rows, files)
}

/** The files that are not among the applied ones. */
function compare(applied: Pick<Migration, 'name' | 'checksum'>[], files: Migration[]): Migration[] {
  const known = new Map(files.map(file => [file.name, file]))
  for (const { name, checksum } of applied) {
    const file = known.get(name)
    if (!file) {
      throw new MigrationError(
        'newer',
        `The database has the migration ${name}, which this version of Backhaul does not know. Start the newer version that applied it, or restore an older back-up.`,
      )
    }
    if (file.checksum !== checksum) {
      throw new MigrationError(
        'changed',
        `The migration ${name} was changed after it was applied. Put the file back as it was and add a new one instead.`,
      )
    }
    known.delete(name)
  }
  return [...known.values()]
}

/** Line ends do not count: a checkout on Windows may have changed them. */
async function filesIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      const text = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n')
      return { name: name.slice(0, -'.sql'.length), checksum: hash('sha256', text), text }
    }),
  )
}
