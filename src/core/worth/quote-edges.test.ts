import { describe, expect, test } from 'vitest'
import { eur, NOON, two } from '../../../test/kit/cast.ts'
import {
  arrived,
  counterFor,
  filed,
  GBP,
  goods,
  INR,
  itemAt,
  lineOf,
  partsOf,
  policyOf,
  promised,
  quoteOf,
  sold,
  totalOf,
} from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import type { Effect } from '../policy/policy.ts'
import type { Return, Shipment } from '../return/return.ts'

const method = (parts: { kind: 'return_cost' | 'shipping'; minor: number; why?: string }[]): Return['method'] => ({
  type: 'retailer_label',
  name: 'Label',
  zone: null,
  rule: null,
  cost: {
    parts: parts.map(({ kind, minor, why }) => ({ kind, amount: two(minor), ...(why && { why }) })),
    total: two(0),
  },
})

describe('settled amounts', () => {
  const order = sold([goods(2, 5_000)])
  const one = filed(order, [{ quantity: 1, handling: 'keep' }])

  test.each(['agreed', 'verdict'] as const)('an %s amount may exceed the worth, up to what was captured', basis => {
    expect(partsOf(quoteOf(one, counterFor(order), { basis, amount: eur(7_000) }))).toEqual([
      'goods 5000',
      `adjustment 2000 (${basis})`,
    ])
    expect(partsOf(quoteOf(one, counterFor(order), { basis, amount: eur(99_999) }))).toEqual([
      'goods 5000',
      'adjustment 5000 (captured)',
    ])
  })

  test('an amount over two grants is shared by their size, and one that fits changes nothing', () => {
    const both = filed(order, [
      { quantity: 1, handling: 'keep' },
      { quantity: 1, handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } },
    ])
    const totals = (amount: number) =>
      quoteOf(both, counterFor(order), { amount: eur(amount) }).grants.map(
        grant => grant.figure.total.presentment.amountMinor,
      )
    expect(totals(5_001)).toEqual([2_501, 2_500])
    const capped = sold([goods(1, 6_000), goods(1, 0)])
    const ret = filed(capped, [
      { quantity: 1, handling: 'keep' },
      { line: 'b', quantity: 1, handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } },
    ])
    const [first, second] = quoteOf(ret, counterFor(capped), { amount: eur(3_000) }).grants
    expect([first?.figure.parts.length, second?.figure.parts]).toEqual([
      2,
      [{ kind: 'goods', amount: two(0), item: itemAt(ret, 2) }],
    ])
  })

  test('a settled amount in another book follows the computed pair, not the whole order’s', () => {
    const rupees = sold(
      [
        goods(1, 0, { unitPrice: { amountMinor: 10_000, shopAmountMinor: 200 } }),
        goods(1, 0, { unitPrice: { amountMinor: 10_000, shopAmountMinor: 100 } }),
      ],
      { currency: INR, shopCurrency: GBP },
    )
    const half = quoteOf(filed(rupees, [{ quantity: 1, handling: 'keep' }]), counterFor(rupees), {
      amount: money(5_000, INR),
    })
    expect(half.figure.total.shop).toEqual(money(100, GBP))
    const gift = quoteOf(filed(rupees, [{ quantity: 1 }]), counterFor(rupees), {
      basis: 'goodwill',
      amount: money(2_000, INR),
    })
    expect(gift.figure.total.shop).toEqual(money(30, GBP))
  })

  test('an agreed amount is not shared over lines that were named', () => {
    const ret: Return = {
      ...filed(order, [{ quantity: 2 }]),
      offers: [
        {
          id: 'offer-1' as never,
          by: 'shopper',
          person: 'Maja',
          at: NOON,
          until: null,
          terms: { handling: 'send_back', amount: eur(6_000) },
          end: 'accepted',
          endedAt: NOON,
        },
      ],
    }
    expect(totalOf(quoteOf(ret, counterFor(order), { lines: [{ item: itemAt(ret, 1), quantity: 1 }] }))).toBe(5_000)
  })
})

