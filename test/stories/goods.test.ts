/** Cases about goods, told through the native API. */
import { describe, expect, test } from 'vitest'
import { eurWire, MAJA, openStory, orderOf, paid, THEO, totalOf } from '../kit/story.ts'

const SHELF = 'b0000000-0000-4000-8000-000000000002'
const shop = await openStory()
const { call, does, ok, refuses, stands } = shop

let orders = 0
const bought = (more: object = {}, quantity = 2, order: object = {}) =>
  shop.enters(
    `goods-${++orders}`,
    orderOf(
      MAJA,
      [
        {
          external_id: 'shirts',
          title: 'Shirt',
          sku: 'SHIRT-M',
          quantity,
          unit_price: { amount_minor: 5_000 },
          ...more,
        },
      ],
      { payments: [paid(`card-${orders}`, 5_000 * quantity)], ...order },
    ),
  )
const wish = (order: any, quantity: number, more: object = {}) => ({
  order_id: order.id,
  items: [{ line_id: order.lines[0].id, quantity, reason: { code: 'changed_mind' }, ...more }],
})
const filed = async (order: any, quantity: number, more: object = {}) => {
  const ret = await shop.files('shopper', wish(order, quantity, more))
  await does('agent', ret, 'approve')
  return ret
}
const counts = (ret: any, gradings: object[] = [], quantity = ret.items[0].asked) =>
  does('warehouse', ret, 'receive', {
    key: 'box',
    source: 'dock',
    lines: [{ item_id: ret.items[0].id, quantity, gradings }],
  })
const shelves = (ret: any, quantity: number, more: object = {}) =>
  does('warehouse', ret, 'dispose', { key: 'shelf', item_id: ret.items[0].id, quantity, to: 'restock', ...more })

/** Two arrive, one unusable by the shopper's fault: what is offered and what is paid. */
const halfBroken = async (order: any) => {
  const ret = await filed(order, 2)
  await counts(ret, [
    { grade: 'a', quantity: 1 },
    { grade: 'd', quantity: 1, note: 'Scorched by an iron.' },
  ])
  await shelves(ret, 1)
  const quote = await ok('agent', 'GET', `/v1/returns/${ret.id}/quote`)
  const paidBack = await does('agent', ret, 'refund')
  return { ret: paidBack, amounts: [totalOf(quote.figure), totalOf(paidBack.grants[0].figure)] }
}

describe('T10 damaged', () => {
  test('T10 the standard pays the sellable piece alone, one piece is stock, and the shopper can object', async () => {
    const { ret, amounts } = await halfBroken(await bought())
    expect([amounts, ret.items[0].quantities.restocked]).toEqual([[5_000, 5_000], 1])
    await shop.work()
    const appealed = await does('shopper', ret, 'dispute', { reason: 'objection', text: 'It came like this.' })
    expect(appealed.state.dispute).toBe('judging')
    const judged = await does('arbiter', ret, 'judge', { for: 'shopper', pays: 'now', amount: eurWire(7_500) })
    expect(judged.grants.map((grant: any) => totalOf(grant.figure))).toEqual([5_000, 2_500])
  })
})

describe('T11 goods and money apart', () => {
  test('T11 goods may come without money, money may go without goods, and a piece is shelved that was exchanged', async () => {
    const received = await filed(await bought(), 1)
    await counts(received)
    await stands(received, { state: { receiving: 'received', settlement: 'none' } })

    const kept = await shop.files('shopper', wish(await bought(), 1))
    await does('agent', kept, 'approve', { handling: 'keep' })
    await does('agent', kept, 'refund')
    await shop.work()
    await stands(kept, { state: { transit: 'not_needed', receiving: 'not_needed', settlement: 'settled' } })

    const swapped = await filed(await bought(), 1, { resolution: { type: 'swap' } })
    await counts(swapped)
    const shelved = await shelves(swapped, 1)
    expect(shelved.items[0].quantities).toMatchObject({ restocked: 1, refunded: 0, granted: 0 })
    const found = async (query: string) =>
      (await ok('agent', 'GET', `/v1/returns?${query}&limit=100`)).data.map((ret: any) => ret.id)
    expect(await found('receiving=received&settlement=none')).toEqual(expect.arrayContaining([received.id, swapped.id]))
    expect(await found('receiving=not_needed&settlement=settled')).toEqual([kept.id])
  })
})

describe('T12 restock', () => {
  test('T12 pressed twice, retried and at once: stock moves once, to the place that was named', async () => {
    const { locations } = await ok('owner', 'GET', `/v1/shops/${shop.shop.id}`)
    const shelf = { ...locations[0], id: SHELF, code: 'SHELF', name: 'The shelf' }
    await ok('owner', 'PATCH', `/v1/shops/${shop.shop.id}`, { locations: [...locations, shelf] })
    const ret = await filed(await bought({}, 15), 15)
    await counts(ret)
    const named = { location_id: SHELF }
    await Promise.all([1, 2, 3].map(() => shelves(ret, 15, named)))
    const again = await shelves(ret, 15, named)
    expect([again.happened, again.items[0].quantities.restocked]).toEqual([[], 15])
    expect(again.dispositions).toMatchObject([{ quantity: 15, to: 'restock', location_id: SHELF }])
    expect(
      await refuses('warehouse', ret, 'dispose', { key: 'shelf', item_id: ret.items[0].id, quantity: 1, to: 'scrap' }),
    ).toMatchObject({ code: 'key_reused' })
    expect(
      await refuses('warehouse', ret, 'dispose', { key: 'more', item_id: ret.items[0].id, quantity: 1, to: 'restock' }),
    ).toMatchObject({ code: 'quantity_exceeded' })
  })

  test('T12 money back before the goods were sent puts nothing on a shelf', async () => {
    const order = await bought({}, 2, { fulfilments: [] })
    expect((await call('shopper', 'POST', '/v1/returns', wish(order, 1))).body).toMatchObject({ status: 422 })
  })
})

