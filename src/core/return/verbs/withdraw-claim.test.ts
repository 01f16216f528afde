import { describe, expect, test } from 'vitest'
import { aShop, eur } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'

const claim = { verb: 'claim', text: 'The box was empty', amount: eur(5_000) } as const
const entitled = () =>
  submitted({}, { shop: aShop({ compensation: true }) })
    .then({ verb: 'approve', handling: 'keep' })
    .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' })

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
