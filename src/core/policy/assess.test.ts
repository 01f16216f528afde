import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, aTray, eur, two } from '../../../test/kit/cast.ts'
import { filed, GBP, goods, lineOf, policyOf, sold } from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import type { Order } from '../order/order.ts'
import { refused } from '../refusal.ts'
import type { Asked } from '../return/commands.ts'
import type { Tray } from '../return/tray.ts'
import type { Instant } from '../time.ts'
import { assess, type Wish } from './assess.ts'
import { limitFor } from './limit.ts'
import type { Condition, Effect, LineAnswer, Rule, Window } from './policy.ts'
import { standardPolicy } from './standard.ts'

const at = (text: string) => text as Instant
const days = (n: number, more: Partial<Window> = {}): Effect => ({
  window: {
    from: 'delivered',
    days: n,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plusDays: 7 },
    ...more,
  },
})
const asked = (quantity = 1, more: Partial<Asked> = {}): Asked => ({
  line: 'line-1' as never,
  quantity,
  reason: { code: 'too_small' },
  ...more,
})

const ask = (more: Partial<Tray> = {}, wish: Wish = {}) => {
  const tray = aTray(more)
  return assess(tray.order, tray, wish)
}
const first = (more: Partial<Tray> = {}, wish: Wish = {}): LineAnswer => ask(more, wish).lines[0] as LineAnswer
const codes = (answer: LineAnswer) => answer.refusals.map(refusal => refusal.code)
const rule = (id: string, priority: number, then: Effect[], when: Condition = {}): Rule => ({
  id: id as Rule['id'],
  name: id,
  when,
  then,
  priority,
})
const spoken = (order: Order, held: number): Tray['ledger'] => aTray({ order }).ledger.map(sold => ({ ...sold, held }))

describe('what may come back', () => {
  test('T01 T02 delivered pieces nobody has spoken for', () => {
    const order = anOrder([aLine({ quantity: 3 })])
    expect(first({ order })).toMatchObject({ line: 'line-1', allowed: 3, refusals: [] })
    expect(first({ order, ledger: spoken(order, 2) }).allowed).toBe(1)
    const none = first({ order, ledger: spoken(order, 3) })
    expect([none.allowed, codes(none)]).toEqual([0, ['already_returned']])
    const nowhere = first({ order, ledger: [] })
    expect([nowhere.allowed, codes(nowhere)]).toEqual([0, ['not_delivered']])
  })

  test('every rule was asked and stands in the trace', () => {
    expect(first().trace.map(one => one.said)).toEqual([
      '2 of 2 delivered pieces are free.',
      'It may come back once it was sent.',
      '30 days from delivery on 2026-03-05: until the end of 2026-04-04 (Europe/Berlin)',
      '2 pieces are in time.',
      'Not a final sale.',
      'On no block list.',
      'No cap.',
      'Any reason of the shop may be chosen.',
      'No photo is required.',
      'No comment is required.',
      'On offer: original_payment, store_credit, replace, swap.',
      'Goods travel back.',
    ])
    expect(first().trace[2]?.rule).toBe('thirty_days')
  })

  test('the parent of a kit has no answer, its components have', () => {
    const kit = sold([
      goods(1, 100, {
        externalId: 'kit',
        components: [
          { externalId: 'x', title: 'X', per: 1 },
          { externalId: 'y', title: 'Y', per: 2 },
        ],
      }),
    ])
    expect(ask({ order: kit }).lines.map(line => [line.line, line.allowed])).toEqual([
      [lineOf(kit, 'x').id, 1],
      [lineOf(kit, 'y').id, 2],
    ])
  })

  test('a shop without policy has the standard one, said to be none of its own', () => {
    expect(ask()).toMatchObject({
      policy: null,
      basis: 'accepted',
      auto: { decision: null, reason: null, rule: null, refund: null, resolve: null },
      overridden: null,
      zone: 'DE',
    })
    expect(standardPolicy(aShop()).rules.flatMap(one => one.then.flatMap(effect => Object.keys(effect)))).toEqual([
      'window',
      'resolutions',
      'exchangeLeft',
      'basis',
      'acceptable',
      'ungraded',
      'acceptable',
      'discount',
      'shippingBack',
    ])
    expect(ask({ policy: policyOf(days(5)) }).policy).toBe('policy-1')
  })
})

