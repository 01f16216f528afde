import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur, NOON, two } from '../../../../test/kit/cast.ts'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import { plus } from '../../time.ts'
import type { Command, Commands } from '../commands.ts'
import { refunded } from '../quantities.ts'
import type { Return } from '../return.ts'
import type { Tray } from '../tray.ts'

const propose =
  (unit = 5_000, more: Partial<Commands['exchange']> = {}, quantity = 1) =>
  (ret: Return): Command => ({
    verb: 'exchange',
    lines: [
      {
        variant: { externalId: 'v-B', sku: 'B', title: 'B', options: [] },
        title: 'B',
        product: 'product-B',
        quantity,
        unit: two(unit),
        tax: two(0),
        replaces: ret.items[0]!.id,
      },
    ],
    ...more,
  })
const proposed = (more: Partial<Commands['exchange']> = {}, tray: Partial<Tray> = {}, unit = 5_000) =>
  approved({ items: [asked(1)] }, tray).then(propose(unit, more))
const placed = (externalId = 'x-1'): Command => ({
  verb: 'place',
  ordered: { order: null, externalId, number: '2001' },
})
const soldOut: Command = { verb: 'place', failed: 'out_of_stock' }
const by = { by: 'system' } as const
const receive =
  (quantity: number, key = 'k', at = NOON) =>
  (ret: Return): Command => ({
    verb: 'receive',
    key,
    source: 'dock',
    at,
    lines: [{ item: ret.items[0]!.id, quantity }],
  })

