/** Cases about exchanges, told through the native API. */
import { describe, expect, test } from 'vitest'
import { eurWire, MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory({ exchangeFallback: 'store_credit' })
const { does, ok, stands } = shop

const both = (amountMinor: number) => ({ presentment: eurWire(amountMinor), shop: eurWire(amountMinor) })
const inSize = (size: string, ret: any, amountMinor: number) => ({
  variant: { external_id: `v-${size}`, sku: `SHIRT-${size}`, title: size, options: [{ name: 'Size', value: size }] },
  title: 'Shirt',
  product: 'p-shirt',
  quantity: 1,
  unit: both(amountMinor),
  tax: both(0),
  replaces: ret.items[0].id,
})
const shirt = (size: string, list: number, discount: number) => ({
  external_id: 'shirt',
  title: 'Shirt',
  sku: `SHIRT-${size}`,
  product: { external_id: 'p-shirt' },
  quantity: 1,
  unit_price: { amount_minor: list },
  discount: { amount_minor: discount },
})
const bought = (externalId: string, list = 4_500, discount = 1_500) =>
  shop.enters(
    externalId,
    orderOf(MAJA, [shirt('M', list, discount)], { payments: [paid(`card-${externalId}`, list - discount)] }),
  )
const wish = (order: any, more: object = {}) => ({
  order_id: order.id,
  items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'too_small' }, ...more }],
})
const comes = (ret: any) =>
  does('warehouse', ret, 'receive', { key: 'box', source: 'dock', lines: [{ item_id: ret.items[0].id, quantity: 1 }] })

describe('T32 chain', () => {
  /** Today's list says 45 whatever the size; what was settled is what the new order cost. */
  const swaps = async (order: any, size: string) => {
    const ret = await shop.files('shopper', wish(order))
    const proposed = await does('shopper', ret, 'exchange', { lines: [inSize(size, ret, 4_500)] })
    expect(proposed.charges).toEqual([])
    await does('agent', ret, 'approve')
    await comes(ret)
    const external_id = `${order.refs.external_id}-${size}`
    const placed = await does('system', ret, 'place', {
      ordered: { order_id: null, external_id, number: `#${external_id}` },
    })
    const settled = totalOf(placed.grants[0].figure)
    const next = await shop.enters(
      external_id,
      orderOf(MAJA, [shirt(size, 4_500, 4_500 - settled)], {
        payments: [paid(`card-${external_id}`, settled)],
      }),
    )
    return { ret: placed, next }
  }

  test('T32 bought at 30 on sale, M to L to XL, list now 45: the XL gives back 30, and each step leads to the next', async () => {
    const medium = await bought('32')
    const large = await swaps(medium, 'L')
    const extra = await swaps(large.next, 'XL')
    const last = await shop.files('shopper', wish(extra.next))
    expect(totalOf(last.estimate)).toBe(3_000)
    await does('agent', last, 'approve')
    await comes(last)
    const paidBack = await does('agent', last, 'refund')
    expect(totalOf(paidBack.grants[0].figure)).toBe(3_000)

    let order = medium
    for (const step of [large, extra]) {
      expect([step.ret.order_id, step.ret.items[0].line_id]).toEqual([order.id, order.lines[0].id])
      expect(step.ret.exchange.order.external_id).toBe(step.next.refs.external_id)
      order = step.next
    }
    expect(last.order_id).toBe(order.id)
  })
})

describe('T34 out of stock', () => {
  test('T34 sold out between the wish and the order: no promise, and the shop’s choice takes over', async () => {
    const ret = await shop.files('shopper', wish(await bought('34a')))
    await shop.work()
    const before = await shop.moved()
    await does('shopper', ret, 'exchange', { lines: [inSize('L', ret, 4_500)], reserve: { until: null } })
    await does('agent', ret, 'approve')
    await comes(ret)
    const failed = await does('system', ret, 'place', { failed: 'out_of_stock' })
    expect([failed.exchange.state, failed.grants, failed.items[0].resolution]).toEqual([
      'failed',
      [],
      { type: 'refund', to: 'store_credit' },
    ])
    expect((await shop.log(ret)).slice(-3)).toEqual(['exchange.failed', 'stock.freed', 'item.changed'])
    const credited = await does('agent', ret, 'refund')
    expect(credited.payouts).toMatchObject([{ kind: 'store_credit', state: 'done', amount: eurWire(3_000) }])
    await shop.work()
    expect(await shop.moved()).toEqual(before)
  })

  test('T34 sent in advance and not back in time: captured once; goods that come later are credited', async () => {
    const ret = await shop.files('shopper', wish(await bought('34b')))
    await does('agent', ret, 'approve')
    const { charges } = await does('agent', ret, 'exchange', { lines: [inSize('L', ret, 4_500)], advance: true })
    expect(charges).toMatchObject([{ kind: 'not_returned', state: 'asked', amount: eurWire(3_000) }])
    const [{ id: charge_id }] = charges
    await does('shopper', ret, 'authorize', { charge_id, external_id: 'auth_1', until: '2026-05-01T00:00:00Z' })
    await does('system', ret, 'place', { ordered: { order_id: null, external_id: '34b-L', number: '#34b-L' } })
    await stands(ret, { state: { settlement: 'none', receiving: 'awaited' } })

    shop.clock.forward(30 * 24)
    const captures = await Promise.all([1, 2, 3].map(() => does('system', ret, 'charge', { charge_id })))
    expect(captures.filter(({ happened }) => happened.length > 0)).toHaveLength(1)
    const captured = await does('system', ret, 'charge', { charge_id, outcome: 'done', external_id: 'ch_1' })
    expect(captured.advance.state).toBe('charged')

    await comes(ret)
    const credited = await does('agent', ret, 'refund')
    expect(credited.payouts).toMatchObject([{ kind: 'store_credit', state: 'done', amount: eurWire(3_000) }])
    const { data } = await ok('agent', 'GET', `/v1/returns/${ret.id}/events?limit=500`)
    expect(data.filter((event: any) => event.type === 'charge.done')).toHaveLength(1)
  })
})
