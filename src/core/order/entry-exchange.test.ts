/** Orders that exchanges make, with several lines, several pieces and taxes: which line is worth what, and where it came from. */
import { describe, expect, test } from 'vitest'
import { counter, eur, NOON, two } from '../../../test/kit/cast.ts'
import {
  anInput,
  counterFor,
  entered,
  filed,
  goods,
  itemAt,
  lineOf,
  promised,
  sold,
} from '../../../test/kit/core-order.ts'
import type { ExchangeLine, Return } from '../return/return.ts'
import { exchangeOrder, type Settled, settledOrder } from './entry-exchange.ts'
import type { Order } from './order.ts'

const variant = (sku: string) => ({ externalId: `v-${sku}`, sku, title: sku, options: [] })
const replace = (sku: string) => ({ type: 'replace' as const, variant: variant(sku) })

const listed = (sku: string, unit: number, item: ExchangeLine['replaces'], more: Partial<ExchangeLine> = {}) => {
  const quantity = more.quantity ?? 1
  return {
    variant: variant(sku),
    title: `Shirt ${sku}`,
    product: 'shirt',
    quantity,
    unit: two(unit),
    tax: two(0),
    total: two(unit * quantity),
    replaces: item,
    ...more,
  }
}

const proposing = (ret: Return, lines: ExchangeLine[]): Return => ({
  ...ret,
  exchange: { lines, bonus: [], chargeBy: 'shop', reservedUntil: null, state: 'proposed', why: null, order: null },
})

const made = (ret: Return, order: Order, more: Partial<Settled> = {}): Order =>
  exchangeOrder({
    ret,
    exchange: ret.exchange as never,
    order,
    id: 'order-2' as never,
    externalId: 'x',
    number: 'X',
    at: NOON,
    portions: [],
    charges: [],
    fresh: counter('x'),
    ...more,
  })

const worth = (order: Order): number[] => order.lines.map(line => line.paid.presentment.amountMinor)

describe('two shirts for two shirts', () => {
  const bought = sold([
    goods(1, 3_000, { externalId: 'a', sku: 'A-M' }),
    goods(2, 5_000, { externalId: 'b', sku: 'B-M', discount: { amountMinor: 1_000 } }),
  ])
  const asked = filed(bought, [
    { line: 'a', quantity: 1, handling: 'keep', resolution: replace('A-L') },
    { line: 'b', quantity: 2, handling: 'keep', resolution: replace('B-L') },
  ])
  const ret = promised(
    proposing(asked, [listed('A-L', 8_000, itemAt(asked, 1)), listed('B-L', 9_000, itemAt(asked, 2), { quantity: 2 })]),
    counterFor(bought),
  )
  const order = made(ret, bought)

  test('each costs what its own piece was paid, whatever the lists say', () => {
    expect(worth(order)).toEqual([3_000, 9_000])
    expect(order.lines.map(line => line.unitPrice)).toEqual([two(3_000), two(4_500)])
    expect(order.lines.map(line => line.listPrice)).toEqual([two(8_000), two(9_000)])
    expect(order.lines.map(line => line.paid.shop.amountMinor)).toEqual([3_000, 9_000])
  })

  test('each names the line, the return and the item it stands for', () => {
    expect(order.lines.map(line => line.origin)).toEqual([
      { order: bought.id, line: lineOf(bought, 'a').id, ret: ret.id, item: itemAt(ret, 1) },
      { order: bought.id, line: lineOf(bought, 'b').id, ret: ret.id, item: itemAt(ret, 2) },
    ])
  })

  test('is an order of its own, with nothing of the first one left in it but the buyer', () => {
    expect(order).toMatchObject({
      id: 'order-2',
      refs: { externalId: 'x', number: 'X', name: 'X' },
      source: 'exchange',
      state: 'open',
      completedAt: null,
      discountCodes: [],
      deals: [],
      fulfilments: [],
      customer: bought.customer,
      placedAt: NOON,
    })
    expect(order.lines.map(line => line.externalId)).toEqual(['X-1', 'X-2'])
    expect(new Set(order.lines.map(line => line.id)).size).toBe(2)
    expect(order.lines[0]).toMatchObject({
      product: { externalId: 'shirt', id: 'shirt', title: 'Shirt A-L' },
      variant: variant('A-L'),
      kit: null,
      deal: null,
      serials: [],
      cancelled: 0,
    })
  })

  test('a line without an article of its own keeps the one it stands for', () => {
    const [line] = made(
      promised(proposing(asked, [listed('A-L', 8_000, itemAt(asked, 1), { product: '' })]), counterFor(bought)),
      bought,
    ).lines
    expect(line?.product).toEqual({ ...lineOf(bought, 'a').product, title: 'Shirt A-L' })
  })
})

