import { expect, test } from 'vitest'
import { aShop } from '../../../test/kit/cast.ts'
import type { Instant } from '../time.ts'
import { endOf } from './delay.ts'

const shop = aShop({ calendar: { weekend: [6, 7], holidays: ['2026-03-17'] } })
const after = (at: string, hours: number, working = true) => endOf(at as Instant, { hours, working }, shop)

test('without working days hours are hours', () => {
  expect(after('2026-03-13T09:00:00.000Z', 48, false)).toBe('2026-03-15T09:00:00.000Z')
  expect(endOf('2026-03-13T09:00:00.123Z' as Instant, null, shop)).toBe('2026-03-13T09:00:00.123Z')
})

test('working days skip weekends and holidays', () => {
  // A Friday at ten in Berlin; Tuesday is a holiday.
  expect(after('2026-03-13T09:00:00.000Z', 24)).toBe('2026-03-16T09:00:00.000Z')
  expect(after('2026-03-13T09:00:00.000Z', 48)).toBe('2026-03-18T09:00:00.000Z')
})

test('what begins on a day off counts from the next working morning', () => {
  expect(after('2026-03-14T15:00:00.000Z', 0)).toBe('2026-03-15T23:00:00.000Z')
  expect(after('2026-03-14T15:00:00.000Z', 8)).toBe('2026-03-16T07:00:00.000Z')
})

test('hours that run into a day off go on at the same time of the next working day', () => {
  expect(after('2026-03-13T20:00:00.000Z', 6)).toBe('2026-03-16T02:00:00.000Z')
})

test('a day is a day although the clocks go forward in between', () => {
  expect(after('2026-03-27T09:00:00.000Z', 24)).toBe('2026-03-30T08:00:00.000Z')
})

test('a calendar without any working day moves nothing for ever', () => {
  const never = aShop({ calendar: { weekend: [1, 2, 3, 4, 5, 6, 7], holidays: [] } })
  const at = '2026-03-13T09:00:00.000Z' as Instant
  expect(endOf(at, { hours: 24, working: true }, never) >= at).toBe(true)
})
