import { describe, expect, test } from 'vitest'
import type { Currency } from '../../money.ts'
import { aShop, eur } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'

const claim = { verb: 'claim', text: 'The box was empty', amount: eur(5_000) } as const
const entitled = () =>
  submitted({}, { shop: aShop({ compensation: true }) })
    .then({ verb: 'approve', handling: 'keep' })
    .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' })

describe('claim', () => {
  test('the merchant claims while it may be claimed', () => {
    for (const by of ['owner', 'agent'] as const) entitled().when(claim, { by }).gives(['claim.made'])
    for (const by of ['shopper', 'warehouse', 'arbiter', 'carrier', 'system'] as const)
      entitled().when(claim, { by }).refuses('forbidden')
    submitted().when(claim).refuses('not_open')
    entitled().then(claim).when(claim).refuses('not_open')
  })

  test('it says what it rests on, and how much it wants if it wants to', () => {
    entitled().when({ verb: 'claim', text: ' ' }).refuses('evidence_empty', { path: 'text' })
    entitled()
      .when({ ...claim, amount: { amountMinor: 1, currency: 'GBP' as Currency } })
      .refuses('currency_mismatch', { path: 'amount' })
    entitled()
      .when({ ...claim, amount: eur(0) })
      .refuses('amount_invalid', { path: 'amount' })
    expect(entitled().then({ verb: 'claim', text: 'Empty' }).ret.compensation).toMatchObject({
      state: 'requested',
      claim: { amount: null, text: 'Empty' },
    })
  })
})

describe('withdraw_claim', () => {
  test('the merchant takes back a claim nobody answered', () => {
    entitled().then(claim).when({ verb: 'withdraw_claim' }).gives(['claim.withdrawn'])
    entitled().then(claim).when({ verb: 'withdraw_claim' }, { by: 'arbiter' }).refuses('forbidden')
    entitled().when({ verb: 'withdraw_claim' }).refuses('not_open')
    entitled().then(claim).then({ verb: 'withdraw_claim' }).when({ verb: 'withdraw_claim' }).refuses('not_open')
  })

  test('the claim stays on record', () => {
    expect(entitled().then(claim).then({ verb: 'withdraw_claim' }).ret.compensation).toMatchObject({
      state: 'cancelled',
      claim: { amount: eur(5_000) },
    })
  })
})

describe('answer_claim', () => {
  const claimed = () => entitled().then(claim)
  const parts = [{ type: 'goods', amount: eur(4_000) }]

  test('the arbiter answers', () => {
    claimed()
      .when({ verb: 'answer_claim', approved: true, parts }, { by: 'arbiter' })
      .leaves({ compensation: ['approved'] })
    claimed()
      .when({ verb: 'answer_claim', approved: false }, { by: 'arbiter' })
      .leaves({ compensation: ['rejected'] })
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'carrier', 'system'] as const) {
      claimed().when({ verb: 'answer_claim', approved: true }, { by }).refuses('forbidden')
    }
    entitled().when({ verb: 'answer_claim', approved: true }, { by: 'arbiter' }).refuses('not_open')
  })

  test('its parts are amounts of the order’s currency, and a no pays none', () => {
    const wrong = [...parts, { type: 'freight', amount: { amountMinor: 1, currency: 'GBP' as Currency } }]
    claimed()
      .when({ verb: 'answer_claim', approved: true, parts: wrong }, { by: 'arbiter' })
      .refuses('currency_mismatch', { path: 'parts[1].amount' })
    claimed()
      .when({ verb: 'answer_claim', approved: true, parts: [{ type: 'goods', amount: eur(-1) }] }, { by: 'arbiter' })
      .refuses('amount_invalid')
    claimed()
      .when({ verb: 'answer_claim', approved: false, parts }, { by: 'arbiter' })
      .refuses('invalid', { path: 'parts' })
  })
})
