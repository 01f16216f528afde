import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, eur } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, RuleId } from '../../ids.ts'
import type { Currency } from '../../money.ts'
import type { CheckpointKind, Return } from '../return.ts'
import { grantedMinor } from '../strands/settlement.ts'
import { strands } from '../strands/strands.ts'

const kept = (more = {}) => approved({ items: [asked(2, { handling: 'keep' })] }, more)
const order = () => anOrder([aLine({ quantity: 3, paid: 26_997 })])
const three = () => approved({ items: [asked(3)] }, { order: order() })
const came = (story: Story, quantity: number, key = 'k') =>
  story.then(ret => ({ verb: 'receive', key, source: 'dock', lines: [{ item: ret.items[0]!.id, quantity }] }), {
    by: 'warehouse',
  })
const promisedMinor = (ret: Return) => ret.grants.at(-1)?.figure.total.presentment.amountMinor

describe('grant', () => {
  test('merchant and house promise money, nobody else', () => {
    openExactlyTo(['owner', 'agent', 'system'], kept(), { verb: 'grant' })
  })

  test('only on a request that was approved, resolved or has expired, and outside a dispute', () => {
    openExactlyTo([], submitted({ items: [asked(1, { handling: 'keep' })] }), { verb: 'grant' })
    openExactlyTo([], submitted().then({ verb: 'reject', reason: 'No' }), { verb: 'grant' })
    openExactlyTo(['owner', 'agent', 'system'], kept().then({ verb: 'resolve' }), { verb: 'grant' })
    openExactlyTo(['owner', 'agent', 'system'], approved().then({ verb: 'expire' }, TIME_IS_UP), {
      verb: 'grant',
      basis: 'asked',
    })
    approved()
      .then({ verb: 'dispute', reason: 'objection', text: 'Worn' })
      .when({ verb: 'grant', basis: 'asked' })
      .refuses('disputed')
  })

  test('a promise is not a payment', () => {
    kept().when({ verb: 'grant' }).gives(['payout.granted'])
    kept()
      .when({ verb: 'grant' })
      .leaves({ settlement: ['due'] })
  })

  test('T09: what arrived is the maximum, also when more is typed', () => {
    const two = came(three(), 2)
    expect(promisedMinor(two.then({ verb: 'grant' }).ret)).toBe(17_998)
    two
      .when({ verb: 'grant', amount: eur(26_997) })
      .refuses('amount_too_high', { path: 'amount', maximum: eur(17_998) })
    two
      .when(ret => ({ verb: 'grant', lines: [{ item: ret.items[0]!.id, quantity: 3 }] }))
      .refuses('quantity_exceeded', { path: 'lines[0].quantity', most: 2 })
    expect(promisedMinor(two.then({ verb: 'grant', amount: eur(5_000) }).ret)).toBe(5_000)
  })

  test('T11: money may go before the goods, on the basis of what was asked for', () => {
    three().when({ verb: 'grant' }).refuses('not_eligible', { basis: 'accepted' })
    three()
      .when({ verb: 'grant', basis: 'asked' })
      .leaves({ settlement: ['due'], receiving: ['awaited'] })
  })

  test('while nothing is paid a new promise replaces the earlier one', () => {
    const twice = kept()
      .then({ verb: 'grant' })
      .then({ verb: 'grant', amount: eur(4_000) })
    expect(twice.ret.grants[0]?.replaces).toEqual([])
    expect(twice.ret.grants[1]?.replaces).toEqual([twice.ret.grants[0]?.id])
    expect(grantedMinor(twice.ret)).toBe(4_000)
  })

  test('once everything is promised and paid there is nothing left to promise', () => {
    kept().then({ verb: 'credit' }).when({ verb: 'grant' }).refuses('already_granted')
    kept().then({ verb: 'refund' }).when({ verb: 'grant' }).refuses('payout_in_flight')
  })

  test('after a payment what comes later is promised on top', () => {
    const paid = came(three(), 1).then({ verb: 'credit' }, { by: 'agent' })
    const more = came(paid, 2, 'k2').then({ verb: 'grant' }, { by: 'agent' })
    expect(more.ret.grants.map(grant => grant.figure.total.presentment.amountMinor)).toEqual([8_999, 17_998])
  })

  test('goodwill needs an amount and no pieces, and ends at what was captured', () => {
    three().when({ verb: 'grant', basis: 'goodwill' }).refuses('amount_required', { path: 'amount' })
    const goodwill = three().then({ verb: 'grant', basis: 'goodwill', amount: eur(500), why: 'Sorry for the wait' })
    expect(goodwill.ret.grants).toMatchObject([
      { basis: 'goodwill', lines: [], why: 'Sorry for the wait', figure: { total: { presentment: eur(500) } } },
    ])
    three()
      .when({ verb: 'grant', basis: 'goodwill', amount: eur(26_998) })
      .refuses('amount_too_high', { maximum: eur(26_997) })
  })

  test('an agreed or judged amount has to be named', () => {
    for (const basis of ['agreed', 'verdict'] as const) {
      three().when({ verb: 'grant', basis }).refuses('amount_required', { path: 'amount' })
      three()
        .when({ verb: 'grant', basis, amount: eur(500) })
        .gives(['payout.granted'])
    }
  })

  test('odd amounts are refused', () => {
    const by = { by: 'agent' } as const
    for (const amountMinor of [0, -1, 1.5])
      kept()
        .when({ verb: 'grant', amount: eur(amountMinor) }, by)
        .refuses('amount_invalid', { path: 'amount' })
    kept()
      .when({ verb: 'grant', amount: { amountMinor: 100, currency: 'GBP' as Currency } }, by)
      .refuses('currency_mismatch', { path: 'amount' })
    kept()
      .when({ verb: 'grant', lines: [{ item: 'stranger' as ItemId, quantity: 1 }] }, by)
      .refuses('unknown_line')
    kept()
      .when(ret => ({ verb: 'grant', lines: [{ item: ret.items[0]!.id, quantity: 0 }] }), by)
      .refuses('quantity_invalid')
  })

  test('a role promises up to its limit, over all promises of the return together', () => {
    const limited = {
      policy: aPolicy([
        {
          id: 'limit' as RuleId,
          name: 'limit',
          when: {},
          priority: 0,
          then: [{ basis: 'asked' }, { limit: { role: 'agent', amount: eur(6_000) } }],
        },
      ]),
    }
    const story = approved({}, limited)
    story.when({ verb: 'grant', amount: eur(6_001) }, { by: 'agent' }).refuses('limit_exceeded', { limit: eur(6_000) })
    story.when({ verb: 'grant' }, { by: 'owner' }).gives(['payout.granted'])
    const one = story.then(ret => ({ verb: 'credit', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }), {
      by: 'agent',
    })
    one.when({ verb: 'grant' }, { by: 'agent' }).refuses('limit_exceeded')
  })

  test('letting the shopper keep everything promises it, unless the parcel moves already', () => {
    const answer = approved()
      .when({ verb: 'grant', handling: 'keep' })
      .leaves({ handling: ['keep'], transit: ['not_needed'], settlement: ['due'] })
    expect(promisedMinor(answer.ret)).toBe(10_000)
    const moving = approved()
      .then({ verb: 'ship', carrier: { ref: 7 } })
      .then(ret => ({
        verb: 'track',
        shipment: ret.shipments[0]!.id,
        checkpoint: { at: ret.updatedAt, kind: 'moving', text: '' },
      }))
    expect(
      promisedMinor(
        moving
          .when({ verb: 'grant', handling: 'keep' })
          .leaves({ handling: ['send_back'], transit: ['in_transit'], settlement: ['due'] }).ret,
      ),
    ).toBe(10_000)
  })

  test('goods that were sent out, delivered, lost or counted in are not declared kept', () => {
    const tracked = (...kinds: CheckpointKind[]) =>
      kinds.reduce(
        (story, kind) =>
          story.then(
            ret => ({
              verb: 'track',
              shipment: ret.shipments[0]!.id,
              checkpoint: { at: ret.updatedAt, kind, text: '' },
            }),
            { by: 'carrier' },
          ),
        approved().then({ verb: 'ship', carrier: { ref: 7 } }),
      )
    const moved = [
      tracked('moving', 'delivered'),
      tracked('moving', 'delivery_failed'),
      tracked('moving', 'lost'),
      came(approved(), 1),
      came(approved(), 2),
    ]
    expect(moved.map(({ ret }) => [strands(ret).transit, strands(ret).receiving])).toEqual([
      ['delivered', 'awaited'],
      ['delivery_failed', 'awaited'],
      ['lost', 'awaited'],
      ['ready', 'partial'],
      ['ready', 'received'],
    ])
    for (const story of moved)
      story.when({ verb: 'grant', handling: 'keep' }, { by: 'agent' }).gives(['payout.granted'])
  })

  test('an offer nobody needs any more is overtaken', () => {
    const offered = approved().then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
    offered.when({ verb: 'grant', basis: 'asked' }).gives(['offer.overtaken', 'payout.granted'])
  })

  test('money for an expired return takes the hold back, or is refused when another return has the pieces', () => {
    const expired = approved().then({ verb: 'expire' }, TIME_IS_UP)
    expired.when({ verb: 'grant', basis: 'asked' }, { by: 'agent' }).gives(['payout.granted', 'units.held'])
    const ledger = expired.tray.ledger.map(sold => ({ ...sold, held: 2 }))
    expired.when({ verb: 'grant', basis: 'asked' }, { by: 'agent', tray: { ledger } }).refuses('quantity_exceeded')
  })

  test('a purchase written down by hand pays money only by an owner', () => {
    const order = anOrder([aLine()], { source: 'stand_in' })
    const story = submitted(
      { items: [asked(2, { handling: 'keep' })], override: 'Known customer' },
      { order },
      'agent',
    ).then({ verb: 'approve' })
    story.when({ verb: 'grant' }, { by: 'agent' }).refuses('limit_exceeded', { path: 'to' })
    story.when({ verb: 'grant', to: 'store_credit' }, { by: 'agent' }).gives(['payout.granted'])
    story.when({ verb: 'grant' }, { by: 'owner' }).gives(['payout.granted'])
  })

  test('the first promise opens compensation where the marketplace has it, and awaits the goods', () => {
    const story = approved({}, { shop: aShop({ compensation: true }) }).then({ verb: 'grant', basis: 'asked' })
    expect(story.ret.compensation.state).toBe('initial')
    expect(story.ret.due.goods).toBe('2026-03-12T12:00:00.000Z')
  })
})
