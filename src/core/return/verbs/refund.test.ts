import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop, eur, NOON, two } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, PaymentId } from '../../ids.ts'
import type { Currency, Money } from '../../money.ts'
import type { Payment, PaymentKind } from '../../order/order.ts'
import { type Instant, plus } from '../../time.ts'
import type { Command } from '../commands.ts'
import { refunded } from '../quantities.ts'
import type { Return } from '../return.ts'
import type { Tray } from '../tray.ts'

const kept = (tray: Partial<Tray> = {}) => approved({ items: [asked(2, { handling: 'keep' })] }, tray)
const payment = (id: string, kind: PaymentKind, captured: number, day = 1): Payment => ({
  id: id as PaymentId,
  externalId: null,
  kind,
  gateway: kind === 'card' ? 'simulated' : kind,
  captured: eur(captured),
  at: `2026-03-0${day}T09:00:00.000Z` as Instant,
})
const paidBy = (...payments: Payment[]) => ({
  order: anOrder([aLine({ quantity: 2, paid: payments.reduce((all, one) => all + one.captured.amountMinor, 0) })], {
    payments,
  }),
})
const ways = (ret: Return) =>
  ret.payouts.map(payout => [payout.payment, payout.gateway, payout.amount.amountMinor, payout.state])
const newest = (ret: Return) => ret.payouts.at(-1)!
const settled =
  (outcome: 'done' | 'declined' | 'unknown' | 'sent', place = -1) =>
  (ret: Return): Command => ({ verb: 'settle', payout: ret.payouts.at(place)!.id, outcome, why: 'No funds' })
const bySystem = { by: 'system' } as const
/** Names so many pieces of the first item. */
const pieces =
  (verb: 'grant' | 'refund', quantity: number) =>
  (ret: Return): Command => ({ verb, lines: [{ item: ret.items[0]!.id, quantity }] })
const came = (story: Story, quantity: number, key: string, at: Instant = NOON) =>
  story.then(ret => ({ verb: 'receive', key, source: 'dock', at, lines: [{ item: ret.items[0]!.id, quantity }] }), {
    by: 'warehouse',
  })