describe('fees at their edges', () => {
  const order = sold([goods(2, 5_000)])
  const poor: Effect[] = [{ acceptable: ['a', 'b', 'c', 'd'] }, { deduction: { grades: ['d'], ratePpm: 1_000_000 } }]

  test('the poor pieces are the last ones, and only a counted basis deducts for them', () => {
    const uneven = sold([goods(4, 0, { unitPrice: { amountMinor: 26 }, discount: { amountMinor: 3 } })])
    const ret = arrived(filed(uneven, [{ quantity: 2 }]), 2, { d: 1 })
    const tray = counterFor(uneven, policyOf(...poor))
    expect(lineOf(uneven).paid).toEqual(two(101))
    expect(quoteOf(ret, tray).figure.parts.at(-1)).toEqual({
      kind: 'deduction',
      amount: two(-26),
      item: itemAt(ret, 1),
      why: 'condition',
    })
    const three = arrived(filed(uneven, [{ quantity: 3 }]), 3, { d: 1 })
    expect(partsOf(quoteOf(three, tray)).at(-1)).toBe('deduction -25 (condition)')
    for (const basis of ['agreed', 'verdict', 'goodwill'] as const) {
      const answer = quoteOf(ret, tray, { basis, lines: [{ item: itemAt(ret, 1), quantity: 2 }] })
      expect(partsOf(answer).filter(part => part.startsWith('deduction'))).toEqual([])
    }
  })

  test('restocking fees name their item', () => {
    const ret = filed(order, [{ quantity: 1 }])
    for (const fee of [{ ratePpm: 100_000 }, { flat: eur(500) }]) {
      const answer = quoteOf(ret, counterFor(order, policyOf({ fee: { kind: 'restocking_fee', ...fee } as never })), {
        basis: 'asked',
      })
      expect(answer.figure.parts.at(-1)).toEqual({ kind: 'restocking_fee', amount: two(-500), item: itemAt(ret, 1) })
    }
  })

  test('a fee or bonus in a currency the order does not know is not taken', () => {
    const effects: Effect[] = [
      { fee: { kind: 'restocking_fee', flat: money(100, GBP) } },
      { fee: { kind: 'return_cost', flat: money(100, GBP) } },
      { bonus: { flat: money(100, GBP) } },
    ]
    const ret = filed(order, [{ quantity: 1 }])
    const answer = quoteOf(ret, counterFor(order, policyOf(...effects)), { basis: 'asked', to: 'store_credit' })
    expect(partsOf(answer)).toEqual(['goods 5000'])
    const nothing = policyOf({ bonus: { ratePpm: 1 } }, { fee: { kind: 'restocking_fee', ratePpm: 1 } })
    expect(partsOf(quoteOf(ret, counterFor(order, nothing), { basis: 'asked', to: 'store_credit' }))).toEqual([
      'goods 5000',
    ])
  })

  test('a method chosen after a first promise is still paid for, and only its way back counts', () => {
    const tray = counterFor(order)
    const first = promised(arrived(filed(order, [{ quantity: 2 }]), 1), tray)
    const chosen = arrived(
      {
        ...first,
        method: method([
          { kind: 'return_cost', minor: 300 },
          { kind: 'shipping', minor: 50 },
        ]),
      },
      1,
    )
    expect(partsOf(quoteOf(chosen, tray))).toEqual(['goods 5000', 'return_cost -300'])
  })

  test('labels add up, and a parcel without one costs nothing', () => {
    const parcel = (charge: number | null): Shipment => ({
      id: 'shipment-1' as never,
      leg: 'inbound',
      source: 'shopper',
      carrier: { slug: 'dhl', name: 'DHL', ref: null, integrated: true },
      trackingNumber: null,
      contents: [],
      label:
        charge === null ? null : { url: null, shippingSlug: 'dhl', qr: null, charge: eur(charge), reference: null },
      documents: [],
      from: null,
      to: null,
      proof: null,
      eta: null,
      refs: { pin: null, contactNumber: null, queryNumber: null },
      checkpoints: [],
      createdAt: NOON,
      cancelledAt: null,
    })
    const ret = filed(order, [{ quantity: 1 }], {
      method: method([{ kind: 'return_cost', minor: 300, why: 'label' }]),
      shipments: [parcel(200), parcel(null), parcel(150)],
    })
    expect(totalOf(quoteOf(ret, counterFor(order), { basis: 'asked' }))).toBe(4_650)
    expect(totalOf(quoteOf({ ...ret, shipments: [parcel(null)] }, counterFor(order), { basis: 'asked' }))).toBe(4_700)
    const strange = parcel(200)
    const abroad = { ...strange, label: strange.label && { ...strange.label, charge: money(9, GBP) } }
    expect(totalOf(quoteOf({ ...ret, shipments: [abroad] }, counterFor(order), { basis: 'asked' }))).toBe(4_700)
  })

  test('a flat bonus waits for the first store credit', () => {
    const tray = counterFor(order, policyOf({ bonus: { flat: eur(250) } }))
    const first = promised(arrived(filed(order, [{ quantity: 2 }]), 1), tray)
    expect(totalOf(quoteOf(arrived(first, 1), tray, { to: 'store_credit' }))).toBe(5_250)
  })
})

