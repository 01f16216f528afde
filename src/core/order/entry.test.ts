import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aShop, counter, EUR, eur, NOON, two } from '../../../test/kit/cast.ts'
import {
  anEntry,
  anInput,
  counterFor,
  entered,
  filed,
  GBP,
  goods,
  INR,
  itemAt,
  lineOf,
  promised,
  quoteOf,
  sold,
  totalOf,
} from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import { refused } from '../refusal.ts'
import type { ExchangeLine, Return } from '../return/return.ts'
import type { Instant } from '../time.ts'
import { orderTotal } from '../worth/worth.ts'
import { changedShares, enterOrder } from './entry.ts'
import { exchangeOrder, portionsFor } from './entry-exchange.ts'
import type { Order } from './order.ts'
import type { OrderInput } from './order-input.ts'

const faults = (input: OrderInput, before: Order | null = null): [string, string][] => {
  const answer = enterOrder(input, before, anEntry())
  if (!refused(answer)) return []
  expect(answer.code).toBe('invalid')
  expect([answer.detail.path, answer.detail.sentence]).toEqual([
    answer.detail.errors?.[0]?.path,
    answer.detail.errors?.[0]?.message,
  ])
  return (answer.detail.errors ?? []).map(error => [error.path, error.message])
}

const paths = (input: OrderInput, before: Order | null = null): string[] => faults(input, before).map(([path]) => path)

const paid = (order: Order): number[] => order.lines.map(line => line.paid.presentment.amountMinor)

describe('sharing out', () => {
  test('line and order discounts add up on the line', () => {
    const order = sold([goods(2, 5_000, { discount: { amountMinor: 1_000 } }), goods(1, 1_000)], {
      discount: { amountMinor: 1_000 },
    })
    expect(order.lines.map(line => line.discount.presentment.amountMinor)).toEqual([1_900, 100])
    expect(paid(order)).toEqual([8_100, 900])
    expect(lineOf(order)).toMatchObject({ unitPrice: two(5_000), listPrice: two(5_000), quantity: 2, cancelled: 0 })
    expect(lineOf(sold([goods(1, 4_000, { listPrice: { amountMinor: 5_000 } })])).listPrice).toEqual(two(5_000))
  })

  test('T18 the tax of a rate on top is rounded once per line: 71.92, not 71.916', () => {
    const order = sold([goods(7, 999)], {
      taxesIncluded: false,
      discount: { amountMinor: 1_000 },
      taxes: [{ title: 'VAT', ratePpm: 200_000 }],
    })
    expect(lineOf(order).taxes).toEqual([{ title: 'VAT', ratePpm: 200_000, amount: two(1_199), included: false }])
    expect(orderTotal(order)).toEqual(two(7_192))
  })

  test('T19 the tax inside a discounted price is that of what is left', () => {
    const order = sold([goods(10, 2_390)], {
      discount: { amountMinor: 5_975 },
      taxes: [{ title: 'VAT', ratePpm: 200_000 }],
    })
    expect(lineOf(order).taxes).toEqual([{ title: 'VAT', ratePpm: 200_000, amount: two(2_988), included: true }])
    expect(orderTotal(order)).toEqual(two(17_925))
  })

  test('two rates inside one price share it by their rates', () => {
    const order = sold([
      goods(1, 12_500, {
        taxes: [
          { title: 'state', ratePpm: 150_000 },
          { title: 'city', ratePpm: 100_000 },
        ],
      }),
    ])
    expect(lineOf(order).taxes.map(tax => tax.amount.presentment.amountMinor)).toEqual([1_500, 1_000])
    expect(lineOf(order).paid).toEqual(two(12_500))
  })

  test('T22 taxes of the order go to the taxable lines that state none, by what they cost', () => {
    const order = sold(
      [
        goods(1, 6_000),
        goods(1, 4_000),
        goods(1, 5_000, { taxes: [{ title: 'own', amount: { amountMinor: 70 } }] }),
        goods(1, 9_000, { taxable: false }),
      ],
      { taxesIncluded: false, taxes: [{ title: 'VAT', amount: { amountMinor: 1_001 } }] },
    )
    expect(order.lines.map(line => line.taxes.map(tax => [tax.title, tax.amount.presentment.amountMinor]))).toEqual([
      [['VAT', 601]],
      [['VAT', 400]],
      [['own', 70]],
      [],
    ])
    expect(paid(order)).toEqual([6_601, 4_400, 5_070, 9_000])
  })

  test('when every taxable line states its own, they share the order’s taxes too; when none is taxable, all do', () => {
    const own = (minor: number) => ({ taxes: [{ title: 'own', amount: { amountMinor: minor } }] })
    const each = sold([goods(1, 500, own(1)), goods(1, 500, own(2))], {
      taxesIncluded: false,
      taxes: [{ title: 'eco', amount: { amountMinor: 10 } }],
    })
    expect(paid(each)).toEqual([506, 507])
    const none = sold([goods(1, 500, { taxable: false }), goods(1, 500, { taxable: false })], {
      taxesIncluded: false,
      taxes: [{ title: 'eco', amount: { amountMinor: 10 } }],
    })
    expect(paid(none)).toEqual([505, 505])
    const free = sold([goods(1, 500, { taxable: false }), goods(1, 0)], {
      taxesIncluded: false,
      taxes: [{ title: 'eco', amount: { amountMinor: 10 } }],
    })
    expect(paid(free)).toEqual([500, 10])
  })

  test('freight keeps its price, its discount and its taxes', () => {
    const order = sold([goods(1, 5_000)], {
      taxesIncluded: false,
      freight: {
        price: { amountMinor: 1_000 },
        discount: { amountMinor: 400 },
        taxes: [{ title: 'VAT', ratePpm: 200_000 }],
      },
    })
    expect(order.freight).toEqual({
      paid: two(720),
      taxes: [{ title: 'VAT', ratePpm: 200_000, amount: two(120), included: false }],
    })
    expect(orderTotal(order)).toEqual(two(5_720))
    expect(order.payments[0]?.captured).toEqual(eur(5_720))
  })

  test('a rounding difference to the charged total is shared over the lines', () => {
    const order = sold([goods(3, 3_333), goods(1, 1)], { total: { amountMinor: 10_002 } })
    expect(paid(order)).toEqual([10_001, 1])
    expect(paid(sold([goods(3, 3_333), goods(1, 1)], { total: { amountMinor: 9_998 } }))).toEqual([9_997, 1])
    const gift = sold([goods(1, 0)], { freight: { price: { amountMinor: 100 } }, total: { amountMinor: 101 } })
    expect([paid(gift), gift.freight.paid.presentment.amountMinor]).toEqual([[0], 101])
  })

  test('a difference that is no rounding is refused, saying both sums', () => {
    expect(faults(anInput([goods(2, 5_000)], { total: { amountMinor: 10_003 } }))).toEqual([
      ['total', 'Lines, freight, discounts and taxes add up to 10000, not 10003.'],
    ])
    expect(paths(anInput([goods(2, 5_000)], { total: { amountMinor: 10_002 } }))).toEqual([])
    expect(paths(anInput([goods(2, 5_000)], { total: { amountMinor: 9_997 } }))).toEqual(['total'])
  })
})

