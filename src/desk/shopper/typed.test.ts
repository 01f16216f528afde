import { describe, expect, test } from 'vitest'
import { plainEmail, plainPostalCode, typedNumber } from './typed.ts'

describe('what people type', () => {
  test.each(['5001', '#5001', ' # 5001 ', '50 01', '５００１', '٥٠٠١', '۵۰۰۱', '5001\u200f\0'])(
    'is the number 5001 when it is written %j',
    text => {
      expect(typedNumber(text).plain).toBe('5001')
      expect(typedNumber(text).words).toContain('5001')
    },
  )

  test('may be kept with a number sign, with spaces, or in capitals', () => {
    const { words, ids } = typedNumber(' #Lin 5001')
    expect(words).toEqual(expect.arrayContaining(['lin 5001', 'lin5001', '#lin5001']))
    expect(ids).toEqual(expect.arrayContaining(['Lin 5001', 'LIN5001', 'lin5001']))
  })

  test('is looked for in as many ways whatever it is, so that looking costs the same', () => {
    const ways = ['', '5001', '# a b c', 'x'.repeat(5_000)].map(text => typedNumber(text))
    expect(new Set(ways.map(({ words, ids }) => `${words.length} ${ids.length}`)).size).toBe(1)
    expect(ways[3]?.plain).toHaveLength(120)
  })

  test('is an address whatever its capitals, spaces and invisible marks', () => {
    expect(plainEmail(' Maja@Example.COM\u200b ')).toBe('maja@example.com')
    expect(plainEmail('maja＠example.com')).toBe('maja@example.com')
  })

  test('is a postal code without spaces, dashes and capitals', () => {
    expect(plainPostalCode('sw1a 1aa', 'GB')).toBe(plainPostalCode('SW1A-1AA', 'GB'))
    expect(plainPostalCode('00–950', 'PL')).toBe('00950')
    expect(plainPostalCode('١٠١١٥', null)).toBe('10115')
  })

  test('needs no more than five digits of an American code', () => {
    expect(plainPostalCode('94107-1234', 'US')).toBe('94107')
    expect(plainPostalCode('941071234', 'DE')).toBe('941071234')
  })
})