describe('the window', () => {
  test('T36 in time to the last millisecond, refused one second later', () => {
    const base = anOrder()
    const shop = aShop({ timeZone: 'Europe/Athens' })
    const order = {
      ...base,
      fulfilments: base.fulfilments.map(one => ({ ...one, deliveredAt: at('2026-03-15T22:30:00.000Z') })),
    }
    const policy = policyOf(days(14))
    expect(first({ order, shop, policy, at: at('2026-03-30T20:59:59.999Z') })).toMatchObject({
      allowed: 2,
      until: '2026-03-30T20:59:59.999Z',
      refusals: [],
    })
    expect(first({ order, shop, policy, at: at('2026-03-30T21:00:00.999Z') })).toMatchObject({
      allowed: 0,
      until: '2026-03-30T20:59:59.999Z',
      refusals: [
        {
          code: 'window_closed',
          sentence: 'The time to send this back ended on 2026-03-30.',
          until: '2026-03-30T20:59:59.999Z',
        },
      ],
    })
  })

  test('T35 frozen policy: ten days at purchase still hold on day eight', () => {
    const eighth = at('2026-03-13T12:00:00.000Z')
    expect(first({ policy: policyOf(days(10)), at: eighth }).allowed).toBe(2)
    expect(first({ policy: policyOf(days(5)), at: eighth })).toMatchObject({ allowed: 0 })
  })

  test('T35 an unknown delivery date is said in the trace, and ends', () => {
    const base = anOrder()
    const order = { ...base, fulfilments: base.fulfilments.map(one => ({ ...one, deliveredAt: null })) }
    const answer = first({ order, policy: policyOf(days(10)) })
    expect(answer.trace[2]?.said).toContain('because the day of delivery is unknown')
    expect(answer.until).toBe('2026-03-20T22:59:59.999Z')
  })

  test('pieces of two deliveries have windows of their own', () => {
    const base = anOrder([aLine({ quantity: 5 })])
    const [sent] = base.fulfilments
    if (!sent) throw new Error('There is a delivery.')
    const order = {
      ...base,
      fulfilments: [
        { ...sent, lines: [{ line: 'line-1' as never, quantity: 2 }], deliveredAt: at('2026-02-20T10:00:00.000Z') },
        {
          ...sent,
          id: 'fulfilment-2' as never,
          lines: [{ line: 'line-1' as never, quantity: 3 }],
          deliveredAt: at('2026-03-05T10:00:00.000Z'),
        },
      ],
    }
    const answer = first({ order, policy: policyOf(days(10)) })
    expect([answer.allowed, answer.until, codes(answer)]).toEqual([3, '2026-03-15T22:59:59.999Z', []])
    const ledger = aTray({ order }).ledger.map(one => (one.fulfilment === 'fulfilment-2' ? { ...one, held: 3 } : one))
    expect(first({ order, ledger, policy: policyOf(days(10)) })).toMatchObject({
      allowed: 0,
      until: '2026-03-02T22:59:59.999Z',
      refusals: [{ code: 'window_closed' }],
    })
  })

  test('a policy that sets no window sets no end', () => {
    expect(first({ policy: policyOf({ basis: 'asked' }) })).toMatchObject({ allowed: 2, until: null })
  })

  test('T38 the law’s fourteen days hold in the withdrawal lane, moved off days off', () => {
    const withdrawal: Wish = { lane: 'withdrawal' }
    const policy = policyOf(days(3))
    expect(first({ policy }, withdrawal)).toMatchObject({ allowed: 2, until: '2026-03-19T22:59:59.999Z' })
    expect(first({ policy }).allowed).toBe(0)
    expect(first({ policy: policyOf(days(30)) }, withdrawal).until).toBe('2026-04-04T21:59:59.999Z')
    const shop = aShop({ calendar: { weekend: [], holidays: ['2026-03-19'] } })
    expect(first({ policy, shop }, withdrawal).until).toBe('2026-03-20T22:59:59.999Z')
    const base = anOrder()
    const order = { ...base, fulfilments: base.fulfilments.map(one => ({ ...one, deliveredAt: null })) }
    expect(first({ order, policy }, withdrawal).until).toBe('2026-03-13T22:59:59.999Z')
  })
})

