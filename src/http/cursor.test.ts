import Type from 'typebox'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'
import { ProblemError } from './problem.ts'

const Position = Type.Tuple([Type.String(), Type.Integer()])
const CURSOR = writeCursor('returns by time', ['2026-11-22T08:00:00Z', 7])

function refused(list: string, cursor: string): unknown {
  try {
    return readCursor(list, Position, cursor)
  } catch (fault) {
    return (fault as ProblemError).parts
  }
}

test('a cursor leads back to where the page ended', () => {
  expect(CURSOR).toMatch(/^[\w-]+\.[\w-]+$/)
  expect(readCursor('returns by time', Position, CURSOR)).toEqual(['2026-11-22T08:00:00Z', 7])
})

test('no cursor is the start of the list', () => {
  expect(readCursor('returns by time', Position, undefined)).toBeUndefined()
})

test.each([
  ['cut short', CURSOR.slice(0, -1)],
  ['without its seal', CURSOR.split('.')[0]!],
  ['with a letter changed', CURSOR.replace(/^./, 'X')],
  ['empty', ''],
  ['a page number', '2'],
  ['endless', 'A'.repeat(100_000)],
  ['of another shape', writeCursor('returns by time', ['2026-11-22T08:00:00Z'])],
  ['of a thing in itself', writeCursor('returns by time', { length: 2 })],
])('a cursor %s is a problem with `after`', (_, cursor) => {
  expect(refused('returns by time', cursor)).toMatchObject({
    status: 400,
    code: 'invalid_request',
    errors: [{ in: 'query', path: 'after', code: 'invalid_cursor' }],
  })
})

test('a cursor of one list does not fit another', () => {
  expect(refused('orders by time', CURSOR)).toMatchObject({ errors: [{ path: 'after' }] })
})
