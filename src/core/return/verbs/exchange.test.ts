import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur, NOON, two } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId } from '../../ids.ts'
import type { Currency } from '../../money.ts'
import { plus } from '../../time.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'
import type { Tray } from '../tray.ts'

type Line = Commands['exchange']['lines'][number]
const order = () => anOrder([aLine({ quantity: 2, paid: 16_000, discount: 4_000 })])
const one = (tray: Partial<Tray> = {}) =>
  submitted({ items: [asked(1)] }, { order: order(), ...tray }).then({ verb: 'approve' })
const line = (ret: Return, more: Partial<Line> = {}): Line => ({
  variant: { externalId: 'v-B', sku: 'B', title: 'B', options: [] },
  title: 'B',
  product: 'product-B',
  quantity: 1,
  unit: two(12_000),
  tax: two(0),
  replaces: ret.items[0]!.id,
  ...more,
})
const swap =
  (more: Partial<Commands['exchange']> = {}, changed: Partial<Line> = {}) =>
  (ret: Return): Command => ({ verb: 'exchange', lines: [line(ret, changed)], ...more })
/** The same article in another size. */
const resize = swap({}, { product: 'product-SHIRT-M', unit: two(9_900) })
const open = (story: Story) =>
  story.ret.charges.filter(charge => charge.state === 'asked').map(charge => [charge.kind, charge.amount.amountMinor])

