import { expect, test } from 'vitest'
import { Rate } from './rates.ts'

test('a caller may call so often in a window, and again when it is over', () => {
  const rate = new Rate({ limit: 2, windowMs: 1000 })
  expect(rate.count('a', 0)).toEqual({ allowed: true, limit: 2, remaining: 1, resetMs: 1000 })
  expect(rate.count('a', 500)).toEqual({ allowed: true, limit: 2, remaining: 0, resetMs: 1000 })
  expect(rate.count('a', 999)).toMatchObject({ allowed: false, remaining: 0 })
  expect(rate.count('a', 1000)).toEqual({ allowed: true, limit: 2, remaining: 1, resetMs: 2000 })
})

test('callers are counted apart', () => {
  const rate = new Rate({ limit: 1, windowMs: 1000 })
  expect([rate.count('a', 0).allowed, rate.count('b', 0).allowed, rate.count('a', 0).allowed]).toEqual([
    true,
    true,
    false,
  ])
})
