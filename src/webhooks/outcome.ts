/** What an answer means for the delivery it was an answer to. */
import type { PushFormat } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import type { Outcome, Taken, Tried } from '../db/deliveries.ts'
import { type Answer, shortened, statusInWords } from './exchange.ts'
import { nextAttempt, readRetryAfter } from './pauses.ts'

/**
 * `heard` and `failed` say something about the receiver. `ours` is a mistake on our side, for which nobody is switched off, and `none`: nothing was sent.
 * `isGone`: the receiver wants nothing more (410).
 */
export type Judged = Outcome & { says: 'heard' | 'failed' | 'ours' | 'none'; isGone: boolean }

const GONE = 410
/** What is kept of an answer, for people who look for what is wrong with their receiver. */
const KEPT_CHARACTERS = 1024

type When = { at: Instant; now: Instant; chance: number }

export function judge(format: PushFormat, taken: Taken, answer: Answer, { at, now, chance }: When): Judged {
  if (answer.isBrokenOff) return givenBack(taken, now)
  const isHeard =
    answer.error === null && answer.status !== null && format.isHeard({ status: answer.status, body: answer.body })
  const tried: Tried = {
    at,
    status: answer.status,
    latencyMs: answer.latencyMs,
    error: isHeard ? null : (answer.error ?? statusInWords(answer.status ?? 0)),
    answer: answer.body === '' ? null : shortened(answer.body, KEPT_CHARACTERS),
  }
  if (isHeard) return { taken, state: 'done', nextAt: null, tried, says: 'heard', isGone: false }
  const wishMs = readRetryAfter(answer.retryAfter, now)
  const nextAt = nextAttempt(format, { attempt: taken.attempt, now, wishMs, chance })
  return { taken, ...putOff(nextAt), tried, says: 'failed', isGone: answer.status === GONE }
}

const putOff = (nextAt: Instant | null) => ({
  state: nextAt === null ? ('dead' as const) : ('waiting' as const),
  nextAt,
})

/** Not sent, because the language has no word for it or what it is about is gone. */
export const dropped = (taken: Taken): Judged => ({
  taken,
  state: 'dropped',
  nextAt: null,
  tried: null,
  says: 'none',
  isGone: false,
})

/** Not sent, and due again at once. */
export const givenBack = (taken: Taken, now: Instant): Judged => ({
  taken,
  state: 'waiting',
  nextAt: now,
  tried: null,
  says: 'none',
  isGone: false,
})

/** It could not even be written. It is tried again like one that was not heard, since the next version may be able to. */
export function unwritten(format: PushFormat, taken: Taken, fault: Error, { at, now, chance }: When): Judged {
  const nextAt = nextAttempt(format, { attempt: taken.attempt, now, wishMs: null, chance })
  const error = `The message could not be written: ${shortened(fault.message, 200)}.`
  const tried = { at, status: null, latencyMs: 0, error, answer: null }
  return { taken, ...putOff(nextAt), tried, says: 'ours', isGone: false }
}

export type Health = { failures: number; failingSince: Instant | null }

/** How an endpoint stands after these outcomes, in the order they came in. One good answer makes it well. */
export function healthAfter(before: Health, outcomes: readonly Judged[]): Health {
  const last = outcomes.findLastIndex(({ says }) => says === 'heard')
  const bad = outcomes.slice(last + 1).filter(({ says }) => says === 'failed')
  const { failures, failingSince } = last < 0 ? before : { failures: 0, failingSince: null }
  return { failures: failures + bad.length, failingSince: failingSince ?? bad[0]?.tried?.at ?? null }
}
