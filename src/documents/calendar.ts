/** The end of a wait as an entry for a calendar: RFC 5545, in UTC, with an alarm the day before. */
import { epochMs, type Instant, instantOf } from '../core/time.ts'

export type Appointment = {
  /** The same for the same matter, so that a calendar mends the entry instead of adding another. */
  uid: string
  /** When it was written down. */
  stamp: Instant
  at: Instant
  title: string
  text: string
  alarm: string
  url?: string | null
}

/** The last half hour before the end: a moment without length is not shown by some calendars. */
const LENGTH_MS = 30 * 60_000

export function calendarEntry({ uid, stamp, at, title, text, alarm, url }: Appointment): string {
  const start = instantOf(epochMs(at) - LENGTH_MS)
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Backhaul//Returns//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${plain(uid)}`,
    `DTSTAMP:${written(stamp)}`,
    `DTSTART:${written(start)}`,
    `DTEND:${written(at)}`,
    `SUMMARY:${plain(title)}`,
    `DESCRIPTION:${plain(text)}`,
    ...(url ? [`URL:${url}`] : []),
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-P1D',
    `DESCRIPTION:${plain(alarm)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

/** `20261204T225900Z` (3.3.5, form 2). */
const written = (at: Instant): string => at.replaceAll(/[-:]|\.\d+/g, '')

/** 3.3.11: backslashes, semicolons, commas and line ends are escaped; other control signs have no place in a text. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, '')

const MOST_OCTETS = 75

/** 3.1: a line has at most 75 octets; what is longer goes on after a line end and a space, and no sign is cut in two. */
function folded(line: string): string {
  const rows: string[] = []
  let row = ''
  let octets = 0
  for (const sign of line) {
    const size = Buffer.byteLength(sign)
    if (octets + size > MOST_OCTETS) {
      rows.push(row)
      row = ''
      // The space that marks a row that goes on counts too.
      octets = 1
    }
    row += sign
    octets += size
  }
  return [...rows, row].join('\r\n ')
}
