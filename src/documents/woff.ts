/** Unpacks a font of the web (WOFF 1.0, W3C) into the plain form that is laid on paper: the tables in their order, each inflated where it was pressed. */
import { inflateSync } from 'node:zlib'

const HEADER_BYTES = 44
const ENTRY_BYTES = 20
const PLAIN_HEADER_BYTES = 12
const PLAIN_ENTRY_BYTES = 16

export function unpackedFont(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('This is no WOFF font.')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, place) => tableAt(woff, HEADER_BYTES + place * ENTRY_BYTES))
  const head = Buffer.alloc(PLAIN_HEADER_BYTES + count * PLAIN_ENTRY_BYTES)
  // The flavour, the number of tables, and three numbers for a search by halves (OpenType, "table directory").
  woff.copy(head, 0, 4, 8)
  const power = Math.floor(Math.log2(count))
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(2 ** power * PLAIN_ENTRY_BYTES, 6)
  head.writeUInt16BE(power, 8)
  head.writeUInt16BE((count - 2 ** power) * PLAIN_ENTRY_BYTES, 10)
  let offset = head.length
  for (const [place, { tag, checksum, bytes, length }] of tables.entries()) {
    const at = PLAIN_HEADER_BYTES + place * PLAIN_ENTRY_BYTES
    tag.copy(head, at)
    head.writeUInt32BE(checksum, at + 4)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(length, at + 12)
    offset += bytes.length
  }
  return Buffer.concat([head, ...tables.map(({ bytes }) => bytes)])
}

/** A table, filled up to whole words of four bytes. */
function tableAt(woff: Buffer, at: number) {
  const [offset, pressed, length] = [at + 4, at + 8, at + 12].map(place => woff.readUInt32BE(place)) as [
    number,
    number,
    number,
  ]
  const stored = woff.subarray(offset, offset + pressed)
  const plain = pressed < length ? inflateSync(stored) : stored
  const bytes = Buffer.concat([plain, Buffer.alloc((4 - (length % 4)) % 4)])
  return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), bytes, length }
}