describe('exchange', () => {
  test('the shopper proposes with the request, the merchant while it is open', () => {
    openExactlyTo(['shopper', 'owner', 'agent'], submitted(), swap())
    openExactlyTo(['owner', 'agent'], approved(), swap())
    openExactlyTo([], approved().then({ verb: 'resolve' }), swap())
    openExactlyTo([], approved({ items: [asked(2, { handling: 'keep' })] }).then({ verb: 'grant' }), swap())
  })

  test('T30: the same proposal twice is one, at equal price without a difference, and can be called off', () => {
    const once = one().then(resize)
    once.when(resize).gives([])
    expect(once.ret.charges).toEqual([])
    expect(once.ret.exchange?.lines).toHaveLength(1)
    expect(once.ret.exchange?.bonus).toEqual([])
    one().then(swap()).when(swap()).gives([])
    once.when({ verb: 'cancel' }, { by: 'shopper' }).gives(['request.cancelled', 'exchange.cancelled', 'units.freed'])
  })

  test('T30: another proposal takes the place of the first, with its stock and its charge', () => {
    const first = one().then(swap({ reserve: { until: null } }))
    const second = first
      .when(swap({}, { unit: two(9_000) }))
      .gives(['stock.freed', 'charge.released', 'exchange.proposed', 'charge.asked'])
    expect(second!.ret.charges.map(charge => [charge.state, charge.amount.amountMinor])).toEqual([
      ['released', 4_000],
      ['asked', 1_000],
    ])
  })

  test('the same proposal with stock set aside, or without it any more, is another one', () => {
    const reserved = swap({ reserve: { until: null } })
    one()
      .then(resize)
      .when(swap({ reserve: { until: null } }, { product: 'product-SHIRT-M', unit: two(9_900) }))
      .gives(['exchange.proposed', 'stock.reserved'])
    one().then(reserved).when(reserved).gives([])
    one().then(reserved).when(swap()).gives(['stock.freed', 'charge.released', 'exchange.proposed', 'charge.asked'])
  })

  test('what the way back costs stays asked for when the proposal changes', () => {
    const owing = one()
      .then(swap())
      .then({ verb: 'charge', kind: 'return_cost', amount: eur(300) })
      .then(swap({}, { unit: two(9_000) }))
    expect(open(owing)).toEqual([
      ['return_cost', 300],
      ['exchange_difference', 1_000],
    ])
  })

  test('something may go out beside what is replaced', () => {
    const more = one().then(ret => ({
      verb: 'exchange',
      lines: [line(ret, { unit: two(8_000) }), line(ret, { replaces: null, unit: two(500), quantity: 2 })],
    }))
    expect(more.ret.exchange?.lines.map(({ replaces }) => replaces)).toEqual([more.ret.items[0]!.id, null])
    expect(open(more)).toEqual([['exchange_difference', 1_000]])
  })

  test('pieces that were counted in and not accepted pay for no replacement', () => {
    const both = submitted({ items: [asked(2)] }, { order: order() }).then({ verb: 'approve' })
    const worn = both.then(
      ret => ({
        verb: 'receive',
        key: 'k',
        source: 'dock',
        lines: [{ item: ret.items[0]!.id, quantity: 2, gradings: [{ grade: 'd', quantity: 1 }] }],
      }),
      { by: 'warehouse' },
    )
    expect(open(worn.then(swap({ advance: true }, { quantity: 2 }), { by: 'agent' }))).toEqual([
      ['exchange_difference', 4_000],
      ['not_returned', 8_000],
    ])
  })

  test('T31: sold at 100 with 20 off, swapped for 120: the shopper owes 40', () => {
    expect(open(one().then(swap()))).toEqual([['exchange_difference', 4_000]])
  })

  test('T31: two announced, one arrives: difference and replacement for one', () => {
    const both = submitted({ items: [asked(2)] }, { order: order() })
      .then({ verb: 'approve' })
      .then(swap({}, { quantity: 2 }))
    expect(open(both)).toEqual([['exchange_difference', 8_000]])
    const half = both.then(
      ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }),
      { by: 'warehouse' },
    )
    const less = half.then(ret => ({ verb: 'amend', items: [{ item: ret.items[0]!.id, quantity: 1 }] })).then(swap())
    expect(open(less)).toEqual([['exchange_difference', 4_000]])
  })

  test('T31: a cheaper replacement asks for nothing', () => {
    expect(open(one().then(swap({}, { unit: two(5_000) })))).toEqual([])
  })

  test('T32: the same article in another size is even, whatever the list says today', () => {
    const resized = one().then(swap({}, { product: 'product-SHIRT-M', unit: two(45_000) }))
    expect(resized.ret.items[0]?.resolution).toMatchObject({ type: 'replace', variant: { sku: 'B' } })
    expect(open(resized)).toEqual([])
    expect(one().then(swap()).ret.items[0]?.resolution).toEqual({ type: 'swap' })
  })

  test('T32: the same article is known by the shop’s own id too, and each item is held against its own line', () => {
    const byShopId = one().then(swap({}, { product: 'p-SHIRT-M' }))
    expect(byShopId.ret.items[0]?.resolution).toMatchObject({ type: 'replace' })
    const trousers = aLine({ id: 'line-2', sku: 'TROUSERS', title: 'Trousers' })
    const second = submitted(
      { items: [asked(1, { line: trousers.id })] },
      { order: anOrder([aLine(), trousers]) },
    ).then(swap({}, { product: 'product-TROUSERS' }))
    expect(second.ret.items[0]?.resolution).toMatchObject({ type: 'replace' })
  })

  test('what somebody else charges is not asked for here', () => {
    expect(open(one().then(swap({ chargeBy: 'other' })))).toEqual([])
  })

  test('a difference that was paid is not asked for again', () => {
    const paid = one()
      .then(swap())
      .then(ret => ({ verb: 'charge', charge: ret.charges[0]!.id, outcome: 'done' }), { by: 'system' })
    expect(open(paid.then(swap({}, { unit: two(13_000) }), { by: 'agent' }))).toEqual([['exchange_difference', 1_000]])
  })

  test('an advance asks to hold the value of the goods that are still out', () => {
    const advanced = one().then(swap({ advance: true }))
    expect(open(advanced)).toEqual([
      ['exchange_difference', 4_000],
      ['not_returned', 8_000],
    ])
    expect(advanced.ret.advance).toBeNull()
    const beside = submitted({ items: [asked(1), asked(1)] }, { order: order() })
      .then({ verb: 'approve' })
      .then(swap({ advance: true }))
    expect(open(beside)).toEqual(open(advanced))
    advanced.when(swap({ advance: true })).gives([])
    advanced.when(swap()).gives(['charge.released', 'charge.released', 'exchange.proposed', 'charge.asked'])
  })

  test('stock is reserved until a day, named or as long as the shopper has to send', () => {
    const until = plus(NOON, { hours: 5 })
    expect(one().then(swap({ reserve: { until } })).ret.exchange?.reservedUntil).toBe(until)
    expect(one().then(swap({ reserve: { until: null } })).ret.exchange?.reservedUntil).toBe(plus(NOON, { hours: 48 }))
    const endless = aShop({ lengths: { ...aShop().lengths, ship: null } })
    expect(one({ shop: endless }).then(swap({ reserve: { until: null } })).ret.exchange?.reservedUntil).toBe(
      plus(NOON, { hours: 336 }),
    )
  })

  test('T15: calling the return off gives reserved stock and asked charges back', () => {
    const { answer } = one()
      .then(swap({ reserve: { until: null } }))
      .when({ verb: 'cancel' }, { by: 'agent' })
    expect('events' in answer && answer.events.map(event => event.type)).toEqual([
      'request.cancelled',
      'exchange.cancelled',
      'stock.freed',
      'charge.released',
      'units.freed',
    ])
  })

  test('the total of a line is its pieces and the tax on top', () => {
    const taxed = submitted({ items: [asked(2)] }, { order: order() }).then(swap({}, { quantity: 2, tax: two(4_800) }))
    expect(taxed.ret.exchange?.lines[0]?.total).toEqual(two(28_800))
  })

  test('odd proposals are refused with their place', () => {
    const pounds = { presentment: { amountMinor: 1, currency: 'GBP' as Currency }, shop: eur(1) }
    one().when({ verb: 'exchange', lines: [] }).refuses('quantity_invalid', { path: 'lines' })
    one()
      .when(swap({}, { quantity: 0 }))
      .refuses('quantity_invalid', { path: 'lines[0].quantity' })
    one()
      .when(swap({}, { quantity: 2 }))
      .refuses('quantity_exceeded', { path: 'lines[0].quantity', most: 1 })
    one()
      .when(ret => ({ verb: 'exchange', lines: [line(ret), line(ret)] }))
      .refuses('quantity_exceeded', { path: 'lines[1].quantity', asked: 2 })
    one()
      .when(swap({}, { replaces: 'stranger' as ItemId }))
      .refuses('unknown_line', { path: 'lines[0].replaces' })
    one()
      .when(swap({}, { unit: pounds }))
      .refuses('currency_mismatch', { path: 'lines[0].unit', currency: 'EUR' })
    one()
      .when(swap({}, { tax: pounds }))
      .refuses('currency_mismatch', { path: 'lines[0].tax' })
    one()
      .when(swap({}, { unit: { presentment: eur(1), shop: pounds.presentment } }))
      .refuses('currency_mismatch', { path: 'lines[0].unit', currency: 'EUR' })
    for (const odd of [two(-1), { ...two(1), shop: eur(-1) }, { ...two(1), shop: eur(0.5) }])
      one()
        .when(swap({}, { unit: odd }))
        .refuses('amount_invalid', { path: 'lines[0].unit' })
  })

  test('what was ordered is not proposed again', () => {
    const ordered = one({})
      .then(swap())
      .then({ verb: 'place', ordered: { order: null, externalId: 'x-1', number: '2001' } }, { by: 'system' })
    ordered.when(swap()).refuses('already_granted')
    const advance = one()
      .then(swap({ advance: true }))
      .then({ verb: 'place', ordered: { order: null, externalId: 'x-1', number: '2001' } }, { by: 'system' })
    advance.when(swap(), { by: 'agent' }).refuses('not_open')
  })
})
