/** Copying everything out and putting it back, against bare COPY of the same tables through the same driver. */
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import { unpacked } from '../src/cli/unpacked.ts'
import { instantOf } from '../src/core/time.ts'
import { type Database, openDatabase } from '../src/db/connect.ts'
import { copyIn, backup as copyOf, copyOut } from '../src/db/copy/backup.ts'
import { check } from '../src/db/copy/parts.ts'
import { restore } from '../src/db/copy/restore.ts'
import { rowsIn } from '../src/db/copy/rows-in.ts'
import { rowsOut } from '../src/db/copy/rows-out.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Pool, withClient } from '../src/db/pool.ts'
import { readTables, type Table } from '../src/db/schema.ts'
import { VERSION } from '../src/version.ts'
import { cloneReturns, run, tidy } from './copies.ts'
import { inTurns } from './measure.ts'
import { perSecond, times } from './report.ts'
import { filed } from './states.ts'
import type { Bench } from './workplace.ts'

export async function backup({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  await cloneReturns(house, await filed(house), quick ? 5_000 : 100_000)
  await tidy(house)
  const from = await place.keep(copying(house.database))
  const restored = openDatabase({ dataDir: join(house.folder, 'restored'), pool: { statementTimeoutMs: 0 } })
  const target = await place.keep(restored)
  const to = await place.keep(copying(target))
  const tables = await readTables(from.pool)
  const rounds = quick ? 2 : 5
  const path = join(house.folder, 'whole.backup')

  const out = await inTurns(
    {
      bare: { work: () => tablesOut(from.pool, tables, house.folder) },
      backup: { work: () => everythingOut(from.pool, house.database.serverVersion, path) },
    },
    rounds,
  )
  report.say(
    'backup, against bare COPY of the same tables',
    `${times(out.backup.ratio)} of ${perSecond(out.bare.perSecond)} rows`,
  )
  const back = await inTurns(
    {
      bare: { before: () => madeAnew(target, true), work: () => tablesIn(to.pool, tables, house.folder) },
      restore: { before: () => madeAnew(target, false), work: () => everythingIn(target.pool, to.pool, path) },
    },
    rounds,
  )
  report.say(
    'restore, checked and compared, against bare COPY of the same tables',
    `${times(back.restore.ratio)} of ${perSecond(back.bare.perSecond)} rows`,
  )
}

async function copying(database: Database): Promise<{ pool: Pool; close: () => Promise<void> }> {
  const pool = await database.openAnother({ pipeline: false, max: 1, statementTimeoutMs: 0 })
  return { pool, close: () => pool.end() }
}

const LINE_FEED = 10

const plain = (folder: string, { name }: Table): string => join(folder, `${name}.rows`)

/** Rows are counted, since that is the measure. */
async function tablesOut(pool: Pool, tables: readonly Table[], folder: string): Promise<number> {
  let rows = 0
  await withClient(pool, async client => {
    for (const table of tables) {
      const chunks = rowsOut(client, copyOut(table.name, table.columns))
      await pipeline(counting(chunks), createWriteStream(plain(folder, table)))
    }
  })
  return rows

  async function* counting(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) rows++
      yield chunk
    }
  }
}

async function everythingOut(pool: Pool, postgres: string, path: string): Promise<number> {
  const { bytes, report } = copyOf(pool, { backhaul: VERSION, postgres, at: instantOf(Date.now()), files: null })
  const compressed = createZstdCompress({ chunkSize: 256 * 1024, params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  await pipeline(bytes, compressed, createWriteStream(path))
  return report.rows
}

/** Nobody's database; with tables or without. */
async function madeAnew({ pool }: Database, withTables: boolean): Promise<void> {
  await run(pool, 'drop schema public cascade')
  await run(pool, 'create schema public')
  if (withTables) await migrate(pool)
  await run(pool, 'checkpoint')
}

async function tablesIn(pool: Pool, tables: readonly Table[], folder: string): Promise<number> {
  return withClient(pool, async client => {
    let rows = 0
    await run(client, 'begin')
    for (const table of tables)
      rows += await rowsIn(client, copyIn(table.name, table.columns), createReadStream(plain(folder, table)))
    await run(client, 'commit')
    return rows
  })
}

async function everythingIn(pool: Pool, copying: Pool, path: string): Promise<number> {
  const { signal } = new AbortController()
  const contents = await check(unpacked(path, signal))
  await restore({ pool, copying }, unpacked(path, signal), contents, { keep: null })
  return contents.rows
}