describe('two currencies', () => {
  const pounds = (amountMinor: number, shopAmountMinor: number) => ({ amountMinor, shopAmountMinor })

  test('the shop’s side is shared out by the same rule from the shop’s prices', () => {
    const order = sold(
      [goods(3, 0, { unitPrice: pounds(10_000, 101) }), goods(1, 0, { unitPrice: pounds(10_000, 101) })],
      { currency: INR, shopCurrency: GBP, discount: pounds(4_000, 41) },
    )
    expect(order.shopCurrency).toBe('GBP')
    expect(order.lines.map(line => [line.discount.presentment.amountMinor, line.discount.shop])).toEqual([
      [3_000, money(31, GBP)],
      [1_000, money(10, GBP)],
    ])
    expect(order.lines.map(line => line.paid.shop.amountMinor)).toEqual([272, 91])
  })

  test('amounts without a shop’s side follow its prices', () => {
    const order = sold([goods(1, 0, { unitPrice: pounds(10_000, 100) })], {
      currency: INR,
      shopCurrency: GBP,
      discount: { amountMinor: 2_550 },
    })
    expect(lineOf(order).discount.shop).toEqual(money(26, GBP))
    expect(lineOf(order).paid.shop).toEqual(money(74, GBP))
  })

  test('where only the shop’s total is known, it is shared over what was paid', () => {
    const order = sold([goods(1, 10_000), goods(1, 20_000, { taxes: [{ title: 'GST', ratePpm: 250_000 }] })], {
      currency: INR,
      shopCurrency: GBP,
      freight: { price: { amountMinor: 3_000 } },
      total: pounds(33_000, 334),
    })
    expect(order.lines.map(line => line.paid.shop.amountMinor)).toEqual([101, 203])
    expect(order.freight.paid.shop).toEqual(money(30, GBP))
    expect(lineOf(order, 'b').taxes[0]?.amount).toEqual({ presentment: money(4_000, INR), shop: money(41, GBP) })
    expect(orderTotal(order).shop).toEqual(money(334, GBP))
  })

  test('without shop amounts an order is booked in its own currency', () => {
    const order = sold([goods(1, 10_000)], { currency: INR })
    expect([order.shopCurrency, lineOf(order).paid]).toEqual([
      'INR',
      { presentment: money(10_000, INR), shop: money(10_000, INR) },
    ])
    expect(sold([goods(1, 0, { unitPrice: pounds(10_000, 90) })], { currency: INR }).shopCurrency).toBe('EUR')
    expect(paths(anInput([goods(1, 10_000)], { currency: INR, shopCurrency: GBP }))).toEqual(['shopCurrency'])
  })
})

