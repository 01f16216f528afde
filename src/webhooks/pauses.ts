/** When a message that was not heard is sent again. */
import type { PushFormat } from '../core/push.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'

const LONGEST_WISH_MS = 24 * 3_600_000

/**
 * The moment of the next attempt after this many; null when they are used up. A receiver may ask for more patience than the table has, up to a day. Asking
 * for less changes nothing: ten attempts in ten seconds would be the end of the message.
 */
export function nextAttempt(
  { pausesMs, jitter }: Pick<PushFormat, 'pausesMs' | 'jitter'>,
  { attempt, now, wishMs, chance }: { attempt: number; now: Instant; wishMs: number | null; chance: number },
): Instant | null {
  const pauseMs = pausesMs[attempt - 1]
  if (pauseMs === undefined) return null
  const drawnMs = Math.round(pauseMs * (1 + jitter * (2 * chance - 1)))
  return instantOf(epochMs(now) + Math.max(drawnMs, Math.min(wishMs ?? 0, LONGEST_WISH_MS)))
}

/** `Retry-After` (RFC 9110, section 10.2.3): seconds, or a moment. Null when there is none to understand. */
export function readRetryAfter(text: string | undefined, now: Instant): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000
  const moment = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? null : Math.max(0, moment - epochMs(now))
}
