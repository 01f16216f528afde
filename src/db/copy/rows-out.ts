/** Rows on their way out of the database: `COPY … TO STDOUT`, as the driver's connection hears it. */
import { Readable } from 'node:stream'
import type { Connection, Submittable } from 'pg'
import { faultFrom } from '../fault.ts'
import type { Client } from '../pool.ts'

const BATCH_BYTES = 256 * 1024

/**
 * The rows in PostgreSQL's text format, many at a time and each of them whole, ended by a line feed. The client must be one without pipelining.
 * Whoever reads slowly slows the server down; nothing piles up here.
 */
export function rowsOut(client: Client, text: string): AsyncIterable<Buffer> {
  return client.query(new RowsOut(text))
}

class RowsOut extends Readable implements Submittable {
  readonly #text: string
  #connection: Connection | null = null
  #batch = Buffer.allocUnsafe(BATCH_BYTES)
  #used = 0

  constructor(text: string) {
    super({ highWaterMark: 4 * BATCH_BYTES })
    this.#text = text
  }

  submit(connection: Connection): void {
    this.#connection = connection
    connection.query(this.#text)
  }

  /** The server sends one message per row (COPY Operations in the protocol's chapter). Its bytes are only lent. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#used + chunk.length > BATCH_BYTES) this.#passOn()
    if (chunk.length > BATCH_BYTES) {
      this.#give(Buffer.from(chunk))
      return
    }
    this.#used += chunk.copy(this.#batch, this.#used)
  }

  handleCommandComplete(): void {
    this.#passOn()
  }

  handleReadyForQuery(): void {
    this.push(null)
  }

  handleError(fault: Error): void {
    this.destroy(faultFrom(fault))
  }

  override _read(): void {
    this.#connection?.stream.resume()
  }

  /** The connection itself must hear its end, also when nobody reads the rows any more. */
  override _destroy(fault: Error | null, done: (fault: Error | null) => void): void {
    this.#connection?.stream.resume()
    done(fault)
  }

  #passOn(): void {
    if (this.#used === 0) return
    this.#give(this.#batch.subarray(0, this.#used))
    this.#batch = Buffer.allocUnsafe(BATCH_BYTES)
    this.#used = 0
  }

  #give(rows: Buffer): void {
    if (!this.push(rows) && !this.destroyed) this.#connection?.stream.pause()
  }
}
