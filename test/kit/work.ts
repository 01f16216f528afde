/** How much the database is asked, and how much it answers: what takes the same work cannot be told apart by its time. */
import type { Pool } from '../../src/db/pool.ts'

export type Work = { statements: number; rows: number }

type Result = { rows?: unknown[] }
type Heard = (error: unknown, result?: Result) => void

/** Counts on this pool from now on; what it gives tells what was done since it was last asked. */
export function countWork(pool: Pool): () => Work {
  let work: Work = { statements: 0, rows: 0 }
  const counted = new WeakSet<object>()
  const count = (result: Result | undefined): void => {
    work = { statements: work.statements + 1, rows: work.rows + (result?.rows?.length ?? 0) }
  }
  const connect = pool.connect.bind(pool) as () => Promise<any>
  Object.assign(pool, {
    connect: async () => {
      const client = await connect()
      if (counted.has(client)) return client
      counted.add(client)
      const ask = client.query.bind(client)
      client.query = (asked: unknown, heard?: Heard) => {
        if (heard) return ask(asked, (error: unknown, result?: Result) => (count(result), heard(error, result)))
        return ask(asked).then((result: Result) => (count(result), result))
      }
      return client
    },
  })
  return () => {
    const done = work
    work = { statements: 0, rows: 0 }
    return done
  }
}
