import { expect, test } from 'vitest'
import { eurWire, openStory, orderOf, paid, THEO, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { does, ok, refuses, stands } = shop

const both = (amountMinor: number) => ({ presentment: eurWire(amountMinor), shop: eurWire(amountMinor) })
const wanted = (title: string, sku: string, product: string, unit: number, replaces: string) => ({
  variant: { external_id: `v-${sku}`, sku, title: sku, options: [{ name: 'Size', value: sku.split('-')[1] ?? '' }] },
  title,
  product,
  quantity: 1,
  unit: both(unit),
  tax: both(0),
  replaces,
})

test('T31 a size swap with a difference', async () => {
  // Theo bought a shirt, and a jacket for 100 with 20 off.
  const order = await shop.enters(
    '5002',
    orderOf(
      THEO,
      [
        {
          external_id: 'shirt',
          title: 'Shirt',
          sku: 'SHIRT-M',
          product: { external_id: 'p-shirt' },
          quantity: 1,
          unit_price: { amount_minor: 3_000 },
        },
        {
          external_id: 'jacket',
          title: 'Jacket',
          sku: 'JACKET',
          product: { external_id: 'p-jacket' },
          quantity: 1,
          unit_price: { amount_minor: 10_000 },
          discount: { amount_minor: 2_000 },
        },
      ],
      { payments: [paid('card-2', 11_000)] },
    ),
  )
  const [shirt, jacket] = order.lines
  const swap = (line: { id: string }) => ({
    line_id: line.id,
    quantity: 1,
    reason: { code: 'too_small' },
    resolution: { type: 'swap' },
  })
  let ret = await shop.files('shopper', {
    order_id: order.id,
    method: 'customer_courier',
    items: [swap(shirt), swap(jacket)],
  })
  const [small, worn] = ret.items

  // The shirt in L costs 45 on today's list and is even; the coat at 120 instead of the jacket leaves 40 to pay.
  const wish = {
    lines: [
      wanted('Shirt', 'SHIRT-L', 'p-shirt', 4_500, small.id),
      wanted('Coat', 'COAT-L', 'p-coat', 12_000, worn.id),
    ],
  }
  ret = await does('shopper', ret, 'exchange', wish)
  expect(ret.items.map((item: any) => item.resolution.type)).toEqual(['replace', 'swap'])
  expect(ret.charges).toMatchObject([{ kind: 'exchange_difference', state: 'asked', amount: eurWire(4_000) }])
  const [charge] = ret.charges

  // Pressed again, it is the same swap.
  expect((await does('shopper', ret, 'exchange', wish)).happened).toEqual([])
  ret = await stands(ret, {
    state: { request: 'submitted', settlement: 'none' },
    turn: 'merchant answer 2026-03-12T12:00',
    may: {
      shopper: 'cancel amend offer prove choose correct exchange ship',
      merchant: 'cancel amend approve dispute offer reject book choose exchange label ship',
      carrier: 'book ship',
      system: 'cancel approve reject book label',
    },
  })

  ret = await does('agent', ret, 'approve')
  expect(await refuses('shopper', ret, 'exchange', wish)).toMatchObject({ code: 'not_open' })
  ret = await does('shopper', ret, 'ship', { carrier: { slug: 'dhl' }, tracking_number: 'JD014600001' })
  shop.clock.forward(48)
  await ok('carrier', 'POST', '/v1/tracking', {
    tracking_number: 'JD014600001',
    checkpoint: { at: '2026-03-12T09:00:00Z', kind: 'delivered', text: 'Delivered' },
  })
  ret = await does('warehouse', ret, 'receive', {
    key: 'box-2',
    source: 'dock',
    lines: ret.items.map((item: any) => ({ item_id: item.id, quantity: 1, gradings: [{ grade: 'a', quantity: 1 }] })),
  })

  // Theo pays the 40, and the shop's system places the order.
  await does('system', ret, 'charge', { charge_id: charge.id, outcome: 'sent' })
  ret = await does('system', ret, 'charge', { charge_id: charge.id, outcome: 'done', external_id: 'ch_40' })
  expect(ret.charges).toMatchObject([{ state: 'done', amount: eurWire(4_000) }])
  ret = await does('system', ret, 'place', { ordered: { order_id: null, external_id: '5102', number: '#5102' } })
  ret = await stands(ret, {
    state: { settlement: 'settled', receiving: 'received' },
    turn: null,
    may: {
      shopper: 'dispute correct ship',
      merchant: 'amend resolve book grade grant label ship void',
      warehouse: 'grade ship',
      carrier: 'book ship',
      system: 'resolve book grant label void',
    },
  })
  expect(ret.exchange).toMatchObject({ state: 'ordered', order: { external_id: '5102' } })
  expect(ret.grants.map((grant: any) => [grant.to, totalOf(grant.figure)])).toEqual([['exchange', 11_000]])
  expect(ret.payouts.map((payout: any) => [payout.kind, payout.state, payout.amount.amount_minor])).toEqual([
    ['exchange', 'done', 11_000],
  ])

  // No card was credited, and what came back is in the new order.
  await shop.work()
  expect(await shop.moved()).toEqual([])
  expect(
    (await does('system', ret, 'place', { ordered: { order_id: null, external_id: '5102', number: '#5102' } }))
      .happened,
  ).toEqual([])
  expect(await refuses('agent', ret, 'refund')).toMatchObject({ code: 'already_granted' })
  ret = await does('agent', ret, 'resolve')
  expect(await shop.log(ret)).toEqual([
    'return.submitted',
    'units.held',
    'item.changed',
    'exchange.proposed',
    'charge.asked',
    'request.approved',
    'shipment.added',
    'shipment.tracked',
    'receiving.recorded',
    'charge.sent',
    'charge.done',
    'exchange.ordered',
    'payout.granted',
    'payout.ordered',
    'payout.done',
    'request.resolved',
  ])
})
