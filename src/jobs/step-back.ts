/** A clock that ran ahead and is set right leaves moments behind that are suddenly far off; without this, whatever waits for one of them would wait until the clock comes by again. */
import { epochMs } from '../core/time.ts'
import { makeDueNow } from '../db/far-off.ts'
import type { Desk } from '../desk/desk.ts'
import type { Log } from './log.ts'

/** Clocks are set right by less than this all the time. */
const STEP_MS = 60_000

/** Gives what is to be called again and again: it compares the clock with one nobody can set, and acts when the clock has gone back. */
export function watchForStepBack(desk: Desk, log: Log): () => Promise<void> {
  const aheadMs = (): number => epochMs(desk.now()) - performance.now()
  let beforeMs = aheadMs()
  return async () => {
    const nowMs = aheadMs()
    const backMs = beforeMs - nowMs
    if (backMs > STEP_MS) {
      await makeDueNow(desk.db, desk.now())
      log.warn({ seconds: Math.round(backMs / 1_000) }, 'The clock was set back; what waits is tried at once')
    }
    beforeMs = nowMs
  }
}
