/**
 * How fast the house is, as ratios measured in one run: `npm run bench` (all sizes, some minutes), `npm run bench -- --quick` (up to 100 000 returns).
 * Absolute numbers move with the machine; the ratios are what is promised.
 */
import type { OrderId } from '../src/core/ids.ts'
import { refused } from '../src/core/refusal.ts'
import type { Command } from '../src/core/return/commands.ts'
import { decideAll, locksOf } from '../src/core/return/decide.ts'
import type { Recorded } from '../src/core/return/events.ts'
import type { Where } from '../src/core/return/where.ts'
import { findPurchase } from '../src/db/orders.ts'
import { countReturns, listReturns } from '../src/db/return-lists.ts'
import { findReturn, siblingsOf } from '../src/db/returns.ts'
import { transaction } from '../src/db/transaction.ts'
import { keep } from '../src/desk/keep.ts'
import { lay } from '../src/desk/lay.ts'
import { type House, openHouse, residentMb } from './house.ts'
import { call, compare, median, slice } from './measure.ts'

const quick = process.argv.includes('--quick')
const SIZES = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]
const results: { what: string; value: string; bar: string }[] = []
const say = (what: string, value: string, bar = '') => {
  results.push({ what, value, bar })
  console.log(`${what.padEnd(58)} ${value.padEnd(34)} ${bar}`)
}

const FILTERS: Record<string, { query: string; where?: Where }> = {
  'all, newest first': { query: '' },
  'one common state': { query: 'request=submitted', where: { request: ['submitted'] } },
  'a rare mixture': {
    query: 'dispute=raised,judging&settlement=none',
    where: { dispute: ['raised', 'judging'], settlement: ['none'] },
  },
  'by last change': { query: 'sort=updated_at&request=approved', where: { request: ['approved'] } },
}

const house = await openHouse()
try {
  await filing(house)
  await reading(house)
  await listing(house)
  say('memory of the server process after all of this', `${await residentMb(house.serverPid)} MB`, '≤ 250 MB')
} finally {
  await house.close()
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results))

/** Filing a return: the whole way through HTTP against the very same statements sent by a bare loop that decides nothing. */
async function filing({ desk, org, owner, shop, url, key, moreOrders }: House): Promise<void> {
  const orders = await moreOrders(30_000)
  const next = () => orders.pop() ?? ''
  const wish = (order: string) => ({
    order_id: order,
    items: [{ line_id: line, quantity: 1, reason: { code: 'too_small' } }],
    override: 'bench',
  })
  const sample = await findPurchase(desk.db, org, (orders[0] ?? '') as OrderId)
  const line = sample?.order.lines[0]?.id ?? ''
  const made = await call(`${url}/v1/returns`, key, 'POST', wish(next()))
  if (made.status >= 300) throw new Error(`Filing failed: ${made.status} ${made.text}`)

  let serial = 50_000_000
  const bare = async (): Promise<void> => {
    const order = next() as OrderId
    const commands: Command[] = [
      {
        verb: 'submit',
        items: [{ line: line as never, quantity: 1, reason: { code: 'too_small' } }],
        override: 'bench',
      },
    ]
    await transaction(desk.db, async tx => {
      const laid = await lay(tx, org, { order }, locksOf(commands), commands, { locked: true })
      if (laid === null) throw new Error('No such order.')
      const { ret, events } = prepared(order)
      await keep(tx, desk, laid, ret, events)
    })
  }
  // Decided once; the bare loop only changes ids, so that it measures the statements and nothing else.
  const laid = await lay(desk.db, org, { order: next() as OrderId }, new Set(), [], { locked: false })
  if (laid === null) throw new Error('No such order.')
  const decision = decideAll(
    null,
    [
      {
        verb: 'submit',
        items: [{ line: line as never, quantity: 1, reason: { code: 'too_small' } }],
        override: 'bench',
      },
    ],
    {
      ...laid,
      at: desk.now(),
      by: owner.actor,
      rule: null,
      cause: null,
      birth: { id: desk.fresh(), serial: 1, number: desk.rma() },
      fresh: desk.fresh,
    },
  )
  if (refused(decision)) throw new Error(JSON.stringify(decision))
  const prepared = (order: OrderId) => {
    const ret = {
      ...decision.ret,
      id: desk.fresh<typeof decision.ret.id>(),
      order,
      serial: ++serial,
      number: `${desk.rma()}${serial}` as never,
      shop: shop.id,
    }
    const events: Recorded[] = decision.events.map((event, place) => ({
      ...event,
      id: desk.fresh(),
      sequence: place + 1,
    }))
    return { ret, events }
  }

  const rates = await compare({
    bare,
    http: async () => {
      const { status, text } = await call(`${url}/v1/returns`, key, 'POST', wish(next()))
      if (status !== 201) throw new Error(`${status} ${text}`)
    },
  })
  const { bare: loop, http } = rates
  say(
    'file a return, HTTP, 8 clients',
    `${Math.round(http?.perSecond ?? 0)}/s, p50 ${(http?.p50Ms ?? 0).toFixed(1)} ms`,
    '',
  )
  say(
    '  against the same SQL in a bare loop',
    `× ${(http?.ratio ?? 0).toFixed(2)} (${Math.round(loop?.perSecond ?? 0)}/s)`,
    '≥ × 0.5',
  )
}