describe('place', () => {
  test('the house or the merchant tells what became of an exchange', () => {
    openExactlyTo(['owner', 'agent', 'system'], proposed(), placed())
    openExactlyTo([], approved(), placed())
  })

  test('once placed, the credit of the pieces goes into the new order', () => {
    const story = proposed().then(placed(), by)
    expect(story.log.slice(-4).map(event => event.type)).toEqual([
      'exchange.ordered',
      'payout.granted',
      'payout.ordered',
      'payout.done',
    ])
    expect(story.ret.exchange).toMatchObject({
      state: 'ordered',
      order: { externalId: 'x-1', number: '2001', country: 'DE' },
    })
    expect(story.ret.payouts).toMatchObject([
      { kind: 'exchange', state: 'done', reference: 'x-1', amount: { amountMinor: 5_000 } },
    ])
    expect(refunded(story.ret, story.ret.items[0]!.id)).toBe(1)
  })

  test('T30: told twice it is ordered once, and a second order is refused', () => {
    proposed().then(placed(), by).when(placed(), by).gives([])
    proposed().then(placed(), by).when(placed('x-2'), by).refuses('not_open', { path: 'ordered', order: 'x-1' })
  })

  test('what is refunded beside the exchange keeps its own time', () => {
    const both = approved({ items: [asked(1), asked(1)] })
      .then(propose())
      .then(placed(), by)
    expect(both.ret.grants).toMatchObject([{ to: 'exchange', lines: [{ item: both.ret.items[0]!.id, quantity: 1 }] }])
  })

  test('what the shopper owes on top does not keep the credit back', () => {
    const dearer = proposed({}, {}, 9_000)
    expect(dearer.ret.charges).toMatchObject([{ kind: 'exchange_difference', state: 'asked' }])
    dearer.when(placed(), by).gives(['exchange.ordered', 'payout.granted', 'payout.ordered', 'payout.done'])
  })

  test('an advance whose held amount was let go settles at once', () => {
    proposed({ advance: true })
      .then(ret => ({ verb: 'release', charge: ret.charges[0]!.id }))
      .when(placed(), by)
      .gives(['exchange.ordered', 'payout.granted', 'payout.ordered', 'payout.done'])
  })

  test('once something is here, what came is credited and not what is still out', () => {
    const half = approved()
      .then(propose(5_000, {}, 2))
      .then(receive(1), { by: 'warehouse' })
      .then(placed(), by)
    expect(half.ret.grants).toMatchObject([{ to: 'exchange', lines: [{ quantity: 1 }] }])
    expect(half.ret.payouts).toMatchObject([{ kind: 'exchange', amount: eur(5_000) }])
  })

  test('an order that replaces nothing that comes back settles nothing', () => {
    const extra = approved()
      .then(ret => {
        const command = propose()(ret) as Command<'exchange'>
        return { ...command, lines: command.lines.map(line => ({ ...line, replaces: null })) }
      })
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(2_000) } }, { by: 'agent' })
    extra.when(placed(), by).gives(['exchange.ordered'])
  })

  test('T31: what a cheaper replacement does not need is owed by the usual way', () => {
    const cheaper = proposed({}, {}, 3_000).then(placed(), by)
    expect(cheaper.ret.grants.map(grant => [grant.to, grant.figure.total.presentment.amountMinor])).toEqual([
      ['original_payment', 2_000],
      ['exchange', 3_000],
    ])
    expect(
      cheaper
        .then({ verb: 'refund' }, { by: 'agent' })
        .ret.payouts.map(payout => [payout.kind, payout.amount.amountMinor]),
    ).toEqual([
      ['exchange', 3_000],
      ['refund', 2_000],
    ])
  })

  test('a promise made before the order waits for it', () => {
    const waiting = proposed().then({ verb: 'grant', basis: 'asked' }, { by: 'agent' })
    waiting.when({ verb: 'refund' }, { by: 'agent' }).refuses('not_open')
    waiting.when(placed(), by).gives(['exchange.ordered', 'payout.ordered', 'payout.done'])
    waiting
      .when({ verb: 'refund', to: 'original_payment' }, { by: 'agent' })
      .gives(['exchange.cancelled', 'payout.ordered'])
  })

  test('an offer nobody needs any more is overtaken', () => {
    const offered = proposed().then({ verb: 'offer', terms: { handling: 'keep', amount: eur(2_000) } }, { by: 'agent' })
    offered
      .when(placed(), by)
      .gives(['exchange.ordered', 'offer.overtaken', 'payout.granted', 'payout.ordered', 'payout.done'])
  })

  test('T34: sold out, nothing is promised, and the shop’s choice takes over', () => {
    const fallback = (exchangeFallback: 'refund' | 'store_credit' | 'wait') =>
      proposed({ reserve: { until: null } }, { shop: aShop({ exchangeFallback }) }).then(soldOut, by)
    expect(fallback('refund').ret.items[0]?.resolution).toEqual({ type: 'refund', to: 'original_payment' })
    expect(fallback('store_credit').ret.items[0]?.resolution).toEqual({ type: 'refund', to: 'store_credit' })
    expect(fallback('wait').ret.items[0]?.resolution).toEqual({ type: 'swap' })
    const failed = fallback('refund')
    expect(failed.log.slice(-3).map(event => event.type)).toEqual(['exchange.failed', 'stock.freed', 'item.changed'])
    expect(failed.ret.grants).toEqual([])
  })

  test('T34: sold out, what was not to be replaced is left alone', () => {
    const resolution = { type: 'refund', to: 'store_credit' } as const
    const beside = approved({ items: [asked(1), asked(1, { resolution })] }, { shop: aShop() })
      .then(propose())
      .then({ verb: 'charge', kind: 'return_cost', amount: eur(300) })
    const failed = beside.when(soldOut, by).gives(['exchange.failed', 'item.changed'])
    expect(failed?.ret.items[1]?.resolution).toEqual(resolution)
    expect(failed?.ret.charges).toMatchObject([{ kind: 'return_cost', state: 'asked' }])
  })

  test('T34: a promise already made goes the way of the fallback', () => {
    const granted = proposed({}, { shop: aShop({ exchangeFallback: 'store_credit' }) }).then(
      { verb: 'grant', basis: 'asked' },
      { by: 'agent' },
    )
    granted
      .then(soldOut, by)
      .when({ verb: 'refund' }, { by: 'agent' })
      .gives(['payout.ordered', 'credit.issued', 'payout.done'])
    const waiting = proposed({}, { shop: aShop({ exchangeFallback: 'wait' }) }).then(
      { verb: 'grant', basis: 'asked' },
      { by: 'agent' },
    )
    waiting.then(soldOut, by).when({ verb: 'refund' }, { by: 'agent' }).refuses('not_open')
  })

  test('another failure only says why, and may be tried again', () => {
    const failed = proposed({}, {}, 9_000).then({ verb: 'place', failed: 'The shop did not answer' }, by)
    expect(failed.log.slice(-2).map(event => event.type)).toEqual(['exchange.failed', 'charge.released'])
    expect(failed.ret.items[0]?.resolution).toEqual({ type: 'swap' })
    expect(failed.ret.exchange).toMatchObject({ state: 'failed', why: 'The shop did not answer' })
    failed.when(soldOut, by).gives([])
    failed.when(propose(), { by: 'agent' }).gives(['exchange.proposed'])
    proposed().then(placed(), by).when(soldOut, by).refuses('not_open', { path: 'failed' })
  })

  test('an order that comes for an exchange called off is flagged', () => {
    const off = proposed().then({ verb: 'cancel' }, { by: 'agent' })
    const answer = off.when(placed(), by).gives(['exchange.ordered', 'return.flagged'])
    expect(answer?.ret.flagged).toContain('2001')
  })

  test('a return nobody approved yet is not settled by its order', () => {
    const early = submitted({ items: [asked(1)] }, { order: anOrder([aLine()]) }).then(propose(), { by: 'shopper' })
    early.when(placed(), by).gives(['exchange.ordered'])
  })
})

