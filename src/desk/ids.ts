/** Where new ids and numbers come from. */
import { randomBytes, randomFillSync } from 'node:crypto'
import type { Rma } from '../core/ids.ts'

const POOL = new Uint8Array(16 * 256)
let used = POOL.length
let lastMs = 0
let counter = 0

/** A UUID of version 7 (RFC 9562): the time first, then a counter within the millisecond, then chance. */
export function freshId<I extends string>(): I {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  const bytes = POOL.slice(used, used + 16)
  used += 16
  const nowMs = Date.now()
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = (((bytes[6] ?? 0) & 0x07) << 8) | (bytes[7] ?? 0)
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const hex = lastMs.toString(16).padStart(12, '0')
  const version = (0x7000 | counter).toString(16)
  const variant = (0x8000 | ((((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0)) & 0x3fff)).toString(16)
  const tail = Buffer.from(bytes.subarray(10)).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-${version}-${variant}-${tail}` as I
}

/** No 0, O, 1, I, L: people read these out over the phone. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Eight letters, some 8 · 10¹¹ codes: among a million returns perhaps one is drawn twice. The database's unique key notices, and `act` draws again. */
export function freshRma(): Rma {
  const code: string[] = []
  while (code.length < 8) {
    for (const byte of randomBytes(12)) {
      if (byte < LETTERS.length * 8 && code.length < 8) code.push(LETTERS[byte % LETTERS.length] ?? '')
    }
  }
  return code.join('') as Rma
}
