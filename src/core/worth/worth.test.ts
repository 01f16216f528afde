import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EUR, eur } from '../../../test/kit/cast.ts'
import { counterFor, filed, GBP, goods, INR, lineOf, promised, sold } from '../../../test/kit/core-order.ts'
import { totalOf } from '../figure.ts'
import { type Money, money } from '../money.ts'
import type { Line } from '../order/order.ts'
import { grantedPieces, inBoth, orderTotal, worth } from './worth.ts'

const singles = (line: Line): Money[] =>
  Array.from({ length: line.quantity }, (_, before) => worth(line, before, 1).total.presentment)

const minor = (amounts: Money[]): number[] => amounts.map(amount => amount.amountMinor)

const shown = (line: Line, before: number, quantity: number): [string, number][] =>
  worth(line, before, quantity).parts.map(part => [
    part.included ? `${part.kind} inside` : part.kind,
    part.amount.presentment.amountMinor,
  ])

describe('the worth of pieces', () => {
  test('T17 order discount: each piece gives back its share, whatever order they come in', () => {
    const first = sold([goods(1, 600), goods(1, 400)], { discount: { amountMinor: 100 } })
    expect(minor([...singles(lineOf(first, 'a')), ...singles(lineOf(first, 'b'))])).toEqual([540, 360])
    const second = sold([goods(1, 15_000), goods(1, 6_000)], { discount: { amountMinor: 4_200 } })
    expect(minor([...singles(lineOf(second, 'a')), ...singles(lineOf(second, 'b'))])).toEqual([12_000, 4_800])
    const third = sold([goods(3, 10_000)], { discount: { amountMinor: 3_000 } })
    expect(worth(lineOf(third), 0, 2).total.presentment).toEqual(eur(18_000))
  })

  test('T18 one by one: seven single returns and any other grouping end at 71.92', () => {
    const order = sold([goods(7, 999)], {
      taxesIncluded: false,
      discount: { amountMinor: 1_000 },
      taxes: [{ title: 'VAT', ratePpm: 200_000 }],
    })
    expect(orderTotal(order).presentment).toEqual(eur(7_192))
    const line = lineOf(order)
    expect(minor(singles(line))).toEqual([1027, 1028, 1027, 1028, 1027, 1028, 1027])
    for (const split of [1, 2, 3, 4, 5, 6]) {
      const [head, tail] = [worth(line, 0, split), worth(line, split, 7 - split)]
      expect(head.total.presentment.amountMinor + tail.total.presentment.amountMinor).toBe(7_192)
    }
    expect(shown(line, 0, 7)).toEqual([
      ['goods', 6_993],
      ['discount', -1_000],
      ['tax', 1_199],
    ])
  })

  test('T19 tax inside plus coupon: all of it is 179.25, ten singles sum to it, and so does the tax', () => {
    const order = sold([goods(10, 2_390, { taxes: [{ title: 'VAT', ratePpm: 200_000 }] })], {
      discount: { amountMinor: 5_975 },
    })
    const line = lineOf(order)
    expect(worth(line, 0, 10).total.presentment).toEqual(eur(17_925))
    expect(shown(line, 0, 10)).toEqual([
      ['goods', 23_900],
      ['discount', -5_975],
      ['tax inside', 2_988],
    ])
    const each = Array.from({ length: 10 }, (_, before) => worth(line, before, 1))
    expect(each.reduce((all, one) => all + one.total.presentment.amountMinor, 0)).toBe(17_925)
    const taxes = each.flatMap(one =>
      one.parts.filter(part => part.kind === 'tax').map(part => part.amount.presentment.amountMinor),
    )
    expect(taxes.reduce((all, one) => all + one, 0)).toBe(2_988)
  })

  test('T20 discount over several returns: nine back are 1800, the last is 200', () => {
    const line = lineOf(sold([goods(10, 80_000)], { discount: { amountMinor: 600_000 } }))
    expect(worth(line, 0, 9).total.presentment).toEqual(eur(180_000))
    expect(worth(line, 9, 1).total.presentment).toEqual(eur(20_000))
  })

  test('T22 tax of that line only: the second line gives back 11, and mixed rates stay apart', () => {
    const stated = sold(
      [
        goods(1, 10_000, { taxes: [{ title: 'VAT', amount: { amountMinor: 1_000 } }] }),
        goods(1, 11_000, { taxes: [{ title: 'VAT', amount: { amountMinor: 1_100 } }] }),
      ],
      { taxesIncluded: false },
    )
    expect(shown(lineOf(stated, 'b'), 0, 1)).toEqual([
      ['goods', 11_000],
      ['tax', 1_100],
    ])
    const mixed = sold([
      goods(1, 10_900, { taxes: [{ title: 'low', ratePpm: 90_000 }] }),
      goods(1, 12_100, { taxes: [{ title: 'high', ratePpm: 210_000 }] }),
    ])
    expect(shown(lineOf(mixed, 'a'), 0, 1)).toEqual([
      ['goods', 10_900],
      ['tax inside', 900],
    ])
    expect(shown(lineOf(mixed, 'b'), 0, 1)).toEqual([
      ['goods', 12_100],
      ['tax inside', 2_100],
    ])
    expect(worth(lineOf(mixed, 'a'), 0, 1).total.presentment).toEqual(eur(10_900))
  })

  test('T23 stored tax: 119.00 sold at 19 % gives back 19.00 of tax; a discounted net is taxed once', () => {
    const inside = lineOf(sold([goods(1, 11_900, { taxes: [{ title: 'VAT', ratePpm: 190_000 }] })]))
    expect(shown(inside, 0, 1)).toEqual([
      ['goods', 11_900],
      ['tax inside', 1_900],
    ])
    const onTop = lineOf(
      sold([goods(1, 10_000, { discount: { amountMinor: 1_000 }, taxes: [{ title: 'VAT', ratePpm: 190_000 }] })], {
        taxesIncluded: false,
      }),
    )
    expect(shown(onTop, 0, 1)).toEqual([
      ['goods', 10_000],
      ['discount', -1_000],
      ['tax', 1_710],
    ])
    expect(worth(onTop, 0, 1).total.presentment).toEqual(eur(10_710))
  })

  test('parts name their item and their tax when asked to', () => {
    const line = lineOf(sold([goods(1, 11_900, { taxes: [{ title: 'VAT', ratePpm: 190_000 }] })]))
    expect(worth(line, 0, 1, 'item-1' as never).parts).toEqual([
      { kind: 'goods', amount: { presentment: eur(11_900), shop: eur(11_900) }, item: 'item-1' },
      {
        kind: 'tax',
        amount: { presentment: eur(1_900), shop: eur(1_900) },
        taxTitle: 'VAT',
        included: true,
        item: 'item-1',
      },
    ])
    expect(worth(line, 0, 1).parts[0]).not.toHaveProperty('item')
  })
})

