/** Our own copy of everything: all tables as they were at one moment, and the kept files, as one stream. */
import { createHash, hash } from 'node:crypto'
import type { Instant } from '../../core/time.ts'
import { borrow, type Client, giveBack, type Pool, query } from '../pool.ts'
import { appliedMigrations, quoted, readTables, type Table } from '../schema.ts'
import { BackupError } from './backup-error.ts'
import { BEGINNING, FORMAT, framed, type Header, type Kind, written } from './layout.ts'
import { RowsDigest } from './rows-digest.ts'
import { rowsOut } from './rows-out.ts'

export type KeptFile = { key: string; bytes: Buffer }

export type BackupOptions = {
  /** The version of Backhaul, and of PostgreSQL. */
  backhaul: string
  postgres: string
  at: Instant
  /** Null leaves them out. */
  files: AsyncIterable<KeptFile> | null
  told?: (so: Copied) => void
}

/** How much of it is done. */
export type Copied = { rows: number; allRows: number; files: number; fileBytes: number }

/** What came of it, filled in while the stream is read. */
export type BackupReport = Copied & { header: Header | null; sha256: string | null }

const PIECE_BYTES = 1024 * 1024

/**
 * Reads inside one snapshot, so that all rows are from the same moment while servers go on working. The files come after it: a file is kept before
 * its row is written and never changed, so every row finds its file. The pool must be one without pipelining.
 */
export function backup(pool: Pool, options: BackupOptions): { bytes: AsyncGenerator<Buffer>; report: BackupReport } {
  const report: BackupReport = { header: null, sha256: null, rows: 0, allRows: 0, files: 0, fileBytes: 0 }
  return { bytes: sealed(framesOf(pool, options, report), report), report }
}

type Piece = readonly [Kind, Buffer]

async function* sealed(pieces: AsyncIterable<Piece>, report: BackupReport): AsyncGenerator<Buffer> {
  const seal = createHash('sha256')
  yield BEGINNING
  for await (const [kind, body] of pieces) {
    if (kind !== 'd') seal.update(body)
    yield framed(kind, body)
  }
  report.sha256 = seal.digest('hex')
  yield framed('z', written({ sha256: report.sha256 }))
}

async function* framesOf(pool: Pool, options: BackupOptions, report: BackupReport): AsyncGenerator<Piece> {
  const tell = (): void => options.told?.(report)
  const client = await borrow(pool)
  try {
    const tables = await openSnapshot(client)
    const header = await headerOf(client, tables, options)
    report.header = header
    report.allRows = header.tables.reduce((all, { rows }) => all + rows, 0)
    yield ['h', written(header)]
    for (const table of tables) yield* tableFrames(client, table, report, tell)
    await query(client, { text: 'COMMIT', prepare: false })
  } finally {
    giveBack(client)
  }
  if (options.files !== null) yield* fileFrames(options.files, report, tell)
}

/** Holding a table's weakest lock keeps a migration from changing it under our hands. */
async function openSnapshot(client: Client): Promise<Table[]> {
  await query(client, {
    text: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
      SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`,
    prepare: false,
  })
  const tables = await readTables(client)
  if (tables.length === 0) throw new BackupError('There is nothing to back up: the database has no tables yet.')
  await query(client, {
    text: `LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN ACCESS SHARE MODE`,
    prepare: false,
  })
  return tables
}

async function headerOf(client: Client, tables: Table[], options: BackupOptions): Promise<Header> {
  const counted: Header['tables'] = []
  for (const { name, columns } of tables) {
    const { rows } = await query<{ rows: number }>(client, {
      text: `SELECT count(*)::bigint AS rows FROM ${quoted(name)}`,
      prepare: false,
    })
    counted.push({ name, columns, rows: rows[0]?.rows ?? 0 })
  }
  return {
    format: FORMAT,
    backhaul: options.backhaul,
    at: options.at,
    postgres: options.postgres,
    migrations: await appliedMigrations(client),
    tables: counted,
    files: options.files === null ? 'left_out' : 'included',
  }
}

async function* tableFrames(
  client: Client,
  { name, columns }: Table,
  report: BackupReport,
  tell: () => void,
): AsyncGenerator<Piece> {
  yield ['t', written({ table: name })]
  const digest = new RowsDigest()
  const before = report.rows
  for await (const rows of rowsOut(client, copyOut(name, columns))) {
    digest.add(rows)
    report.rows = before + digest.rows
    tell()
    yield ['d', rows]
  }
  yield ['e', written({ rows: digest.rows, sha256: digest.sum })]
}

const listed = (columns: readonly string[]): string => columns.map(quoted).join(', ')

export const copyOut = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${listed(columns)}) TO STDOUT`

export const copyIn = (table: string, columns: readonly string[]): string =>
  `COPY ${quoted(table)} (${listed(columns)}) FROM STDIN`

async function* fileFrames(
  files: AsyncIterable<KeptFile>,
  report: BackupReport,
  tell: () => void,
): AsyncGenerator<Piece> {
  for await (const { key, bytes } of files) {
    yield ['f', written({ file: key })]
    for (let start = 0; start < bytes.length; start += PIECE_BYTES)
      yield ['d', bytes.subarray(start, start + PIECE_BYTES)]
    yield ['e', written({ bytes: bytes.length, sha256: hash('sha256', bytes) })]
    report.files++
    report.fileBytes += bytes.length
    tell()
  }
}
