import { describe, expect, test } from 'vitest'
import { openShopline } from './testing.ts'

const kit = await openShopline()
const { get, post, buy } = kit

describe('orders', () => {
  // conforms: field get_orders.page_info, get_orders.link
  test('are paged through to the last', async () => {
    await Promise.all([1, 2, 3].map(() => buy()))
    const names: string[] = []
    let next: string | null = 'orders.json?limit=2&fields=name'
    while (next !== null) {
      const { reply, json }: Awaited<ReturnType<typeof get>> = await get(next)
      names.push(...json.orders.map((order: { name: string }) => order.name))
      const link = /^<https:\/\/returns\.example\.com\/admin\/openapi\/v20260301\/(.+)>; rel="next"$/.exec(
        reply.headers.link ?? '',
      )
      next = link?.[1] ?? null
    }
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThanOrEqual(3)
  })

  // conforms: field get_orders.search_content, get_orders.created_at_min, get_orders.created_at_max; enum OrderStatus
  test('are found by what people know of them', async () => {
    const order = await buy({ state: 'cancelled' })
    const names = async (query: string) =>
      (await get(`orders.json?limit=100&${query}`)).json.orders.map(({ name }: { name: string }) => name)
    expect(await names(`name=${order.refs.name}`)).toEqual([order.refs.name])
    expect(await names('status=cancelled')).toEqual([order.refs.name])
    expect(await names('status=open')).not.toContain(order.refs.name)
    expect(await names('email=maja@example.com')).toContain(order.refs.name)
    expect(await names('email=nobody@example.com')).toEqual([])
    expect(await names(`search_content=${order.refs.name}`)).toContain(order.refs.name)
    expect(
      await names('created_at_min=2026-03-10T12:00:00%2B00:00&created_at_max=2026-03-10T12:00:00+00:00'),
    ).toContain(order.refs.name)
    expect(await names('created_at_min=2027-01-01T00:00:00Z')).toEqual([])
    expect(await names(`ids=${order.refs.externalId},nobody`)).toEqual([order.refs.name])
  })

  // conforms: enum FinancialStatus.unpaid, FinancialStatus.partially_paid, LineFulfillmentStatus.null
  test('say how far they were sent and paid', async () => {
    const [none, half] = [
      await buy({ fulfilments: [], payments: [] }),
      await buy({ payments: [{ kind: 'card', gateway: 'simulated', captured: { amountMinor: 100 } }] }),
    ]
    const said = async (id: string) => (await get(`orders.json?ids=${id}`)).json.orders[0]
    expect(await said(none.refs.externalId)).toMatchObject({
      financial_status: 'unpaid',
      fulfillment_status: 'unshipped',
      line_items: [{ fulfillment_status: null, fulfillable_quantity: 2 }],
    })
    expect(await said(half.refs.externalId)).toMatchObject({
      fulfillment_status: 'shipped',
      financial_status: 'partially_paid',
    })
  })

  test('a parcel made here can come back from here', async () => {
    const order = await buy({ fulfilments: [] })
    const made = await post(`orders/${order.refs.externalId}/fulfillments.json`, {
      fulfillment: { line_items: [{ id: 405, quantity: 2 }], tracking_company: 'DHL', tracking_number: 'OLD' },
    })
    expect(made.json.fulfillment.tracking_info_list).toMatchObject([{ tracking_number: 'OLD' }])
    const line = { fulfillment_id: made.json.fulfillment.id, line_item_id: '405', quantity: 2 }
    const { reply } = await post('return/create.json', { order_seq: order.refs.externalId, return_line_items: [line] })
    expect(reply.status).toBe(200)
  })
})
