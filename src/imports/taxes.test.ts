import { expect, test } from 'vitest'
import type { Currency } from '../core/money.ts'
import { rateInName, splitTax } from './taxes.ts'

const EUR = 'EUR' as Currency
const on = { goods: 10000, freight: 1000, pieces: 2, currency: EUR }

test('the rate is read from the name', () => {
  expect(['VAT 19%', 'GST 5.5 %', 'TVA 8,25%', 'MwSt'].map(rateInName)).toEqual([190_000, 55_000, 82_500, null])
})

test('a tax that fits goods and freight together is parted between them', () => {
  expect(splitTax({ title: 'VAT 20%', amountMinor: 2200 }, { ...on, included: false })).toEqual({
    lines: [{ title: 'VAT 20%', ratePpm: 200_000, amount: { amountMinor: 2000 } }],
    freight: [{ title: 'VAT 20%', ratePpm: 200_000, amount: { amountMinor: 200 } }],
  })
})

test('a tax inside the prices is parted the same way', () => {
  const split = splitTax({ title: 'VAT 20%', amountMinor: 1833 }, { ...on, included: true })
  expect([split.lines[0]?.amount?.amountMinor, split.freight[0]?.amount?.amountMinor]).toEqual([1666, 167])
})

test('a tax that fits the goods alone stays with them, and so does one without a rate', () => {
  expect(splitTax({ title: 'VAT 20%', amountMinor: 2000 }, { ...on, included: false }).freight).toEqual([])
  expect(splitTax({ title: 'Tax', amountMinor: 2200 }, { ...on, included: false }).freight).toEqual([])
})