describe('refund', () => {
  test('merchant and house pay back, nobody else', () => {
    openExactlyTo(['owner', 'agent', 'system'], kept(), { verb: 'refund' })
    openExactlyTo(['owner', 'agent', 'system'], kept(), { verb: 'credit' })
  })

  test('only what may be promised may be paid', () => {
    openExactlyTo([], submitted(), { verb: 'refund' })
    openExactlyTo([], kept().then({ verb: 'credit' }), { verb: 'refund' })
    approved().then({ verb: 'dispute', reason: 'objection', text: 'Worn' }).when({ verb: 'refund' }).refuses('disputed')
    approved().when({ verb: 'refund' }).refuses('not_eligible')
  })

  test('it promises and orders; nothing is paid until the gateway has answered', () => {
    const answer = kept().when({ verb: 'refund' }).gives(['payout.granted', 'payout.ordered'])
    expect(ways(answer!.ret)).toEqual([['payment-1', 'simulated', 10_000, 'planned']])
    expect(answer!.ret.due.payout).toBe(plus(NOON, { hours: 48 }))
    expect(answer!.ret.marks.refunded).toBeUndefined()
  })

  test('what was promised is paid as promised', () => {
    const answer = kept()
      .then({ verb: 'grant', amount: eur(4_000) })
      .when({ verb: 'refund' })
      .gives(['payout.ordered'])
    expect(newest(answer!.ret).amount).toEqual(eur(4_000))
  })

  test('lines or an amount promise anew while nothing is paid', () => {
    const granted = kept().then({ verb: 'grant' })
    const one = granted.then(ret => ({ verb: 'refund', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }))
    expect(newest(one.ret)).toMatchObject({ amount: eur(5_000), lines: [{ quantity: 1 }] })
    expect(newest(granted.then({ verb: 'refund', amount: eur(1_234) }).ret).amount).toEqual(eur(1_234))
  })

  test('pieces that came after the promise are promised beside it', () => {
    const one = came(approved(), 1, 'a').then({ verb: 'grant' }, { by: 'agent' })
    const later = came(one, 1, 'b', plus(NOON, { hours: 1 }))
    expect(
      later.then({ verb: 'refund' }, { by: 'agent' }).ret.payouts.map(payout => payout.amount.amountMinor),
    ).toEqual([5_000, 5_000])
    expect(one.then({ verb: 'refund' }, { by: 'agent' }).ret.payouts.map(payout => payout.amount.amountMinor)).toEqual([
      5_000,
    ])
  })

  test('of what is payable a promise that stands is paid and no more', () => {
    for (const story of [kept(), came(approved(), 2, 'a')]) {
      const answer = story.then(pieces('grant', 1)).when({ verb: 'refund' }, { by: 'agent' }).gives(['payout.ordered'])
      expect(newest(answer!.ret).amount).toEqual(eur(5_000))
    }
  })

  test('an agreed sum that was promised in part is not filled up by the goods’ arrival', () => {
    const agreed = approved()
      .then({ verb: 'offer', terms: { handling: 'send_back', amount: eur(4_000) } })
      .then(ret => ({ verb: 'accept', offer: ret.offers[0]!.id }), { by: 'shopper' })
      .then({ verb: 'grant', amount: eur(2_500) })
    const answer = came(agreed, 2, 'a', plus(NOON, { hours: 1 }))
      .when({ verb: 'refund' }, { by: 'agent' })
      .gives(['payout.ordered'])
    expect(newest(answer!.ret).amount).toEqual(eur(2_500))
  })

  test('a promise says where its money goes, and takes the place of none before it', () => {
    expect(kept().then({ verb: 'refund', to: 'instant_refund' }).ret.grants).toMatchObject([
      { to: 'instant_refund', replaces: [] },
    ])
    expect(kept().then({ verb: 'credit' }).ret.grants).toMatchObject([{ to: 'store_credit', replaces: [] }])
  })

  test('what the shopper still owes stays asked for when there is no swap to drop', () => {
    const owing = kept().then({ verb: 'charge', amount: eur(300) })
    owing.when({ verb: 'refund' }).gives(['payout.granted', 'payout.ordered'])
    owing.when({ verb: 'refund', to: 'original_payment' }).gives(['payout.granted', 'payout.ordered'])
  })

  test('T25: a sum of zero is promised and needs no payout', () => {
    const shop = aShop()
    const free = approved({ items: [asked(2, { handling: 'keep' })] }, { shop, order: anOrder([aLine({ paid: 0 })]) })
    free.when({ verb: 'refund' }).gives(['payout.granted'])
    free.when({ verb: 'refund' }).leaves({ settlement: ['settled'] })
  })

  test('T26: a double click pays once', () => {
    kept().then({ verb: 'refund' }).when({ verb: 'refund' }).refuses('payout_in_flight')
    const once = kept().then({ verb: 'refund' }).then(settled('done'), bySystem)
    once.when({ verb: 'refund' }, { by: 'agent' }).refuses('already_granted')
  })

  test('T26: what other returns took of a payment is not paid again', () => {
    const tray = { payments: [{ id: 'payment-1' as PaymentId, captured: eur(10_000), spoken: eur(6_000) }] }
    kept(tray)
      .when({ verb: 'refund' })
      .refuses('payout_exceeds', { left: eur(4_000) })
  })

  test('T27: a gift card gets its value back on the gift card, the rest goes to the card, and the pieces are told once', () => {
    const story = kept(paidBy(payment('gift', 'gift_card', 5_000), payment('card', 'card', 3_000)))
    const ordered = story.then({ verb: 'refund' })
    expect(ways(ordered.ret)).toEqual([
      ['gift', 'gift_card', 5_000, 'planned'],
      ['card', 'simulated', 3_000, 'planned'],
    ])
    const done = ordered.then([settled('done', 0)(ordered.ret), settled('done', 1)(ordered.ret)], bySystem)
    expect(refunded(done.ret, done.ret.items[0]!.id)).toBe(2)
  })

  test('T28: after a decline only the declined part is ordered again, under a new key', () => {
    const story = kept(paidBy(payment('gift', 'gift_card', 5_000), payment('card', 'card', 3_000))).then({
      verb: 'refund',
    })
    const half = story.then([settled('done', 0)(story.ret), settled('declined', 1)(story.ret)], bySystem)
    half.when({ verb: 'refund' }, { by: 'agent' }).leaves({ settlement: ['ordered'] })
    const again = half.then({ verb: 'refund' }, { by: 'agent' })
    expect(ways(again.ret)).toEqual([
      ['gift', 'gift_card', 5_000, 'done'],
      ['card', 'simulated', 3_000, 'declined'],
      ['card', 'simulated', 3_000, 'planned'],
    ])
    expect(new Set(again.ret.payouts.map(payout => payout.key)).size).toBe(3)
    const done = again.then(settled('done'), bySystem)
    expect(refunded(done.ret, done.ret.items[0]!.id)).toBe(2)
    done.when({ verb: 'refund' }, { by: 'agent' }).refuses('already_granted')
  })

  test('T28: what nobody knows yet is not repeated', () => {
    kept()
      .then({ verb: 'refund' })
      .then(settled('unknown'), bySystem)
      .when({ verb: 'refund' }, { by: 'agent' })
      .refuses('payout_in_flight')
  })

  test('a closed card may be answered with store credit', () => {
    const failed = kept().then({ verb: 'refund' }).then(settled('declined'), bySystem)
    failed.when({ verb: 'credit' }, { by: 'agent' }).gives(['payout.ordered', 'credit.issued', 'payout.done'])
    failed.when({ verb: 'credit' }, { by: 'agent' }).leaves({ settlement: ['settled'] })
  })

  test('of what failed a part may go first', () => {
    const failed = kept().then({ verb: 'refund' }).then(settled('declined'), bySystem)
    const part = failed.then({ verb: 'credit', amount: eur(4_000) }, { by: 'agent' })
    part.when({ verb: 'refund' }).leaves({ settlement: ['ordered'] })
    expect(newest(part.then({ verb: 'refund' }).ret).amount).toEqual(eur(6_000))
    part
      .when({ verb: 'refund', amount: eur(6_001) })
      .refuses('amount_too_high', { path: 'amount', maximum: eur(6_000) })
  })

  test('of what failed as much as is owed may go, and nothing odd', () => {
    const one = came(approved(), 1, 'a').then({ verb: 'refund' }, { by: 'agent' }).then(settled('declined'), bySystem)
    const more = came(one, 1, 'b', plus(NOON, { hours: 1 }))
    const asks = (amount: Money) => more.when({ verb: 'refund', amount }, { by: 'agent' })
    expect(newest(asks(eur(2_000)).gives(['payout.ordered'])!.ret).amount).toEqual(eur(2_000))
    expect(newest(asks(eur(5_000)).gives(['payout.ordered'])!.ret).amount).toEqual(eur(5_000))
    asks(eur(5_001)).refuses('amount_too_high', { maximum: eur(5_000) })
    asks(eur(0)).refuses('amount_invalid', { path: 'amount' })
    asks({ amountMinor: 1, currency: 'GBP' as Currency }).refuses('currency_mismatch', { path: 'amount' })
  })

  test('beside what failed other pieces may be named, and the same ones are not promised twice', () => {
    const failed = kept().then(pieces('grant', 1)).then({ verb: 'refund' }).then(settled('declined'), bySystem)
    const both = failed.when(pieces('refund', 1)).gives(['payout.granted', 'payout.ordered', 'payout.ordered'])
    expect(ways(both!.ret).map(([, , amount, state]) => [amount, state])).toEqual([
      [5_000, 'declined'],
      [5_000, 'planned'],
      [5_000, 'planned'],
    ])
    expect(both?.ret.grants[1]?.replaces).toEqual([])
    const whole = kept().then({ verb: 'refund' }).then(settled('declined'), bySystem)
    whole.when(pieces('refund', 2)).gives(['payout.ordered'])
    failed.when({ verb: 'refund', lines: [{ item: 'stranger' as ItemId, quantity: 1 }] }).refuses('unknown_line')
  })

  test('an instant refund leaves by its own gateway and still counts against the payment', () => {
    const ordered = kept().then({ verb: 'refund', to: 'instant_refund' })
    expect(ways(ordered.ret)).toEqual([['payment-1', 'instant', 10_000, 'planned']])
    const spoken = { payments: [{ id: 'payment-1' as PaymentId, captured: eur(10_000), spoken: eur(1) }] }
    kept(spoken).when({ verb: 'refund', to: 'instant_refund' }).refuses('payout_exceeds')
  })

  test('money a marketplace holds is paid by the marketplace', () => {
    expect(ways(kept(paidBy(payment('market', 'platform', 10_000))).then({ verb: 'refund' }).ret)).toEqual([
      ['market', 'platform', 10_000, 'planned'],
    ])
  })

  test('each destination is paid its own way', () => {
    const items = [
      asked(1, { handling: 'keep' }),
      asked(1, { handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } }),
    ]
    const both = approved({ items }).then({ verb: 'refund' })
    expect(both.ret.payouts.map(payout => [payout.kind, payout.amount.amountMinor, payout.state])).toEqual([
      ['refund', 5_000, 'planned'],
      ['store_credit', 5_000, 'done'],
    ])
  })

  test('odd amounts are refused', () => {
    kept()
      .when({ verb: 'refund', amount: eur(0) })
      .refuses('amount_invalid', { path: 'amount' })
    kept()
      .when({ verb: 'refund', amount: eur(10_001) })
      .refuses('amount_too_high', { path: 'amount', maximum: eur(10_000) })
    kept()
      .when({ verb: 'refund', amount: { ...two(1).presentment, currency: 'GBP' as never } })
      .refuses('currency_mismatch', { path: 'amount' })
  })
})

describe('credit', () => {
  test('is issued and done in the same act', () => {
    const answer = kept()
      .when({ verb: 'credit' })
      .gives(['payout.granted', 'payout.ordered', 'credit.issued', 'payout.done'])
    expect(newest(answer!.ret)).toMatchObject({
      kind: 'store_credit',
      state: 'done',
      amount: eur(10_000),
      payment: null,
      doneAt: NOON,
    })
    expect(newest(answer!.ret).reference).toBeTruthy()
    expect(answer!.ret.marks.refunded?.at).toBe(NOON)
  })
})
