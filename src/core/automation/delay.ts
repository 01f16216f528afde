/** When a delay is over. */
import { type Calendar, daysAfter, isDayOff, localDate, momentOn, wallTime, workingDay } from '../calendar.ts'
import type { Shop } from '../shop.ts'
import { type Instant, plus } from '../time.ts'
import type { Delay } from './automation.ts'

/**
 * Counted in working days, a day begins anew on the next day somebody works: two days from Friday at ten end on Tuesday at ten. What begins on a day off
 * counts from the first working day after it.
 */
export function endOf(
  at: Instant,
  delay: Delay | null,
  { timeZone, calendar }: Pick<Shop, 'timeZone' | 'calendar'>,
): Instant {
  if (delay === null) return at
  if (!delay.working) return plus(at, delay)
  const begun = onWorkingDay(at, timeZone, calendar, '00:00:00')
  const days = Math.floor(delay.hours / 24)
  const [date = '', time = ''] = wallTime(begun, timeZone).split('T')
  const day = Array.from({ length: days }).reduce<string>(last => workingDay(daysAfter(last, 1), calendar), date)
  const whole = days === 0 ? begun : (momentOn(`${day}T${time}`, timeZone) ?? begun)
  return onWorkingDay(plus(whole, { hours: delay.hours % 24 }), timeZone, calendar)
}

/** The moment itself, or on a day off the same time of the next working day. */
function onWorkingDay(at: Instant, zone: string, calendar: Calendar, time = wallTime(at, zone).slice(11)): Instant {
  const date = localDate(at, zone)
  return isDayOff(date, calendar) ? (momentOn(`${workingDay(date, calendar)}T${time}`, zone) ?? at) : at
}