describe('freight at its edges', () => {
  const order = sold([goods(1, 5_000), goods(1, 3_000)], { freight: { price: { amountMinor: 1_000 } } })
  const both = filed(order, [
    { quantity: 1, handling: 'keep' },
    { line: 'b', quantity: 1, handling: 'keep' },
  ])

  test('what an earlier grant gave of it is not given again', () => {
    const part = promised(filed(order, [{ quantity: 1 }]), counterFor(order), { lines: [], shipping: true })
    const some = {
      ...part,
      grants: part.grants.map(grant => ({
        ...grant,
        figure: { parts: [{ kind: 'shipping' as const, amount: two(400) }], total: two(400) },
      })),
    }
    expect(partsOf(quoteOf(both, counterFor(order, null, [some])))).toEqual([
      'goods 5000',
      'goods 3000',
      'shipping 600',
    ])
  })

  test('neither goodwill nor an empty quote brings it along', () => {
    const first = counterFor(order, policyOf({ shippingBack: 'first' }))
    expect(partsOf(quoteOf(both, first, { basis: 'goodwill', amount: eur(100) }))).toEqual([
      'adjustment 100 (goodwill)',
    ])
    expect(quoteOf(filed(order, [{ quantity: 1 }]), first).grants).toEqual([])
  })

  test('a delivery that was called off is not waited for, and a policy silent about freight means the whole order', () => {
    const twice = sold([goods(2, 5_000)], {
      freight: { price: { amountMinor: 1_000 } },
      fulfilments: [
        { externalId: 'f', lines: [{ line: 'a', quantity: 1 }] },
        { externalId: 'g', state: 'cancelled', lines: [{ line: 'a', quantity: 1 }] },
      ],
    })
    const ret = filed(twice, [{ quantity: 1, handling: 'keep' }])
    expect(partsOf(quoteOf(ret, counterFor(twice, policyOf({ basis: 'asked' }))))).toEqual([
      'goods 5000',
      'shipping 1000',
    ])
  })

  test('a tax inside it is told and not taken off, and one of nothing is not told', () => {
    const taxed = sold([goods(1, 5_000)], {
      freight: {
        price: { amountMinor: 1_200 },
        taxes: [
          { title: 'VAT', ratePpm: 200_000 },
          { title: 'none', ratePpm: 0 },
        ],
      },
    })
    const answer = quoteOf(filed(taxed, [{ quantity: 1, handling: 'keep' }]), counterFor(taxed))
    expect(partsOf(answer)).toEqual(['goods 5000', 'shipping 1200', 'tax 200 included (shipping)'])
    expect([totalOf(answer), answer.maximum]).toEqual([6_200, eur(6_200)])
  })
})

describe('re-pricing at its edges', () => {
  const half = (below: number, currency = eur(0).currency): Effect => ({
    discount: { repriceBelow: money(below, currency), ratePpm: 500_000 },
  })

  test('a threshold in the shop’s currency is compared there, one in another never bites', () => {
    const rupees = sold([goods(2, 0, { unitPrice: { amountMinor: 10_000, shopAmountMinor: 100 } })], {
      currency: INR,
      shopCurrency: GBP,
      discount: { amountMinor: 2_000, shopAmountMinor: 20 },
    })
    const ret = filed(rupees, [{ quantity: 1, handling: 'keep' }])
    const total = (effect: Effect) => quoteOf(ret, counterFor(rupees, policyOf(effect))).figure.total
    expect(total(half(101, GBP))).toEqual({ presentment: money(8_000, INR), shop: money(80, GBP) })
    expect(total(half(100, GBP)).presentment).toEqual(money(9_000, INR))
    expect(total(half(10_001, INR)).presentment).toEqual(money(8_000, INR))
    expect(total(half(999_999)).presentment).toEqual(money(9_000, INR))
  })

  test('cancelled pieces do not stay, and taxes inside the price are not added', () => {
    const order = sold([goods(3, 5_000, { cancelled: 1, taxes: [{ title: 'VAT', ratePpm: 200_000 }] })], {
      discount: { amountMinor: 1_500 },
    })
    const ret = filed(order, [{ quantity: 1, handling: 'keep' }])
    expect(partsOf(quoteOf(ret, counterFor(order, policyOf(half(5_001)))))).toContain('deduction -500 (reprice)')
    expect(totalOf(quoteOf(ret, counterFor(order, policyOf(half(5_000)))))).toBe(4_500)
  })

  test('goodwill re-prices nothing, and other deductions are not taken for it', () => {
    const order = sold([goods(3, 5_000)], { discount: { amountMinor: 1_500 } })
    const tray = (siblings: Return[] = []) =>
      counterFor(
        order,
        policyOf(
          half(20_000),
          { acceptable: ['a', 'b', 'c', 'd'] },
          { deduction: { grades: ['d'], ratePpm: 100_000 } },
        ),
        siblings,
      )
    const gift = quoteOf(filed(order, [{ quantity: 1 }]), tray(), { basis: 'goodwill', amount: eur(100) })
    expect(partsOf(gift)).toEqual(['adjustment 100 (goodwill)'])
    const first = promised(arrived(filed(order, [{ quantity: 1 }]), 1, { d: 1 }), tray())
    expect(first.grants.flatMap(grant => partsOf(grant))).toEqual([
      'goods 5000',
      'discount -500',
      'deduction -450 (condition)',
      'deduction -1000 (reprice)',
    ])
    expect(partsOf(quoteOf(filed(order, [{ quantity: 1, handling: 'keep' }]), tray([first])))).toEqual([
      'goods 5000',
      'discount -500',
      'deduction 500 (reprice)',
    ])
  })
})
