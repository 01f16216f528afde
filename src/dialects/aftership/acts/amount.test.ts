import { expect, test } from 'vitest'
import { moneyHeard } from './amount.ts'

test.each([
  ['198.21', 'USD', 19_821],
  [7.1, 'USD', 710],
  ['5', 'EUR', 500],
  ['1200.00', 'JPY', 1200],
  ['1.234', 'KWD', 1234],
  ['0.00', 'USD', 0],
])('%s %s is %d of the smallest coin', (amount, currency, amountMinor) => {
  expect(moneyHeard({ amount, currency })).toEqual({ amountMinor, currency })
})

test.each([
  ['1.5', 'JPY'],
  ['1.001', 'USD'],
  ['1.00', 'XXZ'],
  [1e21, 'USD'],
  ['', 'USD'],
])('%s %s is no amount', (amount, currency) => {
  expect(moneyHeard({ amount, currency })).toBeNull()
})
