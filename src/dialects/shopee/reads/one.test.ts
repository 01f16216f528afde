/** The six reads of one return. */
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { refused } from '../../../core/refusal.ts'
import type { Return } from '../../../core/return/return.ts'
import type { Instant } from '../../../core/time.ts'
import { keepPhoto } from '../../../desk/photos.ts'
import { snOf } from '../ids.ts'
import { openGateway } from '../testing.ts'

const carriers = [
  { ref: 7, slug: 'dhl', name: 'DHL', integrated: true, trackingPattern: null },
  { ref: null, slug: 'bike', name: 'By bike', integrated: false, trackingPattern: null },
]
const kit = await openGateway({
  carriers,
  compensation: true,
  shippingProof: { mandatory: true, trackingRequired: true, imageRequired: false },
  disputeReasons: [
    {
      id: 44,
      code: 'objection',
      requirement: 'Show the damage',
      samples: [{ type: 'image', url: 'https://example.com/s.jpg', thumbnail: 'https://example.com/t.jpg' }],
      modules: [{ index: 1, requirement: 'The parcel label', required: true }],
    },
  ],
})
const read = (operation: string, query: Record<string, string | number>, keys = kit.keys) =>
  kit.call({ path: `/api/v2/returns/${operation}`, query, keys })
const of = (operation: string, ret: Return) => read(operation, { return_sn: snOf(ret) })
let orders = 0
const requested = async (more: Parameters<typeof kit.file>[2] = {}) => {
  const externalId = `order-${++orders}`
  return kit.file(await kit.order({ externalId, number: externalId }), 1, more)
}
const photo = async () => {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  const file = await keepPhoto(kit.desk, kit.as('owner'), kit.shop.id, bytes)
  if (refused(file)) throw new Error(file.code)
  return file.id
}

describe('get_return_detail', () => {
  // conforms: endpoint get_return_detail
  test('a request is told whole', async () => {
    const ret = await requested({ comment: 'Glass is cracked' })
    const answered = await of('get_return_detail', ret)
    await kit.golden('get-return-detail', answered)
    expect(answered.json.response).toMatchObject({
      return_sn: snOf(ret),
      status: 'REQUESTED',
      text_reason: 'Glass is cracked',
      refund_amount: 50,
      negotiation: { negotiation_status: 'PENDING_RESPOND', latest_offer_creator: '', counter_limit: 3 },
      seller_proof: { seller_proof_status: 'NOT_NEEDED', seller_evidence_deadline: 0 },
    })
    for (const name of ['negotiation_status', 'seller_proof_status', 'seller_compensation_status'])
      expect(answered.json.response).not.toHaveProperty(name)
  })

  // conforms: enum ReturnStatus.SELLER_DISPUTE
  // conforms: enum ReturnStatus.JUDGING
  // conforms: enum ReturnStatus.ACCEPTED
  // conforms: enum ReturnStatus.CLOSED
  // conforms: enum NegotiationStatus.PENDING_BUYER_RESPOND
  test('the status follows the case from the offer through the dispute to its end', async () => {
    const ret = await requested()
    const status = async () => (await of('get_return_detail', ret)).json.response.status
    await kit.act(ret, {
      verb: 'offer',
      terms: { handling: 'send_back', amount: { amountMinor: 4000, currency: kit.shop.currency } },
    })
    const { negotiation } = (await of('get_return_detail', ret)).json.response
    expect(negotiation).toMatchObject({ negotiation_status: 'PENDING_BUYER_RESPOND', latest_offer_amount: 40 })
    await kit.act(ret, { verb: 'dispute', reason: 'unknown', text: 'Worn', email: 'ops@example.com' })
    expect(await status()).toBe('SELLER_DISPUTE')
    await kit.golden('get-return-detail-disputed', await of('get_return_detail', ret))
    await kit.act(ret, { verb: 'examine' }, 'arbiter')
    expect(await status()).toBe('JUDGING')
    await kit.act(ret, { verb: 'judge', for: 'shopper', pays: 'now' }, 'arbiter')
    expect(await status()).toBe('ACCEPTED')
    const refused = await requested()
    await kit.act(refused, { verb: 'reject', reason: 'Not ours' })
    expect((await of('get_return_detail', refused)).json.response.status).toBe('CLOSED')
  })
})

