/**
 * How a backup lies in its file: a zstd stream (RFC 8878) of the line `backhaul backup` and then of frames, each a letter, the length of its body as
 * four bytes, the greatest first, and the body.
 *
 *     h  the header, once: what was copied, when and from what
 *     t  a table begins: { "table": "orders" }
 *     f  a kept file begins: { "file": "org/…/….jpg" }
 *     d  contents: whole rows in PostgreSQL's text format, or bytes of the file
 *     e  it ends: { "rows": 3, "sha256": "…" } or { "bytes": 70, "sha256": "…" }
 *     z  the end: { "sha256": "…" } over the bodies of all frames before it but `d`, which `e` answers for
 *
 * So `zstd -dc FILE | head -c 400` shows what a backup is. Everything can be written and read from front to back, in little memory. The numbers of
 * rows stand in the header already, for whoever wants to show how far it is.
 */
import type { Instant } from '../../core/time.ts'
import type { AppliedMigration } from '../schema.ts'
import { cutOff, damaged, noBackup } from './backup-error.ts'

export const FORMAT = 1
export const BEGINNING = Buffer.from('backhaul backup\n')

export type Header = {
  format: number
  /** The version of Backhaul that made it. */
  backhaul: string
  at: Instant
  postgres: string
  migrations: AppliedMigration[]
  /** In the order in which they can be filled. */
  tables: { name: string; columns: string[]; rows: number }[]
  files: 'included' | 'left_out'
}

export type TableEnd = { rows: number; sha256: string }
export type FileEnd = { bytes: number; sha256: string }

const KINDS = 'htfdez'
export type Kind = 'h' | 't' | 'f' | 'd' | 'e' | 'z'
export type Frame = { kind: Kind; body: Buffer }

const HEAD_BYTES = 5
/** No row is longer in PostgreSQL; a larger number is damage and not worth asking for so much memory. */
const MOST_BYTES = 1024 ** 3

export function framed(kind: Kind, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(kind, 'latin1')
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}

/** Takes the uncompressed bytes apart. Ends with the frame `z`, or throws. */
export async function* framesIn(bytes: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  const held = new Held(bytes)
  try {
    if (!(await held.take(BEGINNING.length))?.equals(BEGINNING)) throw noBackup()
    for (;;) {
      const frame = await takeFrame(held)
      yield frame
      if (frame.kind === 'z') return
    }
  } finally {
    await held.close()
  }
}

async function takeFrame(held: Held): Promise<Frame> {
  const head = await held.take(HEAD_BYTES)
  if (head === null) throw cutOff()
  const kind = head.toString('latin1', 0, 1) as Kind
  const length = head.readUInt32BE(1)
  if (!KINDS.includes(kind) || length > MOST_BYTES) throw damaged('it cannot be taken apart')
  const body = await held.take(length)
  if (body === null) throw cutOff()
  return { kind, body }
}

/** What has come and is not used yet. */
class Held {
  readonly #more: AsyncIterator<Buffer>
  #parts: Buffer[] = []
  #bytes = 0

  constructor(source: AsyncIterable<Buffer>) {
    this.#more = source[Symbol.asyncIterator]()
  }

  async close(): Promise<void> {
    await this.#more.return?.()
  }

  /** Exactly so many bytes; null when there are no longer so many. */
  async take(length: number): Promise<Buffer | null> {
    while (this.#bytes < length) {
      const { value, done } = await this.#more.next()
      if (done) return null
      this.#parts.push(value)
      this.#bytes += value.length
    }
    const whole = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts)
    this.#parts = whole.length > length ? [whole.subarray(length)] : []
    this.#bytes = whole.length - length
    return whole.subarray(0, length)
  }
}

export const written = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

export function read<T>(body: Buffer): T {
  try {
    return JSON.parse(body.toString()) as T
  } catch (fault) {
    throw damaged('it cannot be read', fault)
  }
}
