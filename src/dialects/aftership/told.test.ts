import { describe, expect, test } from 'vitest'
import { aShop } from '../../../test/kit/cast.ts'
import { type Currency, money } from '../../core/money.ts'
import { alpha3Of, countryOf } from './countries.ts'
import { amountOf } from './told.ts'
import { inVersion, servedAs, VERSIONS, withItsIdNames } from './versions.ts'

describe('an amount', () => {
  const said = (minor: number, currency: string, decimals?: string) =>
    amountOf(money(minor, currency as Currency), aShop(decimals ? { dialects: { aftership: { decimals } } } : {}))
      .amount

  // conforms: field Money.amount
  // conforms: field Money.currency
  test.each([
    [9999, 'USD', '99.99'],
    [5, 'EUR', '0.05'],
    [0, 'EUR', '0.00'],
    [-250, 'EUR', '-2.50'],
    [1000, 'JPY', '1000.00'],
    [0, 'JPY', '0.00'],
    [1234, 'KWD', '1.234'],
    [4, 'KWD', '0.004'],
  ])('%i of %s is %s', (minor, currency, text) => expect(said(minor, currency)).toBe(text))

  test('has as many decimals as its currency where the shop says so', () => {
    expect(said(1000, 'JPY', 'own')).toBe('1000')
    expect(said(9999, 'EUR', 'own')).toBe('99.99')
  })
})

test('countries go to three letters and come back', () => {
  for (const two of ['DE', 'US', 'GB', 'GR', 'ZW', 'AF']) expect(countryOf(alpha3Of(two) ?? '')).toBe(two)
  expect([alpha3Of('de'), alpha3Of(null), countryOf('usa'), countryOf('US'), countryOf('XXX')]).toEqual([
    'DEU',
    null,
    'US',
    'US',
    null,
  ])
})

describe('versions', () => {
  test('every month is served by one', () => {
    expect(['2020-01', '2024-09', '2025-12', '2026-07', '2040-01'].map(servedAs)).toEqual([
      '2024-07',
      '2024-07',
      '2025-07',
      '2026-07',
      '2026-07',
    ])
  })

  test.each([
    ['return', 'gift_return', ['2024-07', '2025-07']],
    ['return', 'is_gift_return', ['2026-01', '2026-07']],
    ['order', 'country', ['2024-07', '2024-10']],
    ['order', 'country_region', ['2025-01', '2026-07']],
    ['item', 'image_urls', ['2024-07', '2024-07']],
    ['item', 'product_image_urls', ['2024-10', '2026-07']],
    ['item', 'green_return', ['2026-07', '2026-07']],
    ['shipment', 'invoice_url', ['2026-07', '2026-07']],
    ['exchange_item', 'product_image_urls', ['2026-01', '2026-07']],
  ] as const)('%s.%s is there from %j', (kind, member, [first, last]) => {
    const having = VERSIONS.filter(version => member in inVersion(kind, version, { [member]: 1 }))
    expect([having[0], having.at(-1)]).toEqual([first, last])
  })

  test('the first one calls the platform’s ids source ids, at every depth', () => {
    const wire = { external_id: 1, items: [{ external_order_item_id: 2 }], none: null }
    expect(withItsIdNames('2024-07', wire)).toEqual({ source_id: 1, items: [{ source_order_item_id: 2 }], none: null })
    expect(withItsIdNames('2024-10', wire)).toBe(wire)
  })
})
