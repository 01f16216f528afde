import { describe, expect, test } from 'vitest'
import { readSample, readText } from './testing.ts'

const HEAD = 'order_id;placed_at;currency;taxes_included;line_id;title;quantity;unit_price'

describe('the sample', () => {
  test('an order with two lines', async () => {
    const { orders } = await readSample('backhaul-orders.csv')
    expect(orders[0]?.order).toEqual({
      externalId: 'A-100',
      number: '100',
      name: '#100',
      source: 'import',
      state: 'open',
      placedAt: '2024-05-01T10:15:30.000Z',
      completedAt: '2024-05-04T09:00:00.000Z',
      currency: 'EUR',
      customer: {
        firstName: 'Mila',
        lastName: 'Sommerfeld',
        emails: ['mila.sommerfeld@example.com'],
        phone: null,
        locale: null,
      },
      billing: null,
      shipping: {
        name: 'Mila Sommerfeld',
        street1: 'Lindenweg 4',
        city: 'Freiburg',
        postalCode: '79098',
        country: 'DE',
      },
      country: 'DE',
      groups: [],
      tags: ['vip', 'newsletter'],
      discountCodes: ['MAI'],
      taxesIncluded: true,
      lines: [
        {
          externalId: 'L1',
          title: 'Crew Tee - Black / S',
          quantity: 2,
          unitPrice: { amountMinor: 1990 },
          listPrice: { amountMinor: 2490 },
          sku: 'TEE-BLK-S',
          product: { externalId: 'P-1', type: 'shirt', vendor: 'Fern & Oak' },
          variant: { title: 'Black / S' },
          grams: 180,
        },
        {
          externalId: 'L2',
          title: 'Stoneware Mug',
          quantity: 1,
          unitPrice: { amountMinor: 1450 },
          sku: 'MUG-01',
          discount: { amountMinor: 0 },
          finalSale: false,
        },
      ],
      discount: { amountMinor: 500 },
      taxes: [{ title: 'DE MwSt', ratePpm: 190_000 }],
      freight: {
        price: { amountMinor: 490 },
        discount: null,
        taxes: [{ title: 'DE MwSt', ratePpm: 190_000, amount: { amountMinor: 78 } }],
      },
      total: { amountMinor: 5420 },
      payments: [
        { kind: 'gift_card', gateway: 'house', captured: { amountMinor: 2000 } },
        { kind: 'card', gateway: 'stripe', captured: { amountMinor: 3420 }, externalId: 'ch_100' },
      ],
    })
  })

  test('what went out, and what has not yet', async () => {
    const orders = new Map(
      (await readSample('backhaul-orders.csv')).orders.map(({ order }) => [order.externalId, order]),
    )
    expect(orders.get('A-101')?.fulfilments).toEqual([
      {
        externalId: 'A-101-f1',
        state: 'sent',
        lines: [{ line: '1', quantity: 1 }],
        sentAt: '2024-05-03T12:00:00.000Z',
        deliveredAt: '2024-05-06T15:30:00.000Z',
        carrier: 'UPS',
        tracking: ['1Z-INVENTED-1'],
      },
    ])
    expect(orders.get('A-103')).toMatchObject({
      fulfilments: [{ lines: [{ line: '1', quantity: 1 }], deliveredAt: null }],
      lines: [{ cancelled: 1, serials: ['S-1', 'S-2'] }],
    })
    expect(orders.get('A-100')).not.toHaveProperty('fulfilments')
    expect(orders.get('A-104')?.state).toBe('cancelled')
  })

  test('a kit has its parts', async () => {
    const { orders } = await readSample('backhaul-orders.csv')
    expect(orders[2]?.order.lines[0]?.components).toEqual([
      { externalId: 'TABLE', title: 'Table', per: 1, weight: 60 },
      { externalId: 'CHAIR', title: 'Chair', per: 2, weight: 40 },
    ])
  })
})

describe('saved by a German spreadsheet', () => {
  test('semicolons, commas for decimals and dots for thousands', async () => {
    const { orders } = await readText(
      `\ufeff${HEAD}\r\n1;01.03.2024 10:15;EUR;yes;1;Sofa;1;1.234,56\r\n2;01.03.2024 10:15;EUR;yes;1;Bett;1;1.234\r\n`,
      { shopTimeZone: 'Europe/Berlin' },
    )
    expect(orders.map(({ order }) => [order.placedAt, order.lines[0]?.unitPrice.amountMinor])).toEqual([
      ['2024-03-01T09:15:00.000Z', 123456],
      ['2024-03-01T09:15:00.000Z', 123400],
    ])
  })

  test('a file with semicolons whose amounts prove points has points', async () => {
    const { orders } = await readText(
      `${HEAD}\n1;2024-03-01;EUR;yes;1;Sofa;1;99.50\n2;2024-03-01;EUR;yes;1;Bett;1;1,234\n`,
    )
    expect(orders.map(({ order }) => order.lines[0]?.unitPrice.amountMinor)).toEqual([9950, 123400])
  })

  test('the sign that was named at the import counts', async () => {
    const { orders } = await readText(`${HEAD}\n2;2024-03-01;EUR;yes;1;Bett;1;1.234\n`, { decimalSign: ',' })
    expect(orders[0]?.order.lines[0]?.unitPrice.amountMinor).toBe(123400)
  })
})

test('more pieces sent than ordered is a mistake', async () => {
  const { bad } = await readText(`${HEAD};sent_quantity\n1;2024-03-01;EUR;yes;1;Mug;1;5.00;2\n`)
  expect(bad[0]).toMatchObject({ path: 'sent_quantity', reason: 'More pieces were sent than ordered.' })
})

test('all that is wrong with an order is counted', async () => {
  const { bad } = await readText(`${HEAD}\n1;2024-03-01;EUR;yes;1;Mug;x;y\n`)
  expect(bad[0]?.reason).toMatch(/And 1 more in the same order/)
})
