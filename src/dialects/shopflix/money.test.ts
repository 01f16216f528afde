import { expect, test } from 'vitest'
import type { Currency } from '../../core/money.ts'
import { priceNumber, priceText } from './money.ts'

test.each([
  [2346, 'EUR', '23.46'],
  [5, 'EUR', '0.05'],
  [0, 'EUR', '0.00'],
  [123_456_789, 'EUR', '1234567.89'],
  [2100, 'JPY', '2100.00'],
  [1234, 'KWD', '1.234'],
  [-50, 'EUR', '-0.50'],
])('%i of %s is written %s', (amountMinor, currency, text) => {
  const amount = { amountMinor, currency: currency as Currency }
  expect(priceText(amount)).toBe(text)
  expect(priceNumber(amount)).toBe(Number(text))
})
