import { beforeAll, describe, expect, test } from 'vitest'
import type { ReadOrder } from './read-orders.ts'
import { readSample, readText } from './testing.ts'

const HEAD =
  'Name,Financial Status,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount,Lineitem fulfillment status,Id,Payment Method,Duties'
const row = (cells: Record<string, string>) =>
  HEAD.split(',')
    .map(name => cells[name] ?? '')
    .join(',')
const one = async (...rows: Record<string, string>[]) => readText([HEAD, ...rows.map(row)].join('\n'))
const ORDER = {
  Name: '#1',
  'Financial Status': 'paid',
  Currency: 'EUR',
  Subtotal: '10.00',
  Shipping: '0.00',
  Taxes: '0.00',
  Total: '10.00',
  'Created at': '2024-03-01 10:15:30 +0200',
  'Lineitem quantity': '1',
  'Lineitem name': 'Mug',
  'Lineitem price': '10.00',
  Id: '5001',
  'Payment Method': 'shopify_payments',
}

describe('the sample', () => {
  const orders = new Map<string, ReadOrder>()
  beforeAll(async () => {
    for (const record of (await readSample('shopify-orders.csv')).orders) orders.set(record.order.name ?? '', record)
  })
  const order = (name: string) => orders.get(name)?.order

  test('an order with two items, tax inside the prices and freight', () => {
    const address = {
      name: 'Mila Sommerfeld',
      street1: 'Lindenweg 4',
      city: 'Freiburg',
      postalCode: '79098',
      country: 'DE',
      state: { code: 'BW', name: 'Baden-Württemberg' },
    }
    expect(orders.get('#1001')).toMatchObject({ kind: 'order', from: 2, to: 3, warnings: [] })
    expect(order('#1001')).toEqual({
      externalId: '5550000001001',
      number: '1001',
      name: '#1001',
      source: 'import',
      state: 'open',
      placedAt: '2024-03-01T09:41:12.000Z',
      completedAt: '2024-03-03T15:40:00.000Z',
      currency: 'EUR',
      customer: { firstName: 'Mila', lastName: 'Sommerfeld', emails: ['mila.sommerfeld@example.com'], phone: null },
      billing: address,
      shipping: address,
      country: 'DE',
      tags: [],
      discountCodes: [],
      customFields: {},
      taxesIncluded: true,
      discount: null,
      taxes: [{ title: 'DE MwSt 19%', ratePpm: 190_000, amount: { amountMinor: 867 } }],
      freight: {
        price: { amountMinor: 490 },
        taxes: [{ title: 'DE MwSt 19%', ratePpm: 190_000, amount: { amountMinor: 78 } }],
      },
      total: { amountMinor: 5920 },
      lines: [
        {
          externalId: '5550000001001-1',
          title: 'Crew Tee - Black / S',
          sku: 'TEE-BLK-S',
          product: { title: 'Crew Tee - Black / S', vendor: 'Fern & Oak' },
          quantity: 2,
          unitPrice: { amountMinor: 1990 },
          requiresShipping: true,
          taxable: true,
        },
        {
          externalId: '5550000001001-2',
          title: 'Stoneware Mug',
          sku: 'MUG-01',
          product: { title: 'Stoneware Mug', vendor: 'Fern & Oak' },
          quantity: 1,
          unitPrice: { amountMinor: 1450 },
          requiresShipping: true,
          taxable: true,
        },
      ],
      fulfilments: [
        {
          externalId: '5550000001001-f1',
          state: 'sent',
          lines: [
            { line: '5550000001001-1', quantity: 2 },
            { line: '5550000001001-2', quantity: 1 },
          ],
          sentAt: '2024-03-03T15:40:00.000Z',
          deliveredAt: '2024-03-03T15:40:00.000Z',
        },
      ],
      payments: [
        {
          kind: 'card',
          gateway: 'shopify_payments',
          captured: { amountMinor: 5920 },
          externalId: 'pay_1001.1',
          at: '2024-03-01T09:41:15.000Z',
        },
      ],
    })
  })

  test('taxes on top, two of them', () => {
    expect(order('#1003')).toMatchObject({
      taxesIncluded: false,
      total: { amountMinor: 7173 },
      taxes: [
        { ratePpm: 65_000, amount: { amountMinor: 397 } },
        { ratePpm: 12_500, amount: { amountMinor: 76 } },
      ],
      shipping: { postalCode: '66044' },
    })
  })

  test('yen, and a note over two lines', () => {
    expect(order('#1004')).toMatchObject({
      currency: 'JPY',
      total: { amountMinor: 25400 },
      customFields: { note: '置き配希望\n玄関前にお願いします' },
      lines: [{ unitPrice: { amountMinor: 19800 } }, { quantity: 2 }],
    })
  })

  test('what is fulfilled in part went out in part', () => {
    expect(order('#1006')?.fulfilments).toEqual([
      {
        externalId: '5550000001006-f1',
        state: 'sent',
        lines: [{ line: '5550000001006-1', quantity: 1 }],
        sentAt: null,
        deliveredAt: null,
      },
    ])
    expect(order('#1007')?.fulfilments?.[0]?.lines).toEqual([{ line: '5550000001007-1', quantity: 1 }])
    expect(orders.get('#1007')?.warnings).toHaveLength(1)
  })

  test('a cancelled order that was never paid has no payment and nothing sent', () => {
    expect(order('#1008')).toMatchObject({ state: 'cancelled', payments: [], fulfilments: [] })
  })

  test('two payment methods are one payment that no gateway answers to', () => {
    expect(order('#1009')?.payments).toMatchObject([
      { kind: 'card', gateway: 'gift_card + shopify_payments', captured: { amountMinor: 25800 } },
    ])
    expect(orders.get('#1009')?.warnings[0]).toMatch(/258\.00 EUR/)
  })

  test('a discount of the order stands beside a discount of an item', () => {
    expect(order('#1010')).toMatchObject({
      discount: { amountMinor: 431 },
      discountCodes: ['ÉTÉ10'],
      lines: [{}, { discount: { amountMinor: 258 } }],
    })
  })

  test('free shipping by code is shipping with a discount', () => {
    expect(order('#1011')).toMatchObject({
      discount: null,
      freight: { price: { amountMinor: 490 }, discount: { amountMinor: 490 } },
    })
  })

  test('dinars keep three digits', () => {
    expect(order('#1012')).toMatchObject({
      currency: 'KWD',
      total: { amountMinor: 48000 },
      lines: [{ unitPrice: { amountMinor: 38250 } }, { unitPrice: { amountMinor: 4125 } }],
    })
  })

  test('the payment is entered less what was refunded, and not at all when all was', () => {
    expect(order('#1014')?.payments).toMatchObject([{ captured: { amountMinor: 14410 - 3000 } }])
    expect(order('#1015')?.payments).toEqual([])
    expect(orders.get('#1015')?.warnings).toHaveLength(1)
  })

  test('only what was paid so far is captured', () => {
    expect(order('#1017')?.payments).toMatchObject([{ captured: { amountMinor: 4470 - 2000 } }])
  })

  test('duties stand with the freight', () => {
    expect(order('#1020')?.freight).toEqual({ price: { amountMinor: 1800 + 1120 } })
  })

  test('the same item twice is two lines', () => {
    expect(order('#1027')?.lines.map(line => line.externalId)).toEqual(['5550000001027-1', '5550000001027-2'])
  })

  test('note attributes are custom fields', () => {
    expect(order('#1021')?.customFields).toEqual({ 'gift-wrap': 'yes', 'delivery window': '18:00-20:00' })
  })
})

