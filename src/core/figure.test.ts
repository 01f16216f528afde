import { describe, expect, test } from 'vitest'
import { EUR, eur, two } from '../../test/kit/cast.ts'
import { GBP } from '../../test/kit/core-order.ts'
import { figureOf, type Part, totalOf } from './figure.ts'
import { money } from './money.ts'

const euros = { presentment: EUR, shop: EUR }
const part = (kind: Part['kind'], amountMinor: number, more: Partial<Part> = {}): Part => ({
  kind,
  amount: two(amountMinor),
  ...more,
})

describe('a figure', () => {
  test('adds its parts up, without taxes that stand inside the price', () => {
    const parts = [
      part('goods', 11_900),
      part('tax', 1_900, { included: true }),
      part('discount', -900),
      part('tax', 50),
    ]
    expect(figureOf(parts, euros)).toEqual({ parts, total: two(11_050) })
    expect(figureOf([], euros)).toEqual({ parts: [], total: two(0) })
  })

  test('ends at zero and says what was waived', () => {
    const parts = [part('goods', 500), part('return_cost', -695)]
    expect(figureOf(parts, euros)).toEqual({
      parts: [...parts, part('waived', 195, { why: 'below_zero' })],
      total: two(0),
    })
    expect(totalOf(parts, euros)).toEqual(two(-195))
    expect(figureOf([part('goods', 695), part('return_cost', -695)], euros)).toEqual({
      parts: [part('goods', 695), part('return_cost', -695)],
      total: two(0),
    })
  })

  test('is floored in both currencies together, and rounding leaves none of them below zero', () => {
    const pounds = { presentment: EUR, shop: GBP }
    const at = (here: number, there: number) => ({ presentment: eur(here), shop: money(there, GBP) })
    const parts: Part[] = [
      { kind: 'goods', amount: at(5, 4) },
      { kind: 'return_cost', amount: at(-8, -3) },
    ]
    expect(figureOf(parts, pounds)).toEqual({
      parts: [...parts, { kind: 'waived', amount: at(3, -1), why: 'below_zero' }],
      total: at(0, 0),
    })
    expect(
      figureOf(
        [
          { kind: 'goods', amount: at(5, 4) },
          { kind: 'return_cost', amount: at(-5, -5) },
        ],
        pounds,
      ).total,
    ).toEqual(at(0, 0))
    expect(
      figureOf(
        [
          { kind: 'goods', amount: at(5, 4) },
          { kind: 'return_cost', amount: at(-4, -3) },
        ],
        pounds,
      ).total,
    ).toEqual(at(1, 1))
  })
})
