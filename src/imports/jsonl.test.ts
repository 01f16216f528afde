import { describe, expect, test } from 'vitest'
import { readSample, readText } from './testing.ts'

const ORDER = {
  external_id: '1',
  placed_at: '2024-06-01T08:00:00Z',
  currency: 'EUR',
  taxes_included: true,
  lines: [{ external_id: '1', title: 'Mug', quantity: 1, unit_price: '10.00' }],
}
const one = (change: object) => readText(`${JSON.stringify({ ...ORDER, ...change })}\n`)

test('orders come out in the shape the core takes', async () => {
  const { orders } = await readSample('orders.jsonl', { shopTimeZone: 'Asia/Kolkata' })
  expect(orders[0]?.order).toEqual({
    source: 'import',
    externalId: 'J-1',
    number: '1',
    name: '#J1',
    placedAt: '2024-06-01T08:00:00.000Z',
    completedAt: '2024-06-03T08:00:00.000Z',
    currency: 'EUR',
    customer: { id: 'c-1', firstName: 'Mila', lastName: 'Sommerfeld', emails: ['mila.sommerfeld@example.com'] },
    shipping: {
      name: 'Mila Sommerfeld',
      street1: 'Lindenweg 4',
      city: 'Freiburg',
      state: { code: 'BW', name: null },
      postalCode: '79098',
      country: 'DE',
    },
    taxesIncluded: true,
    lines: [
      {
        externalId: '1',
        title: 'Crew Tee - Black / S',
        sku: 'TEE-BLK-S',
        quantity: 2,
        unitPrice: { amountMinor: 1990 },
        taxes: [{ title: 'VAT', ratePpm: 190_000 }],
      },
    ],
    freight: { price: { amountMinor: 490 } },
    total: { amountMinor: 4470 },
    payments: [{ kind: 'card', gateway: 'stripe', captured: { amountMinor: 4470 }, externalId: 'ch_1' }],
  })
  expect(orders[1]?.order).toMatchObject({
    placedAt: '2024-06-02T04:30:00.000Z',
    shopCurrency: 'GBP',
    lines: [{ unitPrice: { amountMinor: 129_900, shopAmountMinor: 1230 } }],
  })
  expect(orders[2]?.order).toMatchObject({
    lines: [{ unitPrice: { amountMinor: 38_250 }, components: [{ per: 1 }, { per: 2 }] }],
    customFields: { wrap: 'yes' },
  })
})

describe('a wrong field is named by its place', () => {
  test.each([
    ['lines[0].unit_price', { lines: [{ ...ORDER.lines[0], unit_price: 10 }] }],
    ['lines[0].unit_price', { lines: [{ ...ORDER.lines[0], unit_price: '10,000.005' }] }],
    ['lines[0].quantity', { lines: [{ ...ORDER.lines[0], quantity: 1.5 }] }],
    ['lines[0].titel', { lines: [{ ...ORDER.lines[0], titel: 'Mug' }] }],
    ['lines', { lines: [] }],
    ['placed_at', { placed_at: 'yesterday' }],
    ['currency', { currency: 'EURO' }],
    ['taxes_included', { taxes_included: 'yes' }],
    ['payments[0].kind', { payments: [{ kind: 'cash', gateway: 'x', captured: '1.00' }] }],
    ['shipping.country', { shipping: { country: 'Atlantis' } }],
    ['total.amount_minor', { total: { amount_minor: 1.5 } }],
  ])('%s', async (path, change) => expect((await one(change)).bad).toMatchObject([{ line: 1, path }]))

  test('a missing field', async () =>
    expect((await one({ external_id: undefined })).bad).toMatchObject([
      { path: 'external_id', reason: 'This must be given.' },
    ]))
})

test('a line that is not JSON spoils itself only', async () => {
  const { orders, bad } = await readText(
    `${JSON.stringify(ORDER)}\n{"external_id":\n[]\n\n${JSON.stringify({ ...ORDER, external_id: '2' })}`,
  )
  expect(orders.map(record => record.from)).toEqual([1, 5])
  expect(bad.map(record => record.line)).toEqual([2, 3])
})

test('an order that is there twice is read once', async () => {
  expect((await readText(`${JSON.stringify(ORDER)}\n${JSON.stringify(ORDER)}`)).bad).toMatchObject([
    { line: 2, reason: expect.stringMatching(/already read at line 1/) },
  ])
})
