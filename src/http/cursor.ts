/** Where a list was left: an opaque word the caller hands back to read on. */
import { createHash } from 'node:crypto'
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { fieldProblem, type RequestPart } from './problem.ts'

const VERSION = 1
const LONGEST = 1024
const SEAL_BYTES = 6

/**
 * Write down the position after the last row of a page. `list` names the list and its order; a cursor of one list does
 * not fit another. The word is not secret and not signed: all it can do is choose where in their own list a caller
 * starts to read. Its seal only catches words that were cut short or mistyped.
 */
export function writeCursor(list: string, position: unknown): string {
  const text = JSON.stringify([VERSION, position])
  return `${Buffer.from(text).toString('base64url')}.${seal(list, text)}`
}

/** Read a cursor back, or throw the 400 that points to `after` in that part. No cursor is no position: the list from its start. */
export function readCursor<Position extends TSchema>(
  list: string,
  shape: Position,
  cursor: string | undefined,
  part: RequestPart = 'query',
): Static<Position> | undefined {
  if (cursor === undefined) return undefined
  const position = unseal(list, cursor)
  if (!Check(shape, position)) throw fieldProblem({ in: part, ...NOT_OURS })
  return position
}

const NOT_OURS = {
  path: 'after',
  code: 'invalid_cursor',
  message: 'Is not a cursor of this list. Use next from the last page as it is, or leave it out to start over.',
} as const

function unseal(list: string, cursor: string): unknown {
  const [encoded = '', sealed] = cursor.length <= LONGEST ? cursor.split('.') : []
  const text = Buffer.from(encoded, 'base64url').toString()
  if (sealed !== seal(list, text)) return undefined
  const [version, position] = JSON.parse(text) as [number, unknown]
  return version === VERSION ? position : undefined
}

function seal(list: string, text: string): string {
  return createHash('sha256').update(`${list}\n${text}`).digest().subarray(0, SEAL_BYTES).toString('base64url')
}
