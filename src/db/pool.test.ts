import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { constraintOf, DbFault } from './fault.ts'
import { openPool, query, withClient } from './pool.ts'
import { json, sql } from './statement.ts'

const database = await freshDatabase()
const { pool } = database
await query(
  pool,
  sql`CREATE TABLE parcel (id bigint PRIMARY KEY, weight int CONSTRAINT parcel_weight CHECK (weight > 0))`,
)

async function faultOf(work: Promise<unknown>): Promise<DbFault> {
  const error = await work.then(
    () => undefined,
    error => error,
  )
  expect(error).toBeInstanceOf(DbFault)
  return error
}

describe('values', () => {
  test('a moment is UTC with milliseconds, however the database writes it', async () => {
    const { rows } = await query(
      pool,
      sql`SELECT '2026-11-22 07:57:08.123456+02'::timestamptz AS micro, '2026-11-22T05:57:08Z'::timestamptz AS whole,
                 '2026-11-22T05:57:08.1Z'::timestamptz AS tenth, ARRAY['2026-11-22T05:57:08.12Z'::timestamptz, NULL] AS list`,
    )
    expect(rows[0]).toEqual({
      micro: '2026-11-22T05:57:08.123Z',
      whole: '2026-11-22T05:57:08.000Z',
      tenth: '2026-11-22T05:57:08.100Z',
      list: ['2026-11-22T05:57:08.120Z', null],
    })
  })

  test('a moment read on a connection set to another time zone is the same moment', async () => {
    const moment = await withClient(pool, async client => {
      await query(client, sql`SET TimeZone = 'Asia/Kolkata'`)
      const { rows } = await query(client, sql`SELECT '2026-11-22T05:57:08.123Z'::timestamptz AS moment`)
      await query(client, sql`SET TimeZone = 'UTC'`)
      return rows[0]?.moment
    })
    expect(moment).toBe('2026-11-22T05:57:08.123Z')
  })

  test('whole numbers are numbers, exact decimals stay words, days stay days, JSON is read', async () => {
    const { rows } = await query(
      pool,
      sql`SELECT 9007199254740991::bigint AS big, ARRAY[1, 2]::bigint[] AS bigs, 12.50::numeric AS exact,
                 '2026-02-28'::date AS day, ${json([{ a: 1 }])}::jsonb AS list`,
    )
    expect(rows[0]).toEqual({
      big: 9007199254740991,
      bigs: [1, 2],
      exact: '12.50',
      day: '2026-02-28',
      list: [{ a: 1 }],
    })
  })

  test('a number too large to be exact is refused, and the connection goes on', async () => {
    const one = await database.open({ max: 1 })
    const fault = await faultOf(query(one, sql`SELECT 9007199254740993::bigint AS big`))
    expect(fault).toMatchObject({ kind: 'defect', message: expect.stringContaining('9007199254740993') })
    expect((await query(one, sql`SELECT 1 AS one`)).rows).toEqual([{ one: 1 }])
  })
})

describe('statements', () => {
  test('a constant text is prepared once per connection', async () => {
    const prepared = await withClient(pool, async client => {
      for (const weight of [1, 2, 3]) await query(client, sql`SELECT ${weight}::int AS weight_of_three`)
      return query(
        client,
        sql`SELECT name, generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE statement LIKE '%weight_of_three'`,
      )
    })
    expect(prepared.rows).toEqual([{ name: expect.stringMatching(/^[\w-]{1,62}$/), runs: 3 }])
  })

  test('a text that is never the same can go unprepared', async () => {
    const prepared = await withClient(pool, async client => {
      await query(client, { text: 'SELECT $1::int AS never_the_same', values: [42], prepare: false })
      return query(client, sql`SELECT name FROM pg_prepared_statements WHERE statement LIKE '%never_the_same'`)
    })
    expect(prepared.rows).toEqual([])
  })
})

describe('faults', () => {
  test('a broken constraint is a conflict that names it, and does not cost the connection', async () => {
    const one = await database.open({ max: 1 })
    const session = async () => (await query(one, sql`SELECT pg_backend_pid() AS pid`)).rows[0]?.pid
    const before = await session()
    const fault = await faultOf(query(one, sql`INSERT INTO parcel VALUES (1, -1)`))
    expect(fault).toMatchObject({ kind: 'conflict', code: '23514' })
    expect(constraintOf(fault)).toBe('parcel_weight')
    expect(await session()).toBe(before)
  })

  test('a mistake in a statement is a defect', async () => {
    expect(await faultOf(query(pool, sql`SELECT * FROM no_such_table`))).toMatchObject({
      kind: 'defect',
      code: '42P01',
    })
  })

  test('a statement that takes too long is ended', async () => {
    const hasty = await database.open({ statementTimeoutMs: 50 })
    expect(await faultOf(query(hasty, sql`SELECT pg_sleep(30)`))).toMatchObject({ kind: 'unavailable', code: '57014' })
  })

  test('nobody waits for a connection without end', async () => {
    const narrow = await database.open({ max: 1, connectionTimeoutMs: 100 })
    const fault = await withClient(narrow, () => faultOf(query(narrow, sql`SELECT 1`)))
    expect(fault.kind).toBe('unavailable')
  })

  test('a server that is not there is unavailable', async () => {
    const nowhere = { host: '/nonexistent', port: 1, user: 'x', database: 'x' }
    expect(await faultOf(openPool(nowhere))).toMatchObject({ kind: 'unavailable', code: 'ENOENT' })
    expect(await faultOf(openPool('postgres://x@127.0.0.1:1/x'))).toMatchObject({
      kind: 'unavailable',
      code: 'ECONNREFUSED',
    })
  })

  test('a connection the server ends, idle or at work, is replaced by another', async () => {
    const victim = await database.open({ max: 1 })
    const pidOf = async () => (await query(victim, sql`SELECT pg_backend_pid() AS pid`)).rows[0]?.pid
    const end = (pid: number) => query(pool, sql`SELECT pg_terminate_backend(${pid}::int, 5000)`)
    await end(await pidOf())
    const pid = await pidOf().catch(pidOf)
    const work = faultOf(query(victim, sql`SELECT pg_sleep(30)`))
    await expect
      .poll(
        async () =>
          (
            await query(
              pool,
              sql`SELECT state FROM pg_stat_activity WHERE pid = ${pid}::int AND query LIKE '%pg_sleep%'`,
            )
          ).rows[0]?.state,
      )
      .toBe('active')
    await end(pid)
    expect(await work).toMatchObject({ kind: 'unavailable', code: '57P01' })
    expect(await pidOf()).toBeTypeOf('number')
  })
})
