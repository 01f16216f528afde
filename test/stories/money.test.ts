/** Cases about money, told through the native API. */
import { describe, expect, test } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { enterOne } from '../../src/desk/orders.ts'
import { readText } from '../../src/imports/testing.ts'
import { eurWire, MAJA, openStory, orderOf, paid, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { does, ok, refuses, stands } = shop

let orders = 0
const kept = async (currency: string, amountMinor: number, more: object = {}) => {
  const sold = {
    external_id: 'l1',
    title: 'Lamp',
    sku: 'LAMP',
    quantity: 1,
    unit_price: { amount_minor: amountMinor, ...more },
  }
  const order = await shop.enters(
    `money-${++orders}`,
    orderOf(MAJA, [sold], {
      currency,
      ...(Object.keys(more).length > 0 && { shop_currency: 'EUR' }),
      payments: [{ ...paid(`card-${orders}`, amountMinor), captured: { amount_minor: amountMinor, ...more } }],
    }),
  )
  const ret = await shop.files('shopper', {
    order_id: order.id,
    items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'changed_mind' } }],
  })
  return does('agent', ret, 'approve', { handling: 'keep' })
}

describe('T29 currency', () => {
  test('T29 9,899 yen and 1.234 dinars go to the gateway in their own minor units', async () => {
    for (const [currency, amountMinor] of [
      ['JPY', 9_899],
      ['KWD', 1_234],
    ] as const) {
      const ordered = await does('agent', await kept(currency, amountMinor), 'refund')
      expect(ordered.payouts.map((payout: any) => payout.amount)).toEqual([{ amount_minor: amountMinor, currency }])
      await shop.work()
      expect((await shop.moved()).at(-1)).toBe(amountMinor)
    }
  })

  test('T29 charged in rupees, it is refunded in rupees, and an amount in the shop’s own money is refused', async () => {
    const ret = await kept('INR', 500_000, { shop_amount_minor: 5_500 })
    for (const verb of ['refund', 'grant', 'credit'] as const)
      expect(await refuses('agent', ret, verb, { amount: eurWire(5_500) })).toMatchObject({
        status: 422,
        code: 'currency_mismatch',
      })
    await stands(ret, { state: { settlement: 'due' } })
    const ordered = await does('agent', ret, 'refund')
    expect(ordered.grants[0].figure.total).toEqual({
      presentment: { amount_minor: 500_000, currency: 'INR' },
      shop: eurWire(5_500),
    })
    expect(ordered.payouts[0].amount).toEqual({ amount_minor: 500_000, currency: 'INR' })
  })

  test('T29 “1.234,56” in a German export means 1234.56, and comes back as that', async () => {
    const csv = [
      'order_id;placed_at;currency;taxes_included;email;line_id;title;quantity;unit_price;payments;delivered_at',
      'DE-29;2026-03-01T09:00:00Z;EUR;yes;maja@example.com;L1;Schrank;1;1.234,56;card:simulated:1234.56:card-29;2026-03-05T10:00:00Z',
    ].join('\n')
    const { orders: read, bad } = await readText(csv)
    expect(bad).toEqual([])
    const entered = await enterOne(shop.desk, shop.as('owner'), shop.shop.id, read[0]?.order as never)
    if (refused(entered)) throw new Error(entered.code)
    const ret = await shop.files('shopper', {
      order_id: entered.order.id,
      items: [{ line_id: entered.order.lines[0]?.id, quantity: 1, reason: { code: 'changed_mind' } }],
    })
    expect(totalOf(ret.estimate)).toBe(123_456)
  })
})

