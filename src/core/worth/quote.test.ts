import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actor, aShop, eur, NOON, two } from '../../../test/kit/cast.ts'
import {
  anInput,
  arrived,
  counterFor,
  entered,
  filed,
  GBP,
  goods,
  INR,
  itemAt,
  JPY,
  KWD,
  lineOf,
  offerEnded,
  partsOf,
  policyOf,
  promised,
  quoteOf,
  sold,
  totalOf,
} from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import type { Effect } from '../policy/policy.ts'
import { refused } from '../refusal.ts'
import type { ExchangeLine, MethodType, Return, Shipment } from '../return/return.ts'
import { bounds, estimate, inAll, maximum, minimum, quote } from './quote.ts'

const KEEP_AS_IS: Effect[] = [{ basis: 'accepted' }]

const method = (minor: number, why?: string): Return['method'] => ({
  type: 'retailer_label' as MethodType,
  name: 'Label',
  zone: null,
  rule: null,
  cost: { parts: [{ kind: 'return_cost', amount: two(minor), ...(why && { why }) }], total: two(minor) },
})

const label = (minor: number): Shipment => ({
  id: 'shipment-1' as never,
  leg: 'inbound',
  source: 'generated',
  carrier: { slug: 'dhl', name: 'DHL', ref: null, integrated: true },
  trackingNumber: null,
  contents: [],
  label: { url: null, shippingSlug: 'dhl', qr: null, charge: eur(minor), reference: null },
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

describe('which pieces are paid', () => {
  const order = sold([goods(3, 8_999)])

  test('T09 refund what arrived: of three announced two came, so 179.98 is offered and is the most', () => {
    const ret = arrived(filed(order, [{ quantity: 3 }]), 2)
    const tray = counterFor(order)
    expect(totalOf(quoteOf(ret, tray))).toBe(17_998)
    expect(quoteOf(ret, tray).maximum).toEqual(eur(17_998))
    expect(totalOf(quoteOf(ret, tray, { amount: eur(26_997) }))).toBe(17_998)
    expect(maximum(ret, tray, 'send_back')).toEqual(eur(17_998))
    expect(maximum(ret, tray, 'keep')).toEqual(eur(26_997))
  })

  test('nothing is paid before anything came, and the estimate says what will be', () => {
    const ret = filed(order, [{ quantity: 3 }])
    expect(quoteOf(ret, counterFor(order))).toMatchObject({ basis: 'accepted', grants: [], maximum: eur(0) })
    expect(estimate(ret, counterFor(order))).toMatchObject({ basis: 'asked', maximum: eur(26_997) })
    expect(totalOf(estimate(ret, counterFor(order)))).toBe(26_997)
    expect(estimate(arrived(ret, 1), counterFor(order)).basis).toBe('accepted')
  })

  test('T07 a surplus piece is not paid: one announced, two arrived', () => {
    expect(totalOf(quoteOf(arrived(filed(order, [{ quantity: 1 }]), 2), counterFor(order)))).toBe(8_999)
    expect(
      totalOf(quoteOf(arrived(filed(order, [{ quantity: 1 }]), 2), counterFor(order), { basis: 'received' })),
    ).toBe(8_999)
  })

  test('kept pieces are paid by what was asked for', () => {
    const ret = filed(order, [{ quantity: 2, handling: 'keep' }])
    expect(quoteOf(ret, counterFor(order))).toMatchObject({ basis: 'asked' })
    expect(totalOf(quoteOf(ret, counterFor(order)))).toBe(17_998)
    expect(totalOf(quoteOf(filed(order, [{ quantity: 2 }]), counterFor(order), { handling: 'keep' }))).toBe(17_998)
  })

  test('what was promised is not promised again, and the last piece closes the line', () => {
    const tray = counterFor(order)
    const first = promised(arrived(filed(order, [{ quantity: 3 }]), 1), tray)
    expect(totalOf(quoteOf(first, tray))).toBe(0)
    const second = quoteOf(arrived(first, 2), tray)
    expect(totalOf(second)).toBe(17_998)
    expect(second.grants[0]?.lines).toEqual([{ item: itemAt(first, 1), quantity: 2 }])
  })

  test('two items of one line are consecutive pieces of it', () => {
    const thirds = sold([goods(3, 0, { unitPrice: { amountMinor: 34 }, discount: { amountMinor: 2 } })])
    const answer = quoteOf(
      filed(thirds, [
        { quantity: 1, handling: 'keep' },
        { quantity: 2, handling: 'keep' },
      ]),
      counterFor(thirds),
    )
    expect(answer.figure.total.presentment.amountMinor).toBe(100)
  })

  test('named quantities are cut to what is payable, and a stranger’s item is refused', () => {
    const ret = arrived(filed(order, [{ quantity: 3 }]), 2)
    const item = itemAt(ret, 1)
    expect(totalOf(quoteOf(ret, counterFor(order), { lines: [{ item, quantity: 1 }] }))).toBe(8_999)
    expect(totalOf(quoteOf(ret, counterFor(order), { lines: [{ item, quantity: 9 }] }))).toBe(17_998)
    const answer = quote(ret, counterFor(order), { lines: [{ item: 'nobody' as never, quantity: 1 }] })
    expect(refused(answer) && [answer.code, answer.detail.path, answer.detail.item]).toEqual([
      'unknown_line',
      'lines',
      'nobody',
    ])
  })

  test('T10 damaged: the standard pays what is sellable, other policies pay part or all', () => {
    const two = sold([goods(2, 5_000)])
    const ret = arrived(filed(two, [{ quantity: 2 }]), 2, { a: 1, d: 1 })
    expect(totalOf(quoteOf(ret, counterFor(two)))).toBe(5_000)
    expect(totalOf(quoteOf(ret, counterFor(two, policyOf({ acceptable: ['a', 'b', 'c', 'd'] }))))).toBe(10_000)
    const part = quoteOf(
      ret,
      counterFor(
        two,
        policyOf({ acceptable: ['a', 'b', 'c', 'd'] }, { deduction: { grades: ['c', 'd'], ratePpm: 500_000 } }),
      ),
    )
    expect(partsOf(part)).toEqual(['goods 10000', 'deduction -2500 (condition)'])
    expect(part.maximum).toEqual(eur(10_000))
  })

  test('T10 what came damaged or wrong is paid in any state: the shop answers for what it sent', () => {
    const two = sold([goods(2, 5_000)])
    const back = arrived(filed(two, [{ quantity: 2 }]), 2, { a: 1, d: 1 })
    for (const [code, paid] of [
      ['damaged', 10_000],
      ['fake', 10_000],
      ['changed_mind', 5_000],
    ] as const) {
      const ret = { ...back, items: back.items.map(item => ({ ...item, reason: { ...item.reason, code } })) }
      expect(totalOf(quoteOf(ret, counterFor(two))), code).toBe(paid)
    }
  })

  test('pieces nobody graded count, unless policy lets them wait', () => {
    const ret = arrived(filed(order, [{ quantity: 3 }]), 3, { a: 1 })
    expect(totalOf(quoteOf(ret, counterFor(order)))).toBe(26_997)
    expect(totalOf(quoteOf(ret, counterFor(order, policyOf({ ungraded: 'waits' }))))).toBe(8_999)
  })

  test('T13 kit: one component back is its share, all of them are the whole price', () => {
    const kit = sold([
      goods(2, 10_000, {
        externalId: 'kit',
        components: [
          { externalId: 'A', title: 'A', per: 1, weight: 50 },
          { externalId: 'B', title: 'B', per: 1, weight: 30 },
          { externalId: 'C', title: 'C', per: 1, weight: 20 },
        ],
      }),
    ])
    const one = promised(filed(kit, [{ line: 'B', quantity: 1, handling: 'keep' }]), counterFor(kit))
    expect(one.grants[0]?.figure.total.presentment).toEqual(eur(3_000))
    const rest = filed(kit, [
      { line: 'A', quantity: 2, handling: 'keep' },
      { line: 'B', quantity: 1, handling: 'keep' },
      { line: 'C', quantity: 2, handling: 'keep' },
    ])
    expect(totalOf(quoteOf(rest, counterFor(kit, null, [one])))).toBe(17_000)
    const whole = filed(kit, [
      { line: 'A', quantity: 2, handling: 'keep' },
      { line: 'B', quantity: 2, handling: 'keep' },
      { line: 'C', quantity: 2, handling: 'keep' },
    ])
    expect(totalOf(quoteOf(whole, counterFor(kit)))).toBe(20_000)
  })

  test('T13 freight alone can be given back while the goods stay untouched', () => {
    const shipped = sold([goods(1, 5_000)], { freight: { price: { amountMinor: 700 } } })
    const answer = quoteOf(filed(shipped, [{ quantity: 1 }]), counterFor(shipped), { lines: [], shipping: true })
    expect(answer.grants).toEqual([
      {
        to: 'original_payment',
        lines: [],
        figure: { parts: [{ kind: 'shipping', amount: two(700) }], total: two(700) },
      },
    ])
    expect(answer.maximum).toEqual(eur(700))
  })
})

describe('what a return comes to', () => {
  const order = sold([goods(3, 8_999)])
  const tray = counterFor(order)
  const minorOf = (ret: Return) => inAll(ret, tray).total.presentment.amountMinor

  test('before anything is promised it is the estimate', () => {
    const ret = filed(order, [{ quantity: 3 }])
    expect(inAll(ret, tray)).toEqual(estimate(ret, tray).figure)
    expect(minorOf(arrived(ret, 2))).toBe(17_998)
  })

  test('what was promised stays in it, and what still waits to be promised is added', () => {
    const first = promised(arrived(filed(order, [{ quantity: 3 }]), 1), tray)
    expect(minorOf(first)).toBe(8_999)
    expect(minorOf(arrived(first, 1))).toBe(17_998)
    const whole = promised(arrived(filed(order, [{ quantity: 3 }]), 3), tray)
    expect(totalOf(estimate(whole, tray))).toBe(0)
    expect(inAll(whole, tray)).toEqual(whole.grants[0]?.figure)
  })

  test('a promise that another one took the place of counts no more', () => {
    const once = promised(arrived(filed(order, [{ quantity: 3 }]), 3), tray)
    const [grant] = once.grants
    const lowered = {
      ...once,
      grants: [
        ...once.grants,
        { ...grant, id: 'later', replaces: [grant?.id], figure: { parts: [], total: two(5_000) } },
      ],
    } as unknown as Return
    expect(minorOf(lowered)).toBe(5_000)
  })

  test('of a closed return only the promises count; nothing more is on its way', () => {
    const asked = filed(order, [{ quantity: 3 }])
    const first = promised(asked, tray, { basis: 'asked', lines: [{ item: itemAt(asked, 1), quantity: 1 }] })
    expect(minorOf({ ...first, request: { state: 'approved' } })).toBe(26_997)
    expect(minorOf({ ...first, request: { state: 'resolved' } })).toBe(8_999)
  })
})

describe('T21 threshold', () => {
  const order = sold([goods(6, 5_000)], { discount: { amountMinor: 3_000 } })
  const reprice: Effect = { discount: { repriceBelow: eur(30_000), ratePpm: 100_000 } }
  const five = filed(order, [{ quantity: 5, handling: 'keep' }])

  test('T21 keeping the discount gives 225.00', () => {
    expect(totalOf(quoteOf(five, counterFor(order)))).toBe(22_500)
    expect(totalOf(quoteOf(five, counterFor(order, policyOf({ discount: 'keep' }))))).toBe(22_500)
  })

  test('T21 re-pricing what stays gives 220.00, and the sixth piece brings the rest', () => {
    const tray = counterFor(order, policyOf(reprice))
    const answer = quoteOf(five, tray)
    expect(partsOf(answer)).toEqual(['goods 25000', 'discount -2500', 'deduction -500 (reprice)'])
    expect(totalOf(answer)).toBe(22_000)
    const done = promised(five, tray)
    const last = quoteOf(
      filed(order, [{ quantity: 1, handling: 'keep' }]),
      counterFor(order, policyOf(reprice), [done]),
    )
    expect(partsOf(last)).toEqual(['goods 5000', 'discount -500', 'deduction 500 (reprice)'])
    expect(totalOf(last)).toBe(5_000)
  })

  test('what was waived is not given back later', () => {
    const uneven = sold([goods(1, 1_000), goods(1, 5_000), goods(1, 14_000)], { discount: { amountMinor: 10_000 } })
    const half = policyOf({ discount: { repriceBelow: eur(20_000), ratePpm: 500_000 } })
    const first = promised(filed(uneven, [{ quantity: 1, handling: 'keep' }]), counterFor(uneven, half))
    expect(first.grants[0]?.figure.total.presentment).toEqual(eur(0))
    const second = promised(
      filed(uneven, [{ line: 'b', quantity: 1, handling: 'keep' }]),
      counterFor(uneven, half, [first]),
    )
    expect(second.grants.flatMap(grant => partsOf(grant))).toEqual([
      'goods 5000',
      'discount -2500',
      'deduction -6500 (reprice)',
      'waived 4000 (below_zero)',
    ])
    const third = quoteOf(
      filed(uneven, [{ line: 'c', quantity: 1, handling: 'keep' }]),
      counterFor(uneven, half, [first, second]),
    )
    expect(totalOf(third)).toBe(10_000)
  })

  test('what stays at the threshold keeps its discount', () => {
    const tray = counterFor(order, policyOf({ discount: { repriceBelow: eur(5_000), ratePpm: 100_000 } }))
    expect(totalOf(quoteOf(five, tray))).toBe(22_500)
  })

  test('never takes back more than the discount was, and taxes on top follow the price', () => {
    const small = sold([goods(2, 10_000)], {
      taxesIncluded: false,
      discount: { amountMinor: 1_000 },
      taxes: [{ title: 'VAT', ratePpm: 200_000 }],
    })
    const tray = counterFor(small, policyOf({ discount: { repriceBelow: eur(20_000), ratePpm: 900_000 } }))
    expect(partsOf(quoteOf(filed(small, [{ quantity: 1, handling: 'keep' }]), tray))).toContain(
      'deduction -600 (reprice)',
    )
  })
})

describe('T24 shipping once', () => {
  const order = sold([goods(1, 5_000), goods(1, 3_000)], { freight: { price: { amountMinor: 1_000 } } })
  const first = filed(order, [{ quantity: 1, handling: 'keep' }])
  const second = filed(order, [{ line: 'b', quantity: 1, handling: 'keep' }])

  test('T24 the first partial refund includes shipping and the second proposes none', () => {
    const policy = policyOf({ shippingBack: 'first' })
    const done = promised(first, counterFor(order, policy))
    expect(done.grants[0]?.figure.total.presentment).toEqual(eur(6_000))
    const answer = quoteOf(second, counterFor(order, policy, [done]))
    expect(partsOf(answer)).toEqual(['goods 3000'])
    expect(answer.maximum).toEqual(eur(3_000))
  })

  test('T24 shipping discounted to nothing gives back nothing', () => {
    const free = sold([goods(1, 5_000)], {
      freight: { price: { amountMinor: 1_000 }, discount: { amountMinor: 1_000 } },
    })
    expect(partsOf(quoteOf(filed(free, [{ quantity: 1, handling: 'keep' }]), counterFor(free)))).toEqual(['goods 5000'])
  })

  test('by default it comes back with the last of what was delivered', () => {
    const done = promised(first, counterFor(order))
    expect(done.grants[0]?.figure.total.presentment).toEqual(eur(5_000))
    expect(partsOf(quoteOf(second, counterFor(order, null, [done])))).toEqual(['goods 3000', 'shipping 1000'])
  })

  test('never means never, except for a withdrawal', () => {
    const never = policyOf({ shippingBack: 'never' })
    const both = filed(order, [
      { quantity: 1, handling: 'keep' },
      { line: 'b', quantity: 1, handling: 'keep' },
    ])
    expect(totalOf(quoteOf(both, counterFor(order, never)))).toBe(8_000)
    expect(totalOf(quoteOf({ ...both, lane: 'withdrawal' }, counterFor(order, never)))).toBe(9_000)
    expect(totalOf(quoteOf({ ...both, lane: 'withdrawal' }, counterFor(order, never), { shipping: false }))).toBe(8_000)
  })

  test('freight tells its tax apart, and a second return sees that all of it is gone', () => {
    const taxed = sold([goods(1, 5_000), goods(1, 3_000)], {
      taxesIncluded: false,
      freight: { price: { amountMinor: 1_000 }, taxes: [{ title: 'VAT', ratePpm: 200_000 }] },
    })
    const policy = policyOf({ shippingBack: 'first' })
    const done = promised(filed(taxed, [{ quantity: 1, handling: 'keep' }]), counterFor(taxed, policy))
    expect(partsOf(done.grants[0] as never)).toEqual(['goods 5000', 'shipping 1000', 'tax 200 (shipping)'])
    expect(
      partsOf(quoteOf(filed(taxed, [{ line: 'b', quantity: 1, handling: 'keep' }]), counterFor(taxed, policy, [done]))),
    ).toEqual(['goods 3000'])
  })
})

describe('T25 fees', () => {
  const restock: Effect = { fee: { kind: 'restocking_fee', ratePpm: 150_000 } }

  test('T25 80.00 less 15 % and a label of 6.95 are 61.05, each part visible', () => {
    const order = sold([goods(1, 8_000)])
    const answer = quoteOf(
      filed(order, [{ quantity: 1 }], { method: method(695) }),
      counterFor(order, policyOf(restock)),
      { basis: 'asked' },
    )
    expect(partsOf(answer)).toEqual(['goods 8000', 'restocking_fee -1200', 'return_cost -695'])
    expect(totalOf(answer)).toBe(6_105)
    expect(answer.maximum).toEqual(eur(8_000))
  })

  test('T25 5.00 less 6.95 is nothing, and 1.95 are waived', () => {
    const order = sold([goods(1, 500)])
    const answer = quoteOf(filed(order, [{ quantity: 1 }], { method: method(695) }), counterFor(order), {
      basis: 'asked',
    })
    expect(partsOf(answer)).toEqual(['goods 500', 'return_cost -695', 'waived 195 (below_zero)'])
    expect(answer.grants).toHaveLength(1)
    expect(totalOf(answer)).toBe(0)
  })

  test('T25 the same return as an exchange with free exchanges costs no fee', () => {
    const order = sold([goods(1, 8_000)])
    const ret = filed(order, [{ quantity: 1, resolution: { type: 'swap' } }], { method: method(695) })
    const free = quoteOf(ret, counterFor(order, policyOf(restock, { freeExchange: true })), { basis: 'asked' })
    expect(partsOf(free)).toEqual(['goods 8000'])
    expect(partsOf(quoteOf(ret, counterFor(order, policyOf(restock)), { basis: 'asked' }))).toEqual([
      'goods 8000',
      'restocking_fee -1200',
      'return_cost -695',
    ])
  })

  test('the way back is paid once, and not at all when somebody else pays the freight', () => {
    const order = sold([goods(2, 5_000)])
    const tray = counterFor(order)
    const one = promised(arrived(filed(order, [{ quantity: 2 }], { method: method(695) }), 1), tray)
    expect(one.grants[0]?.figure.total.presentment).toEqual(eur(4_305))
    expect(totalOf(quoteOf(arrived(one, 1), tray))).toBe(5_000)
    for (const payer of ['merchant', 'platform'] as const) {
      const spared = filed(order, [{ quantity: 1 }], { method: method(695), freight: { payer, reason: null } })
      expect(totalOf(quoteOf(spared, tray, { basis: 'asked' }))).toBe(5_000)
    }
    const shopper = filed(order, [{ quantity: 1 }], {
      method: method(695),
      freight: { payer: 'shopper', reason: null },
    })
    expect(totalOf(quoteOf(shopper, tray, { basis: 'asked' }))).toBe(4_305)
  })

  test('a label costs what it cost, once that is known', () => {
    const order = sold([goods(1, 5_000)])
    const ret = filed(order, [{ quantity: 1 }], { method: method(695, 'label') })
    expect(totalOf(quoteOf(ret, counterFor(order), { basis: 'asked' }))).toBe(4_305)
    expect(totalOf(quoteOf({ ...ret, shipments: [label(812)] }, counterFor(order), { basis: 'asked' }))).toBe(4_188)
    expect(
      totalOf(
        quoteOf({ ...ret, shipments: [{ ...label(812), cancelledAt: NOON }] }, counterFor(order), { basis: 'asked' }),
      ),
    ).toBe(4_305)
    expect(
      totalOf(quoteOf({ ...ret, shipments: [{ ...label(812), leg: 'back' }] }, counterFor(order), { basis: 'asked' })),
    ).toBe(4_305)
    const flat = { ...ret, method: method(695), shipments: [label(812)] }
    expect(totalOf(quoteOf(flat, counterFor(order), { basis: 'asked' }))).toBe(4_305)
  })

  test('without a method the policy’s own fee counts', () => {
    const order = sold([goods(1, 5_000)])
    const policy = policyOf({ fee: { kind: 'return_cost', flat: eur(400) } })
    expect(partsOf(quoteOf(filed(order, [{ quantity: 1 }]), counterFor(order, policy), { basis: 'asked' }))).toEqual([
      'goods 5000',
      'return_cost -400',
    ])
  })

  test('single returns pay the restocking fee that one return of all would', () => {
    const order = sold([goods(7, 999)])
    const policy = policyOf(restock)
    const fees: number[] = []
    const siblings: Return[] = []
    for (let n = 0; n < 7; n++) {
      const tray = counterFor(order, policy, [...siblings])
      const ret = promised(filed(order, [{ quantity: 1 }]), tray, { basis: 'asked' })
      fees.push(
        ret.grants[0]?.figure.parts.find(part => part.kind === 'restocking_fee')?.amount.presentment.amountMinor ?? 0,
      )
      siblings.push(ret)
    }
    expect(fees).toEqual([-150, -150, -150, -149, -150, -150, -150])
    expect(fees.reduce((all, one) => all + one, 0)).toBe(-1_049)
  })

  test('a flat restocking fee is taken once per item', () => {
    const order = sold([goods(2, 5_000)])
    const tray = counterFor(order, policyOf({ fee: { kind: 'restocking_fee', flat: eur(300) } }))
    const one = promised(arrived(filed(order, [{ quantity: 2 }]), 1), tray)
    expect(one.grants[0]?.figure.total.presentment).toEqual(eur(4_700))
    expect(totalOf(quoteOf(arrived(one, 1), tray))).toBe(5_000)
  })

  test('a fee in the shop’s currency goes by the order’s own totals', () => {
    const order = sold([goods(1, 0, { unitPrice: { amountMinor: 100_000, shopAmountMinor: 1_000 } })], {
      currency: INR,
      shopCurrency: GBP,
    })
    const tray = counterFor(order, policyOf({ fee: { kind: 'restocking_fee', flat: money(100, GBP) } }))
    const answer = quoteOf(filed(order, [{ quantity: 1 }]), tray, { basis: 'asked' })
    expect(answer.figure.total).toEqual({ presentment: money(90_000, INR), shop: money(900, GBP) })
  })
})

describe('where the money goes', () => {
  const order = sold([goods(1, 5_000), goods(1, 3_000)])

  test('each destination gets a grant of its own, with the way back taken off the largest', () => {
    const ret = filed(
      order,
      [
        { quantity: 1, handling: 'keep', resolution: { type: 'refund', to: 'store_credit' } },
        { line: 'b', quantity: 1, handling: 'keep' },
      ],
      { method: method(500) },
    )
    const answer = quoteOf(ret, counterFor(order))
    expect(answer.grants.map(grant => [grant.to, grant.figure.total.presentment.amountMinor, grant.lines])).toEqual([
      ['original_payment', 3_000, [{ item: itemAt(ret, 2), quantity: 1 }]],
      ['store_credit', 4_500, [{ item: itemAt(ret, 1), quantity: 1 }]],
    ])
    expect(totalOf(answer)).toBe(7_500)
  })

  test('store credit earns the bonus on top of what was captured', () => {
    const ret = filed(order, [
      { quantity: 1, handling: 'keep' },
      { line: 'b', quantity: 1, handling: 'keep' },
    ])
    const tray = counterFor(order, policyOf({ bonus: { ratePpm: 100_000 } }))
    const answer = quoteOf(ret, tray, { to: 'store_credit' })
    expect(partsOf(answer)).toEqual(['goods 5000', 'goods 3000', 'bonus 800 (store_credit)'])
    expect(answer.maximum).toEqual(eur(8_800))
    expect(totalOf(quoteOf(ret, tray))).toBe(8_000)
    const done = promised(ret, tray, { to: 'store_credit' })
    expect(quoteOf(done, tray).maximum).toEqual(eur(0))
  })

  test('a flat bonus is given once', () => {
    const tray = counterFor(order, policyOf({ bonus: { flat: eur(250) } }))
    const one = promised(arrived(filed(order, [{ quantity: 1 }, { line: 'b', quantity: 1 }]), 1), tray, {
      to: 'store_credit',
    })
    expect(one.grants[0]?.figure.total.presentment).toEqual(eur(5_250))
    expect(totalOf(quoteOf(arrived(one, 1, {}, 2), tray, { to: 'store_credit' }))).toBe(3_000)
  })
})

describe('amounts that people settle', () => {
  const order = sold([goods(2, 5_000)])
  const tray = counterFor(order)

  test('a typed amount is bridged by an adjustment', () => {
    const ret = filed(order, [{ quantity: 2, handling: 'keep' }])
    expect(partsOf(quoteOf(ret, tray, { amount: eur(7_000) }))).toEqual(['goods 10000', 'adjustment -3000 (stated)'])
    expect(quoteOf(ret, tray, { amount: eur(10_000) }).figure.parts).toHaveLength(1)
    expect(totalOf(quoteOf(ret, tray, { amount: eur(10_001) }))).toBe(10_000)
  })

  test('a typed amount lifts fees, up to the worth', () => {
    const ret = filed(order, [{ quantity: 2, handling: 'keep' }], { method: method(695) })
    expect(partsOf(quoteOf(ret, tray, { amount: eur(10_000) }))).toEqual([
      'goods 10000',
      'return_cost -695',
      'adjustment 695 (stated)',
    ])
  })

  test('T29 an amount in another currency is refused', () => {
    const answer = quote(filed(order, [{ quantity: 1 }]), tray, { amount: money(100, GBP) })
    expect(refused(answer) && [answer.code, answer.detail.path, answer.detail.currency]).toEqual([
      'currency_mismatch',
      'amount',
      'EUR',
    ])
  })

  test('an agreed amount wins over what was counted, less what was given already', () => {
    const ret = offerEnded(filed(order, [{ quantity: 2 }]), { handling: 'send_back', amount: eur(6_000) }, 'accepted')
    const answer = quoteOf(ret, tray)
    expect(answer.basis).toBe('agreed')
    expect(partsOf(answer)).toEqual(['goods 10000', 'adjustment -4000 (agreed)'])
    expect(totalOf(estimate(ret, tray))).toBe(6_000)
    const half = promised(ret, tray, {
      lines: [{ item: itemAt(ret, 1), quantity: 1 }],
      basis: 'asked',
      amount: eur(2_500),
    })
    expect(totalOf(quoteOf(half, tray))).toBe(3_500)
    expect(totalOf(quoteOf(arrived(ret, 1), tray, { basis: 'received' }))).toBe(5_000)
  })

  test('an offer that was not accepted, or states no amount, settles nothing', () => {
    const filedTwo = filed(order, [{ quantity: 2 }])
    expect(quoteOf(offerEnded(filedTwo, { handling: 'keep', amount: eur(100) }, 'declined'), tray).basis).toBe(
      'accepted',
    )
    expect(quoteOf(offerEnded(filedTwo, { handling: 'keep', amount: null }, 'accepted'), tray).basis).toBe('accepted')
  })

  test('a verdict wins over an agreement, and one that pays after the goods waits for them', () => {
    const theCase = {
      by: 'merchant',
      reason: 'objection',
      reasonId: null,
      text: '',
      email: null,
      at: NOON,
      modules: [],
    } as const
    const verdict = (
      pays: 'now' | 'after_goods' | 'nothing',
      amount: ReturnType<typeof eur> | null,
    ): Return['dispute'] => ({
      state: 'for_shopper',
      case: { ...theCase, modules: [] },
      verdict: { at: NOON, by: actor('arbiter'), text: '', pays, amount },
    })
    const ret = offerEnded(filed(order, [{ quantity: 2 }]), { handling: 'keep', amount: eur(100) }, 'accepted')
    expect(partsOf(quoteOf({ ...ret, dispute: verdict('now', eur(4_000)) }, tray))).toEqual([
      'goods 10000',
      'adjustment -6000 (verdict)',
    ])
    expect(totalOf(quoteOf({ ...ret, offers: [], dispute: verdict('now', null) }, tray))).toBe(10_000)
    expect(quoteOf({ ...ret, offers: [], dispute: verdict('after_goods', null) }, tray).basis).toBe('accepted')
    expect(quoteOf({ ...ret, offers: [], dispute: verdict('nothing', eur(4_000)) }, tray).basis).toBe('accepted')
  })

  test('goodwill is an amount without pieces, up to what was captured', () => {
    const ret = filed(order, [{ quantity: 1 }])
    const answer = quoteOf(ret, tray, { basis: 'goodwill', amount: eur(1_500) })
    expect(answer.grants).toEqual([
      {
        to: 'original_payment',
        lines: [],
        figure: { parts: [{ kind: 'adjustment', amount: two(1_500), why: 'goodwill' }], total: two(1_500) },
      },
    ])
    expect(totalOf(quoteOf(ret, tray, { basis: 'goodwill', amount: eur(99_999) }))).toBe(10_000)
  })

  test('nothing exceeds what was captured less what the whole order was granted', () => {
    const partly = sold([goods(2, 5_000)], {
      payments: [{ kind: 'card', gateway: 'g', captured: { amountMinor: 8_000 } }],
    })
    const one = promised(filed(partly, [{ quantity: 1, handling: 'keep' }]), counterFor(partly))
    const answer = quoteOf(filed(partly, [{ quantity: 1, handling: 'keep' }]), counterFor(partly, null, [one]))
    expect(partsOf(answer)).toEqual(['goods 5000', 'adjustment -2000 (captured)'])
    expect(answer.maximum).toEqual(eur(3_000))
  })

  test('offers lie between the shop’s floor and the worth, or are fixed', () => {
    const ret = filed(order, [{ quantity: 2 }], { method: method(695) })
    const shop = aShop({ offers: { counters: 2, adjustable: true, floorPpm: 100_000 } })
    expect([
      minimum(ret, counterFor(order, null, [], shop), 'keep'),
      maximum(ret, counterFor(order, null, [], shop), 'keep'),
    ]).toEqual([eur(1_000), eur(10_000)])
    const fixed = aShop({ offers: { counters: 2, adjustable: false, floorPpm: 100_000 } })
    expect(bounds(ret, counterFor(order, null, [], fixed), 'send_back')).toEqual({
      least: eur(9_305),
      most: eur(9_305),
    })
  })
})

describe('T29 currency', () => {
  test('T29 9,899 yen stay 9899 and a dinar keeps three decimals', () => {
    const yen = sold([goods(1, 9_899)], { currency: JPY })
    expect(quoteOf(filed(yen, [{ quantity: 1, handling: 'keep' }]), counterFor(yen)).figure.total.presentment).toEqual(
      money(9_899, JPY),
    )
    const dinar = sold([goods(1, 1_234)], { currency: KWD })
    expect(
      quoteOf(filed(dinar, [{ quantity: 1, handling: 'keep' }]), counterFor(dinar)).figure.total.presentment,
    ).toEqual(money(1_234, KWD))
  })

  test('T29 an order charged in rupees is refunded in rupees, with the shop’s pounds beside it', () => {
    const order = sold([goods(3, 0, { unitPrice: { amountMinor: 33_333, shopAmountMinor: 333 } })], {
      currency: INR,
      shopCurrency: GBP,
    })
    const answer = quoteOf(filed(order, [{ quantity: 2, handling: 'keep' }]), counterFor(order))
    expect(answer.figure.total).toEqual({ presentment: money(66_666, INR), shop: money(666, GBP) })
    const less = quoteOf(filed(order, [{ quantity: 2, handling: 'keep' }]), counterFor(order), {
      amount: money(33_333, INR),
    })
    expect(less.figure.total).toEqual({ presentment: money(33_333, INR), shop: money(333, GBP) })
  })
})

describe('exchanges', () => {
  const line = (totalMinor: number, quantity: number, replaces: ExchangeLine['replaces']): ExchangeLine => ({
    variant: { externalId: 'v', sku: 'B', title: null, options: [] },
    title: 'B',
    product: 'b',
    quantity,
    unit: two(totalMinor / quantity),
    tax: two(0),
    total: two(totalMinor),
    replaces,
  })
  const exchange = (
    lines: ExchangeLine[],
    more: Partial<NonNullable<Return['exchange']>> = {},
  ): Return['exchange'] => ({
    lines,
    bonus: [],
    chargeBy: 'shop',
    reservedUntil: null,
    state: 'proposed',
    why: null,
    order: null,
    ...more,
  })
  const swap = { type: 'swap' } as const

  test('T31 difference: A for 100 with 20 off, swapped for B at 120, leaves 40 to pay', () => {
    const order = sold([goods(1, 10_000, { discount: { amountMinor: 2_000 } })])
    const ret = filed(order, [{ quantity: 1, resolution: swap }])
    const answer = quoteOf({ ...ret, exchange: exchange([line(12_000, 1, itemAt(ret, 1))]) }, counterFor(order), {
      basis: 'asked',
    })
    expect(answer.due).toEqual(two(4_000))
    expect(answer.grants.map(grant => [grant.to, grant.figure.total.presentment.amountMinor])).toEqual([
      ['exchange', 8_000],
    ])
  })

  test('T31 two announced and one arrived: difference and replacement for one', () => {
    const order = sold([goods(2, 8_000)])
    const filedTwo = filed(order, [{ quantity: 2, resolution: swap }])
    const ret = arrived({ ...filedTwo, exchange: exchange([line(24_000, 2, itemAt(filedTwo, 1))]) }, 1)
    const first = quoteOf(ret, counterFor(order))
    expect([first.due.presentment.amountMinor, totalOf(first)]).toEqual([4_000, 8_000])
    const second = quoteOf(arrived(promised(ret, counterFor(order)), 1), counterFor(order))
    expect([second.due.presentment.amountMinor, totalOf(second)]).toEqual([4_000, 8_000])
  })

  test('T31 a cheaper replacement gives the rest back as policy says', () => {
    const order = sold([goods(1, 10_000)])
    const ret = filed(order, [{ quantity: 1, handling: 'keep', resolution: swap }])
    const swapped = { ...ret, exchange: exchange([line(7_000, 1, itemAt(ret, 1))]) }
    const back = quoteOf(swapped, counterFor(order))
    expect(
      back.grants.map(grant => [grant.to, grant.figure.total.presentment.amountMinor, grant.lines.length]),
    ).toEqual([
      ['original_payment', 3_000, 0],
      ['exchange', 7_000, 1],
    ])
    expect(partsOf(back)).toEqual(['exchange 3000 (left_over)', 'goods 10000', 'exchange -3000 (left_over)'])
    expect(back.due).toEqual(two(0))
    const credit = quoteOf(swapped, counterFor(order, policyOf({ exchangeLeft: 'store_credit' })))
    expect(credit.grants.map(grant => grant.to)).toEqual(['store_credit', 'exchange'])
  })

  test('T30 the same article in another size is even, whatever the list says now', () => {
    const order = sold([goods(1, 3_000)])
    const variant = { externalId: 'v-l', sku: 'L', title: 'L', options: [] }
    const ret = filed(order, [{ quantity: 1, handling: 'keep', resolution: { type: 'replace', variant } }])
    const answer = quoteOf({ ...ret, exchange: exchange([line(4_500, 1, itemAt(ret, 1))]) }, counterFor(order))
    expect([answer.due.presentment.amountMinor, totalOf(answer)]).toEqual([0, 3_000])
    expect(answer.grants.map(grant => grant.to)).toEqual(['exchange'])
  })

  test('a replacement that belongs to no piece counts whole, and only once', () => {
    const order = sold([goods(2, 5_000)])
    const ret = arrived(
      { ...filed(order, [{ quantity: 2, resolution: swap }]), exchange: exchange([line(9_000, 1, null)]) },
      1,
    )
    const first = quoteOf(ret, counterFor(order))
    expect([first.due.presentment.amountMinor, totalOf(first)]).toEqual([4_000, 5_000])
    const second = quoteOf(arrived(promised(ret, counterFor(order)), 1), counterFor(order))
    expect([second.due.presentment.amountMinor, second.grants.map(grant => grant.to)]).toEqual([
      0,
      ['original_payment', 'exchange'],
    ])
  })

  test('the exchange’s bonus helps to pay the difference and never turns into money', () => {
    const order = sold([goods(1, 8_000)])
    const ret = filed(order, [{ quantity: 1, handling: 'keep', resolution: swap }])
    const bonus = (minor: number) => [{ type: 'extra' as const, value: eur(minor), ratePpm: null, used: eur(0) }]
    const some = quoteOf(
      { ...ret, exchange: exchange([line(10_000, 1, itemAt(ret, 1))], { bonus: bonus(500) }) },
      counterFor(order),
    )
    expect([some.due.presentment.amountMinor, partsOf(some)]).toEqual([1_500, ['goods 8000', 'bonus 500 (exchange)']])
    const plenty = quoteOf(
      { ...ret, exchange: exchange([line(10_000, 1, itemAt(ret, 1))], { bonus: bonus(5_000) }) },
      counterFor(order),
    )
    expect([plenty.due.presentment.amountMinor, totalOf(plenty)]).toEqual([0, 10_000])
    const rate = quoteOf(
      {
        ...ret,
        exchange: exchange([line(10_000, 1, itemAt(ret, 1))], {
          bonus: [{ type: 'extra', value: null, ratePpm: 100_000, used: eur(0) }],
        }),
      },
      counterFor(order),
    )
    expect(rate.due).toEqual(two(1_200))
  })

  test('T34 a swap whose replacement sold out takes the shop’s fallback', () => {
    const order = sold([goods(1, 8_000)])
    const ret = filed(order, [{ quantity: 1, handling: 'keep', resolution: swap }])
    const failed = {
      ...ret,
      exchange: exchange([line(10_000, 1, itemAt(ret, 1))], { state: 'failed', why: 'out_of_stock' }),
    }
    const to = (shop: Parameters<typeof aShop>[0], of: Return = failed) =>
      quoteOf(of, counterFor(order, null, [], aShop(shop))).grants.map(grant => grant.to)
    expect(to({ exchangeFallback: 'store_credit' })).toEqual(['store_credit'])
    expect(to({ exchangeFallback: 'refund' })).toEqual(['original_payment'])
    expect(to({ exchangeFallback: 'wait' })).toEqual(['exchange'])
    expect(to({ exchangeFallback: 'wait' }, { ...failed, exchange: exchange([], { state: 'cancelled' }) })).toEqual([
      'original_payment',
    ])
    expect(quoteOf(failed, counterFor(order)).due).toEqual(two(0))
  })

  test('a swap nothing was proposed for yet keeps its whole credit', () => {
    const order = sold([goods(1, 8_000)])
    const answer = quoteOf(filed(order, [{ quantity: 1, handling: 'keep', resolution: swap }]), counterFor(order))
    expect(answer.grants.map(grant => [grant.to, grant.figure.total.presentment.amountMinor])).toEqual([
      ['exchange', 8_000],
    ])
  })
})

test('T20 prices changed on the order’s next entry do not change what was quoted for unchanged lines', () => {
  const input = anInput([goods(10, 80_000)], { discount: { amountMinor: 600_000 } })
  const before = entered(input)
  const after = entered(
    { ...input, tags: ['vip'], lines: input.lines.map(one => ({ ...one, product: { title: 'Renamed' } })) },
    before,
  )
  expect(JSON.stringify(lineOf(after).paid)).toBe(JSON.stringify(lineOf(before).paid))
  expect(
    totalOf(quoteOf(filed(after, [{ quantity: 9, handling: 'keep' }]), counterFor(after, policyOf(...KEEP_AS_IS)))),
  ).toBe(180_000)
})

test('any returns in any steps: nothing below zero, nothing above what was captured, and all of it back is all of it', () => {
  const sketch = fc.record({
    lines: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 4 }), unit: fc.integer({ min: 0, max: 9_999 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    off: fc.integer({ min: 0, max: 1_000_000 }),
    freight: fc.integer({ min: 0, max: 999 }),
    shippingBack: fc.constantFrom('whole_order', 'first'),
    reprice: fc.boolean(),
    onTop: fc.boolean(),
  })
  fc.assert(
    fc.property(sketch, ({ lines, off, freight, shippingBack, reprice, onTop }) => {
      const whole = lines.reduce((all, one) => all + one.quantity * one.unit, 0)
      const order = sold(
        lines.map(one => goods(one.quantity, one.unit)),
        {
          taxesIncluded: !onTop,
          discount: { amountMinor: Math.floor((whole * off) / 1_000_000) },
          taxes: [{ title: 'VAT', ratePpm: 190_000 }],
          freight: { price: { amountMinor: freight } },
        },
      )
      const policy = policyOf(
        { shippingBack },
        {
          discount: reprice ? { repriceBelow: eur(Math.ceil(whole / 2)), ratePpm: off } : 'keep',
        },
      )
      const done: Return[] = []
      for (const line of order.lines) {
        for (let piece = 0; piece < line.quantity; piece++) {
          const tray = counterFor(order, policy, [...done])
          const ret = promised(filed(order, [{ line: line.externalId, quantity: 1, handling: 'keep' }]), tray)
          for (const grant of ret.grants) expect(grant.figure.total.presentment.amountMinor).toBeGreaterThanOrEqual(0)
          done.push(ret)
        }
      }
      const given = done
        .flatMap(ret => ret.grants)
        .reduce((all, grant) => all + grant.figure.total.presentment.amountMinor, 0)
      const captured = order.payments.reduce((all, payment) => all + payment.captured.amountMinor, 0)
      expect(given).toBe(captured)
    }),
    { numRuns: 150 },
  )
})
