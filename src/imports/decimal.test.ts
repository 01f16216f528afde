import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Currency } from '../core/money.ts'
import { type DecimalSign, parseDecimal, provenSign } from './decimal.ts'
import { shownAmount } from './shown.ts'

const currency = (code: string) => code as Currency
const read = (text: string, code = 'EUR', sign: DecimalSign | null = null) => {
  const reading = parseDecimal(text, currency(code), { sign })
  return 'problem' in reading ? null : reading.amountMinor
}

describe('amounts as people write them', () => {
  test('1.234,56 typed in a German desk means 1234.56', () => {
    expect(read('1.234,56', 'EUR', ',')).toBe(123456)
    expect(read('1.234', 'EUR', ',')).toBe(123400)
  })

  test.each([
    ['1,234.56', 123456],
    ['1.234,56', 123456],
    ['1 234,56', 123456],
    ['1\u202f234,56', 123456],
    ["1'234.56", 123456],
    ['12,34,567.00', 123456700],
    ['1.234.567', 123456700],
    ['21.46', 2146],
    ['21,4', 2140],
    ['21', 2100],
    ['.5', 50],
    ['0,125', null],
    ['1234.567', null],
    ['1234.500', 123450],
    ['€ 12,50', 1250],
    ['12.50 EUR', 1250],
    ['-3.10', -310],
    ['3,10-', -310],
    ['-0.00', 0],
  ])('%s', (text, amountMinor) => expect(read(text)).toBe(amountMinor))

  test('a single group of three is refused unless the file tells which sign it uses', () => {
    expect(read('1.234')).toBeNull()
    expect(read('1,234')).toBeNull()
    expect(read('1.234', 'EUR', ',')).toBe(123400)
    expect(read('1,234', 'EUR', '.')).toBe(123400)
    expect(read('1.230', 'EUR', '.')).toBe(123)
  })

  test('currencies with no and with three minor digits keep theirs', () => {
    expect(read('9899', 'JPY')).toBe(9899)
    expect(read('9,899', 'JPY', '.')).toBe(9899)
    expect(read('9899.50', 'JPY')).toBeNull()
    expect(read('1.234', 'KWD')).toBe(1234)
    expect(read('1.234', 'KWD', ',')).toBe(1234000)
  })

  test.each([
    '',
    'ten',
    '1,2,3',
    '1.2.3',
    '12..5',
    '1,23.45,6',
    '1e5',
    '--1',
    '-1-',
    '99999999999999999',
    '0x10',
    '１２',
  ])('"%s" is no amount', text => {
    expect(read(text)).toBeNull()
  })

  test('only exports that carry more digits than the currency are rounded, halves away from zero', () => {
    const rounded = (text: string) => parseDecimal(text, currency('EUR'), { sign: '.', round: true })
    expect(rounded('16.806722689')).toEqual({ amountMinor: 1681 })
    expect(rounded('-16.805')).toEqual({ amountMinor: -1681 })
    expect(rounded('16.8049')).toEqual({ amountMinor: 1680 })
  })

  test('what an amount looks like in print is read back exactly, in every currency and grouping', () => {
    const amounts = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 })
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
        fc.constantFrom<[DecimalSign, string]>(['.', ','], [',', '.'], ['.', ' '], [',', "'"], ['.', '']),
        (amountMinor, code, [sign, groups]) => {
          const [whole = '', fraction] = shownAmount(amountMinor, currency(code)).replace(` ${code}`, '').split('.')
          const printed = whole.replace(/\B(?=(\d{3})+$)/g, groups) + (fraction === undefined ? '' : sign + fraction)
          expect(parseDecimal(printed, currency(code), { sign })).toEqual({ amountMinor })
        },
      ),
    )
  })

  test('no text makes it throw or gives anything but a whole number', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const reading = parseDecimal(text, currency('EUR'))
        expect('problem' in reading || Number.isSafeInteger(reading.amountMinor)).toBe(true)
      }),
    )
  })
})

test('an amount proves the decimal sign of its file, or nothing', () => {
  expect(['12,50', '1.234,56', '1,234,567', '1.234', '100', '0.125'].map(provenSign)).toEqual([
    ',',
    ',',
    '.',
    null,
    null,
    '.',
  ])
})
