import { describe, expect, test } from 'vitest'
import type { Return } from '../../../core/return/return.ts'
import { grantedMinor } from '../../../core/return/strands/settlement.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { snOf } from '../ids.ts'
import { openShopee } from './testing.ts'

// conforms: endpoint accept_offer
// conforms: field accept_offer.return_sn
const kit = await openShopee()
const amount = { amountMinor: 4000, currency: kit.shop.currency }
const offered = async (handling: 'keep' | 'send_back', role: 'shopper' | 'agent' = 'shopper'): Promise<Return> => {
  const ret = await kit.requested()
  return (await kit.act(ret, { verb: 'offer', terms: { handling, amount } }, role)).ret
}
const accept = (ret: Return, as = kit.keys) => kit.post('accept_offer', { return_sn: snOf(ret) }, as)

describe('accepting what the buyer proposed', () => {
  test('pays the agreed amount at once when the goods stay', async () => {
    const ret = await offered('keep')
    const answered = await accept(ret)
    await kit.golden('accept-offer', answered)
    expect(answered.json.response).toEqual({ return_sn: snOf(ret) })
    const after = await kit.now(ret)
    expect(strands(after)).toMatchObject({ negotiation: 'agreed', settlement: 'due', handling: 'keep' })
    expect(grantedMinor(after)).toBe(4000)
  })

  test('waits for the goods when they come back', async () => {
    const ret = await offered('send_back')
    expect((await accept(ret)).json.error).toBe('')
    expect(strands(await kit.now(ret))).toMatchObject({
      request: 'approved',
      negotiation: 'agreed',
      settlement: 'none',
    })
  })

  test('twice at once happens once', async () => {
    const ret = await offered('keep')
    const answers = await Promise.all([accept(ret), accept(ret)])
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', 'error_data'])
    expect((await kit.now(ret)).grants).toHaveLength(1)
  })
})

describe('there is nothing to accept', () => {
  test('where the buyer proposed nothing', async () => {
    // conforms: error accept_offer.error_no_buyer_offer
    await kit.refuses('accept-offer-none', 'accept_offer', await kit.requested(), {}, [
      'error_no_buyer_offer',
      'cannot accept refund offer because there is no proposal from buyer',
    ])
  })

  test('where the buyer turned the seller’s offer down and proposed nothing else', async () => {
    // conforms: error accept_offer.error_no_buyer_offer
    const ret = await offered('keep', 'agent')
    await kit.act(ret, { verb: 'decline', offer: ret.offers[0]?.id as never }, 'shopper')
    await kit.refuses('accept-offer-no-counter', 'accept_offer', ret, {}, [
      'error_no_buyer_offer',
      'cannot accept refund offer because there is no counter proposal from buyer',
    ])
  })

  test('where the seller’s own offer waits', async () => {
    // conforms: error accept_offer.err_data
    await kit.refuses('accept-offer-own', 'accept_offer', await offered('keep', 'agent'), {}, [
      'err_data',
      'Cannot accept your own offer.',
    ])
  })

  test('where the negotiation is over', async () => {
    // conforms: error accept_offer.error_negotiation_status
    const ret = await offered('keep')
    await kit.act(ret, { verb: 'decline', offer: ret.offers[0]?.id as never })
    await kit.refuses('accept-offer-over', 'accept_offer', ret, {}, [
      'error_negotiation_status',
      'The negotiation status cannot support this action',
    ])
  })

  test('where the request is no longer waiting', async () => {
    // conforms: error accept_offer.error_data
    // conforms: error accept_offer.error_return_status
    const running = await kit.requested()
    await kit.act(running, { verb: 'approve' })
    await kit.act(running, { verb: 'offer', terms: { handling: 'keep', amount } }, 'shopper')
    await kit.refuses('accept-offer-processing', 'accept_offer', running, {}, [
      'error_data',
      'Accept offer is not available for this return',
    ])
    const disputed = await offered('keep')
    await kit.act(disputed, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })
    await kit.refuses('accept-offer-disputed', 'accept_offer', disputed, {}, [
      'error_return_status',
      'The return status cannot support this action',
    ])
    await kit.act(disputed, { verb: 'examine' }, 'arbiter')
    await kit.refuses('accept-offer-judging', 'accept_offer', disputed, {}, [
      'error_data',
      'Shopee is reviewing the case and will get back to you.',
    ])
    const paid = await offered('keep')
    await accept(paid)
    await kit.refuses('accept-offer-wrong-status', 'accept_offer', paid, {}, [
      'error_data',
      'Invalid return status: ACCEPTED',
    ])
  })

  test('for strangers, and for returns nobody named', async () => {
    const ret = await offered('keep')
    expect((await accept(ret, kit.others)).json.message).toBe("The return you queried doesn't exist.")
    expect((await kit.post('accept_offer', {})).json).toMatchObject({ error: 'error_data', message: 'lack of param' })
    expect(await kit.now(ret)).toEqual(ret)
  })
})
