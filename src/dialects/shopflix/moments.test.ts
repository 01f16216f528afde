import { describe, expect, test } from 'vitest'
import type { Instant } from '../../core/time.ts'
import { saidBack, spanOf, unixSeconds } from './moments.ts'

describe('a date', () => {
  test.each([
    ['2026-03-10', '2026-03-09T22:00:00.000Z', '2026-03-10T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T22:00:00.000Z', '2026-03-29T21:00:00.000Z'],
    ['2026-03-10T14:00:00', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['2026-03-10 14:00:00', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['2026-03-10T12:00:00Z', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['2026-03-10T14:00:00+02:00', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['2026-03-10T14:00:00.999', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['1773144000', '2026-03-10T12:00:00.000Z', '2026-03-10T12:00:01.000Z'],
    ['0001-01-01T00:00:00', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z'],
    ['9999-12-31', '9999-12-31T23:59:58.000Z', '9999-12-31T23:59:59.000Z'],
    ['999999999999999', '9999-12-31T23:59:58.000Z', '9999-12-31T23:59:59.000Z'],
  ])('%s in Athens runs from %s until before %s', (text, from, before) => {
    expect(spanOf(text, 'Europe/Athens')).toEqual({ from, before })
  })

  test.each([
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '10/03/2026',
    '2026-03-10T25:00:00',
    '-5',
    '2026-03-10T14:00',
    '1e9',
  ])('%j is none', text => {
    expect(spanOf(text, 'Europe/Athens')).toBeNull()
  })
})

test('a moment is said back as its zone shows it, and counted in whole seconds', () => {
  const at = '2026-03-10T12:00:00.999Z' as Instant
  expect(saidBack(at, 'Europe/Athens')).toBe('2026-03-10 14:00:00')
  expect(unixSeconds(at)).toBe(1_773_144_000)
})
