/** Every night: what has been kept long enough goes, and what runs out is renewed. How long that is stands here, once. */
import type { OrgId } from '../core/ids.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import {
  removeAnswers,
  removeCodes,
  removeDeadDeliveries,
  removeDeliveries,
  removeErrands,
  removeMails,
  removeTries,
} from '../db/clean-up.ts'
import { deleteDrafts } from '../db/drafts.ts'
import { filesWatchedSince } from '../db/files.ts'
import { listOrgs } from '../db/orgs.ts'
import type { Desk } from '../desk/desk.ts'
import { renewHolidays } from '../desk/holidays.ts'
import { clearUnused } from '../desk/photos.ts'
import { openForgotten } from '../desk/shopper/withdrawal.ts'
import type { Log } from './log.ts'

const HOURS = {
  /** As long as a client may still repeat a request and must get the first answer. */
  answers: 48,
  errands: 90 * 24,
  deliveries: 30 * 24,
  deadDeliveries: 90 * 24,
  mails: 90 * 24,
  /** A request that somebody began before a journey may be sent after it. */
  drafts: 30 * 24,
  /** As long as the requests that are still being written, which do not hold on to their photos. */
  unusedFiles: 30 * 24,
  /** After their end, which is minutes after they were sent. */
  codes: 24,
  /** Longer than any limit counts back. */
  tries: 24,
} as const

const PART = 1_000

/** Gives how much of each kind went. Broken off anywhere, it is begun anew without harm. */
export async function cleanUp(desk: Desk, { log, signal }: { log?: Log; signal?: AbortSignal } = {}) {
  const now = desk.now()
  const before = (kind: keyof typeof HOURS): Instant => instantOf(epochMs(now) - HOURS[kind] * 3_600_000)
  const watched = await filesWatchedSince(desk.db)
  const gone = {
    answers: 0,
    errands: 0,
    deliveries: 0,
    deadDeliveries: 0,
    mails: 0,
    drafts: 0,
    unusedFiles: 0,
    codes: 0,
    tries: 0,
  }
  for (const { id: org } of await listOrgs(desk.db)) {
    gone.answers += await allOf(removeAnswers, org, 'answers')
    gone.errands += await allOf(removeErrands, org, 'errands')
    gone.deliveries += await allOf(removeDeliveries, org, 'deliveries')
    gone.deadDeliveries += await allOf(removeDeadDeliveries, org, 'deadDeliveries')
    gone.mails += await allOf(removeMails, org, 'mails')
    gone.drafts += await allOf(deleteDrafts, org, 'drafts')
    gone.codes += await allOf(removeCodes, org, 'codes')
    gone.tries += await allOf(removeTries, org, 'tries')
    await openForgotten(desk, org)
    gone.unusedFiles += await inParts(() => clearUnused(desk, org, { from: watched, to: before('unusedFiles') }, PART))
  }
  const calendars = signal?.aborted ? 0 : await renewHolidays(desk)
  log?.info({ gone, calendars }, 'Cleaned up')
  return gone

  function allOf(remove: typeof removeAnswers, org: OrgId, kind: keyof typeof HOURS): Promise<number> {
    return inParts(() => remove(desk.db, org, before(kind), PART))
  }

  async function inParts(part: () => Promise<number>): Promise<number> {
    let all = 0
    while (!signal?.aborted) {
      const some = await part()
      all += some
      if (some < PART) break
    }
    return all
  }
}
