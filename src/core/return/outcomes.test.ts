import { describe, expect, test } from 'vitest'
import { aLine, anOrder, two } from '../../../test/kit/cast.ts'
import { as } from '../ids.ts'
import { outcomesOf } from './outcomes.ts'
import type { Exchange, Item, Resolution, Return } from './return.ts'

const order = anOrder([aLine({ id: 'line-1', quantity: 2, paid: 10_000 })])
const VARIANT = { externalId: 'v', sku: 's', title: null, options: [] }
const item = (resolution: Resolution, id = 'item-1'): Item =>
  ({ id: as(id), line: as('line-1'), asked: 1, removed: [], resolution }) as unknown as Item
const swap = (minor: number, replaces: string | null = null, more: Partial<Exchange> = {}): Exchange =>
  ({
    state: 'proposed',
    bonus: [],
    lines: [
      {
        variant: VARIANT,
        title: 'Coat',
        product: 'coat',
        quantity: 1,
        unit: two(minor),
        tax: two(0),
        total: two(minor),
        replaces,
      },
    ],
    ...more,
  }) as unknown as Exchange
const outcomes = (items: Item[], exchange: Exchange | null = null) =>
  outcomesOf({ items, exchange } as unknown as Return, order)

describe('outcomes', () => {
  test('are told once each, however many items share them', () => {
    const refund = item({ type: 'refund', to: 'original_payment' })
    expect(outcomes([refund, item({ type: 'refund', to: 'store_credit' }), refund])).toEqual(['refund', 'store_credit'])
    expect(outcomes([item({ type: 'refund', to: 'instant_refund' })])).toEqual(['refund'])
  })

  test.each([
    [5000, false],
    [5001, true],
  ])('goods for %i against a piece of 5000: upsell %s', (minor, upsell) => {
    expect(outcomes([item({ type: 'swap' })], swap(minor)).includes('upsell')).toBe(upsell)
  })

  test('the same article in another variant is even, whatever the list says today', () => {
    expect(outcomes([item({ type: 'replace', variant: VARIANT })], swap(9000, 'item-1'))).toEqual(['exchange'])
  })

  test('a bonus makes room, and an exchange that came to nothing sells nothing', () => {
    const bonus: Exchange['bonus'] = [{ type: 'extra', value: null, ratePpm: 100_000, used: two(500).presentment }]
    expect(outcomes([item({ type: 'swap' })], swap(5500, null, { bonus }))).toEqual(['exchange'])
    expect(outcomes([item({ type: 'swap' })], swap(9000, null, { state: 'failed' }))).toEqual(['exchange'])
  })
})