describe('kits', () => {
  const kit = (more: Partial<OrderInput> = {}) =>
    anInput(
      [
        goods(2, 10_000, {
          externalId: 'kit',
          title: 'Gift box',
          cancelled: 1,
          taxes: [{ title: 'VAT', ratePpm: 250_000 }],
          components: [
            { externalId: 'cup', title: 'Cup', sku: 'CUP', per: 2, weight: 50, serials: ['s-1'] },
            { externalId: 'tea', title: 'Tea', per: 1, weight: 30 },
            { externalId: 'tin', title: 'Tin', per: 1, weight: 20 },
          ],
        }),
      ],
      more,
    )

  test('T13 a kit becomes a parent without money and components with their shares', () => {
    const order = entered(kit())
    const [parent, ...parts] = order.lines
    expect(parent).toMatchObject({
      externalId: 'kit',
      quantity: 2,
      cancelled: 1,
      paid: two(0),
      unitPrice: two(0),
      listPrice: two(0),
      discount: two(0),
      taxes: [],
      kit: null,
    })
    expect(
      parts.map(part => [
        part.externalId,
        part.quantity,
        part.cancelled,
        part.paid.presentment.amountMinor,
        part.unitPrice.presentment.amountMinor,
      ]),
    ).toEqual([
      ['cup', 4, 2, 10_000, 2_500],
      ['tea', 2, 1, 6_000, 3_000],
      ['tin', 2, 1, 4_000, 2_000],
    ])
    expect(parts.map(part => part.kit)).toEqual([
      { parent: parent?.id, per: 2 },
      { parent: parent?.id, per: 1 },
      { parent: parent?.id, per: 1 },
    ])
    expect(parts.map(part => part.taxes[0]?.amount.presentment.amountMinor)).toEqual([2_000, 1_200, 800])
    expect(parts[0]).toMatchObject({ serials: ['s-1'], variant: { sku: 'CUP' }, product: { title: 'Cup' } })
    expect(orderTotal(order)).toEqual(two(20_000))
  })

  test('what was delivered is told in components', () => {
    const order = entered(kit({ fulfilments: [{ externalId: 'f', lines: [{ line: 'kit', quantity: 1 }] }] }))
    const id = (name: string) => lineOf(order, name).id
    expect(order.fulfilments[0]?.lines).toEqual([
      { line: id('cup'), quantity: 2 },
      { line: id('tea'), quantity: 1 },
      { line: id('tin'), quantity: 1 },
    ])
    expect(entered(kit()).fulfilments[0]?.lines.map(one => one.quantity)).toEqual([2, 1, 1])
  })

  test('parts without weights carry equal shares, and at least one must carry some', () => {
    const parts = (weight?: number) => [
      { externalId: 'x', title: 'X', per: 1, ...(weight !== undefined && { weight }) },
      { externalId: 'y', title: 'Y', per: 1, ...(weight !== undefined && { weight }) },
    ]
    expect(paid(sold([goods(1, 1_001, { components: parts() })]))).toEqual([0, 501, 500])
    expect(paths(anInput([goods(1, 1_000, { components: parts(0) })]))).toEqual(['lines.0.components'])
  })
})

describe('deliveries', () => {
  test('an order without any was delivered whole, when it was completed', () => {
    const order = sold([goods(3, 1_000, { cancelled: 1 }), goods(1, 1_000, { cancelled: 1 })])
    expect(order.fulfilments).toEqual([
      {
        id: order.fulfilments[0]?.id,
        externalId: 'whole',
        state: 'sent',
        lines: [{ line: lineOf(order).id, quantity: 2 }],
        sentAt: null,
        deliveredAt: '2026-03-05T10:00:00.000Z',
        carrier: null,
        tracking: [],
      },
    ])
    expect(sold([goods(1, 1_000)], { completedAt: null }).fulfilments[0]?.deliveredAt).toBeNull()
    expect(sold([goods(1, 1_000)], { fulfilments: [] }).fulfilments).toEqual([])
    expect(sold([goods(1, 1_000)], { state: 'cancelled' }).fulfilments).toEqual([])
  })

  test('T02 more than ordered and not cancelled cannot be delivered', () => {
    const two = (quantity: number, state: 'sent' | 'cancelled' = 'sent') =>
      anInput([goods(3, 1_000, { cancelled: 1 })], {
        fulfilments: [{ externalId: 'f', state, lines: [{ line: 'a', quantity }] }],
      })
    expect(faults(two(3))).toEqual([
      ['fulfilments', 'Of line a 3 pieces are delivered, but only 2 were ordered and not cancelled.'],
    ])
    expect(paths(two(2))).toEqual([])
    expect(paths(two(3, 'cancelled'))).toEqual([])
  })

  test('the same line twice in a delivery counts together; unknown lines and odd counts are refused', () => {
    const with_ = (...lines: { line: string; quantity: number }[]) =>
      anInput([goods(3, 1_000)], { fulfilments: [{ externalId: 'f', lines }] })
    expect(
      entered(with_({ line: 'a', quantity: 1 }, { line: 'a', quantity: 2 })).fulfilments[0]?.lines.map(
        one => one.quantity,
      ),
    ).toEqual([3])
    expect(paths(with_({ line: 'a', quantity: 2 }, { line: 'a', quantity: 2 }))).toEqual(['fulfilments'])
    expect(paths(with_({ line: 'z', quantity: 1 }, { line: 'a', quantity: 0 }, { line: 'a', quantity: 1.5 }))).toEqual([
      'fulfilments.0.lines.0.line',
      'fulfilments.0.lines.1.quantity',
      'fulfilments.0.lines.2.quantity',
    ])
  })
})

