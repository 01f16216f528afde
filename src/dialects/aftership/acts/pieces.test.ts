import { describe, expect, test } from 'vitest'
import { as, type ItemId } from '../../../core/ids.ts'
import type { Item } from '../../../core/return/return.ts'
import { gathered, gradingsFor, spread } from './pieces.ts'

const [one, two] = [{ id: as<ItemId>('one') }, { id: as<ItemId>('two') }] as [Item, Item]
const left = (pieces: Record<string, number>) => (item: Item) => pieces[item.id] ?? 0

describe('pieces of a line', () => {
  test('go to the first item until it is full, then to the next', () => {
    expect(spread([one, two], 3, left({ one: 2, two: 2 }))).toEqual([
      { item: 'one', quantity: 2 },
      { item: 'two', quantity: 1 },
    ])
  })

  test('leave out items of which nothing is left, even where more came than was announced', () => {
    expect(spread([one, two], 1, left({ one: -1, two: 1 }))).toEqual([{ item: 'two', quantity: 1 }])
  })

  test('are refused when there are fewer than wanted', () => {
    expect(spread([one, two], 4, left({ one: 2, two: 1 }))).toBeNull()
    expect(spread([], 1, left({}))).toBeNull()
  })

  test('named twice are one sum', () => {
    expect(
      gathered([
        { item: one.id, quantity: 1 },
        { item: two.id, quantity: 2 },
        { item: one.id, quantity: 3 },
      ]),
    ).toEqual([
      { item: 'one', quantity: 4 },
      { item: 'two', quantity: 2 },
    ])
  })
})

describe('gradings', () => {
  const contents = [
    { item: one.id, quantity: 2 },
    { item: two.id, quantity: 2 },
  ]

  test('go along with the pieces and are split where the items part', () => {
    expect(
      gradingsFor(contents, [
        { grade: 'a', quantity: 1 },
        { grade: 'd', quantity: 2, note: 'Torn' },
      ]),
    ).toEqual([
      [
        { grade: 'a', quantity: 1 },
        { grade: 'd', quantity: 1, note: 'Torn' },
      ],
      [{ grade: 'd', quantity: 1, note: 'Torn' }],
    ])
  })

  test('may be missing', () => {
    expect(gradingsFor(contents, [])).toEqual([[], []])
  })
})
