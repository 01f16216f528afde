/** Dates as clients write them: a day, a time without a zone in two spellings, or Unix seconds. */
import { daysAfter, isDate, momentOn, wallTime } from '../../core/calendar.ts'
import { epochMs, type Instant, instantOf, parseInstant } from '../../core/time.ts'

/** From a moment until just before another one: a day is as long as it is, anything else a second. */
export type Span = { from: Instant; before: Instant }

const EARLIEST = instantOf(0)
const LATEST = '9999-12-31T23:59:58.000Z' as Instant
const LATEST_SECONDS = epochMs(LATEST) / 1000

/** What a text names, in the zone where it names none; null when it is no date. Years before 1970 begin then: clients send their language's first day for "any". */
export function spanOf(text: string, zone: string): Span | null {
  if (/^\d{1,15}$/.test(text)) return secondFrom(instantOf(Math.min(Number(text), LATEST_SECONDS) * 1000))
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return null
  if (!isDate(text.slice(0, 10))) return null
  if (text < '1970-01-02') return secondFrom(EARLIEST)
  if (text >= '9999-12-31') return secondFrom(LATEST)
  if (text.length === 10) return dayOf(text, zone)
  const at = parseInstant(text) ?? momentOn(text.replace(' ', 'T'), zone)
  return at === null ? null : secondFrom(secondOf(at))
}

function dayOf(date: string, zone: string): Span | null {
  const from = momentOn(`${date}T00:00:00`, zone)
  const before = momentOn(`${daysAfter(date, 1)}T00:00:00`, zone)
  return from === null || before === null ? null : { from, before }
}

const secondFrom = (from: Instant): Span => ({ from, before: instantOf(epochMs(from) + 1000) })

const secondOf = (at: Instant): Instant => instantOf(Math.floor(epochMs(at) / 1000) * 1000)

/** As a filter is said back: `YYYY-MM-DD HH:mm:ss` in the zone it was meant in. */
export const saidBack = (at: Instant, zone: string): string => wallTime(at, zone).replace('T', ' ')

export const unixSeconds = (at: Instant): number => Math.floor(epochMs(at) / 1000)

/** Its last second, as the end of a range is said back. */
export const lastOf = ({ before }: Span): Instant => instantOf(epochMs(before) - 1000)
