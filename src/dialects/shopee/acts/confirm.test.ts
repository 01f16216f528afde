import { describe, expect, test } from 'vitest'
import { grantedMinor } from '../../../core/return/strands/settlement.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Instant } from '../../../core/time.ts'
import { snOf } from '../ids.ts'
import { DAMAGED, openShopee, SMALL } from './testing.ts'

// conforms: endpoint confirm
// conforms: field confirm.return_sn
const kit = await openShopee({ reasons: [SMALL, DAMAGED] })
const confirm = (sn: unknown, as = kit.keys) => kit.post('confirm', { return_sn: sn }, as)

describe('confirming', () => {
  test('a request grants all of it and leaves the goods with the buyer', async () => {
    const ret = await kit.requested()
    const answered = await confirm(snOf(ret))
    await kit.golden('confirm', answered)
    expect(answered.json).toMatchObject({ error: '', message: '', response: { return_sn: snOf(ret) } })
    const after = await kit.now(ret)
    expect(strands(after)).toMatchObject({
      request: 'approved',
      settlement: 'due',
      handling: 'keep',
      transit: 'not_needed',
    })
    expect(grantedMinor(after)).toBe(5000)
  })

  test('a return whose goods are awaited lets the buyer keep them after all', async () => {
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'approve' })
    expect((await confirm(snOf(ret))).json.error).toBe('')
    expect(strands(await kit.now(ret))).toMatchObject({ settlement: 'due', handling: 'keep' })
  })

  test('a return whose goods have set out pays at once, and the parcel travels on', async () => {
    const ret = await kit.requested()
    await kit.act(ret, [{ verb: 'approve' }, { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: '00340434' }])
    const { shipments } = await kit.now(ret)
    const checkpoint = { at: kit.clock.now, kind: 'moving', text: '' } as const
    await kit.act(ret, { verb: 'track', shipment: shipments[0]?.id as never, checkpoint })
    expect((await confirm(snOf(ret))).json.error).toBe('')
    expect(strands(await kit.now(ret))).toMatchObject({
      settlement: 'due',
      handling: 'send_back',
      transit: 'in_transit',
    })
  })

  test('takes what the buyer offered less back: the whole request counts', async () => {
    const ret = await kit.requested()
    await kit.act(
      ret,
      { verb: 'offer', terms: { handling: 'keep', amount: { amountMinor: 2000, currency: kit.shop.currency } } },
      'shopper',
    )
    expect((await confirm(snOf(ret))).json.error).toBe('')
    expect(grantedMinor(await kit.now(ret))).toBe(5000)
  })

  test('at the same moment twice happens once', async () => {
    const ret = await kit.requested()
    const answers = await Promise.all([confirm(snOf(ret)), confirm(snOf(ret)), confirm(snOf(ret))])
    expect(answers.map(({ json }) => json.message).sort()).toEqual([
      '',
      'Invalid return status: ACCEPTED',
      'Invalid return status: ACCEPTED',
    ])
    expect((await kit.now(ret)).grants).toHaveLength(1)
  })
})

