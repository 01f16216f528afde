/** Numbers as people say them. */
import { epochMs, type Instant } from '../core/time.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const many = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`

/** `3 hours`, `2 days`: one unit is enough to act by. */
export function lengthSaid(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
  if (ms < MINUTE_MS) return many(Math.round(ms / 1000), 'second')
  if (ms < 2 * HOUR_MS) return many(Math.round(ms / MINUTE_MS), 'minute')
  if (ms < 2 * DAY_MS) return many(Math.round(ms / HOUR_MS), 'hour')
  return many(Math.round(ms / DAY_MS), 'day')
}

/** How long ago, or for how long already. */
export const since = (then: Instant, now: Instant): string => lengthSaid(Math.max(0, epochMs(now) - epochMs(then)))

const STEPS = [
  [1024 ** 4, 'TB'],
  [1024 ** 3, 'GB'],
  [1024 ** 2, 'MB'],
] as const

export function bytesSaid(bytes: number): string {
  const [size, unit] = STEPS.find(([step]) => bytes >= step) ?? [1024, 'kB']
  const number = bytes / size
  return `${number >= 10 ? Math.round(number) : number.toFixed(1)} ${unit}`
}

/** `13 August 2026`. */
export const daySaid = (day: string): string =>
  new Date(`${day.slice(0, 10)}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** A word for the shell, whatever stands in it. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
