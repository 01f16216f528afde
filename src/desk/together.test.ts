/** Many people at one counter: after any crowd the books are what the returns say. */
import { describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import type { Order } from '../core/order/order.ts'
import type { OrderInput } from '../core/order/order-input.ts'
import type { Role } from '../core/party.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command, VerbName } from '../core/return/commands.ts'
import { evolve } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { tupleOf } from '../core/return/where.ts'
import { query } from '../db/pool.ts'
import { type Acted, act } from './act.ts'
import { history, list } from './look.ts'
import { enterOne } from './orders.ts'

const kit = await openKit()
const { desk } = kit

const ORDERS = 5
const WORKERS = 10
const ACTS = 40

/** Numbers that look like chance and are the same every time (the minimal standard of Park and Miller). */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

type Roll = (sides: number) => number
/** `on`: returns this makes sense on. Others get their share of it too, now and then. */
type Move = { role: Role; on?: (ret: Return) => boolean; command: (ret: Return, roll: Roll) => Command | null }

const item = (ret: Return) => ret.items[0]?.id as never
const MOVES: Move[] = [
  { role: 'agent', command: () => ({ verb: 'approve' }) },
  { role: 'agent', command: () => ({ verb: 'approve', handling: 'keep' }) },
  { role: 'shopper', command: () => ({ verb: 'cancel' }) },
  { role: 'agent', command: () => ({ verb: 'cancel' }) },
  { role: 'agent', command: () => ({ verb: 'reopen', reason: 'Looked again.' }) },
  {
    role: 'warehouse',
    command: (ret, roll) => ({
      verb: 'receive',
      key: `box-${roll(3)}`,
      source: 'dock',
      lines: [{ item: item(ret), quantity: 1 + roll(2) }],
    }),
  },
  {
    role: 'warehouse',
    command: (ret, roll) => ({
      verb: 'dispose',
      key: `back-${roll(3)}`,
      item: item(ret),
      quantity: 1,
      to: roll(2) ? 'back_to_shopper' : 'restock',
    }),
  },
  {
    role: 'owner',
    on: ret => ret.request.state === 'approved' && ret.payouts.length === 0,
    command: () => ({ verb: 'refund' }),
  },
  { role: 'owner', command: () => ({ verb: 'refund' }) },
  {
    role: 'agent',
    command: (ret, roll) => ({
      verb: 'amend',
      items: [{ item: item(ret), quantity: 1 + roll(3) }],
      why: 'Counted again.',
    }),
  },
  {
    role: 'system',
    on: ret => ret.payouts.some(payout => payout.state === 'planned'),
    command: (ret, roll) => {
      const payout = ret.payouts.find(known => known.state === 'planned')?.id ?? ret.payouts.at(-1)?.id
      if (!payout) return null
      return roll(2)
        ? { verb: 'settle', payout, outcome: 'done' }
        : { verb: 'settle', payout, outcome: 'declined', why: 'Card closed.' }
    },
  },
]

const inputs: OrderInput[] = Array.from({ length: ORDERS }, (_, place) => {
  const externalId = `crowd-${place}`
  return anInput({
    externalId,
    lines: [{ externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 8, unitPrice: { amountMinor: 3_333 } }],
    payments: [
      { externalId: `${externalId}-a`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 20_000 } },
      { externalId: `${externalId}-b`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 6_664 } },
    ],
    fulfilments: ['f1', 'f2'].map(name => ({
      externalId: `${externalId}-${name}`,
      lines: [{ line: 'l1', quantity: 4 }],
    })),
  })
})

const done = new Map<VerbName | 'enter', number>()
const told = (name: VerbName | 'enter', answer: unknown) => refused(answer) || done.set(name, (done.get(name) ?? 0) + 1)

async function worker(seed: number, orders: readonly Order[], returns: Return[]): Promise<void> {
  const roll = dice(seed)
  for (let turn = 0; turn < ACTS; turn++) {
    const answer = await step(roll, orders, returns)
    if (answer && !refused(answer)) {
      const known = returns.findIndex(ret => ret.id === answer.ret.id)
      if (known < 0) returns.push(answer.ret)
      else if ((returns[known]?.version ?? 0) < answer.ret.version) returns[known] = answer.ret
    }
  }
}

async function step(roll: Roll, orders: readonly Order[], returns: readonly Return[]): Promise<Acted | Refusal | null> {
  const place = roll(ORDERS)
  const order = orders[place] as Order
  if (roll(12) === 0) {
    told(
      'enter',
      await enterOne(desk, kit.as('owner'), kit.shop.id, { ...(inputs[place] as OrderInput), name: `#${roll(1000)}` }),
    )
    return null
  }
  if (returns.length < ORDERS || roll(5) === 0) {
    const items = [{ line: order.lines[0]?.id as never, quantity: 1 + roll(3), reason: { code: 'too_small' as const } }]
    const answer = await act(desk, kit.as('shopper'), { order: order.id }, [{ verb: 'submit', items }])
    told('submit', answer)
    return answer
  }
  const { role, on, command } = MOVES[roll(MOVES.length)] as Move
  const apt = on && roll(5) > 0 ? returns.filter(on) : []
  const among = apt.length > 0 ? apt : returns
  const ret = among[roll(among.length)] as Return
  const wish = command(ret, roll)
  if (wish === null) return null
  const answer = await act(desk, kit.as(role), { ret: ret.id }, [wish])
  told(wish.verb, answer)
  return answer
}