describe('payments', () => {
  test('an order that says nothing of them was paid elsewhere, an empty list says nothing was paid', () => {
    expect(sold([goods(1, 1_000)]).payments).toMatchObject([
      { kind: 'platform', gateway: 'manual', externalId: null, captured: eur(1_000), at: '2026-03-01T09:00:00.000Z' },
    ])
    expect(sold([goods(1, 1_000)], { payments: [] }).payments).toEqual([])
    expect(sold([goods(1, 0)]).payments).toEqual([])
  })

  test('payments keep what was told', () => {
    const order = sold([goods(1, 1_000)], {
      payments: [{ externalId: 'p', kind: 'card', gateway: 'stripe', captured: { amountMinor: 900 }, at: NOON }],
    })
    expect(order.payments).toEqual([
      { id: order.payments[0]?.id, externalId: 'p', kind: 'card', gateway: 'stripe', captured: eur(900), at: NOON },
    ])
  })
})

describe('deals', () => {
  const bundle = (more: object = {}) =>
    anInput([goods(1, 6_000, { listPrice: { amountMinor: 7_000 } }), goods(2, 1_000)], {
      deals: [
        {
          externalId: 'd',
          kind: 'add_on',
          lines: [
            { line: 'a', quantity: 1 },
            { line: 'b', quantity: 1 },
          ],
          ...more,
        },
      ],
    })

  test('lines know their deal and the deal what it cost before and after', () => {
    const order = entered(bundle())
    const [deal] = order.deals
    expect(deal).toMatchObject({
      kind: 'add_on',
      externalId: 'd',
      before: eur(8_000),
      after: eur(7_000),
      lines: [
        { quantity: 1, listPrice: eur(7_000) },
        { quantity: 1, listPrice: eur(1_000) },
      ],
    })
    expect(order.lines.map(line => line.deal)).toEqual([
      { id: deal?.id, role: 'main' },
      { id: deal?.id, role: 'add_on' },
    ])
    expect(entered(bundle({ kind: 'bundle' })).lines.map(line => line.deal?.role)).toEqual(['member', 'member'])
    expect(entered(bundle({ before: { amountMinor: 5 }, after: { amountMinor: 4 } })).deals[0]).toMatchObject({
      before: eur(5),
      after: eur(4),
    })
    expect(paths(bundle({ lines: [{ line: 'zz', quantity: 1 }] }))).toEqual(['deals.0.lines.0.line'])
  })
})

