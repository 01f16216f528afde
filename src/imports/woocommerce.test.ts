import { describe, expect, test } from 'vitest'
import { readSample, readText } from './testing.ts'

const BERLIN = { shopTimeZone: 'Europe/Berlin' }

describe('one row per item', () => {
  test('an order with two items', async () => {
    const { orders } = await readSample('woocommerce-orders.csv', BERLIN)
    const address = {
      name: 'Mila Sommerfeld',
      street1: 'Lindenweg 4',
      city: 'Freiburg',
      postalCode: '79098',
      country: 'DE',
    }
    expect(orders[0]?.order).toEqual({
      externalId: '7001',
      number: 'WEB-7001',
      name: '#WEB-7001',
      source: 'import',
      state: 'open',
      placedAt: '2024-03-01T09:15:30.000Z',
      completedAt: null,
      currency: 'EUR',
      customer: {
        id: '101',
        firstName: 'Mila',
        lastName: 'Sommerfeld',
        emails: ['mila.sommerfeld@example.com'],
        phone: null,
      },
      billing: address,
      shipping: address,
      country: 'DE',
      discountCodes: [],
      customFields: {},
      taxesIncluded: false,
      lines: [
        {
          externalId: '11',
          title: 'Crew Tee - Black, S',
          sku: 'TEE-BLK-S',
          product: { externalId: '501', title: 'Crew Tee - Black, S' },
          quantity: 2,
          unitPrice: { amountMinor: 1673 },
          discount: { amountMinor: 1 },
          taxes: [{ title: 'Tax', amount: { amountMinor: 635 } }],
        },
        {
          externalId: '12',
          title: 'Stoneware Mug',
          sku: 'MUG-01',
          product: { externalId: '502', title: 'Stoneware Mug' },
          quantity: 1,
          unitPrice: { amountMinor: 1218 },
          taxes: [{ title: 'Tax', amount: { amountMinor: 232 } }],
        },
      ],
      discount: null,
      taxes: [],
      freight: { price: { amountMinor: 412 }, taxes: [{ title: 'Tax', amount: { amountMinor: 78 } }] },
      total: { amountMinor: 5920 },
      payments: [
        {
          kind: 'card',
          gateway: 'Credit card (Stripe)',
          captured: { amountMinor: 5920 },
          at: '2024-03-01T09:15:30.000Z',
        },
      ],
    })
  })

  test('the status tells what was paid, sent and cancelled', async () => {
    const orders = new Map(
      (await readSample('woocommerce-orders.csv', BERLIN)).orders.map(({ order }) => [order.externalId, order]),
    )
    expect(orders.get('7002')).toMatchObject({
      fulfilments: [],
      payments: [{ captured: { amountMinor: 12100 } }],
      discountCodes: ['SPRING10'],
      lines: [{ discount: { amountMinor: 1066 } }],
    })
    expect(orders.get('7004')).toMatchObject({ state: 'cancelled', payments: [], fulfilments: [] })
    expect(orders.get('7005')).toMatchObject({ payments: [] })
    expect(orders.get('7006')).toMatchObject({ payments: [], fulfilments: [], currency: 'GBP' })
  })

  test('a fee is a line that never comes back', async () => {
    const { orders } = await readSample('woocommerce-orders.csv', BERLIN)
    expect(orders.find(({ order }) => order.externalId === '7003')?.order.lines[1]).toEqual({
      externalId: '7003-fee',
      title: 'Fee',
      quantity: 1,
      unitPrice: { amountMinor: 250 },
      taxes: [{ title: 'Tax', amount: { amountMinor: 50 } }],
      requiresShipping: false,
      taxable: false,
      finalSale: true,
    })
  })
})

