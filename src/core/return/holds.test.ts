import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aTray } from '../../../test/kit/cast.ts'
import type { FulfilmentId, ItemId, LineId } from '../ids.ts'
import { refused } from '../refusal.ts'
import { freePieces, take, type Wish } from './holds.ts'
import type { Sold, Tray } from './tray.ts'

const sold = (fulfilment: string, delivered: number, held = 0, line = 'line-1'): Sold => ({
  line: line as LineId,
  fulfilment: fulfilment as FulfilmentId,
  delivered,
  held,
})
/** The order's deliveries are first, then second; the ledger may list them in any order. */
function tray(...ledger: Sold[]): Tray {
  const order = anOrder([aLine({ quantity: 5 })])
  const [delivery] = order.fulfilments
  const fulfilments = ['first', 'second'].map(id => ({ ...delivery!, id: id as FulfilmentId }))
  return aTray({ order: { ...order, fulfilments }, ledger })
}
const wish = (quantity: number, more: Partial<Wish> = {}): Wish => ({
  item: 'item-1' as ItemId,
  line: 'line-1' as LineId,
  quantity,
  ...more,
})
const taken = (wishes: Wish[], on: Tray) => {
  const answer = take(wishes, on)
  return refused(answer) ? answer : answer.map(held => [held.fulfilment, held.quantity])
}

describe('holds', () => {
  test('the oldest delivery gives its free pieces first', () => {
    expect(taken([wish(3)], tray(sold('second', 3), sold('first', 2)))).toEqual([
      ['first', 2],
      ['second', 1],
    ])
    expect(taken([wish(1)], tray(sold('first', 2, 2), sold('second', 3)))).toEqual([['second', 1]])
  })

  test('a wish may pin the delivery', () => {
    expect(
      taken([wish(2, { fulfilment: 'second' as FulfilmentId })], tray(sold('first', 2), sold('second', 3))),
    ).toEqual([['second', 2]])
    expect(
      take([wish(4, { fulfilment: 'second' as FulfilmentId })], tray(sold('first', 2), sold('second', 3))),
    ).toMatchObject({ code: 'quantity_exceeded', detail: { returnable: 3 } })
  })

  test('T03: the same line twice is judged by the sum, and nothing is taken then', () => {
    const answer = take([wish(2), wish(2, { item: 'item-2' as ItemId })], tray(sold('first', 2)))
    expect(answer).toMatchObject({
      code: 'quantity_exceeded',
      detail: { path: 'items[1].quantity', returnable: 2, asked: 4 },
    })
  })

  test('T01: pieces that are spoken for are not free', () => {
    expect(take([wish(1)], tray(sold('first', 2, 2)))).toMatchObject({
      code: 'quantity_exceeded',
      detail: { returnable: 0 },
    })
  })

  test('T02: nothing delivered yet is another no than too much', () => {
    expect(take([wish(1)], tray())).toMatchObject({ code: 'not_delivered' })
    expect(take([wish(2)], tray(sold('first', 1)))).toMatchObject({
      code: 'quantity_exceeded',
      detail: { returnable: 1 },
    })
  })

  test('a wish for nothing takes nothing', () => {
    expect(taken([wish(0)], tray(sold('first', 2)))).toEqual([])
  })

  test('other lines are left alone', () => {
    expect(take([wish(1)], tray(sold('first', 2, 0, 'line-2')))).toMatchObject({ code: 'not_delivered' })
  })

  test('free pieces are counted in one delivery or in all, never below zero', () => {
    const on = tray(sold('first', 2, 1), sold('second', 3), sold('second', 1, 4, 'line-2'))
    expect(freePieces(on, 'line-1' as LineId)).toBe(4)
    expect(freePieces(on, 'line-1' as LineId, 'first' as FulfilmentId)).toBe(1)
    expect(freePieces(on, 'line-2' as LineId)).toBe(0)
  })
})
