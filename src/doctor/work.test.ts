import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import type { Pile } from '../db/stuck.ts'
import * as work from './work.ts'

const NOW = '2026-03-10T12:00:00.000Z' as Instant
const NOTHING: Pile = { many: 0, since: null, examples: [] }
const pile = (many: number, ...examples: string[]): Pile => ({
  many,
  since: '2026-03-10T09:00:00.000Z' as Instant,
  examples,
})

describe('nothing left lying is fine', () => {
  test.each([
    ['errands', work.judgeOverdueErrands(NOTHING, NOW)],
    ['given up', work.judgeAbandonedErrands(NOTHING)],
    ['payouts', work.judgeUnknownPayouts(NOTHING, NOW)],
    ['deadlines', work.judgeOverdueSweeps(NOTHING, NOW)],
    ['outbox', work.judgeUntoldNews(NOTHING, NOW)],
    ['jobs', work.judgeFailedJobs(NOTHING)],
    ['jobs', work.judgeFailedJobs(null)],
  ])('%s', (check, finding) => expect(finding).toMatchObject({ check, level: 'ok' }))
})

test('what waits says how many, since when and which', () => {
  expect(work.judgeOverdueErrands(pile(1, 'refund'), NOW)).toMatchObject({
    level: 'problem',
    what: '1 errand past its time, the first for 3 hours (refund)',
  })
  expect(work.judgeUnknownPayouts(pile(2, 'AB12CD34', 'EF56GH78'), NOW)).toMatchObject({
    level: 'problem',
    what: '2 refunds of which nobody knows whether the money moved, the first for 3 hours (AB12CD34; EF56GH78)',
    todo: expect.stringContaining('settle'),
  })
  expect(work.judgeOverdueSweeps(pile(1200), NOW)).toMatchObject({
    level: 'problem',
    what: '1,200 returns past a deadline, the first for 3 hours',
  })
  expect(work.judgeUntoldNews(pile(3), NOW)).toMatchObject({
    level: 'problem',
    what: '3 pieces of news not passed on, the first for 3 hours',
  })
})

test('what was tried often enough is a warning: a person must look', () => {
  expect(work.judgeAbandonedErrands(pile(1, 'refund for AB12CD34: card closed'))).toMatchObject({
    level: 'warning',
    what: '1 errand given up after all attempts (refund for AB12CD34: card closed)',
  })
  expect(work.judgeFailedJobs(pile(4, 'retention'))).toMatchObject({
    level: 'warning',
    what: '4 jobs failed this week (retention)',
  })
})
