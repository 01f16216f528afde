/** Rows that did not get in: a file of them to mend and import again, and beside it one that says why. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'

export type Rejected = { line: number; to: number; reason: string; path?: string; raw: string }

export const reasonsPath = (rejects: string): string => `${rejects.replace(/\.[^./\\]+$/, '')}.txt`

/** Both files come into being with the first rejected row; an import without one leaves none. */
export class Rejects {
  readonly path: string
  readonly #header: string | null
  #rows: Growing
  #reasons: Growing

  constructor(path: string, header: string | null, lengths: { rows: number; reasons: number }) {
    this.path = path
    this.#header = header
    this.#rows = new Growing(path, lengths.rows)
    this.#reasons = new Growing(reasonsPath(path), lengths.reasons)
  }

  async add({ line, to, reason, raw }: Rejected): Promise<void> {
    if (this.#rows.bytes === 0 && this.#header !== null) await this.#rows.write(`${this.#header}\n`)
    await this.#rows.write(`${raw}\n`)
    await this.#reasons.write(`${placeOf({ line, to })}: ${reason}\n`)
  }

  get lengths(): { rows: number; reasons: number } {
    return { rows: this.#rows.bytes, reasons: this.#reasons.bytes }
  }

  /** Everything added so far lies in the files. */
  async flush(): Promise<void> {
    await this.#rows.flush()
    await this.#reasons.flush()
  }

  async close(): Promise<void> {
    await this.#rows.close()
    await this.#reasons.close()
  }
}

/** Files of an earlier import say nothing about this one. */
export async function clearRejects(path: string): Promise<void> {
  await rm(path, { force: true })
  await rm(reasonsPath(path), { force: true })
}

export const placeOf = ({ line, to }: { line: number; to: number }): string =>
  to > line ? `Lines ${line}–${to}` : `Line ${line}`

/** A file that is cut to where it was when its import stopped, and grows from there. */
class Growing {
  bytes: number
  readonly #path: string
  #stream: WriteStream | null = null

  constructor(path: string, bytes: number) {
    this.#path = path
    this.bytes = bytes
  }

  async write(text: string): Promise<void> {
    this.#stream ??= await this.#open()
    this.bytes += Buffer.byteLength(text)
    if (!this.#stream.write(text)) await new Promise<void>(resolve => this.#stream?.once('drain', resolve))
  }

  async flush(): Promise<void> {
    const stream = this.#stream
    if (stream)
      await new Promise<void>((resolve, reject) => stream.write('', fault => (fault ? reject(fault) : resolve())))
  }

  async close(): Promise<void> {
    if (this.#stream === null) return
    this.#stream.end()
    await finished(this.#stream)
  }

  async #open(): Promise<WriteStream> {
    const file = await open(this.#path, this.bytes === 0 ? 'w' : 'r+')
    await file.truncate(this.bytes)
    return createWriteStream('', { fd: file, start: this.bytes })
  }
}
