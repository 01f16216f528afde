import { describe, expect, test } from 'vitest'
import { daysAfter, endOfDay, isDate, isDayOff, isZone, localDate, momentOn, wallTime, workingDay } from './calendar.ts'
import type { Instant } from './time.ts'

const at = (text: string) => text as Instant
const WEEK = { weekend: [6, 7], holidays: ['2026-04-06'] }

describe('local days', () => {
  test('a moment before midnight in London is the next day in Athens', () => {
    expect(localDate(at('2026-03-15T22:30:00.000Z'), 'Europe/London')).toBe('2026-03-15')
    expect(localDate(at('2026-03-15T22:30:00.000Z'), 'Europe/Athens')).toBe('2026-03-16')
  })

  test('a day ends one millisecond before the next begins, through clock changes too', () => {
    expect(endOfDay('2026-03-28', 'Europe/Athens')).toBe('2026-03-28T21:59:59.999Z')
    expect(endOfDay('2026-03-29', 'Europe/Athens')).toBe('2026-03-29T20:59:59.999Z')
    expect(endOfDay('2026-10-25', 'Europe/Berlin')).toBe('2026-10-25T22:59:59.999Z')
    expect(endOfDay('2026-01-01', 'UTC')).toBe('2026-01-01T23:59:59.999Z')
  })

  test('days are counted over months and leap years', () => {
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29')
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01')
    expect(daysAfter('2026-03-10', 0)).toBe('2026-03-10')
  })
})

describe('working days', () => {
  test('weekends and holidays are off, and the next working day passes over all of them', () => {
    expect(
      ['2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06', '2026-04-07'].map(day => isDayOff(day, WEEK)),
    ).toEqual([false, true, true, true, false])
    expect(workingDay('2026-04-04', WEEK)).toBe('2026-04-07')
    expect(workingDay('2026-04-03', WEEK)).toBe('2026-04-03')
  })

  test('a calendar without working days moves nothing', () => {
    expect(workingDay('2026-04-04', { weekend: [1, 2, 3, 4, 5, 6, 7], holidays: [] })).toBe('2026-04-04')
  })
})

test('zones and dates are told from texts that are neither', () => {
  expect([isZone('Europe/Athens'), isZone('UTC'), isZone('Europe/Atlantis'), isZone('')]).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect([
    isDate('2026-02-28'),
    isDate('2026-02-30'),
    isDate('2026-2-3'),
    isDate('soon'),
    isDate('2026-13-01'),
  ]).toEqual([true, false, false, false, false])
})

test('what a wall shows is a moment, and a moment is what a wall shows', () => {
  for (const [local, zone, at] of [
    ['2026-03-10T13:30:05', 'Europe/Athens', '2026-03-10T11:30:05.000Z'],
    ['2026-07-10T13:30:05', 'Europe/Athens', '2026-07-10T10:30:05.000Z'],
    ['2026-03-10T13:30:05', 'UTC', '2026-03-10T13:30:05.000Z'],
  ] as const) {
    expect(momentOn(local, zone)).toBe(at)
    expect(wallTime(at as Instant, zone)).toBe(local)
  }
  expect(momentOn('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
  expect(momentOn('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  expect([momentOn('2026-02-30T00:00:00', 'UTC'), momentOn('soon', 'UTC')]).toEqual([null, null])
})