describe('what is refused', () => {
  test('every fault is told at once, each with its path', () => {
    expect(
      paths(
        anInput([
          { externalId: 'x', title: 'X', quantity: 0, unitPrice: { amountMinor: -1 } },
          {
            externalId: 'x',
            title: 'X',
            quantity: 1.5,
            unitPrice: { amountMinor: 1, shopAmountMinor: -1 },
            cancelled: 2,
            taxes: [{ title: 'VAT' }],
          },
        ]),
      ),
    ).toEqual([
      'lines.1.externalId',
      'lines.0.quantity',
      'lines.0.unitPrice',
      'lines.1.quantity',
      'lines.1.cancelled',
      'lines.1.unitPrice.shopAmountMinor',
      'lines.1.taxes.0',
    ])
  })

  test.each<[string, Partial<OrderInput>, string[]]>([
    ['no line at all', { lines: [] }, ['lines']],
    [
      'a discount above the price',
      { lines: [goods(1, 100, { discount: { amountMinor: 101 } })] },
      ['lines.0.discount'],
    ],
    ['an order discount above the lines', { discount: { amountMinor: 101 } }, ['discount']],
    [
      'a freight discount above the freight',
      { freight: { price: { amountMinor: 5 }, discount: { amountMinor: 6 } } },
      ['freight.discount'],
    ],
    [
      'negative amounts',
      {
        discount: { amountMinor: -1 },
        total: { amountMinor: -1 },
        freight: { price: { amountMinor: -1 }, discount: { amountMinor: -1 } },
      },
      ['discount', 'freight.price', 'freight.discount', 'total'],
    ],
    [
      'a negative tax',
      {
        taxes: [{ title: 'VAT', amount: { amountMinor: -1 } }],
        freight: { price: { amountMinor: 1 }, taxes: [{ title: 'VAT', ratePpm: -1 }] },
      },
      ['taxes.0.amount', 'freight.taxes.0.ratePpm'],
    ],
    [
      'a negative list price or payment',
      {
        lines: [goods(1, 100, { listPrice: { amountMinor: -1 } })],
        payments: [{ kind: 'card', gateway: 'g', captured: { amountMinor: -1 } }],
      },
      ['lines.0.listPrice', 'payments.0.captured'],
    ],
    ['amounts beyond exact integers', { lines: [goods(1, Number.MAX_SAFE_INTEGER + 1)] }, ['lines.0.unitPrice']],
    [
      'names used twice',
      {
        fulfilments: [
          { externalId: 'f', lines: [] },
          { externalId: 'f', lines: [] },
        ],
        payments: [
          { externalId: 'p', kind: 'card', gateway: 'g', captured: { amountMinor: 1 } },
          { externalId: 'p', kind: 'card', gateway: 'g', captured: { amountMinor: 1 } },
        ],
        deals: [
          { externalId: 'd', kind: 'bundle', lines: [] },
          { externalId: 'd', kind: 'bundle', lines: [] },
        ],
      },
      ['fulfilments.1.externalId', 'payments.1.externalId', 'deals.1.externalId'],
    ],
    [
      'a component named like a line',
      {
        lines: [
          goods(1, 100),
          goods(1, 100, { externalId: 'kit', components: [{ externalId: 'a', title: 'A', per: 1 }] }),
        ],
      },
      ['lines.1.components.0.externalId'],
    ],
    [
      'odd counts in a kit',
      { lines: [goods(1, 100, { components: [{ externalId: 'p', title: 'P', per: 0, weight: 0.5 }] })] },
      ['lines.0.components.0.per', 'lines.0.components.0.weight'],
    ],
  ])('%s', (_, more, wanted) => {
    expect(paths(anInput([goods(1, 100)], more))).toEqual(wanted)
  })

  test('exactly the price may be discounted, by the line or by the order', () => {
    expect(paid(sold([goods(1, 100, { discount: { amountMinor: 100 } })]))).toEqual([0])
    expect(paid(sold([goods(1, 100)], { discount: { amountMinor: 100 } }))).toEqual([0])
  })
})

