/** Returns in which every field says something: a bundle, a film, a warehouse, a compensation, in a shop in Brazil. */
import { expect, test } from 'vitest'
import type { Order } from '../../../core/order/order.ts'
import { refused } from '../../../core/refusal.ts'
import type { Instant } from '../../../core/time.ts'
import { keepPhoto } from '../../../desk/photos.ts'
import { snOf } from '../ids.ts'
import { openGateway } from '../testing.ts'

const kit = await openGateway({
  compensation: true,
  refs: { platform: 'shopee', externalId: '777', handle: 'linnea', merchantNo: null, companyId: null, region: 'BR' },
  carriers: [{ ref: 7, slug: 'correios', name: 'Correios', integrated: true, trackingPattern: null }],
})
const film = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypmp42\0\0\0\0moov and the rest')])

const filmOf = async (role: 'shopper' | 'owner') => {
  const file = await keepPhoto(kit.desk, kit.as(role), kit.shop.id, film)
  if (refused(file)) throw new Error(file.code)
  return file.id
}

const bundle = () =>
  kit.order({
    externalId: 'bundle',
    number: '260301BUNDLE01',
    lines: [
      { externalId: 'l1', title: 'Lamp', sku: 'LAMP-W', quantity: 2, unitPrice: { amountMinor: 3000 } },
      { externalId: 'l2', title: 'Shade', sku: 'SHADE', quantity: 1, unitPrice: { amountMinor: 4000 } },
    ],
    deals: [
      {
        externalId: '4711',
        kind: 'bundle',
        lines: [
          { line: 'l1', quantity: 2 },
          { line: 'l2', quantity: 1 },
        ],
        before: { amountMinor: 12_000 },
        after: { amountMinor: 10_000 },
      },
    ],
    fulfilments: [
      {
        externalId: 'f',
        lines: [
          { line: 'l1', quantity: 2 },
          { line: 'l2', quantity: 1 },
        ],
        deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
      },
    ],
  })

const wishes = ({ lines }: Order, media: Awaited<ReturnType<typeof filmOf>>[] = []) =>
  lines.map(({ id }) => ({ line: id, quantity: 1, reason: { code: 'damaged' as const, comment: 'Cracked' }, media }))

test('a warehouse’s return is told whole, in the list, the detail and the tracking', async () => {
  const order = await bundle()
  const film = await filmOf('shopper')
  const ret = await kit.file(order, 1, { inspector: 'warehouse', items: wishes(order) })
  await kit.act(ret, { verb: 'prove', media: [film], text: 'See the film' }, 'shopper')
  await kit.act(ret, [{ verb: 'approve' }, { verb: 'ship', carrier: { ref: 7 }, trackingNumber: 'BR1' }])
  const [lamp, shade] = ret.items.map(({ id }) => ({ item: id, quantity: 1 }))
  if (!lamp || !shade) throw new Error('Two items were filed.')
  await kit.act(ret, { verb: 'receive', key: 'in', source: 'dock', lines: [lamp, shade] }, 'warehouse')
  const resale = { stage: 4 as const, orders: ['260310RESOLD01'], next: 'dispose' }
  await kit.act(
    ret,
    [
      { verb: 'dispose', key: 'a', ...lamp, to: 'restock', resale },
      { verb: 'dispose', key: 'b', ...shade, to: 'return_to_vendor' },
    ],
    'warehouse',
  )
  const { ret: sent } = await kit.act(
    ret,
    { verb: 'ship', leg: 'onward', carrier: { ref: 7 }, trackingNumber: 'BR2' },
    'warehouse',
  )
  const checkpoint = { at: '2026-03-10T13:00:00.000Z' as Instant, kind: 'picked_up' as const, text: 'Collected' }
  await kit.act(ret, { verb: 'track', shipment: sent.shipments.at(-1)?.id as never, checkpoint }, 'carrier')

  const list = await kit.call({ path: '/api/v2/returns/get_return_list' })
  await kit.golden('get-return-list-warehouse', list)
  expect(list.json.response.return[0]).toMatchObject({
    shipping_fee_responsibility: 'Pending',
    is_arrived_at_warehouse: 3,
    follow_up_action_list: [
      { current_status: 4, related_order_sn_list: ['260310RESOLD01'] },
      { current_status: 2, related_order_sn_list: [] },
    ],
  })
  const detail = await kit.call({ path: '/api/v2/returns/get_return_detail', query: { return_sn: snOf(ret) } })
  await kit.golden('get-return-detail-warehouse', detail)
  expect(detail.json.response).toMatchObject({
    order_sn: '260301BUNDLE01',
    image: [],
    buyer_videos: [{ video_url: expect.stringContaining('/full?') }],
    activity: [{ activity_id: 4711, refund_amount: '70.00' }],
    shipping_fee_responsibility_reason: '',
  })
  const tracking = await kit.call({
    path: '/api/v2/returns/get_reverse_tracking_info',
    query: { return_sn: snOf(ret) },
  })
  await kit.golden('get-reverse-tracking-info-onward', tracking)
  expect(tracking.json.response).toMatchObject({
    post_return_logistics_status: 'POST_RETURN_LOGISTICS_PICKUP_DONE',
    post_return_logistics_tracking_info: [{ tracking_description: 'Collected' }],
  })
})

test('what the platform gave for a refund is told part by part', async () => {
  const ret = await kit.file(await kit.order({ externalId: 'lost', number: 'lost' }))
  const film = await filmOf('owner')
  await kit.act(ret, { verb: 'dispute', reason: 'objection', text: 'Lost on the way' })
  await kit.act(ret, { verb: 'prove', media: [film], text: 'The camera at the door' })
  const proof = await kit.call({ path: '/api/v2/returns/query_proof', query: { return_sn: snOf(ret) } })
  await kit.golden('query-proof-film', proof)
  expect(proof.json.response).toMatchObject({ image: [], video: [{ url: expect.stringContaining('/full?') }] })

  await kit.act(ret, { verb: 'judge', for: 'shopper', pays: 'now' }, 'arbiter')
  await kit.act(ret, { verb: 'entitle', outcome: 'pending_request' }, 'arbiter')
  await kit.act(ret, { verb: 'claim', text: 'Pay it' })
  const amount = { amountMinor: 3000, currency: kit.shop.currency }
  const parts = [{ type: 'LOGISTICS_RELATED_COMPENSATION', amount }]
  await kit.act(ret, { verb: 'answer_claim', approved: true, parts }, 'arbiter')
  const detail = await kit.call({ path: '/api/v2/returns/get_return_detail', query: { return_sn: snOf(ret) } })
  await kit.golden('get-return-detail-compensated', detail)
  expect(detail.json.response.seller_compensation).toMatchObject({
    seller_compensation_status: 'COMPENSATION_APPROVED',
    compensation_amount: 30,
    compensation_amount_list: [{ compensation_type: 'LOGISTICS_RELATED_COMPENSATION', compensation_amount: 30 }],
  })
})
