import { describe, expect, test } from 'vitest'
import type { Currency } from '../../../core/money.ts'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Instant } from '../../../core/time.ts'
import { snOf } from '../ids.ts'
import { openShopee } from './testing.ts'

// conforms: endpoint offer
// conforms: field offer.return_sn
const kit = await openShopee({ offers: { counters: 2, adjustable: true, floorPpm: 100_000 } })
const fixed = await openShopee({ offers: { counters: 2, adjustable: false, floorPpm: 0 } })

const proposing = (ret: Return, more: object) => kit.post('offer', { return_sn: snOf(ret), ...more })
const REFUND = { proposed_solution: 'REFUND', proposed_adjusted_refund_amount: 20.5 }
const wrongParam = (message: string) => ['error_param', message] as [string, string]

describe('an offer', () => {
  test('waits for the buyer with its terms', async () => {
    const ret = await kit.requested()
    const answered = await proposing(ret, REFUND)
    await kit.golden('offer', answered)
    expect(answered.json.response).toEqual({ return_sn: snOf(ret) })
    const after = await kit.now(ret)
    expect(after.offers.at(-1)).toMatchObject({
      by: 'merchant',
      terms: { handling: 'keep', amount: { amountMinor: 2050 } },
    })
    expect(strands(after)).toMatchObject({ request: 'submitted', negotiation: 'awaiting_shopper' })
    expect(after.due.offer).toBeDefined()
  })

  test('with the goods back, and in place of an earlier one', async () => {
    const ret = await kit.requested()
    await proposing(ret, REFUND)
    const again = await proposing(ret, { proposed_solution: 'RETURN_REFUND', proposed_adjusted_refund_amount: 50 })
    expect(again.json.error).toBe('')
    expect((await kit.now(ret)).offers.map(({ end }) => end)).toEqual(['superseded', null])
  })

  test('counters the buyer’s', async () => {
    const ret = await kit.requested()
    await kit.act(
      ret,
      { verb: 'offer', terms: { handling: 'keep', amount: { amountMinor: 4000, currency: kit.shop.currency } } },
      'shopper',
    )
    expect((await proposing(ret, REFUND)).json.error).toBe('')
    expect(strands(await kit.now(ret)).negotiation).toBe('awaiting_shopper')
  })

  test('names no amount where the shop does not adjust any', async () => {
    const ret = await fixed.requested()
    const answered = await fixed.post('offer', { return_sn: snOf(ret), proposed_solution: 'REFUND' })
    expect(answered.json.error).toBe('')
    expect((await fixed.now(ret)).offers.at(-1)?.terms).toEqual({ handling: 'keep', amount: null })
  })

  test('may say null for an amount it does not name', async () => {
    const ret = await fixed.requested()
    const answered = await fixed.post('offer', {
      return_sn: snOf(ret),
      proposed_solution: 'REFUND',
      proposed_adjusted_refund_amount: null,
    })
    expect(answered.json.error).toBe('')
  })
})

