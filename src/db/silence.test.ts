import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { DbFault } from './fault.ts'
import { openPool, query } from './pool.ts'
import { sql } from './statement.ts'

const { target } = await freshDatabase()

/** A line to the server that can be made to swallow everything, as a broken network does: connections stay open and nothing comes back. */
async function openLine() {
  const url = typeof target === 'string' ? new URL(target) : null
  const port = Number(url ? url.port || 5432 : (target as { port: number }).port)
  const host = url ? url.searchParams.get('host') || url.hostname : (target as { host: string }).host
  const server = () => (host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host))
  const line = { swallows: false, port: 0 }
  const sockets = new Set<Socket>()
  const listener = createServer(socket => {
    const there = server()
    for (const [from, to] of [
      [socket, there],
      [there, socket],
    ] as const) {
      sockets.add(from)
      from.on('data', chunk => line.swallows || to.write(chunk))
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    listener.close()
  })
  line.port = (listener.address() as { port: number }).port
  return line
}

const through = (port: number) =>
  typeof target === 'string'
    ? target.replace(/@[^/]*/, `@127.0.0.1:${port}`).replace(/([?&])host=[^&]*/, '$1')
    : { ...target, host: '127.0.0.1', port }

test('a statement that has fallen into silence fails, and one that only takes long does not', async () => {
  const line = await openLine()
  const said: string[] = []
  const pool = await openPool(through(line.port), { max: 2, log: message => said.push(message) })
  await query(pool, sql`select pg_sleep(5)`)
  expect(said).toEqual([])

  line.swallows = true
  const fault = await query(pool, sql`select 1`).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(DbFault)
  expect(fault).toMatchObject({ kind: 'unavailable' })
  expect(said.some(sentence => sentence.startsWith('The database has fallen silent'))).toBe(true)

  line.swallows = false
  expect((await query(pool, sql`select 1 as one`)).rows).toEqual([{ one: 1 }])
  await pool.end()
})
