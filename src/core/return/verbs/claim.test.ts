import { describe, expect, test } from 'vitest'
import { aShop, eur } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'
import type { Currency } from '../../money.ts'

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