describe('T34: an advance exchange', () => {
  const until = '2026-04-10T12:00:00.000Z' as never
  const ahead = () =>
    proposed({ advance: true })
      .then(ret => ({ verb: 'authorize', charge: ret.charges[0]!.id, until }), { by: 'shopper' })
      .then(placed(), by)
  const capture = (ret: Return): Command => ({ verb: 'charge', charge: ret.charges[0]!.id })
  const came = receive(1)

  test('leaves without settling: the goods are still owed', () => {
    expect(ahead().ret.grants).toEqual([])
    expect(ahead().ret.advance).toMatchObject({ state: 'authorized', until })
  })

  test('when the goods come in time, their credit goes into the order and the held amount is let go', () => {
    const back = ahead().then(came, { by: 'warehouse' }).then({ verb: 'refund' }, { by: 'agent' })
    expect(back.ret.payouts).toMatchObject([{ kind: 'exchange', state: 'done' }])
    expect(back.ret.advance?.state).toBe('cancelled')
  })

  test('the held amount is let go whatever else is paid beside the credit, and only the held amount', () => {
    const beside = approved({ items: [asked(1), asked(1)] })
      .then(propose(5_000, { advance: true }))
      .then({ verb: 'charge', kind: 'return_cost', amount: eur(300) })
      .then(placed(), by)
      .then(
        ret => ({
          verb: 'receive',
          key: 'k',
          source: 'dock',
          lines: ret.items.map(item => ({ item: item.id, quantity: 1 })),
        }),
        { by: 'warehouse' },
      )
    const paid = beside.then({ verb: 'refund' }, { by: 'agent' })
    expect(paid.ret.payouts.map(payout => [payout.kind, payout.state])).toEqual([
      ['refund', 'planned'],
      ['exchange', 'done'],
    ])
    expect(paid.ret.charges.map(charge => [charge.kind, charge.state])).toEqual([
      ['not_returned', 'released'],
      ['return_cost', 'asked'],
    ])
  })

  test('it stays held while a piece is out, or while no credit has gone into the order', () => {
    const two = () =>
      approved()
        .then(propose(5_000, { advance: true }, 2))
        .then(ret => ({ verb: 'authorize', charge: ret.charges[0]!.id, until }), { by: 'shopper' })
        .then(placed(), by)
    const half = two().then(receive(1), { by: 'warehouse' }).then({ verb: 'refund' }, { by: 'agent' })
    expect(half.ret.payouts).toMatchObject([{ kind: 'exchange', state: 'done' }])
    expect(half.ret.advance?.state).toBe('authorized')
    const early = approved()
      .then({ verb: 'charge', kind: 'not_returned', amount: eur(500) })
      .then(receive(2), { by: 'warehouse' })
    expect(early.then({ verb: 'credit' }, { by: 'agent' }).ret.charges).toMatchObject([{ state: 'asked' }])
    expect(early.then({ verb: 'refund' }, { by: 'agent' }).ret.charges).toMatchObject([{ state: 'asked' }])
  })

  test('a second piece that comes later is credited beside the first, and what is left over is paid back', () => {
    const granted = approved()
      .then(propose(3_000, { advance: true }, 2))
      .then(placed(), by)
      .then(receive(1), { by: 'warehouse' })
      .then({ verb: 'grant' }, { by: 'agent' })
      .then(receive(1, 'later', plus(NOON, { hours: 1 })), { by: 'warehouse' })
    const paid = granted.then({ verb: 'refund' }, { by: 'agent' })
    const sum = (kind: string) =>
      paid.ret.payouts.reduce((all, payout) => (payout.kind === kind ? all + payout.amount.amountMinor : all), 0)
    expect([sum('exchange'), sum('refund')]).toEqual([6_000, 4_000])
  })

  test('calling the return off does not let go what is held for goods that left', () => {
    expect(ahead().then({ verb: 'cancel' }, { by: 'shopper' }).ret.advance?.state).toBe('authorized')
  })

  test('when they do not, the held amount is captured once', () => {
    const taken = ahead().then(capture, by)
    taken.when(capture, by).gives([])
    const done = taken.then(ret => ({ verb: 'charge', charge: ret.charges[0]!.id, outcome: 'done' }), by)
    expect(done.ret.advance?.state).toBe('charged')
    done.when(capture, by).gives([])
  })

  test('goods that come after the capture are credited', () => {
    const late = ahead()
      .then(capture, by)
      .then(ret => ({ verb: 'charge', charge: ret.charges[0]!.id, outcome: 'done' }), by)
      .then(came, { by: 'warehouse' })
    const credited = late.then({ verb: 'credit' }, { by: 'agent' })
    expect(credited.ret.payouts).toMatchObject([
      { kind: 'store_credit', state: 'done', amount: { amountMinor: 5_000 } },
    ])
    const usual = late.then({ verb: 'refund' }, { by: 'agent' })
    expect(usual.ret.payouts).toMatchObject([{ kind: 'store_credit', amount: { amountMinor: 5_000 } }])
    const paid = late.then({ verb: 'refund', to: 'original_payment' }, { by: 'agent' })
    expect(paid.ret.payouts).toMatchObject([{ kind: 'refund', amount: { amountMinor: 5_000 } }])
  })
})
