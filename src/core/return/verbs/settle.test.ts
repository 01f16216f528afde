import { describe, expect, test } from 'vitest'
import { aLine, anOrder, eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { PaymentId, PayoutId } from '../../ids.ts'
import type { PaymentKind } from '../../order/order.ts'
import { plus } from '../../time.ts'
import type { Command } from '../commands.ts'
import type { Return } from '../return.ts'
import type { Tray } from '../tray.ts'

const ordered = (tray: Partial<Tray> = {}) =>
  approved({ items: [asked(2, { handling: 'keep' })] }, tray).then({ verb: 'refund' })
const paidBy = (kind: PaymentKind): Partial<Tray> => ({
  order: anOrder([aLine()], {
    payments: [
      { id: 'payment-1' as PaymentId, externalId: null, kind, gateway: kind, captured: eur(10_000), at: NOON },
    ],
  }),
})
/** Paid half by the one and half by the other; money goes back in the same order. */
const twoWays = (...kinds: [PaymentKind, PaymentKind]): Partial<Tray> => ({
  order: anOrder([aLine()], {
    payments: kinds.map((kind, place) => ({
      id: `payment-${place + 1}` as PaymentId,
      externalId: null,
      kind,
      gateway: kind,
      captured: eur(5_000),
      at: plus(NOON, { hours: -1 - place }),
    })),
  }),
})
type Outcome = 'sent' | 'done' | 'declined' | 'unknown'
const say =
  (outcome: Outcome) =>
  (ret: Return): Command => ({
    verb: 'settle',
    payout: ret.payouts.at(-1)!.id,
    outcome,
    why: 'No funds',
    externalId: 're_1',
  })
const answers =
  (place: number, outcome: Outcome) =>
  (ret: Return): Command => ({ verb: 'settle', payout: ret.payouts[place]!.id, outcome, why: 'No funds' })
const by = { by: 'system' } as const

describe('settle', () => {
  test('the gateway answers through the house', () => {
    openExactlyTo(['system'], ordered(), say('done'))
  })

  test('a transfer, cash on delivery and a marketplace’s money are settled by whoever sees that they went', () => {
    for (const kind of ['bank', 'cash_on_delivery', 'platform'] as const)
      openExactlyTo(['owner', 'agent', 'system'], ordered(paidBy(kind)), say('done'))
    ordered(paidBy('card')).when(say('done'), { by: 'agent' }).refuses('forbidden', { path: 'payout' })
  })

  test('people answer for the payment a payout goes back to, whatever else the order was paid with', () => {
    ordered(twoWays('bank', 'card')).when(answers(1, 'done'), { by: 'agent' }).refuses('forbidden', { path: 'payout' })
    ordered(twoWays('card', 'bank')).when(answers(1, 'done'), { by: 'agent' }).gives(['payout.done'])
  })

  test('credit and money that went elsewhere have no gateway that could answer', () => {
    const resolution = { type: 'refund', to: 'store_credit' } as const
    const both = approved({ items: [asked(1, { handling: 'keep' }), asked(1, { handling: 'keep', resolution })] })
    const credited = both.then({ verb: 'refund' })
    expect(credited.ret.payouts[1]?.kind).toBe('store_credit')
    credited.when(answers(1, 'declined'), { by: 'agent' }).refuses('forbidden', { path: 'payout' })
    both
      .then({ verb: 'settle_elsewhere', reference: 'Transfer 4711', why: 'Paid by bank' })
      .when(answers(0, 'declined'), by)
      .refuses('not_found', { path: 'payout' })
  })

  test('each answer is told and read', () => {
    ordered().when(say('sent'), by).gives(['payout.sent'])
    ordered().when(say('unknown'), by).gives(['payout.unknown'])
    ordered().when(say('declined'), by).gives(['payout.declined'])
    ordered().when(say('done'), by).gives(['payout.done'])
    expect(ordered().then(say('sent'), by).ret.payouts[0]).toMatchObject({ state: 'sent', externalId: 're_1' })
    expect(ordered().then(say('unknown'), by).ret.payouts[0]).toMatchObject({ state: 'unknown', why: 'No funds' })
    ordered()
      .when(say('sent'), by)
      .leaves({ settlement: ['ordered'] })
    ordered()
      .when(say('unknown'), by)
      .leaves({ settlement: ['ordered'] })
    ordered()
      .when(say('done'), by)
      .leaves({ settlement: ['settled'] })
    ordered()
      .when(say('declined'), by)
      .leaves({ settlement: ['failed'] })
    expect(ordered().then(say('done'), by).ret.payouts[0]).toMatchObject({
      state: 'done',
      externalId: 're_1',
      transactions: [],
      doneAt: NOON,
    })
  })

  test('a decline gives somebody time to try again', () => {
    const later = plus(NOON, { hours: 10 })
    expect(ordered().then(say('declined'), { by: 'system', tray: { at: later } }).ret.due.payout).toBe(
      plus(later, { hours: 48 }),
    )
  })

  test('T39: the same answer again changes nothing, and neither does an earlier one that comes late', () => {
    for (const outcome of ['sent', 'done', 'declined', 'unknown'] as const)
      ordered().then(say(outcome), by).when(say(outcome), by).gives([])
    for (const late of ['sent', 'unknown'] as const) {
      ordered().then(say('done'), by).when(say(late), by).gives([])
      ordered().then(say('declined'), by).when(say(late), by).gives([])
    }
  })

  test('T28: unknown is reconciled to done without a second payout', () => {
    const done = ordered().then(say('unknown'), by).then(say('done'), by)
    expect(done.ret.payouts).toHaveLength(1)
    done.when(say('done'), by).gives([])
  })

  test('money that went although it was declined counts while it is still owed', () => {
    ordered().then(say('declined'), by).when(say('done'), by).gives(['payout.done'])
  })

  test('what its own payment can bear decides, not another payment of the order', () => {
    const half = ordered(twoWays('gift_card', 'card')).then(
      ret => [answers(0, 'done')(ret), answers(1, 'declined')(ret)],
      by,
    )
    half.when(answers(1, 'done'), by).gives(['payout.done'])
  })

  test('when it was paid another way meanwhile, a person has to look', () => {
    const first = ordered().then(say('declined'), by)
    const paid = first.then({ verb: 'credit' }, { by: 'agent' })
    const late = (): Command => ({ verb: 'settle', payout: first.ret.payouts[0]!.id, outcome: 'done' })
    paid.when(late, by).gives(['return.flagged'])
    paid.then(late, by).when(late, by).gives([])
    const spoken = { payments: [{ id: 'payment-1' as PaymentId, captured: eur(10_000), spoken: eur(1) }] }
    first.when(late, { by: 'system', tray: spoken }).gives(['return.flagged'])
  })

  test('a decline after done is flagged and takes nothing back', () => {
    const { leaves } = ordered().then(say('done'), by).when(say('declined'), by)
    expect(leaves({ settlement: ['settled'] }).ret.flagged).toContain('declined')
  })

  test('nobody settles what was never ordered', () => {
    ordered()
      .when({ verb: 'settle', payout: 'stranger' as PayoutId, outcome: 'sent' }, by)
      .refuses('not_found', { path: 'payout' })
  })
})
