import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  both,
  COLUMN_NAMES,
  COLUMNS,
  type Column,
  type Columns,
  columnsOf,
  holds,
  type Row,
  rowHolds,
  rowsOf,
  tupleOf,
  type Where,
} from './where.ts'

const columns: fc.Arbitrary<Columns> = fc.record(
  Object.fromEntries(COLUMN_NAMES.map(name => [name, fc.constantFrom(...COLUMNS[name])])),
) as never
const row: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(
    COLUMN_NAMES.map((name: Column) => [name, fc.uniqueArray(fc.constantFrom(...COLUMNS[name]), { maxLength: 4 })]),
  ),
  { requiredKeys: [] },
) as never
const where: fc.Arbitrary<Where> = fc.oneof(row, fc.array(row, { maxLength: 3 }))

describe('where', () => {
  test('an "and" over columns and an "or" inside each list', () => {
    const state = columnsOf('aaaaaaaaaaaa')
    expect(rowHolds({ request: ['submitted', 'approved'], dispute: ['none'] }, state)).toBe(true)
    expect(rowHolds({ request: ['submitted'], dispute: ['raised'] }, state)).toBe(false)
    expect(rowHolds({ request: [] }, state)).toBe(false)
    expect(rowHolds({}, state)).toBe(true)
  })

  test('several rows are an "or", none at all never holds', () => {
    const state = columnsOf('aaaaaaaaaaaa')
    expect(holds([{ request: ['approved'] }, { dispute: ['none'] }], state)).toBe(true)
    expect(holds([], state)).toBe(false)
    expect(rowsOf({ request: ['approved'] })).toEqual([{ request: ['approved'] }])
  })

  test('both hold exactly where each of them holds', () => {
    fc.assert(
      fc.property(
        where,
        where,
        columns,
        (a, b, state) => holds(both(a, b), state) === (holds(a, state) && holds(b, state)),
      ),
    )
  })

  test('rows that cannot hold are dropped', () => {
    expect(both({ request: ['submitted'] }, [{ request: ['approved'] }, { dispute: ['none'] }])).toEqual([
      { request: ['submitted'], dispute: ['none'] },
    ])
  })

  test('a state and its twelve letters are the same', () => {
    fc.assert(
      fc.property(columns, state => {
        expect(tupleOf(state)).toMatch(/^[a-j]{12}$/)
        expect(columnsOf(tupleOf(state))).toEqual(state)
      }),
    )
  })

  test('stored tuples count places: the first words keep theirs', () => {
    expect(columnsOf('baaaaaaaaaaa').request).toBe('approved')
    expect(columnsOf('aaaaagaaaaaa').transit).toBe('in_transit')
    expect(columnsOf('aaaaaaaagaaa').settlement).toBe('elsewhere')
  })
})