describe('what never comes back', () => {
  test('a final sale, by the order’s word or by policy, but not against a withdrawal', () => {
    const order = anOrder([aLine({ more: { finalSale: true } })])
    expect(first({ order })).toMatchObject({
      allowed: 0,
      refusals: [{ code: 'final_sale', sentence: 'This was sold as final sale and cannot come back.' }],
    })
    expect(first({ policy: policyOf({ final: true }) })).toMatchObject({
      allowed: 0,
      refusals: [{ code: 'final_sale' }],
    })
    expect(first({ order, policy: policyOf({ final: true }) }, { lane: 'withdrawal' })).toMatchObject({
      allowed: 2,
      refusals: [],
    })
  })

  test('every reason is told, not only the first', () => {
    const order = anOrder([aLine({ more: { finalSale: true } })])
    expect(
      codes(
        first({ order, ledger: [], policy: policyOf({ block: { code: 'hygiene', sentence: 'Sealed goods stay.' } }) }),
      ),
    ).toEqual(['not_delivered', 'final_sale', 'hygiene'])
  })

  test('of a block and an allowance the higher one decides', () => {
    const block = rule('block', 5, [{ block: { code: 'hygiene', sentence: 'Sealed goods stay.' } }])
    const blocked = first({ policy: aPolicy([block, rule('allow', 1, [{ allow: true }])]) })
    expect([blocked.allowed, blocked.refusals]).toEqual([
      0,
      [{ code: 'hygiene', sentence: 'Sealed goods stay.', rule: 'block' }],
    ])
    const allowed = first({ policy: aPolicy([block, rule('allow', 9, [{ allow: true }])]) })
    expect([allowed.allowed, codes(allowed)]).toEqual([2, []])
    expect(allowed.trace).toContainEqual({ rule: 'allow', said: 'Allowed before any block.' })
    expect(first({ policy: aPolicy([block]) }, { lane: 'withdrawal' }).allowed).toBe(0)
  })
})

describe('caps', () => {
  const order = sold([goods(5, 100, { sku: 'S' }), goods(5, 100, { sku: 'S' }), goods(5, 100, { sku: 'T' })])
  const cap = (per: 'order' | 'sku' | 'customer', pieces: number, within: number | null = null): Effect => ({
    cap: { per, pieces, days: within },
  })
  const allowed = (policy: Effect[], more: Partial<Tray> = {}, wish: Wish = {}) =>
    ask({ order, policy: policyOf(...policy), ...more }, wish).lines.map(line => line.allowed)

  test('count what other returns took, per order and per article', () => {
    const siblings = [
      filed(order, [
        { line: 'a', quantity: 1 },
        { line: 'c', quantity: 1 },
      ]),
    ]
    expect(allowed([cap('order', 4)], { siblings })).toEqual([2, 2, 2])
    expect(allowed([cap('sku', 4)], { siblings })).toEqual([3, 3, 3])
    expect(allowed([cap('order', 2)], { siblings })).toEqual([0, 0, 0])
    expect(codes(ask({ order, siblings, policy: policyOf(cap('order', 2)) }).lines[0] as LineAnswer)).toEqual([
      'cap_reached',
    ])
    expect(allowed([cap('sku', 4), cap('order', 3)], { siblings })).toEqual([1, 1, 1])
  })

  test('skip returns that came to nothing and those too long ago', () => {
    const one = filed(order, [{ quantity: 2 }])
    for (const state of ['rejected', 'cancelled', 'expired'] as const) {
      expect(allowed([cap('order', 3)], { siblings: [{ ...one, request: { state } as never }] })).toEqual([3, 3, 3])
    }
    expect(
      allowed([cap('order', 3, 5)], { siblings: [{ ...one, createdAt: at('2026-03-05T11:59:59.999Z') }] }),
    ).toEqual([3, 3, 3])
    expect(
      allowed([cap('order', 3, 5)], { siblings: [{ ...one, createdAt: at('2026-03-05T12:00:00.000Z') }] }),
    ).toEqual([1, 1, 1])
  })

  test('count a customer by their history, and never bind a withdrawal', () => {
    expect(allowed([cap('customer', 4)], { history: { returns: 2, pieces: 3 } })).toEqual([1, 1, 1])
    expect(allowed([cap('customer', 4)], { history: null })).toEqual([4, 4, 4])
    expect(allowed([cap('customer', 4)], { history: { returns: 2, pieces: 9 } })).toEqual([0, 0, 0])
    expect(allowed([cap('order', 0)], {}, { lane: 'withdrawal' })).toEqual([5, 5, 5])
  })
})

