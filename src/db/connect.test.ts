import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { type Database, type DatabaseOptions, openDatabase } from './connect.ts'
import { query } from './pool.ts'
import { sql } from './statement.ts'

async function open(options: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(options)
  onTestFinished(() => database.close())
  return database
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'database-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('without an address the database is the embedded one, and keeps what it was given', async () => {
  const dataDir = await newFolder()
  const first = await openDatabase({ dataDir })
  expect(first).toMatchObject({ kind: 'embedded', serverVersion: expect.stringMatching(/^18\./) })
  await query(first.pool, sql`CREATE TABLE note AS SELECT 7 AS number`)
  await first.close()
  const second = await open({ dataDir })
  expect((await query(second.pool, sql`SELECT number, current_database() AS name FROM note`)).rows).toEqual([
    { number: 7, name: 'backhaul' },
  ])
})

test('two that open the same folder at once work on the same database', async () => {
  const dataDir = await newFolder()
  const [one, other] = await Promise.all([open({ dataDir }), open({ dataDir })])
  await query(one.pool, sql`CREATE TABLE note AS SELECT 7 AS number`)
  expect((await query(other.pool, sql`SELECT number FROM note`)).rows).toEqual([{ number: 7 }])
})

test('an embedded server that was killed comes back behind the same pool', async () => {
  const dataDir = await newFolder()
  const { pool } = await open({ dataDir })
  await query(pool, sql`CREATE TABLE note AS SELECT 7 AS number`)
  const serverPid = async () =>
    Number.parseInt(await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8').catch(() => '0'), 10)
  const killed = await serverPid()
  process.kill(killed, 'SIGKILL')
  await expect.poll(serverPid, { timeout: 20_000 }).not.toBeOneOf([0, killed])
  // The old connections are dead: the first to try one is told, and the next gets a new one.
  const numbers = () => query(pool, sql`SELECT number FROM note`).then(({ rows }) => rows)
  await expect.poll(() => numbers().catch(error => error.kind), { timeout: 20_000 }).toEqual([{ number: 7 }])
})

test('with an address the database is the one that lives there', async () => {
  const { target } = await freshDatabase()
  const databaseUrl =
    typeof target === 'string'
      ? target
      : `postgresql://${target.user}@/${target.database}?host=${target.host}&port=${target.port}`
  const { pool, kind } = await open({ databaseUrl })
  expect(kind).toBe('outside')
  expect((await query(pool, sql`SELECT 1 AS one`)).rows).toEqual([{ one: 1 }])
})

test('a second pool without pipelining serves what cannot be pipelined', async () => {
  const { openAnother } = await open({ dataDir: await newFolder() })
  const plain = await openAnother({ pipeline: false, max: 1 })
  onTestFinished(() => plain.end())
  expect(plain.options.pipeline).toBe(false)
  expect((await query(plain, sql`SELECT 1 AS one`)).rows).toEqual([{ one: 1 }])
})