describe('part of it', () => {
  test('a piece that was granted nothing counts with its price', () => {
    const bought = sold([goods(1, 3_000, { externalId: 'a' }), goods(1, 6_000, { externalId: 'b' })])
    const asked = filed(bought, [
      { line: 'a', quantity: 1, handling: 'keep', resolution: replace('A-L') },
      { line: 'b', quantity: 0, handling: 'keep', resolution: replace('B-L') },
    ])
    const ret = promised(
      proposing(asked, [listed('A-L', 8_000, itemAt(asked, 1)), listed('B-L', 1_000, itemAt(asked, 2))]),
      counterFor(bought),
    )
    const order = made(ret, bought, {
      charges: [{ id: 'pay' as never, gateway: 'g', externalId: null, amount: eur(1_000) }],
    })
    expect(worth(order)).toEqual([3_000, 1_000])
  })

  test('money that goes back to the payment is no part of the new order’s worth', () => {
    const bought = sold([goods(1, 3_000, { externalId: 'a' }), goods(1, 6_000, { externalId: 'b' })])
    const asked = filed(bought, [
      { line: 'a', quantity: 1, handling: 'keep', resolution: replace('A-L') },
      { line: 'b', quantity: 1, handling: 'keep' },
    ])
    const ret = promised(proposing(asked, [listed('A-L', 8_000, itemAt(asked, 1))]), counterFor(bought))
    expect(worth(made(ret, bought))).toEqual([3_000])
  })

  test('a line nobody named stands for the first piece that is not refunded', () => {
    const bought = sold([goods(1, 3_000, { externalId: 'a' }), goods(1, 6_000, { externalId: 'b' })])
    const asked = filed(bought, [
      { line: 'a', quantity: 1, handling: 'keep' },
      { line: 'b', quantity: 1, handling: 'keep', resolution: { type: 'swap' } },
    ])
    const ret = promised(proposing(asked, [listed('C', 6_000, null)]), counterFor(bought))
    expect(made(ret, bought).lines[0]?.origin).toMatchObject({
      line: lineOf(bought, 'b').id,
      item: itemAt(ret, 2),
    })
    const plain = filed(bought, [{ line: 'b', quantity: 1, handling: 'keep' }])
    const stray = made(proposing(plain, [listed('C', 6_000, null)]), bought).lines[0]
    expect(stray?.origin).toEqual({ order: bought.id, line: lineOf(bought, 'a').id, ret: plain.id, item: null })
  })

  test('an order without lines cannot be exchanged', () => {
    const bought = sold([goods(1, 3_000)])
    const asked = filed(bought, [{ quantity: 1, handling: 'keep', resolution: { type: 'swap' } }])
    const ret = proposing(asked, [listed('C', 6_000, null)])
    expect(() => made(ret, { ...bought, lines: [] })).toThrow('An order without lines cannot be exchanged.')
  })
})

