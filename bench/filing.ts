/**
 * Filing a return: the whole way through HTTP against the very same statements sent by a bare loop that decides nothing; and once more in a house where
 * somebody is told of everything and all jobs run, to see what outbox and jobs cost those who wait.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { OrderId } from '../src/core/ids.ts'
import { refused } from '../src/core/refusal.ts'
import type { Command } from '../src/core/return/commands.ts'
import { decideAll, locksOf } from '../src/core/return/decide.ts'
import { query } from '../src/db/pool.ts'
import { transaction } from '../src/db/transaction.ts'
import { createEndpoint } from '../src/desk/endpoints.ts'
import { keep } from '../src/desk/keep.ts'
import { lay } from '../src/desk/lay.ts'
import { cloneOrders, tidy } from './copies.ts'
import type { House } from './house.ts'
import { shoplineFiling } from './languages.ts'
import { call, compare } from './measure.ts'
import { atLeast, atMost, milliseconds, perSecond, times } from './report.ts'
import type { Bench } from './workplace.ts'

const FIRST_SERIAL = 50_000_000

export async function filing({ report, place, quick }: Bench): Promise<void> {
  const serving = await place.house({ server: 'serves' })
  const working = await place.house({ server: 'works' })
  const { url } = await place.receiver()
  const endpoint = await createEndpoint(working.desk, working.owner, { name: 'Bench', url })
  if (refused(endpoint)) throw new Error(JSON.stringify(endpoint))

  const told: number[] = []
  const many = quick ? 12_000 : 60_000
  const bareLoop = await ordersFor(serving, many)
  const rates = await compare(
    {
      bare: await bareFiling(serving, bareLoop),
      http: fileBy(serving, bareLoop),
      shopline: await overShopline(serving, bareLoop),
      working: fileBy(working, await ordersFor(working, many)),
    },
    {
      rounds: quick ? 3 : 12,
      after: async name => {
        if (name === 'working') told.push(await shareTold(working))
      },
    },
  )
  report.say(
    'file a return, HTTP, 8 clients',
    `${perSecond(rates.http.perSecond)}, p50 ${milliseconds(rates.http.p50Ms)}`,
  )
  report.say(
    'file a return, against the same SQL in a bare loop',
    `${times(rates.http.ratio)} of ${perSecond(rates.bare.perSecond)}`,
    atLeast(rates.http.ratio, 0.5),
  )
  report.say(
    'file a return as a client of SHOPLINE, against the native API',
    times(rates.shopline.ratio / rates.http.ratio),
  )
  const jobs = rates.working.ratio / rates.http.ratio
  const average = told.reduce((all, share) => all + share, 0) / told.length
  report.say(
    'file a return, jobs and an endpoint at work against neither',
    `${times(jobs)}, ${Math.round(average * 100)} % told at once`,
  )
  for (const [name, house] of Object.entries({ 'only serves': serving, 'serves and works': working })) {
    const mb = await house.residentMb()
    report.say(
      `memory of a server that ${name}, afterwards`,
      `${mb} MB`,
      atMost(mb, 250, value => `${value} MB`),
    )
  }
}

/** Gives one order after the other, of which nothing has come back yet. */
async function ordersFor(house: House, many: number): Promise<() => OrderId> {
  const orders = await cloneOrders(house, many)
  await tidy(house)
  return () => {
    const next = orders.pop()
    if (next === undefined) throw new Error('All orders are used up; this machine is faster than was thought.')
    return next
  }
}

const wishFor = ({ template }: House) => ({
  line: template.lines[0]?.id as never,
  quantity: 1,
  reason: { code: 'too_small' as const },
})

function fileBy(house: House, next: () => OrderId): () => Promise<void> {
  const { line, ...wish } = wishFor(house)
  const items = [{ line_id: line, ...wish }]
  return async () => {
    const body = { order_id: next(), items, override: 'bench' }
    const { status, text } = await call(`${house.url}/v1/returns`, house.key, 'POST', body)
    if (status !== 201) throw new Error(`${status} ${text}`)
  }
}

async function overShopline(house: House, next: () => OrderId): Promise<() => Promise<void>> {
  const file = await shoplineFiling(house)
  return () => file(next())
}

/** Decided once; the bare loop only changes ids, so that it measures the statements and nothing else. */
async function bareFiling(house: House, next: () => OrderId): Promise<() => Promise<void>> {
  const { desk, org, owner, shop } = house
  const commands: Command[] = [{ verb: 'submit', items: [wishFor(house)], override: 'bench' }]
  const example = await lay(desk.db, org, { order: next() }, new Set(), [], { locked: false })
  if (example === null) throw new Error('There is no order to return.')
  const birth = { id: desk.fresh<never>(), serial: 1, number: desk.rma() }
  const tray = { at: desk.now(), by: owner.actor, rule: null, cause: null, birth, fresh: desk.fresh }
  const decision = decideAll(null, commands, { ...example, ...tray })
  if (refused(decision)) throw new Error(JSON.stringify(decision))

  let serial = FIRST_SERIAL
  return async () => {
    const order = next()
    await transaction(desk.db, async tx => {
      const laid = await lay(tx, org, { order }, locksOf(commands), commands, { locked: true })
      if (laid === null) throw new Error('There is no such order.')
      const number = `${desk.rma()}${++serial}` as never
      const ret = { ...decision.ret, id: desk.fresh<never>(), order, serial, number, shop: shop.id }
      const events = decision.events.map((event, place) => ({ ...event, id: desk.fresh(), sequence: place + 1 }))
      await keep(tx, desk, laid, ret, events)
    })
  }
}

/** The share of what happened that the receiver has heard by now. Then waits for the rest, so that it disturbs nobody's turn. */
async function shareTold({ desk }: House): Promise<number> {
  const first = await countNews(desk.db)
  for (let so = first; so.done < so.all; so = await countNews(desk.db)) await pause(50)
  return first.done / first.all
}

async function countNews(db: House['desk']['db']): Promise<{ done: number; all: number }> {
  const { rows } = await query<{ done: number; all: number }>(db, {
    text: `select (select count(*)::int from return_events) as all, (select count(*)::int from deliveries where state = 'done') as done`,
  })
  return rows[0] ?? { done: 0, all: 0 }
}