describe('any line, any grouping', () => {
  const lines = fc.record({
    quantity: fc.integer({ min: 1, max: 40 }),
    unit: fc.integer({ min: 0, max: 500_000 }),
    off: fc.integer({ min: 0, max: 1_000_000 }),
    rate: fc.integer({ min: 0, max: 300_000 }),
    included: fc.boolean(),
    cuts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 }),
  })
  const lineFrom = ({
    quantity,
    unit,
    off,
    rate,
    included,
  }: {
    quantity: number
    unit: number
    off: number
    rate: number
    included: boolean
  }) =>
    lineOf(
      sold(
        [
          goods(quantity, unit, {
            discount: { amountMinor: Math.min(off, unit * quantity) },
            taxes: [{ title: 'VAT', ratePpm: rate }],
          }),
        ],
        { taxesIncluded: included },
      ),
    )

  test('closes exactly at what was paid, and taxes at what was taxed', () => {
    fc.assert(
      fc.property(lines, sketch => {
        const line = lineFrom(sketch)
        const marks = [...new Set([0, ...sketch.cuts.filter(cut => cut < sketch.quantity), sketch.quantity])].sort(
          (a, b) => a - b,
        )
        const groups = marks.slice(1).map((mark, place) => worth(line, marks[place] ?? 0, mark - (marks[place] ?? 0)))
        expect(groups.reduce((all, one) => all + one.total.presentment.amountMinor, 0)).toBe(
          line.paid.presentment.amountMinor,
        )
        const taxes = groups
          .flatMap(one => one.parts.filter(part => part.kind === 'tax'))
          .reduce((all, part) => all + part.amount.presentment.amountMinor, 0)
        expect(taxes).toBe(line.taxes[0]?.amount.presentment.amountMinor)
        for (const group of groups) {
          expect(group.total.presentment.amountMinor).toBeGreaterThanOrEqual(0)
          expect(totalOf(group.parts, { presentment: EUR, shop: EUR })).toEqual(group.total)
        }
      }),
    )
  })

  test('never gives less for more pieces', () => {
    fc.assert(
      fc.property(lines, sketch => {
        const line = lineFrom(sketch)
        for (let n = 1; n <= line.quantity; n++) {
          expect(worth(line, 0, n).total.presentment.amountMinor).toBeGreaterThanOrEqual(
            worth(line, 0, n - 1).total.presentment.amountMinor,
          )
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('what was promised before', () => {
  test('pieces are counted over all returns, and a replaced grant does not count', () => {
    const order = sold([goods(5, 1_000), goods(5, 1_000)])
    const tray = counterFor(order)
    const one = promised(filed(order, [{ quantity: 2 }, { line: 'b', quantity: 1 }]), tray, { basis: 'asked' })
    const other = promised(filed(order, [{ quantity: 1 }]), counterFor(order, null, [one]), { basis: 'asked' })
    expect(grantedPieces(lineOf(order, 'a').id, [one, other])).toBe(3)
    expect(grantedPieces(lineOf(order, 'b').id, [one, other])).toBe(1)
    const [grant] = other.grants
    if (!grant) throw new Error('There is a grant.')
    const again = { ...other, grants: [grant, { ...grant, id: 'newer' as never, replaces: [grant.id] }] }
    expect(grantedPieces(lineOf(order, 'a').id, [one, again])).toBe(3)
  })
})

describe('a fee in both currencies', () => {
  const rupees = sold([goods(1, 100_000, { unitPrice: { amountMinor: 100_000, shopAmountMinor: 1_000 } })], {
    currency: INR,
    shopCurrency: GBP,
  })

  test('goes by the order’s own totals, whichever currency it was written in', () => {
    expect(inBoth(money(500, GBP), rupees)).toEqual({ presentment: money(50_000, INR), shop: money(500, GBP) })
    expect(inBoth(money(50_000, INR), rupees)).toEqual({ presentment: money(50_000, INR), shop: money(500, GBP) })
  })

  test('is not taken when nothing says what it would be', () => {
    expect(inBoth(eur(500), rupees)).toBeNull()
    expect(inBoth(money(500, GBP), sold([goods(1, 1_000)]))).toBeNull()
    const free = sold([goods(1, 0, { unitPrice: { amountMinor: 0, shopAmountMinor: 0 } })], {
      currency: INR,
      shopCurrency: GBP,
    })
    expect(inBoth(money(500, GBP), free)).toBeNull()
    for (const unitPrice of [
      { amountMinor: 0, shopAmountMinor: 5 },
      { amountMinor: 5, shopAmountMinor: 0 },
    ]) {
      const half = sold([goods(1, 0, { unitPrice })], { currency: INR, shopCurrency: GBP })
      expect([inBoth(money(500, GBP), half), inBoth(money(500, INR), half)]).toEqual([null, null])
    }
  })

  test('is the same on both sides where there is one currency', () => {
    expect(inBoth(eur(500), sold([goods(1, 1_000)]))).toEqual({ presentment: eur(500), shop: eur(500) })
  })
})
