/** Errands that were given up while what they were for is still open are put on again once a day for two weeks; the provider is asked before anything is done anew. */
import type { FileId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { epochMs, instantOf } from '../core/time.ts'
import { type Errand, finishErrand, givenUpErrands, orgsWithGivenUp, putOnAgain } from '../db/outside.ts'
import type { Desk } from '../desk/desk.ts'
import { isAwaited } from '../desk/foreign-files.ts'
import { findOne } from '../desk/look.ts'
import { houseCaller } from './house-caller.ts'
import type { Log } from './log.ts'

const DAY_MS = 24 * 3_600_000
const TWO_WEEKS_MS = 14 * DAY_MS
const PART = 200

/** Gives how many were put on again. What is older than two weeks stays given up, for people to see. */
export async function reconcile(
  desk: Desk,
  { log, signal }: { log?: Log; signal?: AbortSignal } = {},
): Promise<number> {
  const nowMs = epochMs(desk.now())
  const window = { triedBefore: instantOf(nowMs - DAY_MS), orderedAfter: instantOf(nowMs - TWO_WEEKS_MS) }
  let again = 0
  for (const org of await orgsWithGivenUp(desk.db, window)) {
    for (const errand of await givenUpErrands(desk.db, org, window, PART)) {
      if (signal?.aborted) return again
      const open = await isStillOpen(desk, errand)
      if (open) await putOnAgain(desk.db, org, errand.id, desk.now())
      else await finishErrand(desk.db, org, errand.id, 'done', 'It was settled another way.')
      if (open) again++
    }
  }
  if (again > 0) log?.warn({ errands: again }, 'Errands that were given up are tried once more')
  return again
}

async function isStillOpen(desk: Desk, errand: Errand): Promise<boolean> {
  if (errand.kind === 'file') return isAwaited(desk, errand.org, errand.body.file as FileId)
  const seen = await findOne(desk, houseCaller(errand.org), errand.ret)
  return !refused(seen) && isOpen(seen.ret, errand)
}

function isOpen(ret: Return, { kind, body }: Errand): boolean {
  if (kind === 'refund')
    return ret.payouts.some(({ id, state }) => id === body.payout && ['planned', 'sent', 'unknown'].includes(state))
  return kind === 'label' && ret.labels.some(({ id, state }) => id === body.label && state === 'ordered')
}
