import { describe, expect, test } from 'vitest'
import type { Instant } from '../core/time.ts'
import { calendarEntry } from './calendar.ts'

const entry = (more: Partial<Parameters<typeof calendarEntry>[0]> = {}) =>
  calendarEntry({
    uid: 'return-1@backhaul',
    stamp: '2026-03-10T12:00:00.000Z' as Instant,
    at: '2026-03-24T22:59:59.000Z' as Instant,
    title: 'Send it back: return RMA-1 to Linnea',
    text: 'Return number RMA-1',
    alarm: 'Tomorrow the time ends',
    ...more,
  })

/** RFC 5545, 3.1: long lines go on after a line end and a space. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

describe('a calendar entry', () => {
  test('begins half an hour before the end, in UTC, with an alarm the day before', () => {
    expect(unfolded(entry())).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Backhaul//Returns//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:return-1@backhaul',
      'DTSTAMP:20260310T120000Z',
      'DTSTART:20260324T222959Z',
      'DTEND:20260324T225959Z',
      'SUMMARY:Send it back: return RMA-1 to Linnea',
      'DESCRIPTION:Return number RMA-1',
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-P1D',
      'DESCRIPTION:Tomorrow the time ends',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  test('escapes what would end a text or begin another line', () => {
    const lines = unfolded(entry({ title: 'A; B, C\\D\r\nBEGIN:VEVENT\u0007' }))
    expect(lines).toContain('SUMMARY:A\\; B\\, C\\\\D\\nBEGIN:VEVENT')
    expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(1)
  })

  test('no line is longer than 75 octets, and no sign is cut in two', () => {
    const title = '退貨'.repeat(60)
    const text = entry({ title })
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(unfolded(text)).toContain(`SUMMARY:${title}`)
  })
})
