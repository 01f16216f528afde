import { describe, expect, test } from 'vitest'
import type { Currency } from '../core/money.ts'
import { typedAmount } from './typed-amount.ts'

const read = (text: string, currency = 'EUR') => typedAmount(text, currency as Currency)?.amountMinor ?? null

describe('an amount somebody typed', () => {
  test('is read with a point or a comma, and with or without decimals', () => {
    expect(['12.50', '12,5', '12', '0.05', ' 7 '].map(text => read(text))).toEqual([1_250, 1_250, 1_200, 5, 700])
  })

  test('groups of three are groups, whatever stands between them', () => {
    expect(['1.234,56', '1,234.56', "1'234.56", '1 234,5', '1.234', '1,234'].map(text => read(text))).toEqual([
      123_456, 123_456, 123_456, 123_450, 123_400, 123_400,
    ])
  })

  test('currencies have as many decimals as they have', () => {
    expect([read('9,899', 'JPY'), read('9899', 'JPY'), read('1.234', 'KWD'), read('12.5', 'KWD')]).toEqual([
      9_899, 9_899, 1_234, 12_500,
    ])
    expect(read('12.5', 'JPY')).toBeNull()
  })

  test('digits of other scripts and the sign of the currency do not matter', () => {
    expect([read('١٢٫٥'), read('12,50 €'), read('€12.50'), read('EUR 12.50')]).toEqual([1_250, 1_250, 1_250, 1_250])
  })

  test('anything else is no amount', () => {
    expect(['', 'ten', '-5', '1.2.3', '12.345', '1e3', '9'.repeat(20)].map(text => read(text))).toEqual(
      Array.from({ length: 7 }, (_, place) => (place === 4 ? 1_234_500 : null)),
    )
  })
})
