import { expect, test } from 'vitest'
import { Buckets } from './bucket.ts'

const size = { size: 40, perSecond: 4 }

test('a bucket takes what it holds, and what drains', () => {
  const buckets = new Buckets()
  for (let calls = 0; calls < 40; calls++) expect(buckets.pour('token', 0, size)).toBeNull()
  expect(buckets.pour('token', 0, size)).toBe(1)
  expect(buckets.pour('token', 249, size)).toBe(1)
  expect(buckets.pour('token', 250, size)).toBeNull()
  expect(buckets.pour('token', 250, size)).toBe(1)
})

test('every token has a bucket of its own', () => {
  const buckets = new Buckets()
  for (let calls = 0; calls < 41; calls++) buckets.pour('token', 0, size)
  expect(buckets.pour('another', 0, size)).toBeNull()
})

test('a clock that was set back fills nothing', () => {
  const buckets = new Buckets()
  for (let calls = 0; calls < 40; calls++) buckets.pour('token', 10_000, size)
  expect(buckets.pour('token', 0, size)).toBe(1)
})

test('nothing drains slowly where no limit is set', () => {
  const buckets = new Buckets()
  for (let calls = 0; calls < 100; calls++) expect(buckets.pour('token', 0, { size: 1, perSecond: 0 })).toBeNull()
})
