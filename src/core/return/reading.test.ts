import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsRead, type Reading, read, readsAs, rowThatHeld, whereRead } from './reading.ts'
import { COLUMN_NAMES, COLUMNS, type Columns, columnsOf, holds } from './where.ts'

const reading = {
  PAID: { settlement: ['settled'] },
  OPEN: [{ request: ['submitted'] }, { request: ['approved'], transit: ['booked'] }],
  ANY_APPROVED: { request: ['approved'] },
} as const satisfies Reading

const filed = columnsOf('aaaaaaaaaaaa')
const state = (more: Partial<typeof filed>) => ({ ...filed, ...more })

describe('reading', () => {
  test('the first word whose row holds is the word', () => {
    expect(read(reading, filed)).toBe('OPEN')
    expect(read(reading, state({ settlement: 'settled' }))).toBe('PAID')
    expect(read(reading, state({ request: 'approved', transit: 'booked' }))).toBe('OPEN')
    expect(read(reading, state({ request: 'approved' }))).toBe('ANY_APPROVED')
  })

  test('a state no row knows has no word', () => {
    expect(read(reading, state({ request: 'expired' }))).toBeNull()
    expect(readsAs(reading, ['PAID', 'OPEN', 'ANY_APPROVED'], state({ request: 'expired' }))).toBe(false)
  })

  test('a state reads as one of several words', () => {
    expect([readsAs(reading, ['OPEN', 'PAID'], filed), readsAs(reading, ['PAID'], filed)]).toEqual([true, false])
  })

  test('the row that held explains the word', () => {
    expect(rowThatHeld(reading, 'OPEN', state({ request: 'approved', transit: 'booked' }))).toEqual({
      request: ['approved'],
      transit: ['booked'],
    })
    expect(rowThatHeld(reading, 'PAID', filed)).toBeUndefined()
    expect(rowThatHeld(reading, 'UNKNOWN', filed)).toBeUndefined()
  })

  test('asked of the database, words find exactly the states that read as them', () => {
    const anyState = fc.record(
      Object.fromEntries(COLUMN_NAMES.map(column => [column, fc.constantFrom(...COLUMNS[column])])),
    ) as unknown as fc.Arbitrary<Columns>
    const someWords = fc.subarray(Object.keys(reading) as (keyof typeof reading)[])
    fc.assert(
      fc.property(anyState, someWords, (columns, words) => {
        expect(holds(whereRead(reading, words), columns)).toBe(readsAs(reading, words, columns))
      }),
      { numRuns: 2000 },
    )
  })

  test('a reading looks at the columns its rows name', () => {
    expect(columnsRead(reading)).toEqual(['request', 'transit', 'settlement'])
  })
})
