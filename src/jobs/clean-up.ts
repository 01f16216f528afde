/** Every night: what has been kept long enough goes. How long that is stands here, once. */
import type { OrgId } from '../core/ids.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { removeAnswers, removeDeadDeliveries, removeDeliveries, removeErrands } from '../db/clean-up.ts'
import { filesWatchedSince } from '../db/files.ts'
import { listOrgs } from '../db/orgs.ts'
import type { Desk } from '../desk/desk.ts'
import { clearUnused } from '../desk/photos.ts'
import type { Log } from './log.ts'

const HOURS = {
  /** As long as a client may still repeat a request and must get the first answer. */
  answers: 48,
  errands: 90 * 24,
  deliveries: 30 * 24,
  deadDeliveries: 90 * 24,
  /** A form that somebody began in the evening may be sent in the morning. */
  unusedFiles: 24,
} as const

const PART = 1_000

/** Gives how much of each kind went. Broken off anywhere, it is begun anew without harm. */
export async function cleanUp(desk: Desk, { log, signal }: { log?: Log; signal?: AbortSignal } = {}) {
  const now = desk.now()
  const before = (kind: keyof typeof HOURS): Instant => instantOf(epochMs(now) - HOURS[kind] * 3_600_000)
  const watched = await filesWatchedSince(desk.db)
  const gone = { answers: 0, errands: 0, deliveries: 0, deadDeliveries: 0, unusedFiles: 0 }
  for (const { id: org } of await listOrgs(desk.db)) {
    gone.answers += await allOf(removeAnswers, org, 'answers')
    gone.errands += await allOf(removeErrands, org, 'errands')
    gone.deliveries += await allOf(removeDeliveries, org, 'deliveries')
    gone.deadDeliveries += await allOf(removeDeadDeliveries, org, 'deadDeliveries')
    gone.unusedFiles += await inParts(() => clearUnused(desk, org, { from: watched, to: before('unusedFiles') }, PART))
  }
  log?.info({ gone }, 'Cleaned up')
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
