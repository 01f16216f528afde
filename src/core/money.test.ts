import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EUR, eur } from '../../test/kit/cast.ts'
import { GBP, JPY, KWD } from '../../test/kit/core-order.ts'
import {
  add,
  alike,
  type Currency,
  cumulative,
  digits,
  isZero,
  least,
  money,
  most,
  negate,
  next,
  parseCurrency,
  rateOf,
  share,
  subtract,
  sum,
  times,
  zero,
} from './money.ts'

const minor = (amounts: { amountMinor: number }[]) => amounts.map(amount => amount.amountMinor)

describe('currencies', () => {
  test('T29 have no, two, three or four decimals', () => {
    expect([
      digits(JPY),
      digits(EUR),
      digits(KWD),
      digits('CLF' as Currency),
      digits('KRW' as Currency),
      digits('TND' as Currency),
    ]).toEqual([0, 2, 3, 4, 0, 3])
  })

  test('are read from ISO codes and nothing else', () => {
    expect([parseCurrency('EUR'), parseCurrency('eur'), parseCurrency('XXY'), parseCurrency('')]).toEqual([
      'EUR',
      null,
      null,
      null,
    ])
  })
})

describe('sums', () => {
  test('add up in one currency', () => {
    expect(add(eur(1), eur(2))).toEqual(eur(3))
    expect(subtract(eur(1), eur(2))).toEqual(eur(-1))
    expect(sum([eur(1), eur(2), eur(3)], EUR)).toEqual(eur(6))
    expect(sum([], EUR)).toEqual(zero(EUR))
    expect(times(eur(-5), 3)).toEqual(eur(-15))
  })

  test('never mix currencies and never leave exact integers', () => {
    expect(() => add(eur(1), money(1, GBP))).toThrow('EUR and GBP')
    expect(() => subtract(eur(1), money(1, GBP))).toThrow('EUR and GBP')
    expect(() => least(eur(1), money(1, GBP))).toThrow('EUR and GBP')
    expect(() => most(eur(1), money(1, GBP))).toThrow('EUR and GBP')
    expect(() => alike(eur(1), money(1, GBP), eur(1))).toThrow('EUR and GBP')
    expect(() => times(eur(Number.MAX_SAFE_INTEGER), 2)).toThrow('exact integers')
    expect(() => add(eur(Number.MAX_SAFE_INTEGER), eur(1))).toThrow('exact integers')
  })

  test('know no negative zero', () => {
    expect(Object.is(negate(eur(0)).amountMinor, 0)).toBe(true)
    expect(Object.is(times(eur(-5), 0).amountMinor, 0)).toBe(true)
    expect(Object.is(rateOf(eur(-1), 1).amountMinor, 0)).toBe(true)
    expect(negate(eur(5))).toEqual(eur(-5))
    expect(isZero(negate(eur(0)))).toBe(true)
    expect(isZero(eur(1))).toBe(false)
  })

  test('least and most of two', () => {
    expect([least(eur(1), eur(2)), least(eur(2), eur(1)), most(eur(1), eur(2)), most(eur(2), eur(1))]).toEqual([
      eur(1),
      eur(1),
      eur(2),
      eur(2),
    ])
  })
})

describe('sharing', () => {
  test('the last cent goes to the largest remainder', () => {
    expect(minor(share(eur(100), [1, 1, 1]))).toEqual([34, 33, 33])
    expect(minor(share(eur(10), [3, 3, 1]))).toEqual([4, 4, 2])
    expect(minor(share(eur(4_200), [15_000, 6_000]))).toEqual([3_000, 1_200])
  })

  test('on a tie to the larger weight, then to the earlier place', () => {
    expect(minor(share(eur(5), [1, 3, 1, 5]))).toEqual([0, 2, 0, 3])
    expect(minor(share(eur(1), [2, 2]))).toEqual([1, 0])
    expect(minor(share(eur(1), [1, 1, 1, 1]))).toEqual([1, 0, 0, 0])
    expect(minor(share(eur(2), [1, 3]))).toEqual([0, 2])
  })

  test('negative amounts are shared like positive ones', () => {
    expect(minor(share(eur(-100), [1, 1, 1]))).toEqual([-34, -33, -33])
  })

  test('without weights the first place takes all', () => {
    expect(minor(share(eur(7), [0, 0]))).toEqual([7, 0])
    expect(share(eur(7), [])).toEqual([])
    expect(share(eur(7), [0, 0])[1]).toEqual(zero(EUR))
  })

  test('loses nothing, and no part is further than a unit from its exact share', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
      .filter(list => list.some(one => one > 0))
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), weights, (amount, list) => {
        const parts = minor(share(eur(amount), list))
        const whole = list.reduce((all, one) => all + one, 0)
        expect(parts.reduce((all, one) => all + one, 0)).toBe(amount)
        parts.forEach((part, place) => {
          expect(Math.abs(part - (amount * (list[place] ?? 0)) / whole)).toBeLessThan(1)
        })
      }),
    )
  })
})

describe('cumulative rounding', () => {
  test('halves go away from zero', () => {
    expect(cumulative(eur(5), 1, 2)).toEqual(eur(3))
    expect(cumulative(eur(-5), 1, 2)).toEqual(eur(-3))
    expect(cumulative(eur(4), 1, 3)).toEqual(eur(1))
    expect(cumulative(eur(5), 1, 3)).toEqual(eur(2))
    expect(cumulative(eur(5), 0, 0)).toEqual(eur(0))
  })

  test('T18 seven pieces of 71.92 are 10.27 and 10.28 in turn', () => {
    expect(Array.from({ length: 7 }, (_, p) => next(eur(7_192), p, 1, 7).amountMinor)).toEqual([
      1027, 1028, 1027, 1028, 1027, 1028, 1027,
    ])
    expect(next(eur(7_192), 2, 3, 7)).toEqual(eur(3_082))
  })

  test('any grouping closes at the whole, and no more pieces are ever worth less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat(1_000),
        (total, n, cut) => {
          const p = cut % (n + 1)
          expect(next(eur(total), 0, p, n).amountMinor + next(eur(total), p, n - p, n).amountMinor).toBe(total)
          if (p > 0) expect(next(eur(total), p - 1, 1, n).amountMinor).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
})

describe('rates', () => {
  test('are parts per million, halves away from zero', () => {
    expect(rateOf(eur(8_000), 150_000)).toEqual(eur(1_200))
    expect(rateOf(eur(1), 500_000)).toEqual(eur(1))
    expect(rateOf(eur(1), 499_999)).toEqual(eur(0))
    expect(rateOf(eur(-1), 500_000)).toEqual(eur(-1))
    expect(rateOf(eur(5_993), 200_000)).toEqual(eur(1_199))
  })

  test('a pair of amounts scales others, and nothing scales by nothing', () => {
    expect(alike(money(500, GBP), money(1_000, GBP), eur(1_150))).toEqual(eur(575))
    expect(alike(money(1, GBP), money(2, GBP), eur(1))).toEqual(eur(1))
    expect(alike(money(5, GBP), money(0, GBP), eur(7))).toEqual(eur(0))
    expect(alike(money(-3, GBP), money(2, GBP), eur(1))).toEqual(eur(-2))
  })
})
