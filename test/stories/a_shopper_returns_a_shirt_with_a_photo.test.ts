import sharp from 'sharp'
import { expect, test } from 'vitest'
import { MAJA, openStory, orderOf, paid, parts, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { ok, call, does, refuses, stands } = shop

test('a shopper returns a shirt with a photo', async () => {
  const { reasons } = await ok('owner', 'GET', `/v1/shops/${shop.shop.id}/reasons`)
  const strict = reasons.map((entry: any) =>
    entry.code === 'wrong_color' ? { ...entry, requires: { photo: true, comment: false } } : entry,
  )
  await ok('owner', 'PUT', `/v1/shops/${shop.shop.id}/reasons`, { reasons: strict })

  const order = await shop.enters(
    '5001',
    orderOf(
      MAJA,
      [
        {
          external_id: 'shirt',
          title: 'Shirt',
          sku: 'SHIRT-M',
          quantity: 1,
          unit_price: { amount_minor: 4_995 },
          taxes: [{ title: 'VAT', rate_ppm: 190_000 }],
        },
        { external_id: 'belt', title: 'Belt', sku: 'BELT', quantity: 1, unit_price: { amount_minor: 2_000 } },
      ],
      { discount: { amount_minor: 699 }, freight: { price: { amount_minor: 490 } }, payments: [paid('card-1', 6_786)] },
    ),
  )
  const [shirt] = order.lines

  // Maja asks what may come back, and is told until when.
  const wish = { line_id: shirt.id, quantity: 1, reason: { code: 'wrong_color', comment: 'Navy, shown as black.' } }
  const { assessment } = await ok('shopper', 'POST', `/v1/orders/${order.id}/assessment`, { items: [wish] })
  expect(assessment.lines[0]).toMatchObject({ allowed: 1, until: '2026-04-04T21:59:59.999Z', refusals: [] })
  expect(assessment.methods.map((method: any) => method.type)).toContain('retailer_label')

  // Without a photo the return waits for one; she sends it along instead.
  const photo = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#1b2233' } })
    .jpeg()
    .toBuffer()
  const kept = await call('shopper', 'POST', `/v1/shops/${shop.shop.id}/files`, photo, { 'content-type': 'image/jpeg' })
  expect(kept).toMatchObject({ status: 201, body: { kind: 'photo', side: 'shopper', width: 400 } })
  const filing = { order_id: order.id, method: 'retailer_label', items: [{ ...wish, media: [kept.body.id] }] }
  const bare = await ok('shopper', 'POST', '/v1/returns/preview', { ...filing, items: [wish] })
  expect(bare.deadlines.map((wait: any) => wait.kind)).toEqual(['answer', 'photos'])

  const preview = await ok('shopper', 'POST', '/v1/returns/preview', filing)
  expect([preview.preview, totalOf(preview.estimate)]).toEqual([true, 4_496])
  let ret = await shop.files('shopper', filing, { 'idempotency-key': 'maja-1' })
  expect((await shop.files('shopper', filing, { 'idempotency-key': 'maja-1' })).id).toBe(ret.id)
  expect(totalOf(ret.estimate)).toBe(4_496)
  expect(ret.items[0].media).toMatchObject([{ kind: 'photo', by: 'shopper' }])
  const picture = await shop.app.inject({ method: 'GET', url: ret.items[0].media[0].url })
  expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/jpeg'])
  ret = await stands(ret, {
    state: { request: 'submitted', transit: 'ready', receiving: 'awaited', settlement: 'none' },
    turn: 'merchant answer 2026-03-12T12:00',
    waits: ['merchant answer 2026-03-12T12:00'],
    may: {
      shopper: 'cancel amend offer prove choose correct exchange ship',
      merchant: 'cancel amend approve dispute offer reject book choose exchange label ship',
      carrier: 'book ship',
      system: 'cancel approve reject book label',
    },
  })

  // Samir says yes and orders the label; the carrier makes it.
  ret = await does('agent', ret, 'approve', { label: {} })
  await shop.work()
  ret = await stands(ret, {
    state: { request: 'approved', transit: 'booked' },
    turn: 'shopper ship 2026-03-24T12:00',
    may: {
      shopper: 'cancel offer correct ship',
      merchant:
        'cancel amend dispute offer reject resolve book credit exchange grant label refund settle_elsewhere ship void',
      carrier: 'book ship',
      system: 'cancel expire reject resolve book credit grant label refund void',
    },
  })
  const { tracking_number } = ret.shipments[0]
  expect(tracking_number).toMatch(/^SIM/)

  shop.clock.forward(24)
  const scan = (kind: string, at: string) =>
    ok('carrier', 'POST', '/v1/tracking', { tracking_number, checkpoint: { at, kind, text: kind } })
  await scan('picked_up', '2026-03-11T10:00:00Z')
  ret = await stands(ret, {
    state: { transit: 'in_transit' },
    turn: 'merchant arrival 2026-03-25T12:00',
    may: {
      shopper: 'offer correct ship',
      merchant:
        'cancel amend dispute offer reject resolve book credit exchange grant label refund settle_elsewhere ship void',
      carrier: 'book ship',
      system: 'cancel reject resolve book credit grant label refund void',
    },
  })
  expect(await refuses('shopper', ret, 'cancel')).toMatchObject({ status: 409, code: 'not_open' })

  shop.clock.forward(24)
  await scan('delivered', '2026-03-12T09:00:00Z')
  ret = await stands(ret, {
    state: { transit: 'delivered' },
    turn: 'merchant inspect 2026-03-17T12:00',
    may: {
      shopper: 'offer correct ship',
      merchant: 'amend dispute offer reject resolve book credit exchange grant label refund settle_elsewhere ship',
      carrier: 'book ship',
      system: 'reject resolve book credit grant label refund',
    },
  })

  // Greta counts it in and shelves it; pressing twice changes nothing.
  const [item] = ret.items
  const count = {
    key: 'box-1',
    source: 'dock',
    lines: [{ item_id: item.id, quantity: 1, gradings: [{ grade: 'a', quantity: 1 }] }],
  }
  await does('warehouse', ret, 'receive', count)
  expect((await does('warehouse', ret, 'receive', count)).happened).toEqual([])
  const shelf = { key: 'shelf-1', item_id: item.id, quantity: 1, to: 'restock' }
  ret = await does('warehouse', ret, 'dispose', shelf)
  expect(ret.dispositions).toMatchObject([{ to: 'restock', location_id: shop.location }])
  ret = await stands(ret, {
    state: { receiving: 'received', settlement: 'none' },
    turn: 'merchant inspect 2026-03-17T12:00',
    may: {
      shopper: 'offer correct ship',
      merchant:
        'amend dispute offer reject resolve book credit exchange grade grant label refund settle_elsewhere ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'reject resolve book credit grant label refund void',
    },
  })

  // The money goes back, once; shipping stays with the belt.
  ret = await does('agent', ret, 'refund')
  expect(ret.grants.map((grant: any) => [grant.basis, totalOf(grant.figure)])).toEqual([['accepted', 4_496]])
  expect(parts(ret.grants[0].figure)).toEqual(['goods 4995', 'discount -499', 'tax 718'])
  ret = await stands(ret, {
    state: { settlement: 'ordered' },
    turn: 'merchant payout 2026-03-15T12:00',
    may: {
      shopper: 'correct ship',
      merchant: 'amend resolve book grade label settle ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'resolve book label void',
    },
  })
  await shop.work()
  expect(await shop.moved()).toEqual([4_496])
  ret = await stands(ret, {
    state: { settlement: 'settled' },
    turn: null,
    may: {
      shopper: 'dispute correct ship',
      merchant: 'amend resolve book grade grant label ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'resolve book grant label void',
    },
  })

  ret = await does('agent', ret, 'resolve', { note: 'Thank you.' })
  ret = await stands(ret, {
    state: { request: 'resolved' },
    turn: null,
    may: {
      shopper: 'dispute',
      merchant: 'amend reopen grade grant ship void',
      warehouse: 'grade ship',
      arbiter: 'reopen',
      system: 'grant void',
    },
  })
  expect(ret.items[0].quantities).toEqual({
    asked: 1,
    returned: 1,
    received: 1,
    graded: 1,
    restocked: 1,
    refunded: 1,
    granted: 1,
    surplus: 0,
  })
  expect(await shop.log(ret)).toEqual([
    'return.submitted',
    'units.held',
    'request.approved',
    'label.ordered',
    'label.made',
    'shipment.added',
    'shipment.tracked',
    'shipment.tracked',
    'receiving.recorded',
    'disposition.recorded',
    'payout.granted',
    'payout.ordered',
    'payout.sent',
    'payout.done',
    'request.resolved',
  ])
  expect((await call('shopper', 'POST', '/v1/returns', filing)).body).toMatchObject({ status: 422 })
})
