import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CASES, proofs } from './cases.ts'

const found = proofs(resolve(import.meta.dirname, '../..'))
const numbers = Array.from({ length: 40 }, (_, place) => `T${String(place + 1).padStart(2, '0')}`)

test('there are forty cases, and each has a test', () => {
  expect(Object.keys(CASES)).toEqual(numbers)
  expect(numbers.filter(number => !found.has(number))).toEqual([])
})

test('tests name cases that exist', () => {
  expect([...found.keys()].filter(number => !(number in CASES))).toEqual([])
})