describe('one row per order', () => {
  test('the same orders come out with the same money', async () => {
    const money = async (name: string) =>
      (await readSample(name, BERLIN)).orders.map(({ order }) => [
        order.externalId,
        order.total,
        order.freight,
        order.lines.map(line => [line.title, line.quantity, line.unitPrice, line.discount, line.taxes]),
      ])
    expect(await money('woocommerce-orders-one-row.csv')).toEqual(await money('woocommerce-orders.csv'))
  })

  test('signs of the notation may stand in a title', async () => {
    const { orders } = await readSample('woocommerce-orders-one-row.csv', BERLIN)
    expect(orders.find(({ order }) => order.externalId === '7004')?.order.lines[0]).toMatchObject({
      externalId: '7004-1',
      title: 'Wool Socks | two pairs; grey',
    })
  })

  const PACKED = 'order_id,date,status,order_total,order_currency,line_items\n'

  test('several items in one cell, by sign and as JSON', async () => {
    const text = `${PACKED}1,2024-03-01,completed,30.00,EUR,"id:5|name:Mug|sku:MUG|quantity:2|subtotal:20.00|subtotal_tax:0|total:20.00|total_tax:0.00;id:6|name:Lid|sku:LID|quantity:1|total:10.00|total_tax:0.00"`
    const json = `${PACKED}1,2024-03-01,completed,30.00,EUR,"[{""id"":5,""name"":""Mug"",""quantity"":2,""total"":""20.00"",""total_tax"":""0""},{""id"":6,""name"":""Lid"",""quantity"":1,""total"":""10.00"",""total_tax"":""0""}]"`
    for (const shape of [text, json])
      expect((await readText(shape)).orders[0]?.order.lines).toMatchObject([
        { externalId: '5', quantity: 2, unitPrice: { amountMinor: 1000 } },
        { externalId: '6', title: 'Lid' },
      ])
  })

  test('an item that cannot be read spoils the order', async () => {
    expect((await readText(`${PACKED}1,2024-03-01,completed,30.00,EUR,two mugs`)).bad[0]).toMatchObject({
      path: 'line_items',
      reason: expect.stringMatching(/name:Mug/),
    })
  })
})

describe('titled columns', () => {
  test('taxes that no item states are shared between goods and freight', async () => {
    const { orders, bad } = await readSample('woocommerce-orders-titled.csv', { ...BERLIN, currency: 'EUR' as never })
    expect(bad).toEqual([])
    expect(orders[0]?.order).toMatchObject({
      externalId: '7001',
      lines: [
        { externalId: '7001-1', unitPrice: { amountMinor: 1673 } },
        { externalId: '7001-2', unitPrice: { amountMinor: 1218 } },
      ],
      taxes: [{ amount: { amountMinor: 867 } }],
      freight: { price: { amountMinor: 412 }, taxes: [{ amount: { amountMinor: 78 } }] },
      total: { amountMinor: 5920 },
    })
    expect(orders[0]?.order.lines[0]).not.toHaveProperty('taxes')
  })

  test('the currency must be named, since this export has none', async () => {
    const { bad } = await readSample('woocommerce-orders-titled.csv', BERLIN)
    expect(bad[0]?.reason).toMatch(/does not name the currency/)
  })

  test('pieces left out because they were refunded are noticed', async () => {
    const text =
      'Order Number,Order Status,Order Date,Order Refund Amount,Order Total Amount,Item #,Item Name,Quantity (- Refund),Item Cost\n9,Completed,2024-03-01,10.00,30.00,1,Mug,2,10.00'
    expect((await readText(text, { currency: 'EUR' as never })).bad[0]?.reason).toMatch(
      /export "Quantity" without refunds/,
    )
  })

  test('rows repeated for a second coupon are the same item', async () => {
    const text =
      'Order Number,Order Status,Order Date,Order Total Amount,Item #,Item Name,Quantity,Item Cost,Coupon Code\n9,Completed,2024-03-01,20.00,1,Mug,2,10.00,A\n9,Completed,2024-03-01,20.00,1,Mug,2,10.00,B'
    expect((await readText(text, { currency: 'EUR' as never })).orders[0]?.order).toMatchObject({
      lines: [{ quantity: 2 }],
      discountCodes: ['A', 'B'],
    })
  })
})