describe('what does not add up is not guessed at', () => {
  test('a missing item', async () => {
    const { bad } = await one({ ...ORDER, Subtotal: '25.00', Total: '25.00' })
    expect(bad[0]).toMatchObject({ line: 2, path: 'subtotal' })
    expect(bad[0]?.reason).toMatch(/items come to 10\.00 EUR.*Subtotal is 25\.00 EUR/)
  })

  test('a total from nowhere', async () => {
    expect((await one({ ...ORDER, Total: '12.00' })).bad[0]).toMatchObject({
      path: 'total',
      reason: expect.stringMatching(/do not come to the Total 12\.00 EUR/),
    })
  })

  test('a unit of rounding is let pass for the core to share', async () => {
    expect((await one({ ...ORDER, Total: '10.02' })).orders).toHaveLength(1)
  })

  test('an item row without its order', async () => {
    const { bad } = await one(ORDER, {
      Name: '#2',
      'Lineitem quantity': '1',
      'Lineitem name': 'Lid',
      'Lineitem price': '1.00',
    })
    expect(bad).toMatchObject([
      { line: 3, reason: expect.stringMatching(/continues order #2, whose first row does not stand directly above/) },
    ])
  })

  test('half a piece, no price, no date, no items', async () => {
    const reasons = async (change: Record<string, string>) =>
      (await one({ ...ORDER, ...change })).bad.map(record => record.path)
    expect(await reasons({ 'Lineitem quantity': '0.5' })).toEqual(['lineitem quantity'])
    expect(await reasons({ 'Lineitem price': '' })).toEqual(['lineitem price'])
    expect(await reasons({ 'Created at': '' })).toEqual(['created at'])
    expect(await reasons({ 'Lineitem name': '' })).toEqual(['lineitem name'])
  })
})

describe('the same order exported by different versions', () => {
  test('shipping that is already less its discount, and shipping that is not', async () => {
    const base = { ...ORDER, 'Discount Amount': '2.00' }
    const [before] = (await one({ ...base, Shipping: '5.00', Total: '13.00' })).orders
    const [after] = (await one({ ...base, Shipping: '0.00', Total: '10.00' })).orders
    expect(before?.order.freight).toEqual({ price: { amountMinor: 500 }, discount: { amountMinor: 200 } })
    expect(after?.order.freight).toEqual({ price: { amountMinor: 200 }, discount: { amountMinor: 200 } })
  })

  test('a Discount Amount that counts the items’ own discounts', async () => {
    const [record] = (
      await one({ ...ORDER, 'Lineitem price': '12.00', 'Lineitem discount': '2.00', 'Discount Amount': '2.00' })
    ).orders
    expect(record?.order).toMatchObject({ discount: null, freight: null, lines: [{ discount: { amountMinor: 200 } }] })
  })

  test('an order without an id goes by its name', async () => {
    expect((await one({ ...ORDER, Id: '' })).orders[0]?.order).toMatchObject({
      externalId: '#1',
      number: '1',
      lines: [{ externalId: '#1-1' }],
    })
  })

  test('nothing fulfilled is an empty list, and what goes out later fills the same parcel', async () => {
    const parcels = async (status: string) =>
      (await one({ ...ORDER, 'Lineitem fulfillment status': status })).orders[0]?.order.fulfilments
    expect(await parcels('')).toEqual([])
    expect(await parcels('fulfilled')).toMatchObject([
      { externalId: '5001-f1', lines: [{ line: '5001-1', quantity: 1 }] },
    ])
  })

  test('a country by name instead of code', async () => {
    const text = `${HEAD},Shipping Country\n${row(ORDER)},United States`
    expect((await readText(text)).orders[0]?.order.country).toBe('US')
  })
})