describe('T33 settled elsewhere', () => {
  test('T33 a bank transfer bars every payout; only an owner lifts the mark, and says why', async () => {
    const ret = await kept('EUR', 4_000)
    const mark = { reference: 'SEPA-4711', why: 'Paid by bank transfer.' }
    expect(await refuses('warehouse', ret, 'settle_elsewhere', mark)).toMatchObject({ status: 403 })
    const marked = await does('agent', ret, 'settle_elsewhere', mark)
    expect(marked.payouts).toMatchObject([
      { kind: 'elsewhere', state: 'done', reference: 'SEPA-4711', amount: eurWire(4_000) },
    ])
    for (const verb of ['refund', 'credit', 'grant'] as const)
      expect(await refuses('owner', ret, verb)).toMatchObject({ status: 409, code: 'settled_elsewhere' })
    await shop.work()
    expect(await shop.moved()).not.toContain(4_000)
    await stands(ret, { state: { settlement: 'elsewhere' }, turn: null })

    expect(await refuses('agent', ret, 'lift', { why: 'It came back.' })).toMatchObject({
      status: 403,
      code: 'forbidden',
    })
    expect(await refuses('owner', ret, 'lift', {})).toMatchObject({ status: 400 })
    await does('owner', ret, 'lift', { why: 'The transfer came back.' })
    await stands(ret, { state: { settlement: 'due' } })
    await does('agent', ret, 'refund')
    await shop.work()
    expect((await shop.moved()).filter(minor => minor === 4_000)).toHaveLength(1)
  })
})

describe('T39 events that come twice, late or in the wrong order', () => {
  test('T39 the first refund’s answer again after a second refund, paid before received: one refund each', async () => {
    const order = await shop.enters(
      `money-${++orders}`,
      orderOf(MAJA, [{ external_id: 'l1', title: 'Lamp', quantity: 2, unit_price: { amount_minor: 2_000 } }], {
        payments: [paid('wire', 4_000, 'bank', 'manual')],
      }),
    )
    const filed = await shop.files('shopper', {
      order_id: order.id,
      items: [{ line_id: order.lines[0].id, quantity: 2, reason: { code: 'changed_mind' } }],
    })
    await does('agent', filed, 'approve')
    const item_id = filed.items[0].id
    const pays = async (): Promise<string> => (await does('agent', filed, 'refund')).payouts.at(-1).id
    const answers = (payout_id: string, external_id: string) =>
      does('system', filed, 'settle', { payout_id, outcome: 'done', external_id })

    // Money on what was announced, before the first piece came.
    await does('agent', filed, 'grant', { basis: 'asked', lines: [{ item_id, quantity: 1 }] })
    const first = await pays()
    await answers(first, 're_1')
    await stands(filed, { state: { settlement: 'settled', receiving: 'awaited' } })
    expect((await answers(first, 're_1')).happened).toEqual([])
    const receive = (key: string, quantity: number) =>
      does('warehouse', filed, 'receive', { key, source: 'dock', lines: [{ item_id, quantity }] })
    await receive('box-1', 2)
    expect((await receive('box-1', 2)).happened).toEqual([])

    await does('agent', filed, 'grant')
    const second = await pays()
    expect(second).not.toBe(first)
    expect((await answers(first, 're_1')).happened).toEqual([])
    await answers(second, 're_2')
    for (const [payout, reference] of [
      [second, 're_2'],
      [first, 're_1'],
      [first, 're_1'],
    ] as const)
      expect((await answers(payout, reference)).happened).toEqual([])
    const { payouts } = await stands(filed, { state: { settlement: 'settled', receiving: 'received' }, turn: null })
    expect(payouts.map((payout: any) => [payout.state, payout.amount.amount_minor, payout.external_id])).toEqual([
      ['done', 2_000, 're_1'],
      ['done', 2_000, 're_2'],
    ])
  })

  test('T39 a scan told twice, and an older one told later, leave the parcel where it is', async () => {
    const order = await shop.enters(
      `money-${++orders}`,
      orderOf(MAJA, [{ external_id: 'l1', title: 'Lamp', quantity: 1, unit_price: { amount_minor: 2_000 } }]),
    )
    const ret = await shop.files('shopper', {
      order_id: order.id,
      items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'changed_mind' } }],
    })
    await does('agent', ret, 'approve')
    await does('shopper', ret, 'ship', { carrier: { slug: 'dhl' }, tracking_number: 'JD39' })
    const scan = (kind: string, at: string) =>
      ok('carrier', 'POST', '/v1/tracking', { tracking_number: 'JD39', checkpoint: { at, kind, text: kind } })
    await scan('delivered', '2026-03-10T11:00:00Z')
    const { version } = await stands(ret, { state: { transit: 'delivered' } })
    await scan('delivered', '2026-03-10T11:00:00Z')
    expect((await stands(ret, {})).version).toBe(version)
    await scan('picked_up', '2026-03-10T09:00:00Z')
    await stands(ret, { state: { transit: 'delivered' } })
  })
})
