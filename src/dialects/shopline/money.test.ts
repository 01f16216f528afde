import { describe, expect, test } from 'vitest'
import { type Currency, money } from '../../core/money.ts'
import { amount, minorIn } from './money.ts'

const of = (minor: number, currency: string) => money(minor, currency as Currency)

describe('money as text', () => {
  test.each([
    [12_345, 'EUR', '123.45'],
    [5, 'EUR', '0.05'],
    [-1000, 'EUR', '-10.00'],
    [500, 'JPY', '500.00'],
    [1234, 'KWD', '1.234'],
  ])('%i %s reads %s', (minor, currency, text) => {
    expect(amount(of(minor, currency))).toBe(text)
  })

  test.each([
    ['2.34', 'EUR', 234],
    ['2', 'EUR', 200],
    ['2.3400', 'EUR', 234],
    ['500.00', 'JPY', 500],
    ['1.234', 'KWD', 1234],
    ['2.345', 'EUR', null],
    ['1.5', 'JPY', null],
    ['-1', 'EUR', null],
    ['1e3', 'EUR', null],
    ['', 'EUR', null],
  ])('%s in %s is heard as %s', (text, currency, minor) => {
    expect(minorIn(text, currency as Currency)).toBe(minor)
  })
})
