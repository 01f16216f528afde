import { hash } from 'node:crypto'

const LINE_FEED = 10
const BYTES = 32

/**
 * A checksum of a table's rows: the SHA-256 of every row, added up. A sum, because a table has no order: a database that has taken the rows in
 * may hand them out in another one, and still has the same rows. (Sums rather than exclusive ors, so that a row that comes twice does not cancel
 * itself out.)
 */
export class RowsDigest {
  rows = 0
  readonly #sum = new Uint32Array(BYTES / 4)

  /** Whole rows, each ended by a line feed; a line feed inside a value is written `\n`. */
  add(rows: Buffer): void {
    let start = 0
    for (let end = rows.indexOf(LINE_FEED); end >= 0; end = rows.indexOf(LINE_FEED, start)) {
      this.#addRow(rows.subarray(start, end))
      start = end + 1
    }
    if (start < rows.length) this.#addRow(rows.subarray(start))
  }

  #addRow(row: Buffer): void {
    this.rows++
    const one = hash('sha256', row, 'buffer')
    for (let place = 0; place < this.#sum.length; place++)
      this.#sum[place] = (this.#sum[place] as number) + one.readUInt32BE(4 * place)
  }

  get sum(): string {
    return [...this.#sum].map(part => part.toString(16).padStart(8, '0')).join('')
  }
}
