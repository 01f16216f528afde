import { expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { bytesSaid, daySaid, lengthSaid, many, quoted, since } from './phrases.ts'

test.each([
  [0.34, '0.3 ms'],
  [340, '340 ms'],
  [1_000, '1 second'],
  [119_000, '2 minutes'],
  [3 * 3_600_000, '3 hours'],
  [80 * 3_600_000, '3 days'],
])('%d milliseconds are %s', (ms, said) => expect(lengthSaid(ms)).toBe(said))

test.each([
  [900, '0.9 kB'],
  [8.7 * 1024 ** 2, '8.7 MB'],
  [70 * 1024 ** 3, '70 GB'],
  [2 * 1024 ** 4, '2.0 TB'],
])('%d bytes are %s', (bytes, said) => expect(bytesSaid(bytes)).toBe(said))

test('one is one and more are several, thousands apart', () => {
  expect([many(1, 'delivery', 'deliveries'), many(0, 'note'), many(12_345, 'return')]).toEqual([
    '1 delivery',
    '0 notes',
    '12,345 returns',
  ])
})

test('a moment that is not over yet has no length behind it', () => {
  const [early, late] = ['2026-03-10T12:00:00.000Z', '2026-03-10T15:00:00.000Z'] as [Instant, Instant]
  expect([since(early, late), since(late, early)]).toEqual(['3 hours', '0.0 ms'])
})

test('a day is the same day in every time zone', () => expect(daySaid('2026-08-13')).toBe('13 August 2026'))

test('what a shell would read something into is put between quotes', () => {
  expect([quoted('Linnea'), quoted("Maja's shop"), quoted('$HOME; rm')]).toEqual([
    'Linnea',
    `'Maja'\\''s shop'`,
    `'$HOME; rm'`,
  ])
})
