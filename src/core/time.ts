/** Moments and lengths of time. Inside the house a moment is always UTC text, so comparing texts compares moments. */
declare const brand: unique symbol

/** `2026-11-22T05:57:08.123Z`: always UTC, always milliseconds, so that order of text is order of time. */
export type Instant = string & { readonly [brand]: 'instant' }

/** How long something may take. Hours, because every platform's deadlines are whole hours or days. */
export type Duration = { hours: number }

/** Reads a moment in any ISO 8601 form with an offset; null when the text is no moment. Days that no month has and years outside 1970…9999 are refused. */
export function parseInstant(text: string): Instant | null {
  const date = /^(\d{4})-(\d\d)-(\d\d)[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.exec(text)
  if (!date || Number(date[3]) > daysInMonth(Number(date[1]), Number(date[2]))) return null
  const ms = Date.parse(text)
  if (Number.isNaN(ms) || ms < 0 || ms > 253_402_300_799_999) return null
  return instantOf(ms)
}

/** `Date.parse` reads 30 February as 2 March, so the day is checked beside it. */
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** From milliseconds since 1970. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString() as Instant

export const epochMs = (at: Instant): number => Date.parse(at)

export const plus = (at: Instant, length: Duration): Instant => instantOf(epochMs(at) + length.hours * 3_600_000)

export const minus = (at: Instant, length: Duration): Instant => plus(at, { hours: -length.hours })

/** The earlier of the given moments; null when there is none. */
export const earliest = (moments: readonly Instant[]): Instant | null =>
  moments.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null)
