import { expect, test } from 'vitest'
import { MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { call, does, ok, stands } = shop

test('T13 a kit comes back in parts', async () => {
  // Two camera kits at 100: body, lens and strap carry 50, 30 and 20.
  const order = await shop.enters(
    '5005',
    orderOf(
      MAJA,
      [
        {
          external_id: 'kit',
          title: 'Camera kit',
          quantity: 2,
          unit_price: { amount_minor: 10_000 },
          components: [
            { external_id: 'body', title: 'Body', sku: 'CAM-BODY', per: 1, weight: 50 },
            { external_id: 'lens', title: 'Lens', sku: 'CAM-LENS', per: 1, weight: 30 },
            { external_id: 'strap', title: 'Strap', sku: 'CAM-STRAP', per: 1, weight: 20 },
          ],
        },
      ],
      { payments: [paid('card-5', 20_000)] },
    ),
  )
  const line = (externalId: string) => order.lines.find((known: any) => known.external_id === externalId)
  expect(
    order.lines.map((known: any) => [known.external_id, known.quantity, known.paid.presentment.amount_minor]),
  ).toEqual([
    ['kit', 2, 0],
    ['body', 2, 10_000],
    ['lens', 2, 6_000],
    ['strap', 2, 4_000],
  ])
  const wish = (externalId: string, quantity: number) => ({
    line_id: line(externalId).id,
    quantity,
    reason: { code: 'defective' },
  })
  const home = async (items: object[]) => {
    const filed = await shop.files('shopper', { order_id: order.id, items })
    await does('agent', filed, 'approve')
    await does('warehouse', filed, 'receive', {
      key: 'box',
      source: 'dock',
      lines: filed.items.map((item: any) => ({ item_id: item.id, quantity: item.asked })),
    })
    for (const item of filed.items)
      await does('warehouse', filed, 'dispose', {
        key: `shelf-${item.id}`,
        item_id: item.id,
        quantity: item.asked,
        to: 'restock',
      })
    await does('agent', filed, 'refund')
    await shop.work()
    return stands(filed, { state: { receiving: 'received', settlement: 'settled' }, turn: null })
  }

  // One lens: its share, and one lens back on the shelf.
  const lens = await home([wish('lens', 1)])
  expect([totalOf(lens.grants[0].figure), lens.items[0].quantities.restocked]).toEqual([3_000, 1])
  expect(await shop.moved()).toEqual([3_000])

  // Of the kit as a whole only one is left to come back; the other has no lens.
  const { assessment } = await ok('shopper', 'GET', `/v1/orders/${order.id}/assessment`)
  const allowed = Object.fromEntries(
    assessment.lines.map((answer: any) => [
      order.lines.find((known: any) => known.id === answer.line_id).external_id,
      answer.allowed,
    ]),
  )
  expect(allowed).toMatchObject({ body: 2, lens: 1, strap: 2 })
  expect(
    (await call('shopper', 'POST', '/v1/returns', { order_id: order.id, items: [wish('kit', 2)] })).body,
  ).toMatchObject({ status: 422 })

  const whole = await home([wish('kit', 1)])
  expect(whole.items.map((item: any) => [item.kit?.whole, item.quantities.refunded])).toEqual([
    [true, 1],
    [true, 1],
    [true, 1],
  ])
  const rest = await home([wish('body', 1), wish('strap', 1)])
  expect([whole, rest].map(ret => totalOf(ret.grants[0].figure))).toEqual([10_000, 7_000])
  expect((await shop.moved()).reduce((all, minor) => all + minor, 0)).toBe(20_000)
  expect(
    (await call('shopper', 'POST', '/v1/returns', { order_id: order.id, items: [wish('strap', 1)] })).body,
  ).toMatchObject({ status: 422 })
  expect(await shop.log(lens)).toEqual([
    'return.submitted',
    'units.held',
    'request.approved',
    'receiving.recorded',
    'disposition.recorded',
    'payout.granted',
    'payout.ordered',
    'payout.sent',
    'payout.done',
  ])
})