const rowsOf = async <R extends object>(text: string) =>
  (await query<R & Record<string, unknown>>(desk.db, { text })).rows
/** What stands under each name together; what comes to nothing is left out. */
function sums(pairs: readonly (readonly [string | null, number])[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [name, number] of pairs) if (name !== null) all[name] = (all[name] ?? 0) + number
  return Object.fromEntries(Object.entries(all).filter(([, sum]) => sum !== 0))
}

describe('a crowd at the counter', async () => {
  const orders: Order[] = []
  for (const input of inputs) orders.push(await kit.order(input))
  const returns: Return[] = []
  // Whatever is thrown here, be it a deadlock that was not tried again or a case nobody thought of, fails everything below.
  await Promise.all(Array.from({ length: WORKERS }, (_, place) => worker(9_001 + 7_919 * place, orders, returns)))
  const page = await list(desk, kit.as('agent'), { limit: 100 })
  const stored = refused(page) ? [] : page.rows

  test('really did things, of every kind', () => {
    for (const verb of ['submit', 'approve', 'cancel', 'receive', 'refund', 'amend', 'settle', 'enter'] as const)
      expect(done.get(verb), verb).toBeGreaterThan(0)
    expect(stored.length).toBeGreaterThan(10)
    expect(stored.map(ret => ret.id).toSorted()).toEqual(returns.map(ret => ret.id).toSorted())
  })

  test('every row is what its log folds to, and nobody was told anything else', async () => {
    for (const ret of stored) {
      const log = await history(desk, kit.as('agent'), ret.id)
      if (refused(log)) throw new Error(log.code)
      expect(log.map(event => event.sequence)).toEqual(log.map((_, place) => place + 1))
      expect(
        log.reduce<Return | null>((now, { sequence: _sequence, id: _id, ...event }) => evolve(now, event), null),
      ).toEqual(ret)
      expect(returns.find(known => known.id === ret.id)).toEqual(ret)
    }
  })

  test('exactly the pieces are held that returns speak for, and no more than were delivered', async () => {
    const ledger = await rowsOf<{ key: string; held: number; delivered: number }>(
      `select line_id || ' ' || fulfilment_id as key, held, delivered from sold`,
    )
    const spokenFor = stored.flatMap(ret =>
      ret.items.flatMap(one => one.slices.map(slice => [`${one.line} ${slice.fulfilment}`, slice.quantity] as const)),
    )
    expect(sums(ledger.map(row => [row.key, row.held]))).toEqual(sums(spokenFor))
    expect(ledger.filter(row => row.held > row.delivered)).toEqual([])
    expect(ledger.reduce((all, row) => all + row.held, 0)).toBeGreaterThan(0)
  })

  test('exactly the money is spoken for that payouts move, and no more than was taken', async () => {
    const payments = await rowsOf<{ id: string; spoken: number; captured: number }>(
      'select id, spoken, captured from payments',
    )
    const payouts = stored.flatMap(ret =>
      ret.payouts
        .filter(payout => payout.state !== 'declined')
        .map(payout => [payout.payment, payout.amount.amountMinor] as const),
    )
    expect(sums(payments.map(row => [row.id, row.spoken]))).toEqual(sums(payouts))
    expect(payments.filter(row => row.spoken > row.captured)).toEqual([])
    expect(payouts.length).toBeGreaterThan(0)
  })

  test('columns and tallies say what the returns say', async () => {
    const rows = await rowsOf<{ id: string; tuple: string; version: number }>('select id, tuple, version from returns')
    expect(sums(rows.map(row => [`${row.id} ${row.tuple}`, row.version]))).toEqual(
      sums(stored.map(ret => [`${ret.id} ${tupleOf(strands(ret))}`, ret.version])),
    )
    const tallies = await rowsOf<{ tuple: string; returns: number }>('select tuple, returns from tallies')
    expect(sums(tallies.map(row => [row.tuple, row.returns]))).toEqual(
      sums(stored.map(ret => [tupleOf(strands(ret)), 1])),
    )
  })

  test('every act left news without gaps, and every ordered payout one errand', async () => {
    const news = await rowsOf<{ return_id: string; many: number }>(
      'select return_id, sum(to_sequence - from_sequence + 1)::int as many from outbox group by return_id',
    )
    expect(sums(news.map(row => [row.return_id, row.many]))).toEqual(sums(stored.map(ret => [ret.id, ret.version])))
    const errands = await rowsOf<{ key: string }>(`select key from errands where kind = 'refund'`)
    expect(errands.map(row => row.key).toSorted()).toEqual(
      stored.flatMap(ret => ret.payouts.map(payout => `refund:${payout.key}`)).toSorted(),
    )
  })
})