describe('what is asked for and offered', () => {
  test('photos and comments, each by its own rule', () => {
    const policy = aPolicy([
      rule('photo', 0, [{ require: 'photo' }], { fact: 'reason', is: { in: ['damaged'] } }),
      rule('comment', 0, [{ require: 'comment' }]),
    ])
    expect(first({ policy }, { items: [asked(1, { reason: { code: 'damaged' } })] }).requires).toEqual([
      'photo',
      'comment',
    ])
    expect(first({ policy }, { items: [asked()] }).requires).toEqual(['comment'])
    expect(first({ policy }, { lane: 'withdrawal' }).requires).toEqual([])
  })

  test('reasons of this article', () => {
    expect(first().reasons).toBeNull()
    expect(first({ policy: policyOf({ reasons: ['damaged', 'too_small'] }) }).reasons).toEqual(['damaged', 'too_small'])
  })

  test('resolutions of this article; a stand-in order pays store credit only', () => {
    const policy = policyOf({ resolutions: ['original_payment', 'instant_refund', 'store_credit', 'swap'] })
    expect(first({ policy }).resolutions).toEqual(['original_payment', 'instant_refund', 'store_credit', 'swap'])
    expect(first({ policy, order: anOrder(undefined, { source: 'stand_in' }) }).resolutions).toEqual([
      'store_credit',
      'swap',
    ])
    expect(first({ policy: policyOf({ basis: 'asked' }) }).resolutions).toEqual(['original_payment', 'store_credit'])
  })

  test('goods below a value may be kept, once something is asked for', () => {
    const order = anOrder([aLine({ quantity: 2, paid: 4_000 })])
    const policy = policyOf({ resolutions: ['store_credit'] }, { keepBelow: eur(2_001) })
    expect(first({ order, policy }, { items: [asked(1)] }).resolutions).toEqual(['store_credit', 'keep'])
    expect(first({ order, policy }, { items: [asked(2)] }).resolutions).toEqual(['store_credit'])
    expect(first({ order, policy }).resolutions).toEqual(['store_credit'])
    expect(
      first({ order, policy: policyOf({ keepBelow: eur(2_000) }) }, { items: [asked(1)] }).resolutions,
    ).not.toContain('keep')
    expect(
      first({ order, policy: policyOf({ keepBelow: money(9_999, GBP) }) }, { items: [asked(1)] }).resolutions,
    ).not.toContain('keep')
  })

  test('the basis is frozen with the answer', () => {
    expect(ask({ policy: policyOf({ basis: 'received' }) }).basis).toBe('received')
    expect(ask({ policy: policyOf({ final: true }) }).basis).toBe('accepted')
  })
})

