import { describe, test } from 'vitest'
import { aShop, eur } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'
import type { Currency } from '../../money.ts'

const claim = { verb: 'claim', text: 'The box was empty', amount: eur(5_000) } as const
const entitled = () =>
  submitted({}, { shop: aShop({ compensation: true }) })
    .then({ verb: 'approve', handling: 'keep' })
    .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' })

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
