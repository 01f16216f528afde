import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earliest, epochMs, type Instant, instantOf, parseInstant, plus } from './time.ts'

describe('reading a moment', () => {
  test.each([
    ['2026-11-22T05:57:08.123Z', '2026-11-22T05:57:08.123Z'],
    ['2026-11-22T05:57:08Z', '2026-11-22T05:57:08.000Z'],
    ['2026-11-22T05:57Z', '2026-11-22T05:57:00.000Z'],
    ['2026-11-22 05:57:08Z', '2026-11-22T05:57:08.000Z'],
    ['2026-11-22T05:57:08+02:00', '2026-11-22T03:57:08.000Z'],
    ['2026-11-22T05:57:08-0530', '2026-11-22T11:27:08.000Z'],
    ['2026-11-22t05:57:08z', '2026-11-22T05:57:08.000Z'],
    ['2026-11-22T05:57:08.123456Z', '2026-11-22T05:57:08.123Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2026-11-22T24:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is understood', (text, wanted) => {
    expect(parseInstant(text)).toBe(wanted)
  })

  test.each([
    '',
    'now',
    '2026-11-22',
    '2026-11-22T05:57:08',
    '1763791028',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-04-31T00:00:00+01:00',
    '2026-11-22T25:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-22T05:60:00Z',
    '1969-12-31T23:59:59Z',
    '2026-11-22T05:57:08Zulu',
    'x2026-11-22T05:57:08Z',
    '2026-11-22T05:57:08+99:00',
  ])('%s is no moment', text => {
    expect(parseInstant(text)).toBeNull()
  })

  test('what was written is read as itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), ms => {
        expect(parseInstant(instantOf(ms))).toBe(instantOf(ms))
        expect(epochMs(instantOf(ms))).toBe(ms)
      }),
    )
  })
})

test('the order of text is the order of time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (a, b) => {
      expect(instantOf(a) < instantOf(b)).toBe(a < b)
    }),
  )
})

test('lengths are added in hours', () => {
  expect(plus('2026-03-28T12:00:00.000Z' as Instant, { hours: 48 })).toBe('2026-03-30T12:00:00.000Z')
  expect(plus('2026-03-28T12:00:00.000Z' as Instant, { hours: -1 })).toBe('2026-03-28T11:00:00.000Z')
})

test('the earliest of some moments, and of none', () => {
  expect(
    earliest(['2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z'] as Instant[]),
  ).toBe('2026-03-01T00:00:00.000Z')
  expect(earliest([])).toBeNull()
})