describe('taxes of a replacement that says its own', () => {
  const swapped = (taxes: Parameters<typeof goods>[2], line: Partial<ExchangeLine>) => {
    const bought = sold([goods(1, 6_000, taxes)])
    const asked = filed(bought, [{ quantity: 1, handling: 'keep', resolution: replace('L') }])
    const ret = promised(proposing(asked, [listed('L', 12_000, itemAt(asked, 1), line)]), counterFor(bought))
    return made(ret, bought).lines[0]?.taxes
  }

  test('are scaled to what was settled, and lie inside it', () => {
    expect(swapped({ taxes: [{ title: 'VAT', ratePpm: 200_000 }] }, { tax: two(2_000) })).toEqual([
      { title: 'VAT', ratePpm: 200_000, included: true, amount: two(1_000) },
    ])
  })

  test('have a plain name where the first order had no tax', () => {
    expect(swapped({}, { tax: two(2_000) })).toEqual([{ title: 'Tax', ratePpm: 0, included: true, amount: two(1_000) }])
  })
})

describe('the shop’s own words about it', () => {
  const bought = sold([goods(1, 3_000, { externalId: 'a' }), goods(1, 5_000, { externalId: 'b' })])
  const asked = filed(bought, [
    { line: 'a', quantity: 1, handling: 'keep', resolution: replace('L') },
    { line: 'b', quantity: 1, handling: 'keep', resolution: replace('XL') },
  ])
  const ret = promised(
    proposing(asked, [listed('L', 3_000, itemAt(asked, 1)), listed('XL', 5_000, itemAt(asked, 2))]),
    counterFor(bought),
  )
  const before = made(ret, bought)
  const say = (...lines: Parameters<typeof goods>[2][]) =>
    settledOrder(anInput(lines.map(line => goods(1, 9_999, line))), before)
  const names = (answer: ReturnType<typeof settledOrder>) =>
    'lines' in answer ? answer.lines.map(line => [line.variant.sku, line.externalId]) : answer

  test('are matched by name, then by variant, then by article number', () => {
    expect(
      names(say({ externalId: 'X-2', serials: ['s'] }, { externalId: 'n', variant: { externalId: 'v-L' } })),
    ).toEqual([
      ['L', 'n'],
      ['XL', 'X-2'],
    ])
    expect(names(say({ externalId: 'n', sku: 'XL' }))).toEqual([
      ['L', 'X-1'],
      ['XL', 'n'],
    ])
    expect(names(say({ externalId: 'n', variant: { sku: 'XL' } }))).toEqual([
      ['L', 'X-1'],
      ['XL', 'n'],
    ])
  })

  test('take over what is cancelled and the serial numbers, and keep them where nothing is said', () => {
    const first = say({ externalId: 'X-1', cancelled: 1, serials: ['s'] })
    if (!('lines' in first)) throw new Error('refused')
    expect(first.lines[0]).toMatchObject({ cancelled: 1, serials: ['s'] })
    const again = settledOrder(anInput([goods(1, 9_999, { externalId: 'X-1' })]), { ...before, lines: first.lines })
    expect('lines' in again && again.lines[0]).toMatchObject({ cancelled: 1, serials: ['s'], paid: two(3_000) })
    expect('lines' in again && again.lines[1]).toEqual(before.lines[1])
  })

  test('that name a line nobody settled, or one line twice, are refused with the place', () => {
    const sentence = 'An exchange’s lines are settled; this one is not among them.'
    expect(say({ externalId: 'X-1' }, { externalId: 'other', sku: 'S' })).toEqual([
      expect.objectContaining({ path: 'lines.1', message: sentence }),
    ])
    expect(say({ externalId: 'X-1' }, { externalId: 'X-1' })).toEqual([
      expect.objectContaining({ path: 'lines.1', message: sentence }),
    ])
    expect(say({ externalId: 'other' })).toEqual([expect.objectContaining({ path: 'lines.0' })])
  })

  test('never touch money', () => {
    const after = say({ externalId: 'X-1' })
    expect(after).toEqual({
      lines: before.lines,
      deals: before.deals,
      freight: before.freight,
      payments: before.payments,
      shopCurrency: before.shopCurrency,
    })
    expect(
      entered(anInput([goods(1, 9_999, { externalId: 'X-1' })], { externalId: 'x' }), before).lines[0]?.paid,
    ).toEqual(two(3_000))
  })
})
