/**
 * The database server of a test run. It starts when the first test file asks for it, so that a run of pure tests does not pay
 * for it, and belongs to this process, because those of the test files come and go. They ask through a socket.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Connection, startEmbedded } from '../../src/db/embedded/start-embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openPool, type Pool, query } from '../../src/db/pool.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databasePort: number
  }
}

/** What a test file is told: where the server is and what its own databases are to be called. */
export interface TestServer {
  target: Connection | string
  prefix: string
  /** The database that has been migrated, to be copied. */
  template: string
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let starting: ReturnType<typeof start> | undefined
  const door = createServer(socket => {
    socket.on('error', () => {})
    starting ??= start()
    starting.then(
      ({ server }) => socket.end(JSON.stringify(server)),
      error => socket.end(JSON.stringify({ error: String(error.stack) })),
    )
  })
  await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve))
  project.provide('databasePort', (door.address() as AddressInfo).port)
  return async () => {
    door.close()
    await (await starting?.catch(() => undefined))?.stop()
  }
}

async function start(): Promise<{ server: TestServer; stop(): Promise<void> }> {
  const { target, stop } = process.env.DATABASE_URL ? outside(process.env.DATABASE_URL) : await embedded()
  // A prefix of its own for every run: somebody else's databases may live on the same server.
  const prefix = `backhaul_test_${randomBytes(4).toString('hex')}_`
  const template = `${prefix}template`
  const pool = await openPool(target, { max: 1 })
  try {
    await query(pool, { text: `CREATE DATABASE ${template}`, prepare: false })
    await migrateTemplate(databaseOf(target, template))
  } catch (error) {
    await pool.end()
    await stop()
    throw error
  }
  return {
    server: { target, prefix, template },
    async stop() {
      await dropAll(pool, prefix)
      await pool.end()
      await stop()
    },
  }
}

async function embedded() {
  const folder = await mkdtemp(join(tmpdir(), 'backhaul-test-'))
  const server = await startEmbedded({ dataDir: folder, durable: false })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { target: server.connection, stop }
}

function outside(url: string) {
  return { target: url, stop: async () => {} }
}

/** The same server, another database. */
export function databaseOf(target: Connection | string, database: string): Connection | string {
  if (typeof target !== 'string') return { ...target, database }
  const url = new URL(target)
  url.pathname = `/${database}`
  return url.href
}

async function migrateTemplate(target: Connection | string): Promise<void> {
  const pool = await openPool(target, { max: 2 })
  try {
    await migrate(pool)
  } finally {
    await pool.end()
  }
}

/** The template, and what test files that were killed have left behind. */
async function dropAll(pool: Pool, prefix: string): Promise<void> {
  const { rows } = await query<{ datname: string }>(pool, {
    text: 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    values: [prefix],
  })
  for (const { datname } of rows)
    await query(pool, { text: `DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`, prepare: false })
}