describe('get_available_solutions', () => {
  // conforms: endpoint get_available_solutions
  test('both are open on a request, with the amounts an offer may name', async () => {
    const answered = await of('get_available_solutions', await requested())
    await kit.golden('get-available-solutions', answered)
    const solution = { eligibility: true, refund_amount_adjustable: true, max_refund_amount: 50, min_refund_amount: 0 }
    expect(answered.json.response).toMatchObject({ offer_return_refund: solution, offer_refund: solution })
  })

  test('nothing is open once the return was approved, and what need not be shipped is not asked back', async () => {
    const ret = await requested()
    await kit.act(ret, { verb: 'approve' })
    const { response } = (await of('get_available_solutions', ret)).json
    expect([response.offer_return_refund.eligibility, response.offer_refund.eligibility]).toEqual([false, false])
    const line = {
      externalId: 'l1',
      title: 'A song',
      quantity: 1,
      unitPrice: { amountMinor: 500 },
      requiresShipping: false,
    }
    const song = await kit.order({
      externalId: 'song',
      lines: [line],
      payments: [{ kind: 'card', gateway: 'x', captured: { amountMinor: 500 } }],
      fulfilments: [
        { externalId: 'f', lines: [{ line: 'l1', quantity: 1 }], deliveredAt: '2026-03-05T10:00:00.000Z' as Instant },
      ],
    })
    const kept = await kit.file(
      song,
      1,
      { items: [{ line: song.lines[0]?.id as never, quantity: 1, reason: { code: 'defective' }, handling: 'keep' }] },
      'agent',
    )
    const offered = (await of('get_available_solutions', kept)).json.response
    expect([offered.offer_return_refund.eligibility, offered.offer_refund.eligibility]).toEqual([false, true])
  })

  test('where the shop adjusts nothing no amounts are told', async () => {
    const { changeShop } = await import('../../../desk/shops.ts')
    await changeShop(kit.desk, kit.as('owner'), kit.shop.id, {
      offers: { counters: 3, adjustable: false, floorPpm: 0 },
    })
    const { response } = (await of('get_available_solutions', await requested())).json
    expect(response.offer_refund).toEqual({ eligibility: true, refund_amount_adjustable: false })
    await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { offers: { counters: 3, adjustable: true, floorPpm: 0 } })
  })
})

test('get_return_dispute_reason tells reasons as texts, and what has to be shown', async () => {
  // conforms: endpoint get_return_dispute_reason
  const answered = await of('get_return_dispute_reason', await requested())
  await kit.golden('get-return-dispute-reason', answered)
  expect(answered.json.message).toBe('success')
  expect(answered.json.response.dispute_reason_list).toContainEqual({
    dispute_reason: '44',
    dispute_requirement: 'Show the damage',
    sample_evidence: [{ type: 1, url: 'https://example.com/s.jpg', thumbnail: 'https://example.com/t.jpg' }],
    evidence_module_list: [{ module_index: 1, requirement: 'The parcel label', is_required: true }],
  })
})

test('query_proof is empty before anything was shown, and then shows the newest', async () => {
  // conforms: endpoint query_proof
  const ret = await requested()
  const before = await of('query_proof', ret)
  await kit.golden('query-proof-empty', before)
  expect(before.json).toMatchObject({ message: 'success', response: { image: [], video: [], description: '' } })
  await kit.act(ret, { verb: 'dispute', reason: 'objection', text: 'Worn' })
  await kit.act(ret, { verb: 'prove', media: [], text: 'At first' })
  await kit.act(ret, { verb: 'prove', media: [await photo()], text: 'Stains' })
  const after = await of('query_proof', ret)
  await kit.golden('query-proof', after)
  expect(after.json.response).toMatchObject({
    image: [{ url: expect.stringContaining('/full?'), thumbnail: expect.stringContaining('/small?') }],
    video: [],
    description: 'Stains',
  })
})

test('get_shipping_carrier lists the carriers that have a number', async () => {
  // conforms: endpoint get_shipping_carrier
  const answered = await of('get_shipping_carrier', await requested())
  await kit.golden('get-shipping-carrier', answered)
  expect(answered.json.response).toEqual({
    is_shipping_proof_mandatory: true,
    has_uploaded_seller_arrange_proof: false,
    shipping_proof_template: [{ is_tracking_number_required: true, is_shipping_image_file_mandatory: false }],
    reverse_logistics_carrier_list: [{ reverse_logistics_carrier_id: 7, reverse_logistics_carrier_name: 'DHL' }],
  })
})

test('get_shipping_carrier without any carrier says so', async () => {
  // conforms: error returns.missing_reverse_logistics_carrier_list
  const { changeShop } = await import('../../../desk/shops.ts')
  const ret = await requested()
  await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { carriers: [] })
  const answered = await of('get_shipping_carrier', ret)
  await kit.golden('get-shipping-carrier-none', answered)
  expect(answered.json.error).toBe('returns.missing_reverse_logistics_carrier_list')
  await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { carriers })
})

