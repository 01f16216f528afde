/** The job queue: which jobs there are, on our own connections and in a schema of its own, so that nothing of it stands among our tables. */
import type { PgBoss } from 'pg-boss'
import type { OrgId } from '../core/ids.ts'
import { type Pool, withClient } from '../db/pool.ts'
import type { Log } from './log.ts'
import { seldom } from './seldom.ts'

export type { PgBoss } from 'pg-boss'

export type SweepJob = { org: OrgId }

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/**
 * `exclusive`: one job of its kind, or of its organisation, at a time, waiting or under way, in however many processes. A process that dies
 * stops beating its heart, and another one takes over.
 */
const QUEUES = {
  // Nothing is lost with a sweep that fails: what is due stays due, and the next tick orders another one.
  sweep: { policy: 'exclusive', retryLimit: 0, heartbeatSeconds: 15, expireInSeconds: 300, deleteAfterSeconds: 600 },
  clean_up: {
    policy: 'exclusive',
    retryLimit: 3,
    retryDelay: 60,
    retryBackoff: true,
    heartbeatSeconds: 60,
    expireInSeconds: 4 * HOUR_S,
    deleteAfterSeconds: 7 * DAY_S,
  },
  retention: {
    policy: 'exclusive',
    retryLimit: 3,
    retryDelay: 60,
    retryBackoff: true,
    heartbeatSeconds: 60,
    expireInSeconds: 4 * HOUR_S,
    deleteAfterSeconds: 7 * DAY_S,
  },
  reconcile: {
    policy: 'exclusive',
    retryLimit: 0,
    heartbeatSeconds: 60,
    expireInSeconds: HOUR_S,
    deleteAfterSeconds: 2 * DAY_S,
  },
} as const
export type QueueName = keyof typeof QUEUES

/** In UTC. What came due while nobody was there to do it is made up for once. */
const SCHEDULE = { clean_up: '17 2 * * *', retention: '43 2 * * *', reconcile: '7 * * * *' } as const
export const SCHEDULED = Object.keys(SCHEDULE) as (keyof typeof SCHEDULE)[]

/** Where its tables stand. */
export const JOBS_SCHEMA = 'pgboss'

/**
 * Opens the queue and brings its tables up to date, under a lock of its own, so that several processes may start at once. The caller starts
 * workers on it and stops it; its connections are ours and stay open.
 */
export async function openBoss(db: Pool, log: Log): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    schema: JOBS_SCHEMA,
    db: { executeSql: (text, values) => withClient(db, async client => client.query(text, values)) },
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    persistWarnings: false,
  })
  const complain = seldom(log)
  boss.on('error', fault => complain('error', { err: fault }, 'The job queue stands still'))
  boss.on('warning', warning => complain('warn', { ...warning }, 'The job queue warns'))
  try {
    await boss.start()
    for (const [name, options] of Object.entries(QUEUES)) {
      await boss.createQueue(name, options)
      const { policy: _fixed, ...changeable } = options
      await boss.updateQueue(name, changeable)
    }
    for (const name of SCHEDULED) await boss.schedule(name, SCHEDULE[name], {}, { missed: 'once' })
    return boss
  } catch (fault) {
    await boss.stop({ graceful: false, close: false }).catch(() => {})
    throw fault
  }
}
