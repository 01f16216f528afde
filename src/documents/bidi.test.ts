import { describe, expect, test } from 'vitest'
import { directionIn, levelsOf, visualRuns } from './bidi.ts'

const shown = (line: string, base: 'ltr' | 'rtl') => visualRuns(line, base).map(({ text, level }) => [text, level])

describe('a line on paper', () => {
  test('in one direction is one run', () => {
    expect(shown('Return slip 61.05 €', 'ltr')).toEqual([['Return slip 61.05 €', 0]])
    expect(shown('قسيمة الإرجاع', 'rtl')).toEqual([['قسيمة الإرجاع', 1]])
    expect(shown('退貨單 12', 'ltr')).toEqual([['退貨單 12', 0]])
  })

  test('numbers and Latin words keep their direction inside Arabic, and stand from right to left', () => {
    expect(shown('الطلب 1077 في Linnea', 'rtl')).toEqual([
      ['Linnea', 2],
      [' في ', 1],
      ['1077', 2],
      ['الطلب ', 1],
    ])
  })

  test('a code with dashes stays whole', () => {
    expect(shown('رقم RMA-7K2-Q9', 'rtl')).toEqual([
      ['RMA-7K2-Q9', 2],
      ['رقم ', 1],
    ])
    expect(shown('12-34', 'rtl')).toEqual([['12-34', 2]])
    expect(shown('عدد 1,5%', 'rtl')).toEqual([
      ['%', 1],
      ['1,5', 2],
      ['عدد ', 1],
    ])
  })

  test('Arabic inside a Latin line is one run of its own', () => {
    expect(shown('Size (كبير) M', 'ltr')).toEqual([
      ['Size (', 0],
      ['كبير', 1],
      [') M', 0],
    ])
  })

  test('brackets are turned round where writing runs from right to left', () => {
    expect(shown('(مقاس)', 'rtl')).toEqual([[')مقاس(', 1]])
  })

  test('an address runs as its first letter does', () => {
    expect([directionIn('10115 Berlin', 'rtl'), directionIn('12 شارع', 'ltr'), directionIn('12', 'rtl')]).toEqual([
      'ltr',
      'rtl',
      'rtl',
    ])
  })

  test('marks above a letter go with it, and nothing has no levels', () => {
    expect(levelsOf([...'كَ'], 'ltr')).toEqual([1, 1])
    expect(levelsOf([], 'rtl')).toEqual([])
    expect(visualRuns('', 'rtl')).toEqual([])
  })
})
