import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, eur, NOON, two } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ChargeId, RuleId } from '../../ids.ts'
import { plus } from '../../time.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'

const propose = (ret: Return): Command => ({
  verb: 'exchange',
  lines: [
    {
      variant: { externalId: 'v-B', sku: 'B', title: 'B', options: [] },
      title: 'B',
      product: 'product-B',
      quantity: 2,
      unit: two(7_000),
      tax: two(0),
      replaces: ret.items[0]!.id,
    },
  ],
})
const asks = () => approved().then(propose)
const until = plus(NOON, { hours: 72 })
const charge =
  (more: Partial<Commands['charge']> = {}) =>
  (ret: Return): Command => ({ verb: 'charge', charge: ret.charges[0]!.id, ...more })
const authorize =
  (more: Partial<Commands['authorize']> = {}) =>
  (ret: Return): Command => ({ verb: 'authorize', charge: ret.charges[0]!.id, until, ...more })
const release = (ret: Return): Command => ({ verb: 'release', charge: ret.charges[0]!.id })
const by = { by: 'system' } as const

describe('authorize', () => {
  test('the shopper allows it, and the gateway confirms as the house', () => {
    openExactlyTo(['shopper', 'system'], asks(), authorize())
  })

  test('once, and again after a decline', () => {
    asks().then(authorize(), by).when(authorize(), by).gives([])
    asks()
      .then(charge({ outcome: 'declined' }), by)
      .when(authorize(), by)
      .gives(['charge.authorized'])
    asks()
      .then(charge({ outcome: 'done' }), by)
      .when(authorize(), by)
      .refuses('not_open', { path: 'charge', state: 'done' })
    asks()
      .when({ verb: 'authorize', charge: 'stranger' as ChargeId, until }, by)
      .refuses('not_found', { path: 'charge' })
    asks()
      .when(authorize({ until: NOON }), by)
      .refuses('invalid', { path: 'until' })
  })

  test('a difference that is held is no advance', () => {
    expect(asks().then(authorize(), by).ret.advance).toBeNull()
  })
})