describe('nothing is confirmed', () => {
  test('that is over', async () => {
    // conforms: error confirm.error_data
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'approve', handling: 'keep' })
    await kit.refuses('confirm-wrong-status', 'confirm', ret, {}, ['error_data', 'Invalid return status: ACCEPTED'])
    const rejected = await kit.requested()
    await kit.act(rejected, { verb: 'reject', reason: 'No' })
    const cancelled = await kit.requested()
    await kit.act(cancelled, { verb: 'cancel' }, 'shopper')
    for (const [over, word] of [
      [rejected, 'CLOSED'],
      [cancelled, 'CANCELLED'],
    ] as const)
      expect((await confirm(snOf(over))).json).toMatchObject({
        error: 'error_data',
        message: `Invalid return status: ${word}`,
      })
  })

  test('while the dispute lasts', async () => {
    // conforms: error confirm.error_data
    const ret = await kit.requested()
    await kit.act(ret, { verb: 'dispute', reason: 'objection', reasonId: 2, text: 'No' })
    const said = ['error_data', 'Shopee is reviewing the case and will get back to you.'] as [string, string]
    await kit.refuses('confirm-disputed', 'confirm', ret, {}, said)
    await kit.act(ret, { verb: 'examine' }, 'arbiter')
    expect((await confirm(snOf(ret))).json).toMatchObject({ error: said[0], message: said[1] })
  })

  test('that was asked for before delivery', async () => {
    // conforms: error confirm.error_return_request_type
    for (const [kind, type, recording] of [
      ['in_transit', 1, 'confirm-in-transit'],
      ['on_the_spot', 2, 'confirm-on-the-spot'],
    ] as const) {
      const ret = await kit.file(await kit.order(), 1, { kind }, 'agent')
      await kit.refuses(recording, 'confirm', ret, {}, [
        'error_return_request_type',
        `Action cannot be performed by shop because the Return Refund Request Type = ${type}`,
      ])
    }
  })

  test('that a warehouse inspects', async () => {
    // conforms: error confirm.error_validation
    const ret = await kit.file(await kit.order(), 1, { inspector: 'warehouse' }, 'agent')
    await kit.refuses('confirm-warehouse-validation', 'confirm', ret, {}, [
      'error_validation',
      'Action cannot be performed by shop because the validation_type of Return/Refund request = warehouse_validation',
    ])
  })

  test('that was asked for after the order was complete', async () => {
    // conforms: error confirm.rraoc_refund_not_allowed
    const ret = await kit.requested({ completedAt: '2026-03-08T00:00:00.000Z' as Instant })
    await kit.refuses('confirm-after-completion', 'confirm', ret, {}, [
      'rraoc_refund_not_allowed',
      'Type of return does not allow seller to offer refund',
    ])
  })

  test('while the buyer owes photos', async () => {
    // conforms: error confirm.error_data
    const order = await kit.order()
    const items = [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'damaged' as const } }]
    const ret = await kit.file(order, 1, { items })
    await kit.refuses('confirm-evidence-missing', 'confirm', ret, {}, [
      'error_data',
      'The return case is missing initial evidence from the buyer and will be auto-cancelled if the buyer does not provide evidence by the due date.',
    ])
  })

  test('while the buyer has the seller’s own offer to answer', async () => {
    // conforms: error confirm.err_data
    const ret = await kit.requested()
    await kit.act(ret, {
      verb: 'offer',
      terms: { handling: 'keep', amount: { amountMinor: 3000, currency: kit.shop.currency } },
    })
    await kit.refuses('confirm-own-offer', 'confirm', ret, {}, ['err_data', 'Cannot accept your own offer.'])
  })
})

describe('a return is named', () => {
  test('by a number that exists in this shop', async () => {
    // conforms: error confirm.error_data
    const ret = await kit.requested()
    const unknown = { error: 'error_data', message: "The return you queried doesn't exist." }
    const stranger = await confirm(snOf(ret), kit.others)
    expect(stranger.json).toMatchObject(unknown)
    await kit.golden('confirm-unknown', await confirm('260310ZZZZZZZZZ'))
    for (const sn of ['260310ZZZZZZZZZ', 'x', `${snOf(ret)} `, snOf(ret).toLowerCase(), "' or 1=1", ret.id, ret.number])
      expect((await confirm(sn)).json).toMatchObject(unknown)
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('in the body, as text', async () => {
    // conforms: error confirm.error_data
    // conforms: error confirm.error_param
    const ret = await kit.requested()
    const missing = { error: 'error_data', message: 'lack of param' }
    await kit.golden('confirm-no-return', await kit.post('confirm', {}))
    for (const body of [{}, { return_sn: '' }, { return_sn: null }, [], 'null', [{ return_sn: snOf(ret) }]])
      expect((await kit.post('confirm', body)).json).toMatchObject(missing)
    for (const sn of [5, true, [snOf(ret)], { a: 1 }])
      expect((await confirm(sn)).json).toMatchObject({ error: 'error_param', message: 'Return SN or ID is invalid.' })
    expect(await kit.now(ret)).toEqual(ret)
  })

  test('in a body somebody can read', async () => {
    const ret = await kit.requested()
    for (const body of ['{', `{"return_sn":"${snOf(ret)}"`, '\u0000', Buffer.from([0xff, 0xfe])]) {
      const { reply, json } = await kit.post('confirm', body)
      expect([reply.status, json.error]).toEqual([200, 'error_param'])
    }
    const form = new FormData()
    form.set('return_sn', snOf(ret))
    expect((await kit.form('returns/confirm', form)).json).toMatchObject({ error: 'error_param' })
    expect(await kit.now(ret)).toEqual(ret)
  })
})