describe('get_reverse_tracking_info', () => {
  const shipped = async (more: Parameters<typeof kit.file>[2] = {}) => {
    const ret = await requested(more)
    const { ret: sent } = await kit.act(ret, [
      { verb: 'approve' },
      {
        verb: 'ship',
        carrier: { ref: 7 },
        trackingNumber: 'DHL1',
        eta: { from: '2026-03-12T00:00:00.000Z' as Instant, to: '2026-03-14T00:00:00.000Z' as Instant },
        refs: { pin: '4711' },
      },
    ])
    return sent
  }

  // conforms: endpoint get_reverse_tracking_info
  test('the trail of a parcel is told, newest first', async () => {
    const ret = await shipped()
    const shipment = ret.shipments[0]?.id as never
    for (const [hour, kind, text] of [
      ['13', 'picked_up', 'Collected'],
      ['15', 'moving', 'On its way'],
    ] as const)
      await kit.act(
        ret,
        { verb: 'track', shipment, checkpoint: { at: `2026-03-10T${hour}:00:00.000Z` as Instant, kind, text } },
        'carrier',
      )
    const answered = await of('get_reverse_tracking_info', ret)
    await kit.golden('get-reverse-tracking-info', answered)
    expect(answered.json.response).toMatchObject({
      reverse_logistics_status: 'LOGISTICS_PICKUP_DONE',
      reverse_logistics_update_time: 1773154800,
      estimated_delivery_date_min: 1773273600,
      collection_pin_code: '4711',
      tracking_number: 'DHL1',
      tracking_info: [{ tracking_description: 'On its way' }, { tracking_description: 'Collected' }],
    })
    expect(answered.json.response).not.toHaveProperty('post_return_logistics_status')
  })

  test('what a warehouse sends on has a trail of its own', async () => {
    const ret = await shipped({ inspector: 'warehouse' })
    await kit.act(
      ret,
      { verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]?.id as never, quantity: 1 }] },
      'warehouse',
    )
    await kit.act(ret, { verb: 'ship', leg: 'onward', carrier: { ref: 7 }, trackingNumber: 'DHL2' }, 'warehouse')
    const answered = await of('get_reverse_tracking_info', ret)
    await kit.golden('get-reverse-tracking-info-warehouse', answered)
    expect(answered.json.response).toMatchObject({
      tracking_number: 'DHL1',
      post_return_logistics_status: 'POST_RETURN_LOGISTICS_REQUEST_CREATED',
      rts_tracking_number: 'DHL2',
      post_return_logistics_tracking_info: [],
    })
  })

  test('a parcel that was turned round tells its status and no trail', async () => {
    const ret = await requested({ kind: 'in_transit' })
    const answered = await of('get_reverse_tracking_info', ret)
    await kit.golden('get-reverse-tracking-info-turned-round', answered)
    expect(answered.json.response).not.toHaveProperty('tracking_info')
    expect(answered.json.response).toMatchObject({
      return_refund_request_type: 1,
      reverse_logistics_status: 'Preparing',
    })
  })

  // conforms: error returns.error_reverse_logistics
  test('goods that stay have no way to tell of', async () => {
    const order = await kit.order({ externalId: 'stays', number: 'stays' })
    const items = [
      {
        line: order.lines[0]?.id as never,
        quantity: 1,
        reason: { code: 'defective' as const },
        handling: 'keep' as const,
      },
    ]
    const answered = await of('get_reverse_tracking_info', await kit.file(order, 1, { items }, 'agent'))
    await kit.golden('get-reverse-tracking-info-kept', answered)
    expect(answered.json.error).toBe('returns.error_reverse_logistics')
  })
})

// conforms: error error_data
// conforms: error returnsn.illegal
// conforms: error returns.return_not_found
// conforms: error returns.missing_return_sn
// conforms: error dispute.request.param.error
describe.each([
  ['get_return_detail', 'error_data', 'lack of param', 'error_data', "The return you queried doesn't exist."],
  ['get_available_solutions', 'error_data', 'lack of param', 'error_data', "The return you queried doesn't exist."],
  [
    'get_return_dispute_reason',
    'dispute.request.param.error',
    'return_sn is a required parameter',
    'dispute.request.param.error',
    'The return_sn you requested was not queried, please check it',
  ],
  ['query_proof', 'error_param', 'parameter invalid', 'returnsn.illegal', 'return sn is illegal'],
  [
    'get_shipping_carrier',
    'returns.missing_return_sn',
    'Return SN is a required parameter',
    'returns.return_not_found',
    'Return not found',
  ],
  [
    'get_reverse_tracking_info',
    'returns.missing_return_sn',
    'Return SN is a required parameter',
    'returns.return_not_found',
    'Return not found',
  ],
])('%s', (operation, missing, missingText, unknown, unknownText) => {
  const hyphened = operation.replaceAll('_', '-')
  const said = ({ reply, json }: Awaited<ReturnType<typeof read>>) => [reply.status, json.error, json.message]

  test('says what is missing', async () => {
    const answered = await read(operation, {})
    expect(said(answered)).toEqual([200, missing, missingText])
    await kit.golden(`${hyphened}-missing-sn`, answered)
    expect(said(await read(operation, { return_sn: '' }))).toEqual([200, missing, missingText])
  })

  test('answers a return of another organisation like one that was never made', async () => {
    const ret = await requested()
    expect((await read(operation, { return_sn: snOf(ret) })).json.error).toBe('')
    const foreign = await read(operation, { return_sn: snOf(ret) }, kit.others)
    expect(said(foreign)).toEqual([200, unknown, unknownText])
    for (const return_sn of ['260310ZZZZZZZZZ', '1', "' or 1=1 --", 'x'.repeat(4000)])
      expect(said(await read(operation, { return_sn }))).toEqual([200, unknown, unknownText])
    await kit.golden(`${hyphened}-unknown-sn`, await read(operation, { return_sn: '260310ZZZZZZZZZ' }))
  })
})
