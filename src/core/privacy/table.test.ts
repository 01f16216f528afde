import { expect, test } from 'vitest'
import { EVENT_ROWS, PARTS, REASONS_TO_KEEP, rowsOf, SHAPES } from './table.ts'

const rows = [...Object.values(SHAPES), ...Object.values(PARTS)].flatMap(rowsOf)

test('every row says why, in a sentence', () => {
  expect([...rows, ...EVENT_ROWS].filter(({ fate, says }) => fate !== 'as' && !/^[A-Z].*\.$/.test(says))).toEqual([])
})

test('names, addresses and words go; sums, goods and numbers stay', () => {
  const fateOf = (member: string) => rows.find(row => row.member === member)?.fate
  expect(['lastName', 'street1', 'comment', 'messages.text', 'customFields'].map(fateOf)).toEqual([
    'token',
    'null',
    'token',
    'token',
    'nothing',
  ])
  expect(['refs.number', 'lines.product.title', 'payments.externalId'].map(fateOf)).toEqual(['kept', 'kept', 'kept'])
  expect(rows.find(row => row.member === 'contact')).toEqual({ member: 'contact', fate: 'as', says: 'Person' })
  expect(REASONS_TO_KEEP.length).toBeGreaterThan(10)
})
