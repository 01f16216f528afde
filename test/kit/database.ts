/** A real PostgreSQL database for one test file, as new, and gone afterwards. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, inject } from 'vitest'
import type { Connection } from '../../src/db/embedded/start-embedded.ts'
import { openPool, type Pool, type PoolOptions, query } from '../../src/db/pool.ts'
import { databaseOf, type TestServer } from './global-setup.ts'

export interface TestDatabase {
  pool: Pool
  /** What `openPool` needs to open it once more. */
  target: Connection | string
  /** Another pool on it, closed at the end like the first. */
  open(options?: PoolOptions): Promise<Pool>
}

/** A database with all migrations applied. Call it at the top of a test file: `const { pool } = await freshDatabase()`. */
export async function freshDatabase(options: PoolOptions = {}): Promise<TestDatabase> {
  return makeDatabase((await testServer()).template, options)
}

/** A database without any table, for what is about the tables themselves. */
export async function emptyDatabase(options: PoolOptions = {}): Promise<TestDatabase> {
  return makeDatabase('template1', options)
}

async function makeDatabase(template: string, options: PoolOptions): Promise<TestDatabase> {
  const { target: server, prefix } = await testServer()
  const name = `${prefix}${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`)
  const target = databaseOf(server, name)
  const pools: Pool[] = []
  const open = async (more: PoolOptions = {}) => {
    const pool = await openPool(target, more)
    pools.push(pool)
    return pool
  }
  afterAll(async () => {
    await Promise.all(pools.filter(pool => !pool.ended).map(pool => pool.end()))
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  return { pool: await open(options), target, open }
}

async function onServer(server: TestServer['target'], text: string): Promise<void> {
  const pool = await openPool(server, { max: 1 })
  try {
    await query(pool, { text, prepare: false })
  } finally {
    await pool.end()
  }
}

let server: Promise<TestServer> | undefined

/** Asks the global set-up, which starts the server for the first who does. */
function testServer(): Promise<TestServer> {
  server ??= askForServer()
  return server
}

async function askForServer(): Promise<TestServer> {
  const answer = JSON.parse(await text(connect(inject('databasePort'), '127.0.0.1'))) as TestServer | { error: string }
  if ('error' in answer) throw new Error(`The test database could not be started: ${answer.error}`)
  return answer
}