describe('ways back', () => {
  const offers = (more: Partial<Tray> = {}, wish: Wish = {}) =>
    ask(more, wish).methods.map(offer => [offer.type, offer.cost.total.presentment.amountMinor, offer.rule])

  test('without a rule all the shop has, at what the policy’s fee says', () => {
    expect(offers()).toEqual([
      ['retailer_label', 0, null],
      ['customer_courier', 0, null],
      ['in_store', 0, null],
    ])
    expect(offers({ policy: policyOf({ fee: { kind: 'return_cost', flat: eur(695) } }) })[0]).toEqual([
      'retailer_label',
      695,
      'rule-0',
    ])
  })

  test('a rule names them with their costs, in its order', () => {
    const policy = policyOf({
      methods: [
        { type: 'in_store', cost: { free: true } },
        { type: 'retailer_label', cost: { flat: eur(500) } },
        { type: 'customer_courier', cost: { ratePpm: 100_000 } },
        { type: 'happy_returns', cost: { free: true } },
      ],
    })
    expect(offers({ policy }, { items: [asked(1)] })).toEqual([
      ['in_store', 0, 'rule-0'],
      ['retailer_label', 500, 'rule-0'],
      ['customer_courier', 500, 'rule-0'],
    ])
  })

  test('a label costs its estimate until it is known', () => {
    const policy = policyOf({
      methods: [
        { type: 'retailer_label', cost: { label: true, estimate: eur(450) } },
        { type: 'in_store', cost: { label: true } },
      ],
    })
    expect(ask({ policy }).methods.map(offer => offer.cost.parts)).toEqual([
      [{ kind: 'return_cost', amount: two(450), why: 'label' }],
      [{ kind: 'return_cost', amount: two(0), why: 'label' }],
    ])
  })

  test('only those that serve the country the goods travel from', () => {
    const shop = aShop({
      methods: [
        { type: 'in_store', name: 'Store', zones: ['DE'], label: false },
        { type: 'retailer_label', name: 'Label', zones: ['FR'], label: true },
      ],
    })
    expect(offers({ shop }).map(([type]) => type)).toEqual(['in_store'])
    expect(offers({ shop }, { zone: 'FR' }).map(([type]) => type)).toEqual(['retailer_label'])
    expect(ask({ shop }, { zone: 'FR' }).zone).toBe('FR')
    expect(ask({ shop, order: anOrder(undefined, { shipping: null, country: null }) }).methods).toEqual([])
  })
})

describe('what policy decides by itself', () => {
  const order = sold([goods(1, 100, { sku: 'S' }), goods(1, 100, { sku: 'T' })])
  const small: Condition = { fact: 'sku', is: { in: ['S'] } }
  const items = (...names: string[]): Asked[] =>
    names.map(name => ({ line: lineOf(order, name).id, quantity: 1, reason: { code: 'other' } }))
  const auto = (rules: Rule[], ...names: string[]) =>
    ask({ order, policy: aPolicy(rules) }, { items: items(...names) }).auto

  test('only when every line comes to the same decision', () => {
    const rules = [
      rule('yes', 5, [{ auto: 'approve' }], small),
      rule('no', 1, [{ auto: 'reject', reason: 'Not that one' }]),
    ]
    expect(auto(rules, 'a')).toMatchObject({ decision: 'approve', reason: null, rule: 'yes' })
    expect(auto(rules, 'b')).toMatchObject({ decision: 'reject', reason: 'Not that one', rule: 'no' })
    expect(auto(rules, 'a', 'b')).toMatchObject({ decision: null, reason: null, rule: null })
    expect(auto([rules[0] as Rule], 'b')).toMatchObject({ decision: null })
    expect(ask({ order, policy: aPolicy(rules) }).auto.decision).toBeNull()
  })

  test('refunding and resolving are decided for the request', () => {
    expect(auto([rule('pay', 0, [{ auto: 'refund' }]), rule('close', 0, [{ auto: 'resolve' }])], 'a')).toEqual({
      decision: null,
      reason: null,
      rule: null,
      refund: 'pay',
      resolve: 'close',
    })
  })
})