describe('T14 serial numbers', () => {
  const serials = (...named: string[]) => ({ serials: named })

  test('T14 of another order, or back already: warned about or refused; sold anew it may come back again', async () => {
    const [mine, theirs] = [await bought(serials('S1', 'S2')), await bought(serials('S3'), 1)]
    const warned = await shop.files('shopper', wish(mine, 1, serials('S3')))
    expect((await stands(warned, {})).flagged).toContain('S3')
    await does('shopper', warned, 'cancel')

    await ok('owner', 'PATCH', `/v1/shops/${shop.shop.id}`, { serials: 'refuse' })
    const files = (order: any, serial: string) =>
      call('shopper', 'POST', '/v1/returns', wish(order, 1, serials(serial)))
    expect((await files(mine, 'S3')).body).toMatchObject({
      status: 422,
      code: 'not_eligible',
      errors: [{ path: 'items[0].serials' }],
    })
    const first = await filed(mine, 1, serials('S1'))
    await counts(first)
    await shelves(first, 1)
    expect((await files(mine, 'S1')).body).toMatchObject({ code: 'not_eligible' })
    expect((await files(theirs, 'S3')).status).toBe(201)

    const resold = await bought(serials('S1'), 1)
    expect((await files(resold, 'S1')).status).toBe(201)
    await ok('owner', 'PATCH', `/v1/shops/${shop.shop.id}`, { serials: 'warn' })
  })
})

describe('T16 late facts', () => {
  test('T16 a parcel that comes a week after the time ran out is received, and somebody looks', async () => {
    const ret = await filed(await bought(), 1)
    shop.clock.forward(15 * 24)
    await does('system', ret, 'expire')
    await stands(ret, { state: { request: 'expired' }, turn: null })
    shop.clock.forward(7 * 24)
    const late = await counts(ret)
    expect([late.state.receiving, late.flagged]).toEqual(['received', expect.stringContaining('expired')])
    await does('agent', ret, 'refund')
    await shop.work()
    await stands(ret, { state: { settlement: 'settled' } })
  })

  test('T16 paid early and never sent: it stands in the list of what is overdue, and is charged', async () => {
    const ret = await filed(
      await bought({}, 2, { customer: THEO, placed_at: shop.clock.now, fulfilments: undefined }),
      2,
    )
    await does('agent', ret, 'grant', { basis: 'asked' })
    await does('agent', ret, 'refund')
    await shop.work()
    const { turn } = await stands(ret, { state: { settlement: 'settled', receiving: 'awaited' } })
    expect(turn).toMatchObject({ kind: 'goods', owner: 'shopper' })
    shop.clock.forward(31 * 24)
    const { data } = await ok('agent', 'GET', '/v1/returns?sort=due_at&receiving=awaited&settlement=settled')
    expect(data.map((row: any) => row.id)).toContain(ret.id)
    const charged = await does('agent', ret, 'charge', { kind: 'not_returned' })
    expect(charged.charges).toMatchObject([{ kind: 'not_returned', state: 'asked', amount: eurWire(10_000) }])
  })

  test('T16 lost, paid, then found: received, and not paid twice', async () => {
    const order = await bought({}, 1, { placed_at: shop.clock.now, fulfilments: undefined })
    const ret = await filed(order, 1)
    const sent = await does('shopper', ret, 'ship', { carrier: { slug: 'dhl' }, tracking_number: 'JD16' })
    const scan = (kind: string, hours: number) => {
      shop.clock.forward(hours)
      return does('carrier', ret, 'track', {
        shipment_id: sent.shipments[0].id,
        checkpoint: { at: shop.clock.now, kind, text: kind },
      })
    }
    await scan('picked_up', 1)
    await scan('lost', 200)
    await stands(ret, { state: { transit: 'lost' } })
    await does('agent', ret, 'grant', { basis: 'asked' })
    await does('agent', ret, 'refund')
    await shop.work()
    const before = (await shop.moved()).length
    await scan('delivered', 300)
    await counts(ret)
    await stands(ret, { state: { transit: 'delivered', receiving: 'received', settlement: 'settled' }, turn: null })
    expect(await refuses('agent', ret, 'refund')).toMatchObject({ code: 'already_granted' })
    expect(await refuses('agent', ret, 'charge', { kind: 'not_returned' })).toMatchObject({ code: 'goods_received' })
    await shop.work()
    expect((await shop.moved()).length).toBe(before)
  })
})

/** Last, because a policy that goes live holds for the orders of all other tests. */
describe('T10 damaged, under other policies', () => {
  const live = async (...then: object[]) => {
    const policies = `/v1/shops/${shop.shop.id}/policies`
    const draft = await ok('owner', 'POST', policies, {
      name: 'Damaged goods',
      rules: [{ id: 'all', name: 'All', when: {}, then, priority: 0 }],
    })
    await ok('owner', 'POST', `${policies}/${draft.id}/activate`, {})
    shop.clock.forward(1)
    return { placed_at: shop.clock.now }
  }

  test('T10 other policies pay part of it, or all, and say so', async () => {
    const some = await live(
      { basis: 'accepted' },
      { acceptable: ['a', 'b', 'c', 'd'] },
      { deduction: { grades: ['d'], rate_ppm: 500_000 } },
    )
    expect((await halfBroken(await bought({}, 2, some))).amounts).toEqual([7_500, 7_500])
    const all = await live({ basis: 'received' })
    expect((await halfBroken(await bought({}, 2, all))).amounts).toEqual([10_000, 10_000])
  })
})
