import { describe, expect, test } from 'vitest'
import { aLine, anOrder, eur, two } from '../../test/kit/cast.ts'
import { type CatalogueVariant, inStock, priceFor, taxedAs } from './catalogue.ts'
import type { Currency, Money } from './money.ts'
import type { Tax } from './order/order.ts'

const usd = (amountMinor: number): Money => ({ amountMinor, currency: 'USD' as Currency })
const variant = (prices: Money[], stock: number | null = 3): CatalogueVariant => ({
  id: 'v',
  sku: 'V',
  title: null,
  options: [],
  prices,
  stock,
  image: null,
})
const tax = (ratePpm: number, included: boolean): Tax => ({ title: 'Tax', ratePpm, amount: two(0), included })

describe('what is there', () => {
  test('counts down to what the shop keeps; what nobody counts never runs out', () => {
    expect(inStock(variant([], 3), 3)).toBe(true)
    expect(inStock(variant([], 3), 2, 2)).toBe(false)
    expect(inStock(variant([], null), 1_000, 5)).toBe(true)
  })
})

describe('what it costs', () => {
  const order = anOrder([aLine({ quantity: 1, paid: 10_000 })])
  const abroad = {
    ...order,
    currency: 'USD' as Currency,
    lines: [{ ...order.lines[0]!, paid: { presentment: usd(11_000), shop: eur(10_000) } }],
  }

  test('is what the feed says in the order’s currency, and nothing when it says nothing', () => {
    expect(priceFor(variant([eur(4990), usd(5400)]), order)).toEqual(two(4990))
    expect(priceFor(variant([usd(5400)]), order)).toBeNull()
    expect(priceFor(variant([eur(4990)]), abroad)).toBeNull()
  })

  test('the books follow by the feed, else at the order’s own rate', () => {
    expect(priceFor(variant([eur(4990), usd(5400)]), abroad)).toEqual({ presentment: usd(5400), shop: eur(4990) })
    expect(priceFor(variant([usd(5500)]), abroad)).toEqual({ presentment: usd(5500), shop: eur(5000) })
  })

  test('tax stays inside, unless the order was taxed on top; either way it adds up to the price', () => {
    expect(taxedAs(two(11_900), 2, [tax(190_000, true)])).toEqual({ unit: two(11_900), tax: two(0) })
    expect(taxedAs(two(11_900), 2, [tax(190_000, false)])).toEqual({ unit: two(10_000), tax: two(3_800) })
    const { unit, tax: onTop } = taxedAs(two(999), 3, [tax(65_000, false)])
    expect(unit.presentment.amountMinor * 3 + onTop.presentment.amountMinor).toBe(2_997)
  })
})
