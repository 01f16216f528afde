import { describe, expect, test } from 'vitest'
import { readMoment } from './moments.ts'

const read = (text: string, zone = 'Europe/Berlin') => {
  const reading = readMoment(text, zone)
  return 'problem' in reading ? null : reading.at
}

describe('moments', () => {
  test.each([
    ['2024-03-01 10:15:30 +0200', '2024-03-01T08:15:30.000Z'],
    ['2024-03-01 10:15:30 UTC', '2024-03-01T10:15:30.000Z'],
    ['2024-03-01T10:15:30.5+09:00', '2024-03-01T01:15:30.500Z'],
    ['2024-03-01 10:15', '2024-03-01T09:15:00.000Z'],
    ['2024-07-01 10:15:30', '2024-07-01T08:15:30.000Z'],
    ['2024-03-01', '2024-02-29T23:00:00.000Z'],
    ['01.03.2024 10:15', '2024-03-01T09:15:00.000Z'],
    ['25/12/2024 9:05', '2024-12-25T08:05:00.000Z'],
    ['12/25/2024 9:05 PM', '2024-12-25T20:05:00.000Z'],
  ])('%s', (text, at) => expect(read(text)).toBe(at))

  test('a day that half the world reads as another is refused', () => {
    expect(read('03/04/2024')).toBeNull()
    expect(read('04/04/2024')).toBe('2024-04-03T22:00:00.000Z')
  })

  test.each(['2024-02-30', '2024-13-01', '2024-03-01 25:00', 'yesterday', '1.3.24', ''])('"%s" is no moment', text =>
    expect(read(text)).toBeNull(),
  )

  test('the skipped and the repeated hour of a clock change are read as one of their neighbours', () => {
    expect(read('2024-03-31 02:30')).toMatch(/^2024-03-31T0[01]:30/)
    expect(read('2024-10-27 02:30')).toMatch(/^2024-10-27T0[01]:30/)
    expect(read('2024-10-27 03:30')).toBe('2024-10-27T02:30:00.000Z')
  })
})
