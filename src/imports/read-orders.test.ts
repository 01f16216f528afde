import { describe, expect, test } from 'vitest'
import type { OrgId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import { enterOrder } from '../core/order/entry.ts'
import { refused } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { MAX_ROWS_PER_ORDER } from './groups.ts'
import { openOrders, readOrders } from './read-orders.ts'
import { allOf, bytesOf, comesTo, readSample, readText, sample } from './testing.ts'

const HEAD = 'order_id,placed_at,currency,taxes_included,line_id,title,quantity,unit_price\n'
const row = (order: string, line = '1') => `${order},2024-05-01T10:00:00Z,EUR,yes,${line},Mug,1,10.00\n`

describe('samples', () => {
  /** The last number is what the file itself leaves open: an export without the items' sums has prices rounded per piece, and the core shares the difference. */
  const files: [string, number, number][] = [
    ['shopify-orders.csv', 28, 0],
    ['woocommerce-orders.csv', 7, 0],
    ['woocommerce-orders-one-row.csv', 7, 0],
    ['woocommerce-orders-titled.csv', 4, 1],
    ['backhaul-orders.csv', 5, 0],
    ['orders.jsonl', 3, 0],
  ]

  test.each(files)('every order of %s is read and comes to its total', async (name, count, open) => {
    const { orders, bad } = await readSample(name, { currency: 'EUR' as Currency })
    expect(bad).toEqual([])
    expect(orders).toHaveLength(count)
    for (const { order } of orders) {
      const gap = (comesTo(order) ?? order.total?.amountMinor ?? 0) - (order.total?.amountMinor ?? 0)
      if (order.total)
        expect({ order: order.externalId, within: Math.abs(gap) <= open }).toEqual({
          order: order.externalId,
          within: true,
        })
    }
  })

  test.each(files)(
    'every order of %s is accepted by the core, its lines and freight coming to the total',
    async name => {
      let count = 0
      const shop = { id: 'shop', currency: 'EUR' } as unknown as Shop
      const entry = {
        shop,
        policy: null,
        at: '2025-01-01T00:00:00.000Z' as Instant,
        org: 'org' as OrgId,
        fresh: <I extends string>() => `id-${++count}` as I,
      }
      for (const { order } of (await readSample(name, { currency: 'EUR' as Currency })).orders) {
        const entered = enterOrder(order, null, entry)
        if (refused(entered)) throw new Error(`${order.externalId}: ${entered.detail.sentence}`)
        const parents = new Set(entered.lines.map(line => line.kit?.parent))
        const paid = [
          ...entered.lines.filter(line => !parents.has(line.id)).map(line => line.paid.presentment),
          entered.freight.paid.presentment,
        ]
        const sum = paid.reduce((all, part) => all + part.amountMinor, 0)
        expect({ order: order.externalId, sum }).toEqual({
          order: order.externalId,
          sum: order.total?.amountMinor ?? sum,
        })
      }
    },
  )

  test.each(files)('every line of %s has an id of its own, and parcels hold only lines there are', async name => {
    for (const { order } of (await readSample(name, { currency: 'EUR' as Currency })).orders) {
      const ids = order.lines.map(line => line.externalId)
      expect(new Set(ids).size).toBe(ids.length)
      for (const parcel of order.fulfilments ?? []) for (const { line } of parcel.lines) expect(ids).toContain(line)
    }
  })
})

describe('broken rows', () => {
  test('each is told by its line and reason, and the good ones are read', async () => {
    const { orders, bad } = await readSample('broken.csv')
    expect(orders.map(({ order }) => order.externalId)).toEqual(['good-1', 'good-2', 'parted', 'good-3', 'good-4'])
    expect(bad.map(({ line, path, reason }) => `${line} ${path ?? '-'}: ${reason}`)).toMatchInlineSnapshot(`
      [
        "3 quantity: "1.5" is not a whole number up to 100000.",
        "4 placed_at: The column placed_at must be filled.",
        "5 placed_at: "2024-02-30 10:00" is not a date; write it like 2024-03-01 10:15:30.",
        "6 placed_at: "03/04/2024" can be read as two days; write it like 2024-03-01 10:15:30.",
        "7 unit_price: "ten" is not an amount; write it like 1234.56.",
        "8 unit_price: "10.005" has more digits after the decimal sign than EUR has.",
        "9 currency: "EURO" is not a currency; write its ISO 4217 code, such as EUR.",
        "10 taxes_included: "maybe" is neither yes nor no.",
        "11 -: After field 5 a quotation mark is out of place; put the whole field in quotation marks and double those inside it.",
        "13 -: After field 5 a quotation mark is out of place; put the whole field in quotation marks and double those inside it.",
        "14 -: The row has 14 fields, the header 12; a field with a comma or semicolon inside needs quotation marks around it.",
        "15 -: The row does not say which order it belongs to.",
        "18 -: Order parted was already read at line 16; put all its rows together, or take the second one out.",
        "19 currency: Line 20: It says "USD" here and "EUR" on line 19, the first of the same order.",
        "21 payments: "card 10.00" is no payment; write kind:gateway:amount, such as card:stripe:21.46.",
        "22 line_taxes: "VAT" is no tax; write title:rate:amount, such as VAT:20%:3.33.",
        "23 shipping_country: "Atlantis" is no country; write its code, such as DE.",
        "24 quantity: A line has at least one piece.",
        "25 quantity: "99999999" is not a whole number up to 100000.",
        "26 unit_price: The amount cannot be negative.",
      ]
    `)
  })

  test('the rows of a bad order are kept whole, to be mended and imported again', async () => {
    const good = row('1')
    const text = `${HEAD}2,2024-05-01T10:00:00Z,EUR,yes,1,"A ""big""\nmug",x,10.00\n${row('2', '2')}${good}`
    const file = await openOrders(bytesOf(text))
    if ('reason' in file) throw new Error(file.reason)
    const bad = (await allOf(file.records)).filter(record => record.kind === 'bad')
    expect(bad).toMatchObject([{ line: 2, to: 4, path: 'quantity' }])
    const mended = `${file.header}\n${bad[0]?.raw.replace(',x,', ',3,')}\n`
    expect((await readText(mended)).orders[0]?.order.lines).toMatchObject([
      { title: 'A "big"\nmug', quantity: 3 },
      { externalId: '2' },
    ])
  })

  test('a row that cannot be read spoils the order it belongs to, and no other', async () => {
    const { orders, bad } = await readText(
      `${HEAD}${row('1')}${row('2')}2,2024-05-01T10:00:00Z,EUR,yes,"2"x,Mug,1,10.00\n${row('2', '3')}${row('3')}`,
    )
    expect(orders.map(({ order }) => order.externalId)).toEqual(['1', '3'])
    expect(bad).toMatchObject([{ line: 3, to: 5 }])
  })

  test('a row that does not even say whose it is spoils the orders on both sides', async () => {
    const { orders, bad } = await readText(
      `${HEAD}${row('1')}${row('2')}"2"x,2024-05-01T10:00:00Z,EUR,yes,2,Mug,1,10.00\n${row('3')}${row('4')}`,
    )
    expect(orders.map(({ order }) => order.externalId)).toEqual(['1', '4'])
    expect(bad.map(record => record.line)).toEqual([3, 5])
    expect(bad[1]?.reason).toMatch(/Line 4, just above/)
  })

  test('an order of more rows than any order has is given up, and the file is read on', async () => {
    const many = Array.from({ length: MAX_ROWS_PER_ORDER + 50 }, (_, n) => row('1', String(n))).join('')
    const { orders, bad } = await readText(`${HEAD}${many}${row('2')}`)
    expect(orders.map(({ order }) => order.externalId)).toEqual(['2'])
    expect(bad[0]?.reason).toMatch(/more than 1000 rows/)
  })

  test('letters that do not fit the encoding of the rest are noticed', async () => {
    const filler = Array.from({ length: 2000 }, (_, n) => row(`f-${n}`)).join('')
    const bytes = Buffer.concat([
      Buffer.from(HEAD + filler),
      Buffer.from(row('Stra\xdfe'), 'latin1'),
      Buffer.from(row('last')),
    ])
    const records = await allOf(
      readOrders(
        (async function* () {
          yield bytes.subarray(0, 70_000)
          yield bytes.subarray(70_000)
        })(),
      ),
    )
    expect(records.filter(record => record.kind === 'bad')).toMatchObject([
      { line: 2002, reason: expect.stringMatching(/save the file as UTF-8/) },
    ])
  })
})

describe('files that are none', () => {
  test('an empty file', async () => expect((await readText('')).bad[0]?.reason).toBe('The file is empty.'))
  test('a header alone has no orders', async () => expect(await readText(HEAD)).toEqual({ orders: [], bad: [] }))
  test('a page instead of a file', async () =>
    expect((await readText('<!doctype html>\n<html>')).bad[0]?.reason).toMatch(/not the header of an order export/))
})

describe('going on where it stopped', () => {
  test('from any record, what was read and what is left make the whole', async () => {
    const whole = await allOf(readOrders(sample('shopify-orders.csv')))
    for (const [place, record] of whole.entries()) {
      const rest = await allOf(readOrders(sample('shopify-orders.csv'), { resumeAfterLine: record.to }))
      expect(rest).toEqual(whole.slice(place + 1))
    }
  })

  test('bad rows are not told twice', async () => {
    const whole = await readSample('broken.csv')
    const after = whole.bad[4]?.to ?? 0
    expect((await readSample('broken.csv', { resumeAfterLine: after })).bad).toEqual(whole.bad.slice(5))
  })
})

describe('memory', () => {
  /** A file that never exists as a whole: it is made while it is read, and the distance between the two is what has to be kept. */
  function endless(rows: number) {
    const made = { rows: 0 }
    async function* stream() {
      yield Buffer.from(HEAD)
      for (let n = 0; n < rows; n += 100) {
        made.rows += 100
        yield Buffer.from(
          Array.from({ length: 100 }, (_, k) => row(String(Math.floor((n + k) / 2)), String(k % 2))).join(''),
        )
      }
    }
    return { made, stream: stream() }
  }

  test('of fifty thousand rows only a few are ever in it', async () => {
    const { made, stream } = endless(50_000)
    let furthest = 0
    let orders = 0
    for await (const record of readOrders(stream)) {
      expect(record.kind).toBe('order')
      orders += 1
      furthest = Math.max(furthest, made.rows - record.to)
    }
    expect(orders).toBe(25_000)
    expect(furthest).toBeLessThan(2000)
  })

  test('a reader that stops early leaves the rest of the file unread', async () => {
    const { made, stream } = endless(50_000)
    for await (const _ of readOrders(stream)) break
    expect(made.rows).toBeLessThan(2000)
  })
})