async function reading({ desk, org, shop, url, key }: House): Promise<void> {
  const { rows: returns } = await listReturns(desk.db, org, { shops: [shop.id], limit: 500 })
  const draw = () => returns[Math.floor(Math.random() * returns.length)]?.id ?? ('' as never)
  const rates = await compare({
    bare: async () => {
      const id = draw()
      const ret = await findReturn(desk.db, org, id)
      if (ret) await Promise.all([findPurchase(desk.db, org, ret.order), siblingsOf(desk.db, org, ret.id)])
    },
    http: async () => {
      const { status } = await call(`${url}/v1/returns/${draw()}`, key)
      if (status !== 200) throw new Error(String(status))
    },
  })
  const one = await oneByOne({
    bare: async () => {
      const ret = await findReturn(desk.db, org, draw())
      if (ret) await Promise.all([findPurchase(desk.db, org, ret.order), siblingsOf(desk.db, org, ret.id)])
    },
    http: () => call(`${url}/v1/returns/${draw()}`, key),
  })
  say(
    'read one return, HTTP, 8 clients',
    `${Math.round(rates.http?.perSecond ?? 0)}/s, × ${(rates.http?.ratio ?? 0).toFixed(2)} of bare`,
  )
  say(
    '  one client: p50 over the bare queries',
    `+ ${(one.http - one.bare).toFixed(2)} ms (${one.http.toFixed(2)} against ${one.bare.toFixed(2)})`,
    '≤ + 2 ms',
  )
}

/** The same page at growing sizes of the shop: it should cost the same. */
async function listing({ desk, org, shop, url, key, fillTo }: House): Promise<void> {
  const first = new Map<string, number>()
  for (const size of SIZES) {
    await fillTo(size)
    for (const [name, { query, where }] of Object.entries(FILTERS)) {
      const one = await oneByOne({
        bare: () =>
          listReturns(desk.db, org, {
            shops: [shop.id],
            ...(where && { where }),
            limit: 21,
            ...(query.includes('updated_at') && { sort: 'updated_at' }),
          }),
        http: async () => {
          const { status, text } = await call(`${url}/v1/returns?limit=20&${query}`, key)
          if (status !== 200) throw new Error(text)
        },
      })
      if (!first.has(name)) first.set(name, one.http)
      say(
        `list 20 of ${size.toLocaleString('en')}: ${name}`,
        `p50 ${one.http.toFixed(2)} ms, bare ${one.bare.toFixed(2)} ms`,
        `× ${(one.http / (first.get(name) ?? one.http)).toFixed(2)} of the first (≤ 1.5), + ${(one.http - one.bare).toFixed(2)} ms (≤ 2)`,
      )
    }
    const counted = await oneByOne({
      bare: () => countReturns(desk.db, org, { shops: [shop.id], where: { request: ['submitted'] } }),
      http: () => call(`${url}/v1/returns?limit=1&count=true&request=submitted`, key),
    })
    say(
      `total of one state among ${size.toLocaleString('en')}`,
      `p50 ${counted.http.toFixed(2)} ms, bare ${counted.bare.toFixed(2)} ms`,
    )
  }
}

/** Median time of one client, in turns. */
async function oneByOne<T extends Record<string, () => Promise<unknown>>>(
  ways: T,
): Promise<{ [K in keyof T]: number }> {
  const times = new Map<string, number[]>()
  for (let round = 0; round < 5; round++) {
    for (const [name, work] of Object.entries(ways)) {
      const found = await slice(work, 1, 250)
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ...found])
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)])) as { [K in keyof T]: number }
}
