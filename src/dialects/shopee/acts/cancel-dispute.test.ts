import { describe, expect, test } from 'vitest'
import type { Return } from '../../../core/return/return.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import { snOf } from '../ids.ts'
import { openShopee } from './testing.ts'

// conforms: endpoint cancel_dispute
// conforms: field cancel_dispute.return_sn
// conforms: field cancel_dispute.message
const kit = await openShopee({ compensation: true })
const EMAIL = { email: 'ops@shop.example' }
const cancelling = (ret: Return, more: object = EMAIL, as = kit.keys) =>
  kit.post('cancel_dispute', { return_sn: snOf(ret), ...more }, as)

async function granted(of = kit): Promise<Return> {
  const ret = await of.requested()
  return (await of.act(ret, { verb: 'approve', handling: 'keep' })).ret
}
async function claimed(): Promise<Return> {
  const ret = await granted()
  await kit.act(ret, { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')
  return (await kit.act(ret, { verb: 'claim', text: 'It came back broken' })).ret
}

describe('a claim', () => {
  test('is taken back, and who did it is kept', async () => {
    const ret = await claimed()
    const answered = await cancelling(ret)
    await kit.golden('cancel-dispute', answered)
    expect(answered.json).toMatchObject({
      error: '',
      message: '',
      response: { return_sn: snOf(ret), message: 'SUCCESS' },
    })
    expect(strands(await kit.now(ret))).toMatchObject({ compensation: 'cancelled', settlement: 'due' })
  })

  test('is taken back once', async () => {
    // conforms: error cancel_dispute.dispute.cancel.ineligible
    const ret = await claimed()
    const answers = await Promise.all([cancelling(ret), cancelling(ret)])
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', 'dispute.cancel.ineligible'])
    await kit.refuses('cancel-dispute-cancelled', 'cancel_dispute', await kit.now(ret), EMAIL, [
      'dispute.cancel.ineligible',
      'Cannot cancel dispute when compensation status is already in COMPENSATION_CANCELLED',
    ])
  })
})

describe('nothing is taken back', () => {
  const ineligible = (why: string) => ['dispute.cancel.ineligible', `Cannot cancel dispute ${why}`] as [string, string]

  test('before anything was granted', async () => {
    // conforms: error cancel_dispute.dispute.cancel.ineligible
    const ret = await kit.requested()
    const said = ineligible('when return status is not in ACCEPTED')
    await kit.refuses('cancel-dispute-wrong-status', 'cancel_dispute', ret, EMAIL, said)
    await kit.act(ret, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })
    expect((await cancelling(ret)).json).toMatchObject({ error: said[0], message: said[1] })
  })

  test('that was not claimed', async () => {
    // conforms: error cancel_dispute.dispute.cancel.ineligible
    const ret = await granted()
    const said = ineligible('when compensation status is not in COMPENSATION_REQUESTED')
    await kit.refuses('cancel-dispute-not-claimed', 'cancel_dispute', ret, EMAIL, said)
    await kit.act(ret, { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')
    expect((await cancelling(ret)).json.message).toBe(said[1])
  })

  test('that was answered', async () => {
    // conforms: error cancel_dispute.dispute.cancel.ineligible
    const paid = await claimed()
    const parts = [
      { type: 'LOGISTICS_RELATED_COMPENSATION', amount: { amountMinor: 500, currency: kit.shop.currency } },
    ]
    await kit.act(paid, { verb: 'answer_claim', approved: true, parts }, 'arbiter')
    await kit.refuses(
      'cancel-dispute-approved',
      'cancel_dispute',
      paid,
      EMAIL,
      ineligible('when compensation status is already in COMPENSATION_APPROVED'),
    )
    const unpaid = await claimed()
    await kit.act(unpaid, { verb: 'answer_claim', approved: false }, 'arbiter')
    await kit.refuses(
      'cancel-dispute-rejected',
      'cancel_dispute',
      unpaid,
      EMAIL,
      ineligible('when compensation status is already in COMPENSATION_REJECTED'),
    )
  })

  test('where nobody may claim', async () => {
    // conforms: error cancel_dispute.dispute.cancel.ineligible
    const ret = await granted()
    await kit.act(ret, { verb: 'entitle', outcome: 'not_eligible' }, 'arbiter')
    await kit.refuses(
      'cancel-dispute-ineligible',
      'cancel_dispute',
      ret,
      EMAIL,
      ineligible('because return SN is not eligible for compensation dispute'),
    )
  })

  test('without an address of who does it', async () => {
    // conforms: error cancel_dispute.error_param
    // conforms: error cancel_dispute.error_perm
    const ret = await claimed()
    await kit.refuses('cancel-dispute-no-email', 'cancel_dispute', ret, {}, ['error_param', 'parameter invalid'])
    await kit.refuses('cancel-dispute-invalid-email', 'cancel_dispute', ret, { email: 'ops' }, [
      'error_perm',
      'invalid email : ops.',
    ])
    expect((await cancelling(ret, { email: 5 })).json).toMatchObject({
      error: 'error_param',
      message: 'Wrong parameters, detail: email must be a string',
    })
  })

  test('of a return that is not there, or somebody else’s', async () => {
    // conforms: error cancel_dispute.error_data
    const ret = await claimed()
    const unknown = await kit.post('cancel_dispute', { return_sn: '260310ZZZZZZZZZ', ...EMAIL })
    await kit.golden('cancel-dispute-unknown', unknown)
    for (const { json } of [unknown, await cancelling(ret, EMAIL, kit.others)])
      expect(json).toMatchObject({ error: 'error_data', message: 'data not exist' })
    expect((await kit.post('cancel_dispute', EMAIL)).json).toMatchObject({
      error: 'error_param',
      message: 'parameter invalid',
    })
    expect(await kit.now(ret)).toEqual(ret)
  })
})
