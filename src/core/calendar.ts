/** Days as a shop counts them: local dates in its time zone, weekends and holidays. */
import { Temporal } from 'temporal-polyfill'
import { type Instant, instantOf } from './time.ts'

/** `YYYY-MM-DD` on the shop's wall. */
export type LocalDate = string

/** Weekend days are ISO numbers, 1 = Monday; holidays are local dates: the shop's own, and those of the region it works in. */
export type Calendar = {
  weekend: readonly number[]
  holidays: readonly LocalDate[]
  regional?: { days: readonly LocalDate[] } | null
}

export const localDate = (at: Instant, zone: string): LocalDate =>
  Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()

export const daysAfter = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString()

/** How many days later `to` is; below zero when it is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days

/**
 * The last millisecond of a local day: one before the next day starts. A day may have 23 or 25 hours, and in some zones midnight does not exist,
 * so it is never computed by adding hours.
 */
export const endOfDay = (date: LocalDate, zone: string): Instant =>
  instantOf(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1)

/** When a shop's wall shows `YYYY-MM-DDTHH:mm:ss`. What the clocks leave out counts an hour on, what they show twice the first time; null for no such time. */
export function momentOn(local: string, zone: string): Instant | null {
  try {
    const time = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
    return instantOf(time.toZonedDateTime(zone).epochMilliseconds)
  } catch {
    return null
  }
}

/** What a shop's wall shows, down to the second: `YYYY-MM-DDTHH:mm:ss`. */
export const wallTime = (at: Instant, zone: string): string =>
  Temporal.Instant.from(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second', roundingMode: 'trunc' })

export const isDayOff = (date: LocalDate, { weekend, holidays, regional }: Calendar): boolean =>
  weekend.includes(Temporal.PlainDate.from(date).dayOfWeek) ||
  holidays.includes(date) ||
  regional?.days.includes(date) === true

/** The day itself or the next one on which somebody works. A calendar without any working day within a month moves nothing. */
export function workingDay(date: LocalDate, calendar: Calendar): LocalDate {
  for (let days = 0; days <= 31; days++) {
    const day = daysAfter(date, days)
    if (!isDayOff(day, calendar)) return day
  }
  return date
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}