describe('no offer is made', () => {
  test('while the dispute lasts', async () => {
    // conforms: error offer.error_ongoing_dispute
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })
    await kit.refuses('offer-disputed', 'offer', ret, REFUND, [
      'error_ongoing_dispute',
      'cannot offer refund to buyer when return has ongoing dispute',
    ])
  })

  test('once the request was answered', async () => {
    // conforms: error offer.error_return_status
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'approve' })
    await kit.refuses('offer-wrong-status', 'offer', ret, REFUND, [
      'error_return_status',
      'The return status cannot support this action',
    ])
    await kit.act(ret, { verb: 'grant', basis: 'asked' })
    expect((await proposing(ret, REFUND)).json.error).toBe('error_return_status')
  })

  test('when the seller has made all it may', async () => {
    // conforms: error offer.error_negotiation_status
    const ret = await kit.requested()
    await proposing(ret, REFUND)
    await proposing(ret, REFUND)
    await kit.refuses('offer-counters-exhausted', 'offer', ret, REFUND, [
      'error_negotiation_status',
      'The negotiation status cannot support this action',
    ])
  })

  test('of money alone after the order was complete; with the goods back it is one', async () => {
    // conforms: error offer.error_data
    const ret = await kit.requested({ completedAt: '2026-03-08T00:00:00.000Z' as Instant })
    await kit.refuses('offer-after-completion', 'offer', ret, REFUND, [
      'error_data',
      'Type of return does not allow seller to offer refund',
    ])
    expect((await kit.get('get_available_solutions', { return_sn: snOf(ret) })).json.response).toMatchObject({
      offer_refund: { eligibility: false },
      offer_return_refund: { eligibility: true },
    })
    expect((await proposing(ret, { ...REFUND, proposed_solution: 'RETURN_REFUND' })).json.error).toBe('')
  })

  test('of another kind than there are', async () => {
    // conforms: error offer.error_param
    const ret = await kit.requested()
    const said = wrongParam('This proposed solution is not one of the available solutions for this return.')
    await kit.refuses('offer-unknown-solution', 'offer', ret, { ...REFUND, proposed_solution: 'EXCHANGE' }, said)
    for (const solution of ['refund', 'REFUND ', 'toString', '__proto__'])
      expect((await proposing(ret, { ...REFUND, proposed_solution: solution })).json.message).toBe(said[1])
  })

  test('of goods back where none can travel', async () => {
    const ret = await kit.requested({
      lines: [
        { externalId: 'l1', title: 'E-book', quantity: 2, unitPrice: { amountMinor: 5000 }, requiresShipping: false },
      ],
    })
    const answered = await proposing(ret, { ...REFUND, proposed_solution: 'RETURN_REFUND' })
    expect(answered.json.message).toBe('This proposed solution is not one of the available solutions for this return.')
  })

  test('with an amount that is missing, too low, too high, not positive or too fine', async () => {
    // conforms: error offer.error_param
    const ret = await kit.requested()
    const named = (amount: number | undefined) => ({
      proposed_solution: 'REFUND',
      proposed_adjusted_refund_amount: amount,
    })
    const positive = wrongParam('The proposed adjusted refund amount must be positive')
    const digits = wrongParam('The proposed adjusted refund amount only accepts 2 digit(s) after decimal point')
    const high = wrongParam('The proposed adjusted refund amount can not exceed max refund amount')
    await kit.refuses(
      'offer-no-amount',
      'offer',
      ret,
      named(undefined),
      wrongParam('Please fill a value for proposed adjusted refund amount'),
    )
    await kit.refuses(
      'offer-amount-too-low',
      'offer',
      ret,
      named(4.99),
      wrongParam('The proposed adjusted refund amount can not be lower than min refund amount'),
    )
    await kit.refuses('offer-amount-too-high', 'offer', ret, named(50.01), high)
    await kit.refuses('offer-amount-negative', 'offer', ret, named(-1), positive)
    await kit.refuses('offer-amount-too-fine', 'offer', ret, named(20.505), digits)
    expect((await proposing(ret, named(0))).json.message).toBe(positive[1])
    expect((await proposing(ret, named(1e-7))).json.message).toBe(digits[1])
    expect((await proposing(ret, named(Number.MAX_SAFE_INTEGER))).json.message).toBe(high[1])
    for (const amount of [5, 50, 20.05, 29.29]) {
      const fresh = await kit.requested()
      expect((await proposing(fresh, named(amount))).json.error).toBe('')
      expect((await kit.now(fresh)).offers[0]?.terms.amount?.amountMinor).toBe(Math.round(amount * 100))
    }
  })

  test('with any amount where the shop does not adjust any', async () => {
    // conforms: error offer.error_param
    const ret = await fixed.requested()
    await fixed.refuses(
      'offer-amount-fixed',
      'offer',
      ret,
      REFUND,
      wrongParam('The proposed solution cannot have adjusted refund amount'),
    )
  })

  test('in fields of the wrong type', async () => {
    // conforms: error offer.error_param
    const ret = await kit.requested()
    for (const [more, detail] of [
      [{ proposed_adjusted_refund_amount: 20 }, 'proposed_solution is required'],
      [{ proposed_solution: 1 }, 'proposed_solution must be a string'],
      [{ proposed_solution: ['REFUND'] }, 'proposed_solution must be a string'],
      [{ ...REFUND, proposed_adjusted_refund_amount: '20' }, 'proposed_adjusted_refund_amount must be a number'],
      [{ ...REFUND, proposed_adjusted_refund_amount: {} }, 'proposed_adjusted_refund_amount must be a number'],
    ] as const)
      expect((await proposing(ret, more)).json).toMatchObject({
        error: 'error_param',
        message: `Wrong parameters, detail: ${detail}`,
      })
    await kit.golden('offer-wrong-type', await proposing(ret, { proposed_solution: 1 }))
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('for a return of somebody else’s', async () => {
    const ret = await kit.requested()
    const answered = await kit.post('offer', { return_sn: snOf(ret), ...REFUND }, kit.others)
    expect(answered.json).toMatchObject({ error: 'error_data', message: "The return you queried doesn't exist." })
    expect(await kit.now(ret)).toEqual(ret)
  })
})

test('amounts follow the digits of the currency', async () => {
  const order = {
    currency: 'JPY' as Currency,
    lines: [{ externalId: 'l1', title: 'Shirt', quantity: 2, unitPrice: { amountMinor: 5000 } }],
  }
  const ret = await kit.requested(order)
  const named = (amount: number) =>
    proposing(ret, { proposed_solution: 'REFUND', proposed_adjusted_refund_amount: amount })
  expect((await named(1000.5)).json.message).toBe(
    'The proposed adjusted refund amount only accepts 0 digit(s) after decimal point',
  )
  expect((await named(1000)).json.error).toBe('')
  expect((await kit.now(ret)).offers[0]?.terms.amount?.amountMinor).toBe(1000)
})