describe('facts', () => {
  const order = anOrder(
    [aLine({ discount: 100, more: { product: { ...aLine().product, tags: ['sale'], categories: ['tops'] } } })],
    {
      groups: ['vip'],
      tags: ['web'],
      discountCodes: ['SPRING'],
      gift: { recipient: {} as never },
    },
  )
  const wish: Wish = {
    items: [asked(1, { resolution: { type: 'refund', to: 'store_credit' } })],
    method: 'in_store',
    lane: 'special',
    kind: 'in_transit',
    zone: 'FR',
  }
  const text = (...texts: string[]) => ({ in: texts })

  test.each<[string, Condition]>([
    ['country', { fact: 'country', is: text('DE') }],
    ['zone', { fact: 'zone', is: text('FR') }],
    [
      'product',
      {
        all: [
          { fact: 'product', is: text('p-SHIRT-M') },
          { fact: 'product', is: text('SHIRT-M') },
          { fact: 'product', is: text('product-SHIRT-M') },
        ],
      },
    ],
    ['type', { fact: 'type', is: text('clothing') }],
    ['tag', { fact: 'tag', is: text('sale') }],
    ['category', { fact: 'category', is: text('tops') }],
    ['vendor', { fact: 'vendor', is: text('linnea') }],
    ['sku', { fact: 'sku', is: text('SHIRT-M') }],
    [
      'price',
      {
        all: [
          { fact: 'price', is: { atLeast: 5_050 } },
          { fact: 'price', is: { below: 5_051 } },
        ],
      },
    ],
    ['discounted', { fact: 'discounted', is: { equals: true } }],
    ['discount_code', { fact: 'discount_code', is: text('SPRING') }],
    ['order_tag', { fact: 'order_tag', is: text('web') }],
    ['group', { fact: 'group', is: text('vip') }],
    ['reason', { fact: 'reason', is: text('too_small') }],
    ['resolution', { fact: 'resolution', is: text('store_credit') }],
    [
      'value',
      {
        all: [
          { fact: 'value', is: { atLeast: 5_000 } },
          { fact: 'value', is: { below: 5_001 } },
        ],
      },
    ],
    ['method', { fact: 'method', is: text('in_store') }],
    ['returns_by_customer', { fact: 'returns_by_customer', is: { atLeast: 4 } }],
    ['final_sale', { fact: 'final_sale', is: { equals: false } }],
    ['gift', { fact: 'gift', is: { equals: true } }],
    ['lane', { fact: 'lane', is: text('special') }],
    ['kind', { fact: 'kind', is: text('in_transit') }],
  ])('%s can be asked about', (_, condition) => {
    const policy = aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }, { basis: 'asked' }], condition)])
    const answer = ask({ order, policy, history: { returns: 4, pieces: 9 } }, wish)
    expect(answer.lines[0]?.reasons).toEqual(['damaged'])
    expect(answer.basis).toBe('asked')
  })

  test('nobody knows a reason, resolution, value, method or history that was not told', () => {
    for (const fact of ['reason', 'resolution', 'method'] as const) {
      expect(
        first({ policy: aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }], { fact, is: { matches: '*' } })]) })
          .reasons,
      ).toBeNull()
    }
    for (const fact of ['value', 'returns_by_customer'] as const) {
      expect(
        first({ policy: aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }], { fact, is: { atLeast: 0 } })]) }).reasons,
      ).toBeNull()
    }
  })

  test('keeping the goods is a resolution when no other is named; a marked-down price is a discount', () => {
    const keep = aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }], { fact: 'resolution', is: text('keep') })])
    expect(first({ policy: keep }, { items: [asked(1, { handling: 'keep' })] }).reasons).toEqual(['damaged'])
    const sale = aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }], { fact: 'discounted', is: { equals: true } })])
    expect(first({ policy: sale, order: anOrder([aLine({ more: { listPrice: two(9_999) } })]) }).reasons).toEqual([
      'damaged',
    ])
    expect(first({ policy: sale }).reasons).toBeNull()
  })
})

describe('approval limits', () => {
  const policy = aPolicy([
    rule('agents', 0, [{ limit: { role: 'agent', amount: eur(10_000) } }]),
    rule('owners', 0, [{ limit: { role: 'owner', amount: eur(90_000) } }]),
  ])

  test('hold for the role they name, to the cent', () => {
    expect(limitFor(policy, 'agent', two(10_000))).toBeNull()
    const answer = limitFor(policy, 'agent', two(10_001))
    expect(refused(answer) && [answer.code, answer.detail.role, answer.detail.limit, answer.detail.rule]).toEqual([
      'limit_exceeded',
      'agent',
      eur(10_000),
      'agents',
    ])
    expect(limitFor(policy, 'owner', two(10_001))).toBeNull()
    expect(limitFor(policy, 'warehouse', two(10_001))).toBeNull()
    expect(limitFor(null, 'agent', two(10_001))).toBeNull()
  })

  test('are compared in the currency they were written in, and bind when nothing compares', () => {
    expect(limitFor(policy, 'agent', { presentment: money(99_999, GBP), shop: eur(10_000) })).toBeNull()
    expect(limitFor(policy, 'agent', { presentment: eur(10_000), shop: money(99_999, GBP) })).toBeNull()
    expect(refused(limitFor(policy, 'agent', { presentment: money(1, GBP), shop: money(1, GBP) }))).toBe(true)
  })
})
