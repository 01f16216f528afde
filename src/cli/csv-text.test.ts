import { expect, test } from 'vitest'
import { csvRow } from './csv-text.ts'

test.each([
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+1', `'+1`],
  ['-1', `'-1`],
  ['@sum', `'@sum`],
  ['\tx', `'\tx`],
  ['a=b', 'a=b'],
  ['O’Neill, "Jo"', '"O’Neill, ""Jo"""'],
  ['two\nlines', '"two\nlines"'],
  ['', ''],
])('%j is written %j', (text, cell) => {
  expect(csvRow([text], { raw: false })).toBe(`${cell}\n`)
})

test('numbers are ours and stay numbers, also below zero', () => {
  expect(csvRow([-1.5, 0, null], { raw: false })).toBe('-1.5,0,\n')
})

test('raw, texts stay as they are', () => {
  expect(csvRow(['=1', '-x'], { raw: true })).toBe('=1,-x\n')
})