describe('entering an order again', () => {
  const input = anInput([goods(2, 5_000), goods(1, 3_333)], {
    discount: { amountMinor: 100 },
    payments: [{ externalId: 'p', kind: 'card', gateway: 'g', captured: { amountMinor: 13_233 } }],
    fulfilments: [{ externalId: 'f', lines: [{ line: 'a', quantity: 1 }], deliveredAt: NOON }],
    deals: [{ externalId: 'd', kind: 'bundle', lines: [{ line: 'a', quantity: 1 }] }],
  })
  const before = entered(input)
  const later = '2026-04-01T00:00:00.000Z' as Instant

  test('without any change gives the known order itself back', () => {
    expect(enterOrder(input, before, anEntry({ at: later, fresh: counter('other') }))).toBe(before)
    const readBack = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(before).reverse())))
    expect(enterOrder(input, readBack, anEntry({ at: later }))).toBe(readBack)
  })

  test('keeps every id, its birth and its policy', () => {
    const after = entered({ ...input, tags: ['vip'], source: 'platform' }, before, {
      at: later,
      policy: 'policy-9' as never,
      fresh: counter('other'),
    })
    const ids = (order: Order) => [
      order.id,
      order.lines.map(one => one.id),
      order.fulfilments.map(one => one.id),
      order.payments.map(one => one.id),
      order.deals.map(one => one.id),
    ]
    expect(ids(after)).toEqual(ids(before))
    expect([after.policy, after.createdAt, after.updatedAt, after.source, after.tags]).toEqual([
      'policy-1',
      NOON,
      later,
      'api',
      ['vip'],
    ])
  })

  test('says which lines’ money changed', () => {
    const dearer = entered(
      { ...input, discount: { amountMinor: 100 }, lines: [goods(2, 5_000), { ...goods(1, 3_400), externalId: 'b' }] },
      before,
    )
    expect(changedShares(before, dearer)).toContain(lineOf(before, 'b').id)
    const more = entered(
      {
        ...input,
        discount: null,
        lines: [
          { ...goods(2, 5_000), discount: { amountMinor: 75 } },
          { ...goods(1, 3_333), externalId: 'b', discount: { amountMinor: 25 } },
        ],
      },
      before,
    )
    expect(changedShares(before, more)).toEqual([])
    expect(changedShares(before, before)).toEqual([])
    expect(changedShares(before, { ...before, lines: before.lines.slice(1) })).toEqual([lineOf(before, 'a').id])
  })

  test('a line cannot vanish and a currency cannot change', () => {
    expect(paths({ ...input, lines: [goods(2, 5_000)] }, before)).toEqual(['lines'])
    expect(paths({ ...input, currency: GBP }, before)).toEqual(['currency'])
  })

  test('a delivery or payment that is no longer named stays', () => {
    const after = entered(
      {
        ...input,
        fulfilments: [{ externalId: 'g', lines: [{ line: 'a', quantity: 1 }] }],
        payments: [{ externalId: 'q', kind: 'card', gateway: 'g', captured: { amountMinor: 1 } }],
      },
      before,
      { fresh: counter('other') },
    )
    expect(after.fulfilments.map(one => one.externalId)).toEqual(['f', 'g'])
    expect(after.payments.map(one => one.externalId)).toEqual(['p', 'q'])
    const silent = entered({ ...input, fulfilments: undefined, payments: undefined, tags: ['x'] }, before)
    expect([silent.fulfilments, silent.payments]).toEqual([before.fulfilments, before.payments])
  })

  test('the made-up delivery and payment become the first real ones', () => {
    const bare = sold([goods(2, 5_000)])
    const after = entered(
      anInput([goods(2, 5_000)], {
        fulfilments: [
          { externalId: 'f1', lines: [{ line: 'a', quantity: 1 }] },
          { externalId: 'f2', lines: [{ line: 'a', quantity: 1 }] },
        ],
        payments: [
          { externalId: 'p1', kind: 'card', gateway: 'g', captured: { amountMinor: 6_000 } },
          { externalId: 'p2', kind: 'card', gateway: 'g', captured: { amountMinor: 4_000 } },
        ],
      }),
      bare,
      { fresh: counter('other') },
    )
    expect(after.fulfilments.map(one => one.externalId)).toEqual(['f1', 'f2'])
    expect(after.fulfilments[0]?.id).toBe(bare.fulfilments[0]?.id)
    expect(after.payments.map(one => one.externalId)).toEqual(['p1', 'p2'])
    expect(after.payments[0]?.id).toBe(bare.payments[0]?.id)
  })

  test('the made-up delivery and payment follow what is learned later', () => {
    const bare = sold([goods(2, 5_000)], { completedAt: null })
    const after = entered(anInput([goods(2, 5_000, { cancelled: 1 })], { discount: { amountMinor: 1_000 } }), bare)
    expect(after.fulfilments[0]).toMatchObject({
      id: bare.fulfilments[0]?.id,
      deliveredAt: '2026-03-05T10:00:00.000Z',
      lines: [{ quantity: 1 }],
    })
    expect(after.payments[0]).toMatchObject({ id: bare.payments[0]?.id, captured: eur(9_000) })
  })

  test('unnamed payments are known again by their place', () => {
    const paidBy = (minor: number) =>
      anInput([goods(1, 5_000)], {
        payments: [
          { kind: 'card', gateway: 'g', captured: { amountMinor: minor } },
          { kind: 'gift_card', gateway: 'g', captured: { amountMinor: 5_000 - minor } },
        ],
      })
    const first = entered(paidBy(3_000))
    const second = entered(paidBy(2_000), first, { fresh: counter('other') })
    expect(second.payments.map(one => [one.id, one.captured.amountMinor])).toEqual([
      [first.payments[0]?.id, 2_000],
      [first.payments[1]?.id, 3_000],
    ])
  })
})

test('names, people and places fall back to what is known', () => {
  const order = sold([goods(1, 100, { sku: 'S-1' })], {
    shipping: { country: 'GR', city: 'Athens' },
    customer: { firstName: 'Eleni' },
    gift: { recipient: { firstName: 'Nikos' } },
  })
  expect(order.refs).toEqual({ externalId: 'order-ext', number: 'order-ext', name: 'order-ext' })
  expect([order.country, order.shipping?.city, order.shipping?.street1, order.billing]).toEqual([
    'GR',
    'Athens',
    null,
    null,
  ])
  expect([order.customer.firstName, order.customer.emails, order.gift?.recipient.firstName]).toEqual([
    'Eleni',
    [],
    'Nikos',
  ])
  expect(lineOf(order)).toMatchObject({
    product: { id: 'S-1', externalId: 'S-1', code: '', title: 'Shirt' },
    variant: { externalId: 'S-1', sku: 'S-1' },
    requiresShipping: true,
    taxable: true,
    giftCard: false,
    finalSale: false,
    grams: 0,
  })
  expect(sold([goods(1, 100)], { number: '1001', billing: { country: 'DE' } })).toMatchObject({
    refs: { number: '1001', name: '1001' },
    country: 'DE',
  })
  expect(order).toMatchObject({ source: 'api', state: 'open', org: 'org-1', shop: aShop().id, policy: 'policy-1' })
})

