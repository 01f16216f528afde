import { beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { constraintOf, DbFault } from './fault.ts'
import { query } from './pool.ts'
import { sql } from './statement.ts'
import { transaction } from './transaction.ts'

const database = await freshDatabase({ max: 4 })
const { pool } = database
await query(
  pool,
  sql`CREATE TABLE shelf (place int PRIMARY KEY, pieces int NOT NULL CONSTRAINT shelf_pieces CHECK (pieces >= 0))`,
)

beforeEach(async () => {
  await query(pool, sql`TRUNCATE shelf`)
  await query(pool, sql`INSERT INTO shelf VALUES (1, 10), (2, 10)`)
})

async function pieces(): Promise<number[]> {
  const { rows } = await query<{ pieces: number }>(pool, sql`SELECT pieces FROM shelf ORDER BY place`)
  return rows.map(row => row.pieces)
}

const take = (place: number, count: number) => sql`UPDATE shelf SET pieces = pieces - ${count} WHERE place = ${place}`

describe('a transaction', () => {
  test('keeps everything when nothing goes wrong, awaited or not', async () => {
    const left = await transaction(pool, async tx => {
      void tx.query(take(1, 1))
      void tx.query(take(2, 2))
      const { rows } = await tx.query<{ pieces: number }>(sql`SELECT pieces FROM shelf WHERE place = 2`)
      return rows[0]?.pieces
    })
    expect(left).toBe(8)
    expect(await pieces()).toEqual([9, 8])
  })

  test('sends its statements without waiting for the answers', async () => {
    const order: string[] = []
    await transaction(pool, async tx => {
      void tx.query(sql`SELECT pg_sleep(0.05)`).then(() => order.push('slept'))
      const second = tx.query(take(1, 1)).then(() => order.push('taken'))
      order.push('both sent')
      await second
    })
    expect(order).toEqual(['both sent', 'slept', 'taken'])
  })

  test('keeps nothing when a statement that nobody awaited fails, and tells why', async () => {
    const error = await transaction(pool, async tx => {
      void tx.query(take(1, 1))
      void tx.query(take(2, 99))
      void tx.query(take(1, 1))
      return 'fine'
    }).catch(error => error)
    expect(constraintOf(error)).toBe('shelf_pieces')
    expect(await pieces()).toEqual([10, 10])
  })

  test('tells of the first failure, not of those that follow from it', async () => {
    const error = await transaction(pool, async tx => {
      void tx.query(take(2, 99))
      await tx.query(sql`SELECT 'never sent before, so never prepared'`)
    }).catch(error => error)
    expect(constraintOf(error)).toBe('shelf_pieces')
  })

  test('keeps nothing when the work swallowed an error', async () => {
    const work = transaction(pool, async tx => {
      await tx.query(take(1, 1))
      await tx.query(take(2, 99)).catch(() => {})
    })
    await expect(work).rejects.toMatchObject({ kind: 'conflict' })
    expect(await pieces()).toEqual([10, 10])
  })

  test('keeps nothing when a value cannot be written down, which the server never hears of', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const work = transaction(pool, async tx => {
      void tx.query(take(1, 1))
      void tx.query(sql`INSERT INTO shelf VALUES (${circle}, 1)`)
    })
    await expect(work).rejects.toMatchObject({ kind: 'defect' })
    expect(await pieces()).toEqual([10, 10])
  })

  test('throws what the work threw, after undoing it', async () => {
    const work = transaction(pool, async tx => {
      void tx.query(take(1, 1))
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await pieces()).toEqual([10, 10])
  })

  test('hears no more statements once it is over', async () => {
    const escaped = await transaction(pool, async tx => ({ tx }))
    await expect(escaped.tx.query(take(1, 1))).rejects.toThrow('after its transaction had ended')
  })

  test('leaves its connection as good as new, whatever happened', async () => {
    const one = await database.open({ max: 1 })
    for (let round = 0; round < 20; round++) {
      const work = transaction(one, async tx => {
        void tx.query(take(1, round))
        void tx.query(take(2, round % 2 ? 99 : 0))
        if (round % 3 === 0) throw new Error('no')
      })
      await work.catch(() => {})
      expect((await query(one, sql`SELECT ${round}::int AS round, txid_current_if_assigned() AS open`)).rows).toEqual([
        { round, open: null },
      ])
    }
  })

  test('fails as unavailable when its connection is ended, and the next gets another', async () => {
    const one = await database.open({ max: 1 })
    const work = transaction(one, async tx => {
      const { rows } = await tx.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`)
      await query(pool, sql`SELECT pg_terminate_backend(${rows[0]?.pid}::int, 5000)`)
      void tx.query(take(1, 1))
      await tx.query(take(2, 1))
    })
    await expect(work).rejects.toMatchObject({ kind: 'unavailable' })
    await transaction(one, tx => tx.query(take(1, 3)))
    expect(await pieces()).toEqual([7, 10])
  })
})

describe('contention', () => {
  /** Two transactions that take the same two rows the other way round, each after the other has its first. */
  async function crossing(retries: number) {
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
    const walk = (mine: 0 | 1) =>
      transaction(
        pool,
        async tx => {
          await tx.query(take(mine + 1, 1))
          met[mine].resolve()
          await met[(1 - mine) as 0 | 1].promise
          await tx.query(take(2 - mine, 1))
        },
        { retries },
      )
    return Promise.allSettled([walk(0), walk(1)])
  }

  test('one of two that wait for each other fails', async () => {
    const results = await crossing(0)
    const failures = results.filter(result => result.status === 'rejected').map(({ reason }) => reason)
    expect(failures).toEqual([expect.any(DbFault)])
    expect(failures[0]).toMatchObject({ kind: 'contention', code: '40P01' })
    expect(await pieces()).toEqual([9, 9])
  })

  test('is run again when that was asked for', async () => {
    expect((await crossing(3)).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await pieces()).toEqual([8, 8])
  })

  test('a serializable transaction that saw the past is run again', async () => {
    let runs = 0
    await transaction(
      pool,
      async tx => {
        runs++
        const { rows } = await tx.query<{ pieces: number }>(sql`SELECT pieces FROM shelf WHERE place = 1`)
        if (runs === 1) await query(pool, take(1, 5))
        await tx.query(sql`UPDATE shelf SET pieces = ${(rows[0]?.pieces ?? 0) - 1} WHERE place = 1`)
      },
      { isolation: 'serializable', retries: 1 },
    )
    expect(runs).toBe(2)
    expect(await pieces()).toEqual([4, 10])
  })
})
