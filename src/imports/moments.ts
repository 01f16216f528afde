/** Days and times as exports write them: with an offset, or by the shop's wall clock. */
import { type Instant, instantOf, parseInstant } from '../core/time.ts'

export type MomentReading = { at: Instant } | { problem: string }

/**
 * `2024-03-01 10:15:30 +0200` and ISO 8601 carry their offset. `2024-03-01 10:15`, `2024/03/01`, `01.03.2024 10:15` do not: they are times of the shop's zone.
 * `03/04/2024` is refused, since half the world reads it as April; `25/12/2024` is not, since it can be read in one way only.
 */
export function readMoment(text: string, timeZone: string): MomentReading {
  const exact = parseInstant(
    text.replace(
      /^(\S+) (\S+) ([+-]\d\d:?\d\d|Z|UTC)$/,
      (_, day, time, offset) => `${day}T${time}${offset === 'UTC' ? 'Z' : offset}`,
    ),
  )
  if (exact !== null) return { at: exact }
  const wall = wallClock(text)
  if (typeof wall === 'string') return { problem: wall }
  const at = wall === null ? null : inZone(wall, timeZone)
  return at === null ? { problem: `"${text.slice(0, 40)}" is not a date; write it like 2024-03-01 10:15:30.` } : { at }
}

type Wall = { year: number; month: number; day: number; hour: number; minute: number; second: number }

const CLOCK = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp][Mm])?)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${CLOCK}$`)
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${CLOCK}$`)

function wallClock(text: string): Wall | string | null {
  const first = YEAR_FIRST.exec(text)
  if (first) return wall(first[1], first[2], first[3], first.slice(4))
  const last = YEAR_LAST.exec(text)
  if (!last) return null
  const [a, mark, b] = [Number(last[1]), last[2], Number(last[3])]
  if (mark !== '.' && a <= 12 && b <= 12 && a !== b)
    return `"${text.slice(0, 40)}" can be read as two days; write it like 2024-03-01 10:15:30.`
  return mark === '.' || a > 12 ? wall(last[4], b, a, last.slice(5)) : wall(last[4], a, b, last.slice(5))
}

function wall(
  year: unknown,
  month: unknown,
  day: unknown,
  [hour, minute, second, half]: (string | undefined)[],
): Wall | null {
  const hours = Number(hour ?? 0)
  const shifted = half === undefined ? hours : (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  const clock = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: shifted,
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  }
  const back = new Date(asUtc(clock))
  const real =
    back.getUTCMonth() + 1 === clock.month &&
    back.getUTCDate() === clock.day &&
    back.getUTCHours() === clock.hour &&
    clock.minute < 60 &&
    clock.second < 60
  return real ? clock : null
}

const asUtc = (clock: Wall): number =>
  Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second)

/** Two steps settle it except in the hour a clock change skips, where either neighbour is right. */
function inZone(clock: Wall, timeZone: string): Instant | null {
  const guess = asUtc(clock)
  const once = guess - offsetMs(guess, timeZone)
  const at = guess - offsetMs(once, timeZone)
  return at < 0 || at > 253_402_300_799_999 ? null : instantOf(at)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetMs(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' })
  formats.set(timeZone, format)
  const name = format.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000
}
