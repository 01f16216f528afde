/** What happens by itself: overdue returns swept, against a bare loop that sends the very same statements and decides nothing. */
import { refused } from '../src/core/refusal.ts'
import { decideAll, locksOf } from '../src/core/return/decide.ts'
import type { Return } from '../src/core/return/return.ts'
import { causeOf, dueTasks, type Task } from '../src/core/return/sweeping.ts'
import { instantOf } from '../src/core/time.ts'
import { query } from '../src/db/pool.ts'
import { type Due, returnsToSweep } from '../src/db/sweeps.ts'
import { transaction } from '../src/db/transaction.ts'
import { keep } from '../src/desk/keep.ts'
import { lay } from '../src/desk/lay.ts'
import { atMost as someAtOnce } from '../src/jobs/at-most.ts'
import { houseCaller } from '../src/jobs/house-caller.ts'
import { sweepOrg } from '../src/jobs/sweep.ts'
import { cloneReturns, tidy } from './copies.ts'
import type { House } from './house.ts'
import { inTurns } from './measure.ts'
import { atLeast, perSecond, times } from './report.ts'
import { filed, go, peopleOf } from './states.ts'
import type { Bench } from './workplace.ts'

/** As the sweep does it. */
const BATCH = 200
const AT_ONCE = 4

const DAY_MS = 86_400_000
const LEAST = 0.5

export async function sweep({ report, place, quick }: Bench): Promise<void> {
  const house = await place.house()
  const [many, turn] = quick ? [10_000, 1_000] : [100_000, 5_000]
  await overdue(house, many)
  const bare = await bareSweep(house)
  const rates = await inTurns(
    { bare: { work: () => inBatches(turn, bare) }, sweep: { work: () => inBatches(turn, () => sweepOne(house)) } },
    many / turn / 2 - 1,
  )
  await allExpired(house, many)
  const { ratio, perSecond: rate } = rates.sweep
  report.say(`sweep ${many.toLocaleString('en')} overdue returns`, perSecond(rate))
  report.say(
    'sweep, against the same SQL in a bare loop',
    `${times(ratio)} of ${perSecond(rates.bare.perSecond)}`,
    atLeast(ratio, LEAST),
  )
}

async function inBatches(many: number, batch: () => Promise<number>): Promise<number> {
  let done = 0
  while (done < many) done += await batch()
  return done
}

async function sweepOne({ desk, org }: House): Promise<number> {
  const log = { info: () => {}, warn: console.error, error: console.error }
  return (await sweepOrg(desk, org, { log, limit: BATCH })).done
}

/** Approved, and not sent in time: the request expires by itself. */
async function overdue(house: House, many: number): Promise<void> {
  const { agent } = peopleOf(house)
  const ret = await go(house, agent, await filed(house), { verb: 'approve' })
  const due = { ...ret.due, ship: instantOf(Date.now() - DAY_MS) }
  await cloneReturns(house, ret, many, {
    changes: { due },
    sweepAt: `date_trunc('milliseconds', now() - interval '1 day' * (1 + random()))`,
  })
  await tidy(house)
}

/** Decided once, for the first; every further one only gets its own ids. */
async function bareSweep({ desk, org }: House): Promise<() => Promise<number>> {
  const [first] = await returnsToSweep(desk.db, org, desk.now(), 1)
  if (first === undefined) throw new Error('Nothing is overdue.')
  const [task] = dueTasks(first.ret, first.shop, desk.now())
  if (task === undefined) throw new Error('Time has nothing to do with the return.')
  const decision = await decided(first, task)
  const prepared = ({ id, order, serial, number }: Return): Return => ({ ...decision.ret, id, order, serial, number })

  return async () => {
    const due = await returnsToSweep(desk.db, org, desk.now(), BATCH)
    await someAtOnce(AT_ONCE, due, async ({ ret }) => {
      await transaction(desk.db, async tx => {
        const commands = [task.command]
        const laid = await lay(tx, org, { ret: ret.id }, locksOf(commands), commands, { locked: true })
        if (laid === null) throw new Error('The return is gone.')
        const events = decision.events.map((event, place) => ({
          ...event,
          id: desk.fresh(),
          sequence: ret.version + place + 1,
        }))
        await keep(tx, desk, laid, prepared(ret), events)
      })
    })
    return due.length
  }

  async function decided({ ret }: Due, task: Task) {
    const laid = await lay(desk.db, org, { ret: ret.id }, new Set(), [], { locked: false })
    if (laid === null) throw new Error('The return is gone.')
    const by = houseCaller(org).actor
    const tray = { at: desk.now(), by, rule: null, cause: causeOf(task), birth: null, fresh: desk.fresh }
    const decision = decideAll(ret, [task.command], { ...laid, ...tray })
    if (refused(decision)) throw new Error(JSON.stringify(decision))
    return decision
  }
}

async function allExpired({ desk }: House, many: number): Promise<void> {
  const text = `select count(*)::int as expired from returns where request = 'expired' and sweep_at is null`
  const { rows } = await query<{ expired: number }>(desk.db, { text })
  if (rows[0]?.expired !== many) throw new Error(`${rows[0]?.expired} of ${many} have expired.`)
}
