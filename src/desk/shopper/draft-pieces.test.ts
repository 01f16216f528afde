import { describe, expect, test } from 'vitest'
import { as } from '../../core/ids.ts'
import { type Count, countedPieces, join, split } from './draft-pieces.ts'

const count = (line: string, quantity: number, more: Partial<Count> = {}): Count => ({
  order: as('order-1'),
  line: as(line),
  kitWhole: false,
  quantity,
  ...more,
})
const shirts = countedPieces([], [count('shirts', 3), count('mug', 1), count('socks', 0)])
const told = shirts.map(piece => ({ ...piece, reason: 'too_small' as const, photos: [as<never>('photo')] }))

describe('counting pieces', () => {
  test('makes a wish for everything of which there is at least one', () => {
    expect(shirts).toMatchObject([
      { id: 'p1', line: 'shirts', quantity: 3, reason: null, photos: [] },
      { id: 'p2', line: 'mug', quantity: 1 },
    ])
  })

  test('again keeps what was said, and lets go of what is not wished any more', () => {
    expect(countedPieces(told, [count('shirts', 2)])).toMatchObject([{ id: 'p1', quantity: 2, reason: 'too_small' }])
  })

  test('takes fewer from the last wish of a line, and gives more to the first', () => {
    const apart = split(told, 'p1')
    expect(countedPieces(apart, [count('shirts', 2)]).map(({ id, quantity }) => [id, quantity])).toEqual([
      ['p1', 1],
      ['p3', 1],
    ])
    expect(countedPieces(apart, [count('shirts', 5)]).map(({ id, quantity }) => [id, quantity])).toEqual([
      ['p1', 4],
      ['p3', 1],
    ])
    expect(countedPieces(apart, [count('shirts', 1)]).map(({ id }) => id)).toEqual(['p1'])
  })
})

describe('another reason for some of them', () => {
  test('gives one piece a wish of its own, without what was said of the others', () => {
    expect(split(told, 'p1')).toMatchObject([
      { id: 'p1', quantity: 2, reason: 'too_small' },
      { id: 'p3', line: 'shirts', quantity: 1, reason: null, photos: [] },
      { id: 'p2' },
    ])
  })

  test('is not for a single piece', () => {
    expect(split(told, 'p2')).toEqual(told)
  })

  test('goes back to the other wish of the line', () => {
    expect(join(split(told, 'p1'), 'p3')).toEqual(told)
    expect(join(told, 'p2')).toEqual(told)
  })
})
