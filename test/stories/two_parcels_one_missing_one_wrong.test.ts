import { expect, test } from 'vitest'
import { openStory, orderOf, paid, THEO, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { does, ok, stands } = shop

test('T07 T08 two parcels, one missing, one wrong', async () => {
  // Four shirts at 20 and two mugs at 15.
  const order = await shop.enters(
    '5004',
    orderOf(
      THEO,
      [
        {
          external_id: 'shirts',
          title: 'Shirt',
          sku: 'SHIRT-M',
          quantity: 4,
          unit_price: { amount_minor: 2_000 },
        },
        { external_id: 'mugs', title: 'Mug', sku: 'MUG', quantity: 3, unit_price: { amount_minor: 1_500 } },
      ],
      { payments: [paid('card-4', 12_500)] },
    ),
  )
  let ret = await shop.files('shopper', {
    order_id: order.id,
    method: 'customer_courier',
    items: [
      { line_id: order.lines[0].id, quantity: 4, reason: { code: 'too_large' } },
      { line_id: order.lines[1].id, quantity: 2, reason: { code: 'changed_mind' } },
    ],
  })
  const [shirts, mugs] = ret.items
  await does('agent', ret, 'approve')

  // Two parcels; nothing counts as delivered while one of them still travels.
  const sends = (tracking_number: string, contents: object[]) =>
    does('shopper', ret, 'ship', { carrier: { slug: 'gls' }, tracking_number, contents })
  await sends('GLS1', [{ item_id: shirts.id, quantity: 4 }])
  await sends('GLS2', [{ item_id: mugs.id, quantity: 2 }])
  const scan = (tracking_number: string, kind: string, at: string) =>
    ok('carrier', 'POST', '/v1/tracking', { tracking_number, checkpoint: { at, kind, text: kind } })
  shop.clock.forward(48)
  await scan('GLS1', 'picked_up', '2026-03-11T08:00:00Z')
  await scan('GLS2', 'picked_up', '2026-03-11T08:00:00Z')
  await scan('GLS1', 'delivered', '2026-03-12T08:00:00Z')
  ret = await stands(ret, {
    state: { transit: 'in_transit', receiving: 'awaited' },
    turn: 'merchant arrival 2026-03-26T12:00',
  })
  await scan('GLS2', 'delivered', '2026-03-12T09:00:00Z')
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

  // The first box holds two shirts and somebody's scarf; the second one mug too many.
  await does('warehouse', ret, 'receive', { key: 'GLS1', source: 'dock', lines: [{ item_id: shirts.id, quantity: 2 }] })
  const scarf = await ok('warehouse', 'POST', '/v1/strays', {
    shop_id: shop.shop.id,
    text: 'A red scarf',
    sku: 'SCARF',
    tracking_number: 'GLS1',
  })
  ret = await does('warehouse', ret, 'receive', {
    key: 'GLS2',
    source: 'dock',
    lines: [{ item_id: mugs.id, quantity: 3 }],
  })
  expect(ret.items.map((item: any) => [item.quantities.received, item.quantities.surplus])).toEqual([
    [2, 0],
    [3, 1],
  ])
  ret = await stands(ret, {
    state: { receiving: 'partial', settlement: 'none' },
    may: {
      shopper: 'offer correct ship',
      merchant:
        'amend dispute offer reject resolve book credit exchange grade grant label refund settle_elsewhere ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'reject resolve book credit grant label refund void',
    },
  })

  // A shirt without paper turns up the next day and is his; the last one never left the shelf at home.
  shop.clock.forward(24)
  const shirt = await ok('warehouse', 'POST', '/v1/strays', {
    shop_id: shop.shop.id,
    text: 'A shirt, no slip',
    sku: 'SHIRT-M',
  })
  ret = await does('warehouse', ret, 'match', { stray_id: shirt.id, item_id: shirts.id })
  expect((await does('warehouse', ret, 'match', { stray_id: shirt.id, item_id: shirts.id })).happened).toEqual([])
  await does('warehouse', ret, 'dispose', { key: 'gone', item_id: shirts.id, quantity: 1, to: 'missing' })
  ret = await stands(ret, {
    state: { receiving: 'received' },
    may: {
      shopper: 'offer correct ship',
      merchant:
        'amend dispute offer reject resolve book credit exchange grade grant label refund settle_elsewhere ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'reject resolve book credit grant label refund void',
    },
  })
  const open = await ok('agent', 'GET', '/v1/strays?open=true')
  expect(open.data.map((stray: any) => stray.id)).toEqual([scarf.id])

  // What came is on the shelf, and the mug nobody announced goes home again.
  await does('warehouse', ret, 'dispose', { key: 'shelf-shirts', item_id: shirts.id, quantity: 3, to: 'restock' })
  await does('warehouse', ret, 'dispose', { key: 'shelf-mugs', item_id: mugs.id, quantity: 2, to: 'restock' })
  await does('warehouse', ret, 'dispose', { key: 'home', item_id: mugs.id, quantity: 1, to: 'back_to_shopper' })
  ret = await does('warehouse', ret, 'ship', {
    leg: 'back',
    carrier: { slug: 'dhl' },
    tracking_number: 'JD5004',
    contents: [{ item_id: mugs.id, quantity: 1 }],
  })

  // Three shirts and two mugs are paid; neither the missing shirt nor the third mug is.
  const quote = await ok('agent', 'GET', `/v1/returns/${ret.id}/quote`)
  expect([quote.basis, totalOf(quote.figure)]).toEqual(['accepted', 9_000])
  await does('agent', ret, 'refund')
  await shop.work()
  expect(await shop.moved()).toEqual([9_000])
  ret = await does('agent', ret, 'resolve')
  ret = await stands(ret, { state: { request: 'resolved', receiving: 'received', settlement: 'settled' }, turn: null })
  expect(ret.items.map((item: any) => item.quantities)).toEqual([
    { asked: 4, returned: 4, received: 3, graded: 0, restocked: 3, refunded: 3, granted: 3, surplus: 0 },
    { asked: 2, returned: 2, received: 3, graded: 0, restocked: 2, refunded: 2, granted: 2, surplus: 1 },
  ])
  expect(await shop.log(ret)).toEqual([
    'return.submitted',
    'units.held',
    'request.approved',
    'shipment.added',
    'shipment.added',
    'shipment.tracked',
    'shipment.tracked',
    'shipment.tracked',
    'shipment.tracked',
    'receiving.recorded',
    'receiving.recorded',
    'return.flagged',
    'stray.matched',
    'receiving.recorded',
    'disposition.recorded',
    'disposition.recorded',
    'disposition.recorded',
    'disposition.recorded',
    'shipment.added',
    'payout.granted',
    'payout.ordered',
    'payout.sent',
    'payout.done',
    'request.resolved',
  ])
})
