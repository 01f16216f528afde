import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { nextAttempt, readRetryAfter } from './pauses.ts'

const now = '2026-03-10T12:00:00.000Z' as Instant
const table = { pausesMs: [5_000, 300_000], jitter: 0.1 }
const next = (attempt: number, more: { wishMs?: number | null; chance?: number } = {}) =>
  nextAttempt(table, { attempt, now, wishMs: null, chance: 0.5, ...more })

describe('the next attempt', () => {
  test('comes after the pause of the table, and after the last pause there is none', () => {
    expect([next(1), next(2), next(3)]).toEqual(['2026-03-10T12:00:05.000Z', '2026-03-10T12:05:00.000Z', null])
  })

  test('is moved by chance, by no more than a tenth of the pause', () => {
    expect(next(2, { chance: 0 })).toBe('2026-03-10T12:04:30.000Z')
    expect(next(2, { chance: 1 })).toBe('2026-03-10T12:05:30.000Z')
  })

  test('waits longer when the receiver asks for it, but no longer than a day', () => {
    expect(next(1, { wishMs: 60_000 })).toBe('2026-03-10T12:01:00.000Z')
    expect(next(1, { wishMs: 400 * 3_600_000 })).toBe('2026-03-11T12:00:00.000Z')
  })

  test('comes no sooner because the receiver asks for it, and no oftener', () => {
    expect(next(2, { wishMs: 1_000 })).toBe('2026-03-10T12:05:00.000Z')
    expect(next(3, { wishMs: 60_000 })).toBeNull()
  })
})

test.each([
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Tue, 10 Mar 2026 12:01:00 GMT', 60_000],
  ['Tue, 10 Mar 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['1e9', null],
  ['', null],
  [undefined, null],
])('Retry-After: %s', (text, wishMs) => {
  expect(readRetryAfter(text, now)).toBe(wishMs)
})