test('any order’s shares close at its total, and nothing is negative', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 9 }),
    unit: fc.integer({ min: 0, max: 99_999 }),
    off: fc.integer({ min: 0, max: 1_000_000 }),
    rate: fc.integer({ min: 0, max: 250_000 }),
  })
  const orders = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 5 }),
    off: fc.integer({ min: 0, max: 1_000_000 }),
    tax: fc.integer({ min: 0, max: 9_999 }),
    freight: fc.integer({ min: 0, max: 5_000 }),
    included: fc.boolean(),
    rounding: fc.integer({ min: -1, max: 1 }),
    rate: fc.integer({ min: 1, max: 300 }),
  })
  fc.assert(
    fc.property(orders, sketch => {
      const lines = sketch.lines.map(({ quantity, unit, off, rate }) =>
        goods(quantity, unit, {
          discount: { amountMinor: Math.floor((unit * quantity * off) / 1_000_000) },
          taxes: [{ title: 'VAT', ratePpm: rate }],
        }),
      )
      const left = lines.reduce(
        (all, one) => all + one.quantity * one.unitPrice.amountMinor - (one.discount?.amountMinor ?? 0),
        0,
      )
      const input = anInput(lines, {
        taxesIncluded: sketch.included,
        discount: { amountMinor: Math.floor((left * sketch.off) / 1_000_000) },
        taxes: [{ title: 'eco', amount: { amountMinor: sketch.tax } }],
        freight: { price: { amountMinor: sketch.freight } },
      })
      const computed = orderTotal(entered(input)).presentment.amountMinor
      const total = Math.max(0, computed + sketch.rounding)
      const stated = entered({
        ...input,
        shopCurrency: GBP,
        total: { amountMinor: total, shopAmountMinor: total * sketch.rate },
      })
      expect(orderTotal(stated)).toEqual({ presentment: money(total, EUR), shop: money(total * sketch.rate, GBP) })
      for (const one of stated.lines) {
        expect(
          Math.min(one.paid.presentment.amountMinor, one.paid.shop.amountMinor, one.discount.presentment.amountMinor),
        ).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 200 },
  )
})

