/** Everything that goes by itself while the process lives: errands, rules of automation, telling others, the clock, and what is done at night. Any number of processes share it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { OrgId } from '../core/ids.ts'
import { listOrgs } from '../db/orgs.ts'
import type { Desk } from '../desk/desk.ts'
import type { Telling } from '../webhooks/open-telling.ts'
import { runAutomations } from './automation.ts'
import { openBoss, type PgBoss, type QueueName } from './boss.ts'
import { cleanUp } from './clean-up.ts'
import { type Outside, openErrands } from './errands.ts'
import type { Log } from './log.ts'
import { type Mailing, openMailing } from './mailing.ts'
import { reconcile } from './reconcile.ts'
import { type Rounds, startRounds } from './rounds.ts'
import { watchForStepBack } from './step-back.ts'
import { openSweeping, type Sweeping } from './sweeping.ts'

export type WorkerOptions = {
  outside: Outside
  log: Log
  telling?: Pick<Telling, 'round' | 'stop'>
  mailing?: Mailing
  /** Lets go what an organisation keeps no longer than it must; done every night. */
  retain?: (desk: Desk, org: OrgId) => Promise<unknown>
  idleMs?: number
  tickMs?: number
}

export type Worker = {
  /** Takes nothing new and lets what has begun come to an end, no longer than this; what is broken off is taken up again by whoever comes next. */
  stop(limitMs?: number): Promise<void>
}

const IDLE_MS = 500
const TICK_MS = 1_000
const LIMIT_MS = 10_000
const NIGHT_POLL_SECONDS = 20
const NIGHT_BEAT_SECONDS = 20

export function startWorker(desk: Desk, options: WorkerOptions): Worker {
  const { log, telling, mailing, idleMs = IDLE_MS } = options
  const errands = openErrands(desk, options.outside, { log })
  const clock = startClock(desk, options)
  const mails = mailing && openMailing(desk, mailing, log)
  const rounds: Rounds[] = [
    startRounds('errands', async () => (await errands.round()) || (await errands.handsAreFull()), idleMs, log),
    startRounds('automation', () => runAutomations(desk, { log }), idleMs, log),
    ...(telling ? [startRounds('telling', () => telling.round(), idleMs, log)] : []),
    ...(mails ? [startRounds('mails', mails.round, idleMs, log)] : []),
  ]

  return {
    async stop(limitMs = LIMIT_MS) {
      mails?.stop()
      const begun = Promise.all(rounds.map(round => round.stop())).then(errands.allAreBack)
      const ends = Promise.all([begun, clock.stop(limitMs), telling?.stop(limitMs)])
      await Promise.race([ends, pause(limitMs, undefined, { ref: false })])
    },
  }
}

type Clock = { stop(limitMs: number): Promise<void> }

/** The job queue is opened in the first round that finds a database, so that a process can start before its database does. */
function startClock(desk: Desk, options: WorkerOptions): Clock {
  const { log, tickMs = TICK_MS } = options
  let open: { boss: PgBoss; sweeping: Sweeping } | null = null
  const heedStepBack = watchForStepBack(desk, log)
  const ticks = startRounds('clock', tick, tickMs, log)

  async function tick(): Promise<false> {
    await heedStepBack()
    open ??= await opened()
    await open.sweeping.tick()
    return false
  }

  async function opened() {
    const boss = await openBoss(desk.db, log)
    try {
      const sweeping = await openSweeping(desk, boss, log, () => ticks.nudge())
      await workAtNight(desk, boss, options)
      return { boss, sweeping }
    } catch (fault) {
      await boss.stop({ graceful: false, close: false })
      throw fault
    }
  }

  return {
    async stop(limitMs) {
      await ticks.stop()
      await open?.boss.stop({ graceful: true, close: false, timeout: Math.max(limitMs, 1_000) })
    },
  }
}

async function workAtNight(desk: Desk, boss: PgBoss, { log, retain }: WorkerOptions): Promise<void> {
  await at('clean_up', signal => cleanUp(desk, { log, signal }))
  await at('reconcile', signal => reconcile(desk, { log, signal }))
  await at('retention', async signal => {
    for (const { id } of retain ? await listOrgs(desk.db) : []) if (!signal.aborted) await retain?.(desk, id)
  })

  async function at(queue: QueueName, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    await boss.work(
      queue,
      { pollingIntervalSeconds: NIGHT_POLL_SECONDS, heartbeatRefreshSeconds: NIGHT_BEAT_SECONDS },
      async ([job]) => {
        if (job) await work(job.signal)
      },
    )
  }
}
