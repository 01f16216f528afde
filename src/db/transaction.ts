/** All or nothing: statements that are kept together or not at all. */
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { DbFault, faultFrom } from './fault.ts'
import { borrow, type Client, giveBack, type Pool, watchOf } from './pool.ts'
import { type Statement, toDriver } from './statement.ts'

/**
 * What the work inside a transaction gets. Statements are sent at once; those whose answers are not needed need not be awaited,
 * and then travel together. Their failures are not lost: the transaction as a whole fails with the first of them.
 */
export interface Transaction {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>>
}

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
  /** How often to run the work again after contention. The work must then be safe to run twice. */
  retries?: number
}

/**
 * Run `work` in a transaction: committed when it returns and every statement succeeded, rolled back otherwise. An error that
 * the work swallowed still undoes all, since PostgreSQL goes no further after one. Throws what the work threw, or a `DbFault`.
 */
export async function transaction<T>(
  pool: Pool,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(pool, work, options)
    } catch (error) {
      const again = error instanceof DbFault && error.kind === 'contention' && attempt < (options.retries ?? 0)
      if (!again) throw error
      watchOf(pool)?.retried()
      // Apart by chance, or the same two meet again.
      await pause(Math.random() * 10 * 2 ** attempt)
    }
  }
}

async function once<T>(pool: Pool, work: (tx: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
  const client = await borrow(pool)
  const run = new Run(client)
  try {
    void run.send({ text: begin(options), prepare: false })
    const result = await work({ query: statement => run.send(statement) })
    await run.commit()
    return result
  } catch (error) {
    await run.rollBack()
    // After the first failure every later statement fails as well, and says less.
    throw error instanceof DbFault && !error.outcomeUnknown ? (run.firstFailure ?? error) : error
  } finally {
    giveBack(client)
  }
}

function begin({ isolation, readOnly }: TransactionOptions): string {
  return ['BEGIN', isolation && `ISOLATION LEVEL ${isolation}`, readOnly && 'READ ONLY'].filter(Boolean).join(' ')
}

/** The statements of one run and how they went. */
class Run {
  firstFailure: DbFault | undefined
  #client: Client
  #over = false

  constructor(client: Client) {
    this.#client = client
  }

  send<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>> {
    if (this.#over) return Promise.reject(new Error('A statement was sent after its transaction had ended'))
    const answer = this.#send<Row>(statement)
    // Whoever does not await it still learns of its failure, from the transaction.
    answer.catch(() => {})
    return answer
  }

  /**
   * A statement that failed in the server turns the COMMIT into a ROLLBACK there, which the answer tells. One that failed on
   * our side (a value that cannot be written down) never got there, and is known before the COMMIT is sent.
   */
  async commit(): Promise<void> {
    this.#over = true
    if (this.firstFailure) throw this.firstFailure
    const { command } = await this.#send({ text: 'COMMIT', prepare: false }).catch(() => this.#inDoubt())
    if (this.firstFailure) throw this.firstFailure
    if (command !== 'COMMIT') throw new DbFault('defect', 'The transaction was not committed')
  }

  async rollBack(): Promise<void> {
    this.#over = true
    await this.#send({ text: 'ROLLBACK', prepare: false }).catch(() => {})
  }

  /** Through a callback rather than a promise, since it notes a failure on our side before `#send` returns. */
  #send<Row extends pg.QueryResultRow>(statement: Statement): Promise<pg.QueryResult<Row>> {
    const answer = Promise.withResolvers<pg.QueryResult<Row>>()
    const watch = watchOf(this.#client)
    const startedMs = performance.now()
    try {
      this.#client.query<Row>(toDriver(statement), (error, result) => {
        const fault = error ? this.#failed(error) : null
        watch?.answered(performance.now() - startedMs, fault)
        if (fault) answer.reject(fault)
        else answer.resolve(result)
      })
    } catch (error) {
      answer.reject(this.#failed(error))
    }
    return answer.promise
  }

  #failed(error: unknown): DbFault {
    const fault = faultFrom(error)
    this.firstFailure ??= fault
    return fault
  }

  /** A connection that broke between COMMIT and its answer leaves open whether the commit happened. */
  #inDoubt(): never {
    const { kind, message, cause } = this.firstFailure as DbFault
    throw kind === 'unavailable' ? new DbFault(kind, message, cause, true) : this.firstFailure
  }
}