describe('charge', () => {
  test('house and merchant collect, nobody else', () => {
    openExactlyTo(['owner', 'agent', 'system'], asks(), charge())
  })

  test('it is sent for once, and told once', () => {
    const sent = asks().then(charge(), by)
    expect(sent.ret.charges[0]?.state).toBe('sent')
    sent.when(charge(), by).gives([])
    sent.when(charge({ outcome: 'sent' }), by).gives([])
    asks()
      .when(charge({ outcome: 'sent' }), by)
      .gives(['charge.sent'])
    asks()
      .when(charge({ outcome: 'done' }), by)
      .gives(['charge.done'])
    const done = sent.then(charge({ outcome: 'done', externalId: 'ch_1' }), by)
    expect(done.ret.charges[0]).toMatchObject({ state: 'done', externalId: 'ch_1' })
    done.when(charge({ outcome: 'done' }), by).gives([])
    done.when(charge({ outcome: 'declined' }), by).gives([])
  })

  test('what was only asked for or held may turn out to be declined', () => {
    for (const story of [asks(), asks().then(authorize(), by), asks().then(charge(), by)])
      expect(story.when(charge({ outcome: 'declined' }), by).events()).toMatchObject([
        { type: 'charge.declined', why: '' },
      ])
  })

  test('after a decline it may be tried anew', () => {
    const declined = asks()
      .then(charge(), by)
      .then(charge({ outcome: 'declined', why: 'No funds' }), by)
    declined.when(charge(), by).gives(['charge.sent'])
  })

  test('what was released is not collected; money that came all the same is flagged', () => {
    const released = asks().then(release, by)
    released.when(charge(), by).refuses('not_open', { path: 'charge' })
    const answer = released.when(charge({ outcome: 'done' }), by).gives(['charge.done', 'return.flagged'])
    expect(answer?.ret.flagged).toContain(released.ret.charges[0]?.key)
  })

  test('one charge of a kind stands at a time; what was released or declined stands no more', () => {
    const cost = { verb: 'charge', amount: eur(300) } as const
    const owing = asks().then(cost)
    expect(owing.ret.charges.map(one => [one.kind, one.amount.amountMinor])).toEqual([
      ['exchange_difference', 4_000],
      ['return_cost', 300],
    ])
    const known = owing.ret.charges[1]!.id
    owing.when(cost).refuses('not_open', { path: 'kind', charge: known, state: 'asked' })
    owing.then({ verb: 'charge', charge: known, outcome: 'done' }, by).when(cost).refuses('not_open', { state: 'done' })
    owing.then({ verb: 'release', charge: known }).when(cost).gives(['charge.asked'])
    owing.then({ verb: 'charge', charge: known, outcome: 'declined' }, by).when(cost).gives(['charge.asked'])
  })

  test('a difference that was released is asked for again as large as it is', () => {
    const again = asks().then(release, by).then({ verb: 'charge', kind: 'exchange_difference' })
    expect(again.ret.charges.map(one => [one.state, one.amount.amountMinor])).toEqual([
      ['released', 4_000],
      ['asked', 4_000],
    ])
  })

  test('only what was asked for missing goods is not collected once they are here', () => {
    const came = asks().then(
      ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
      { by: 'warehouse' },
    )
    came.when(charge(), by).gives(['charge.sent'])
    came.when({ verb: 'charge', kind: 'return_cost', amount: eur(300) }, by).gives(['charge.asked'])
  })

  test('T25: what a floor at zero cut off may be asked for, once', () => {
    const fee = {
      then: [{ fee: { kind: 'return_cost' as const, flat: eur(695) } }, { basis: 'asked' as const }],
      id: 'fee' as RuleId,
      name: 'fee',
      when: {},
      priority: 0,
    }
    const order = anOrder([aLine({ quantity: 1, paid: 500 })])
    const paid = approved({ items: [asked(1)] }, { order, policy: aPolicy([fee]) }).then({ verb: 'refund' })
    expect(paid.ret.grants[0]?.figure.total.presentment).toEqual(eur(0))
    const owed = paid.then({ verb: 'charge', kind: 'return_cost' })
    expect(owed.ret.charges).toMatchObject([{ kind: 'return_cost', state: 'asked', amount: eur(195) }])
    owed.when({ verb: 'charge', kind: 'return_cost' }).refuses('not_open', { path: 'kind', state: 'asked' })
  })

  test('T16: paid early and never sent, what was paid may be asked back; not when the goods are here', () => {
    const paid = approved().then({ verb: 'grant', basis: 'asked' }).then({ verb: 'credit' })
    expect(paid.then({ verb: 'charge', kind: 'not_returned' }).ret.charges).toMatchObject([
      { kind: 'not_returned', amount: eur(10_000), gateway: 'simulated' },
    ])
    const came = paid.then(
      ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
      { by: 'warehouse' },
    )
    came.when({ verb: 'charge', kind: 'not_returned' }, { by: 'agent' }).refuses('goods_received')
  })

  test('odd charges are refused', () => {
    asks()
      .when({ verb: 'charge', charge: 'stranger' as ChargeId }, by)
      .refuses('not_found', { path: 'charge' })
    asks().when({ verb: 'charge', outcome: 'done' }, by).refuses('invalid', { path: 'charge' })
    approved().when({ verb: 'charge' }).refuses('amount_required', { path: 'amount' })
    approved()
      .when({ verb: 'charge', amount: eur(-1) })
      .refuses('amount_invalid', { path: 'amount' })
    approved()
      .when({ verb: 'charge', amount: eur(300) })
      .gives(['charge.asked'])
  })
})

describe('release', () => {
  test('house and merchant let a charge go, nobody else', () => {
    openExactlyTo(['owner', 'agent', 'system'], asks(), release)
    openExactlyTo(['owner', 'agent', 'system'], asks().then(authorize(), by), release)
  })

  test('once, and never what was collected', () => {
    asks().then(release, by).when(release, by).gives([])
    asks().then(charge(), by).when(release, by).refuses('not_open', { path: 'charge', state: 'sent' })
    asks()
      .then(charge({ outcome: 'done' }), by)
      .when(release, by)
      .refuses('not_open', { state: 'done' })
    asks()
      .when({ verb: 'release', charge: 'stranger' as ChargeId }, by)
      .refuses('not_found', { path: 'charge' })
  })
})
