import { beforeEach, describe, expect, test, vi } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { openPool, query } from '../db/pool.ts'
import { eventsOf } from '../db/return-events.ts'
import type { Desk } from '../desk/desk.ts'
import { findOne } from '../desk/look.ts'
import { manualCarrier } from '../outside/carrier.ts'
import type { Provider } from '../outside/gateway.ts'
import { simulatedGateway } from '../outside/simulated-gateway.ts'
import { JOBS_SCHEMA, openBoss, SCHEDULED } from './boss.ts'
import type { Outside } from './errands.ts'
import type { Log } from './log.ts'
import { openSweeping } from './sweeping.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

const kit = await openKit()
const { desk, clock, org } = kit

const START = clock.now
beforeEach(() => {
  clock.now = START
  said.length = 0
})

const said: string[] = []
const say = (facts: object, sentence: string) => {
  const { job } = facts as { job?: string }
  said.push(job === undefined ? sentence : `${job}: ${sentence}`)
}
const log: Log = { info: say, warn: say, error: say }
const byHand: Outside = { gateway: () => 'by_hand', carrier: manualCarrier }

const working = (of: Desk = desk, more: Partial<WorkerOptions> = {}) =>
  startWorker(of, { outside: byHand, log, idleMs: 20, tickMs: 50, ...more })

const approved = async (): Promise<Return> =>
  (await kit.act(await kit.file(await kit.order(), 1), { verb: 'approve' })).ret

async function now(ret: Return): Promise<Return> {
  const seen = await findOne(desk, kit.as('owner'), ret.id)
  if (refused(seen)) throw new Error(seen.code)
  return seen.ret
}

const eventually = { timeout: 15_000, interval: 50 }
const isExpired = (returns: Return[]) =>
  expect
    .poll(async () => (await Promise.all(returns.map(now))).map(ret => ret.request.state), eventually)
    .toEqual(returns.map(() => 'expired'))

const expiries = async (ret: Return) =>
  (await eventsOf(desk.db, org, ret.id)).filter(event => event.type === 'request.expired').length

/** A process of its own: another pool on the same database. */
async function another(): Promise<Desk> {
  return { ...desk, db: await kit.database.open({ max: 6 }) }
}

describe('workers', () => {
  test('several processes start at once on an empty database and share the deadlines; each happens once', async () => {
    const returns = await Promise.all(Array.from({ length: 30 }, approved))
    clock.now = returns[0]?.due.ship as Instant
    const workers = [working(), working(await another()), working(await another())]
    await isExpired(returns)
    await Promise.all(workers.map(worker => worker.stop()))
    expect(await Promise.all(returns.map(expiries))).toEqual(returns.map(() => 1))
  })

  test('what is done at night stands in the schedule, and nothing of the queue among our tables', async () => {
    const { rows } = await query<{ name: string }>(desk.db, {
      text: `select name from ${JOBS_SCHEMA}.schedule order by name`,
    })
    expect(rows.map(row => row.name)).toEqual(SCHEDULED.toSorted())
  })

  test('a process killed while it sweeps: its job comes back, and what it left undone is done once', async () => {
    const ret = await approved()
    clock.now = ret.due.ship as Instant
    const dying = await openBoss((await another()).db, log)
    await dying.insert('sweep', [{ data: { org }, singletonKey: org }])
    expect(await dying.fetch('sweep')).toHaveLength(1)
    await dying.stop({ graceful: false, close: false })

    const boss = await openBoss(desk.db, log)
    const sweeping = await openSweeping(desk, boss, log, () => {})
    await sweeping.tick()
    const states = async () =>
      (
        await query<{ state: string }>(desk.db, {
          text: `select state from ${JOBS_SCHEMA}.job where name = 'sweep' and completed_on is null`,
        })
      ).rows.map(row => row.state)
    expect(await states()).toEqual(['active'])
    await query(desk.db, {
      text: `update ${JOBS_SCHEMA}.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`,
    })
    await query(desk.db, { text: `update ${JOBS_SCHEMA}.queue set monitor_on = null` })
    await boss.supervise('sweep')
    await sweeping.tick()
    await isExpired([ret])
    expect(await expiries(ret)).toBe(1)
    await boss.stop({ close: false, timeout: 1_000 })
  })

  test('a database that is gone for a while: it waits, says so once, and goes on by itself', async () => {
    const gone = await another()
    const worker = working(gone)
    await vi.waitUntil(async () => (await sessions()) > 0)
    await admin(name => `alter database ${name} with allow_connections false`)
    await admin(
      name =>
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    )
    await vi.waitUntil(() => said.includes('errands: A job stands still and is tried again'), 10_000)
    await admin(name => `alter database ${name} with allow_connections true`)
    const ret = await approved()
    clock.now = ret.due.ship as Instant
    await isExpired([ret])
    await worker.stop()
    expect(said.filter(line => line === 'errands: A job stands still and is tried again')).toHaveLength(1)
    expect(said).toContain('errands: A job goes on')
  })

  test('asked to stop it finishes what has begun', async () => {
    const gateway = simulatedGateway()
    const slow: Provider = {
      ...gateway,
      refund: async (order, signal) => {
        started.resolve()
        await release.promise
        return gateway.refund(order, signal)
      },
    }
    const started = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const worker = working(desk, { outside: { gateway: () => slow, carrier: manualCarrier } })
    const ret = await kit.file(await kit.order(anInput()), 1)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    await started.promise
    const stopped = worker.stop()
    release.resolve()
    await stopped
    expect((await now(ret)).payouts).toMatchObject([{ state: 'done' }])
  })

  test('asked to stop it does not wait for ever', async () => {
    const started = Promise.withResolvers<void>()
    const silent: Provider = {
      find: async () => ({ outcome: 'absent' }),
      refund: () => {
        started.resolve()
        return new Promise(() => {})
      },
    }
    const worker = working(desk, { outside: { gateway: () => silent, carrier: manualCarrier } })
    const ret = await kit.file(await kit.order(anInput()), 1)
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.act(ret, { verb: 'refund' }, 'owner')
    await started.promise
    await worker.stop(300)
    expect((await now(ret)).payouts).toMatchObject([{ state: 'sent' }])
  })

  test('it says when deadlines are worked off late', async () => {
    const ret = await approved()
    clock.now = instantOf(epochMs(ret.due.ship as Instant) + 3_600_000)
    const worker = working()
    await isExpired([ret])
    await worker.stop()
    expect(said).toContain('Deadlines are worked off late')
  })

  test('telling others goes round and ends with the worker', async () => {
    let rounds = 0
    let ended = false
    const worker = working(desk, {
      telling: {
        round: async () => ++rounds % 3,
        stop: async () => {
          ended = true
        },
      },
    })
    await vi.waitUntil(() => rounds > 5)
    await worker.stop()
    expect(ended).toBe(true)
  })
})

const sessions = async (): Promise<number> =>
  (
    await query<{ many: number }>(desk.db, {
      text: 'select count(*)::int as many from pg_stat_activity where datname = current_database()',
    })
  ).rows[0]?.many ?? 0

/** From another database of the same server. */
async function admin(statement: (name: string) => string): Promise<void> {
  const { target } = kit.database
  const name = typeof target === 'string' ? new URL(target).pathname.slice(1) : target.database
  const server =
    typeof target === 'string' ? target.replace(`/${name}`, '/postgres') : { ...target, database: 'postgres' }
  const pool = await openPool(server, { max: 1 })
  try {
    await query(pool, { text: statement(name), prepare: false })
  } finally {
    await pool.end()
  }
}
