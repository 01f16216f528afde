import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, eur } from '../../../../test/kit/cast.ts'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'
import type { LineId } from '../../ids.ts'
import type { Currency } from '../../money.ts'
import type { Terms } from '../return.ts'

const of = (terms: Partial<Terms> = {}) =>
  ({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000), ...terms } }) as const

describe('offer', () => {
  test('both sides of the table propose, nobody else', () => {
    submitted()
      .when(of(), { by: 'shopper' })
      .leaves({ negotiation: ['awaiting_merchant'] })
    for (const by of ['owner', 'agent'] as const)
      submitted()
        .when(of(), { by })
        .leaves({ negotiation: ['awaiting_shopper'], request: ['submitted'] })
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      submitted().when(of(), { by }).refuses('forbidden')
    approved().when(of()).gives(['offer.made'])
  })

  test('not on a request that is over, disputed or promised', () => {
    submitted().then({ verb: 'cancel' }).when(of()).refuses('not_open')
    approved().then({ verb: 'resolve' }).when(of()).refuses('not_open')
    submitted().then({ verb: 'dispute', reason: 'objection', text: '' }).when(of()).refuses('disputed')
    submitted().then({ verb: 'approve', handling: 'keep' }).when(of()).refuses('already_granted')
  })

  test('a side’s own offer is replaced, the other side’s is countered', () => {
    const stands = submitted().then(of(), { by: 'agent' })
    stands.when(of({ amount: eur(5_000) }), { by: 'owner' }).gives(['offer.superseded', 'offer.made'])
    const countered = stands.then(of({ amount: eur(9_000) }), { by: 'shopper' }).ret
    expect(countered.offers.map(offer => [offer.by, offer.end])).toEqual([
      ['merchant', 'superseded'],
      ['shopper', null],
    ])
  })

  test('it says who offers and until when the other side may answer', () => {
    const [offer] = submitted().then(of()).ret.offers
    expect(offer).toMatchObject({ by: 'merchant', person: 'The agent', until: '2026-03-12T12:00:00.000Z' })
    expect(submitted().then(of()).ret.due.offer).toBe('2026-03-12T12:00:00.000Z')
    const patient = submitted({}, { shop: aShop({ lengths: { ...aShop().lengths, offer: null } }) }).then(of()).ret
    expect(patient.offers[0]?.until).toBeNull()
  })

  test('each side may offer so often, and no more', () => {
    const twice = submitted()
      .then(of(), { by: 'agent' })
      .then(of({ amount: eur(5_000) }), { by: 'agent' })
    twice.when(of(), { by: 'owner' }).refuses('counters_exhausted', { limit: 2 })
    twice.when(of(), { by: 'shopper' }).gives(['offer.superseded', 'offer.made'])
  })

  test('where amounts are fixed none is named', () => {
    const shop = aShop({ offers: { counters: 2, adjustable: false, floorPpm: 0 } })
    submitted({}, { shop }).when(of()).refuses('amount_fixed', { path: 'terms.amount' })
    submitted({}, { shop })
      .when(of({ amount: null }))
      .gives(['offer.made'])
  })

  test('where amounts may be adjusted one is named, in the order’s currency, positive and whole', () => {
    submitted()
      .when(of({ amount: null }))
      .refuses('amount_required', { path: 'terms.amount' })
    submitted()
      .when(of({ amount: { amountMinor: 4_000, currency: 'GBP' as Currency } }))
      .refuses('currency_mismatch', { path: 'terms.amount' })
    for (const amountMinor of [0, -1, 0.5])
      submitted()
        .when(of({ amount: eur(amountMinor) }))
        .refuses('amount_invalid', { path: 'terms.amount' })
  })

  test('not more than was paid for the pieces, not less than the shop’s floor', () => {
    submitted()
      .when(of({ amount: eur(10_001) }))
      .refuses('amount_too_high', { path: 'terms.amount', maximum: eur(10_000) })
    submitted()
      .when(of({ amount: eur(10_000) }))
      .gives(['offer.made'])
    submitted()
      .when(of({ amount: eur(999) }))
      .refuses('amount_too_low', { path: 'terms.amount', minimum: eur(1_000) })
    submitted()
      .when(of({ amount: eur(1_000) }))
      .gives(['offer.made'])
  })

  test('an agent offers no more than an agent may promise', () => {
    const policy = aPolicy([
      {
        id: 'limit' as never,
        name: 'limit',
        when: {},
        then: [{ limit: { role: 'agent', amount: eur(3_000) } }],
        priority: 0,
      },
    ])
    submitted({}, { policy }).when(of(), { by: 'agent' }).refuses('limit_exceeded')
    submitted({}, { policy }).when(of(), { by: 'owner' }).gives(['offer.made'])
  })

  test('an agent’s limit is asked for what is offered, not for what the pieces were worth', () => {
    const rule = { when: {}, then: [{ limit: { role: 'agent' as const, amount: eur(4_000) } }], priority: 0 }
    const policy = aPolicy([{ id: 'limit' as never, name: 'limit', ...rule }])
    for (const handling of ['keep', 'send_back'] as const) {
      submitted({}, { policy }).when(of({ handling }), { by: 'agent' }).gives(['offer.made'])
      submitted({}, { policy })
        .when(of({ handling, amount: eur(4_001) }), { by: 'agent' })
        .refuses('limit_exceeded')
    }
  })

  test('a shopper may propose money that only an owner may promise', () => {
    const byHand = submitted({}, { order: anOrder([aLine()], { source: 'stand_in' }) }, 'owner')
    byHand.when(of(), { by: 'agent' }).refuses('limit_exceeded')
    byHand.when(of(), { by: 'shopper' }).gives(['offer.made'])
  })

  test('what needs no shipping cannot be sent back', () => {
    const order = anOrder([aLine({ more: { requiresShipping: false } })])
    const story = submitted({ items: [asked(2, { handling: 'keep' })] }, { order })
    story
      .when(of({ handling: 'send_back' }))
      .refuses('terms_unavailable', { path: 'terms.handling', available: ['keep'] })
    story.when(of({ handling: 'burn' as never })).refuses('terms_unavailable')
    story.when(of()).gives(['offer.made'])
  })

  test('one piece of the return that can be sent is enough, wherever it stands in the order', () => {
    const voucher = aLine({ id: 'voucher', sku: 'CARD', more: { requiresShipping: false } })
    const order = anOrder([voucher, aLine()])
    const back = of({ handling: 'send_back' })
    submitted({}, { order }).when(back).gives(['offer.made'])
    submitted({ items: [asked(1, { line: 'voucher' as LineId }), asked(1)] }, { order })
      .when(back)
      .gives(['offer.made'])
    submitted({ items: [asked(1, { line: 'voucher' as LineId })] }, { order: anOrder([aLine(), voucher]) })
      .when(back)
      .refuses('terms_unavailable')
  })

  test('what came although it needs no shipping was sent back, in part or whole', () => {
    const order = anOrder([aLine({ more: { requiresShipping: false } })])
    const came = (quantity: number) =>
      submitted({}, { order }).then(
        ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity }] }),
        { by: 'warehouse' },
      )
    for (const quantity of [1, 2])
      came(quantity)
        .when(of({ handling: 'send_back' }))
        .gives(['offer.made'])
  })
})
