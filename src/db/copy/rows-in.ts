/** Rows on their way into the database: `COPY … FROM STDIN`, as the driver's connection speaks it. */
import { once } from 'node:events'
import type { Connection, Submittable } from 'pg'
import { faultFrom } from '../fault.ts'
import type { Client } from '../pool.ts'

/** What the driver has and its types leave out. */
type CopyingConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
}

/**
 * Writes rows in PostgreSQL's text format and gives how many there were. The client must be one without pipelining. Should `chunks` fail, the
 * server hears of it and keeps nothing.
 */
export function rowsIn(client: Client, text: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  return client.query(new RowsIn(text, chunks)).written
}

class RowsIn implements Submittable {
  readonly #text: string
  readonly #chunks: AsyncIterable<Buffer>
  readonly #answer = Promise.withResolvers<number>()
  readonly #over = new AbortController()
  #rows = 0

  constructor(text: string, chunks: AsyncIterable<Buffer>) {
    this.#text = text
    this.#chunks = chunks
  }

  get written(): Promise<number> {
    return this.#answer.promise
  }

  submit(connection: Connection): void {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: CopyingConnection): void {
    this.#send(connection).catch(fault => {
      this.#answer.reject(fault)
      if (!this.#over.signal.aborted) connection.sendCopyFail('The rows came to an early end')
    })
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1])
  }

  handleReadyForQuery(): void {
    this.#answer.resolve(this.#rows)
  }

  /** Once the server has said no it reads no further, so nobody may wait for it to. */
  handleError(fault: Error): void {
    this.#answer.reject(faultFrom(fault))
    this.#over.abort()
  }

  async #send(connection: CopyingConnection): Promise<void> {
    const { signal } = this.#over
    for await (const chunk of this.#chunks) {
      if (signal.aborted) return
      connection.sendCopyFromChunk(chunk)
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain', { signal })
    }
    if (!signal.aborted) connection.endCopyFrom()
  }
}
