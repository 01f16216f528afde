/** From the clock to the sweep: looks every second where something is due and orders a sweep for each organisation; whoever is free does it. */
import { epochMs } from '../core/time.ts'
import { orgsToSweep } from '../db/sweeps.ts'
import type { Desk } from '../desk/desk.ts'
import type { PgBoss, SweepJob } from './boss.ts'
import type { Log } from './log.ts'
import { seldom } from './seldom.ts'
import { sweepOrg } from './sweep.ts'

/** Sweeps of different organisations at a time in one process. */
const SWEEPERS = 2
const POLL_SECONDS = 1
const BEAT_SECONDS = 5
/** A job that has just ended stands as ended only a moment later; only then another one of its organisation may be ordered. */
const MOMENT_MS = 20
/** More than this behind is worth a line in the log. */
const BEHIND_MS = 5 * 60_000

export type Sweeping = {
  /** Orders what is due; gives whether there was something. */
  tick(): Promise<boolean>
}

/** `again` is called when a sweep left something for the next tick. */
export async function openSweeping(desk: Desk, boss: PgBoss, log: Log, again: () => void): Promise<Sweeping> {
  const complain = seldom(log, BEHIND_MS)
  const sweepers: string[] = []
  for (let hand = 0; hand < SWEEPERS; hand++)
    sweepers.push(
      await boss.work<SweepJob>(
        'sweep',
        { pollingIntervalSeconds: POLL_SECONDS, heartbeatRefreshSeconds: BEAT_SECONDS },
        async ([job]) => {
          if (job === undefined) return
          const { more } = await sweepOrg(desk, job.data.org, { log, signal: job.signal })
          if (more) setTimeout(again, MOMENT_MS)
        },
      ),
    )

  return {
    async tick() {
      const now = desk.now()
      const waiting = await orgsToSweep(desk.db, now)
      const [first] = waiting
      if (first === undefined) return false
      const behindMs = epochMs(now) - epochMs(first.since)
      if (behindMs > BEHIND_MS)
        complain('warn', { since: first.since, organisations: waiting.length }, 'Deadlines are worked off late')
      await boss.insert(
        'sweep',
        waiting.map(({ org }) => ({ data: { org }, singletonKey: org })),
      )
      for (const sweeper of sweepers) boss.notifyWorker(sweeper)
      return true
    },
  }
}