describe('orders made by exchanges', () => {
  const replace = (sku: string) => ({
    type: 'replace' as const,
    variant: { externalId: `v-${sku}`, sku, title: sku, options: [] },
  })
  const listed = (sku: string, unit: number, item: ExchangeLine['replaces'], quantity = 1): ExchangeLine => ({
    variant: replace(sku).variant,
    title: 'Shirt',
    product: 'shirt',
    quantity,
    unit: two(unit),
    tax: two(0),
    total: two(unit * quantity),
    replaces: item,
  })
  const proposal = (lines: ExchangeLine[]): NonNullable<Return['exchange']> => ({
    lines,
    bonus: [],
    chargeBy: 'shop',
    reservedUntil: null,
    state: 'proposed',
    why: null,
    order: null,
  })

  function swapped(order: Order, sku: string, step: number): { order: Order; ret: Return } {
    const asked = filed(order, [
      { line: order.lines[0]?.externalId ?? 'a', quantity: 1, handling: 'keep', resolution: replace(sku) },
    ])
    const ret = promised({ ...asked, exchange: proposal([listed(sku, 4_500, itemAt(asked, 1))]) }, counterFor(order))
    const portions = order.payments.map(payment => ({ payment: payment.id, amount: eur(3_000) }))
    const made = exchangeOrder({
      ret,
      exchange: ret.exchange as never,
      order,
      id: `order-${step}` as never,
      externalId: `x-${step}`,
      number: `X${step}`,
      at: NOON,
      portions,
      charges: [],
      fresh: counter(`x${step}`),
    })
    const delivered = entered(
      anInput([goods(1, 4_500, { externalId: `x-line-${step}`, sku })], { externalId: `x-${step}` }),
      made,
    )
    return { order: delivered, ret }
  }

  test('T32 chain: bought at 30 on sale, M to L to XL and back, the list says 45 and the refund is 30', () => {
    const bought = sold([goods(1, 4_500, { sku: 'M', discount: { amountMinor: 1_500 } })], {
      payments: [{ externalId: 'card', kind: 'card', gateway: 'g', captured: { amountMinor: 3_000 } }],
    })
    const large = swapped(bought, 'L', 2)
    const extra = swapped(large.order, 'XL', 3)
    const again = swapped(extra.order, 'XXL', 4)
    const last = again.order
    expect(last).toMatchObject({
      source: 'exchange',
      freight: { paid: two(0), taxes: [] },
      fulfilments: [{ externalId: 'whole' }],
    })
    expect(last.lines[0]).toMatchObject({
      externalId: 'x-line-4',
      paid: two(3_000),
      unitPrice: two(3_000),
      listPrice: two(4_500),
      discount: two(0),
      variant: { sku: 'XXL' },
      origin: { order: bought.id, line: lineOf(bought).id, ret: again.ret.id, item: itemAt(again.ret, 1) },
    })
    expect(last.payments).toEqual([{ ...bought.payments[0], captured: eur(3_000) }])
    expect(totalOf(quoteOf(filed(last, [{ line: 'x-line-4', quantity: 1, handling: 'keep' }]), counterFor(last)))).toBe(
      3_000,
    )
  })

  test('what was paid on top is part of the basis, with a payment of its own', () => {
    const bought = sold([goods(1, 8_000)], {
      payments: [{ kind: 'card', gateway: 'g', captured: { amountMinor: 8_000 } }],
    })
    const asked = filed(bought, [{ quantity: 1, handling: 'keep', resolution: { type: 'swap' } }])
    const ret = promised(
      { ...asked, exchange: proposal([listed('B', 9_000, itemAt(asked, 1)), listed('C', 1_500, null, 2)]) },
      counterFor(bought),
    )
    const order = exchangeOrder({
      ret,
      exchange: ret.exchange as never,
      order: bought,
      id: 'order-2' as never,
      externalId: 'x',
      number: 'X',
      at: NOON,
      fresh: counter('x'),
      portions: [{ payment: bought.payments[0]?.id as never, amount: eur(8_000) }],
      charges: [{ id: 'payment-9' as never, gateway: 'g', externalId: 'ch', amount: eur(4_000) }],
    })
    expect(
      order.lines.map(line => [
        line.quantity,
        line.paid.presentment.amountMinor,
        line.unitPrice.presentment.amountMinor,
      ]),
    ).toEqual([
      [1, 9_000, 9_000],
      [2, 3_000, 1_500],
    ])
    expect(order.payments).toEqual([
      { ...bought.payments[0], captured: eur(8_000) },
      { id: 'payment-9', externalId: 'ch', kind: 'card', gateway: 'g', captured: eur(4_000), at: NOON },
    ])
    expect(orderTotal(order)).toEqual(two(12_000))
    expect(order.lines.map(line => line.origin?.item)).toEqual([itemAt(ret, 1), itemAt(ret, 1)])
  })

  test('T27 the money that moves is planned like a refund, without the bonus', () => {
    const bought = sold([goods(1, 8_000)], {
      payments: [
        { kind: 'gift_card', gateway: 'g', captured: { amountMinor: 5_000 } },
        { kind: 'card', gateway: 'g', captured: { amountMinor: 3_000 } },
      ],
    })
    const asked = filed(bought, [{ quantity: 1, handling: 'keep', resolution: { type: 'swap' } }])
    const bonus = [{ type: 'extra' as const, value: eur(500), ratePpm: null, used: eur(0) }]
    const ret = promised(
      { ...asked, exchange: { ...proposal([listed('B', 9_000, itemAt(asked, 1))]), bonus } },
      counterFor(bought),
    )
    const [gift, card] = bought.payments
    const payments = (spoken: number) =>
      bought.payments.map(({ id, captured }, place) => ({ id, captured, spoken: eur(place === 1 ? spoken : 0) }))
    const planned = portionsFor(ret, { order: bought, shop: aShop(), payments: payments(0) })
    expect(refused(planned) ? planned : planned.map(one => [one.payment, one.amount])).toEqual([
      [gift?.id, eur(5_000)],
      [card?.id, eur(3_000)],
    ])
    const spent = portionsFor(ret, { order: bought, shop: aShop(), payments: payments(1) })
    expect(refused(spent) && spent.code).toBe('payout_exceeds')
    const order = exchangeOrder({
      ret,
      exchange: ret.exchange as never,
      order: bought,
      id: 'order-2' as never,
      externalId: 'x',
      number: 'X',
      at: NOON,
      fresh: counter('x'),
      portions: [{ payment: gift?.id as never, amount: eur(5_000) }],
      charges: [],
    })
    expect(order.payments).toEqual([gift, { ...card, captured: eur(0) }])
  })

  test('taxes keep their part of what was settled', () => {
    const bought = sold([goods(1, 6_000, { taxes: [{ title: 'VAT', ratePpm: 200_000 }] })])
    const { order } = swapped(bought, 'L', 2)
    expect(order.lines[0]?.taxes).toEqual([{ title: 'VAT', ratePpm: 200_000, included: true, amount: two(1_000) }])
  })

  test('the shop’s own words about it change its names and never its money', () => {
    const bought = sold([goods(1, 3_000)], {
      payments: [{ kind: 'card', gateway: 'g', captured: { amountMinor: 3_000 } }],
    })
    const { order } = swapped(bought, 'L', 2)
    const after = entered(
      anInput([goods(1, 9_999, { externalId: 'renamed', variant: { externalId: 'v-L' }, serials: ['s'] })], {
        externalId: 'x-2',
        payments: [],
        discount: { amountMinor: 5 },
      }),
      order,
    )
    expect(after.lines[0]).toMatchObject({ externalId: 'renamed', paid: two(3_000), serials: ['s'] })
    expect(after.payments).toEqual(order.payments)
    expect(changedShares(order, after)).toEqual([])
    expect(paths(anInput([goods(1, 1, { externalId: 'other', sku: 'OTHER' })], { externalId: 'x-2' }), order)).toEqual([
      'lines.0',
    ])
  })
})
