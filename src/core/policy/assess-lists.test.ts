/** What stands on lists and what is counted: allowances, caps, arrival, and until when something would have been in time. */
import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, aTray, eur } from '../../../test/kit/cast.ts'
import { filed, goods, lineOf, policyOf, sold } from '../../../test/kit/core-order.ts'
import type { Asked } from '../return/commands.ts'
import type { Tray } from '../return/tray.ts'
import type { Instant } from '../time.ts'
import { assess, type Wish } from './assess.ts'
import type { Condition, Effect, Fact, LineAnswer, Rule, Test, Window } from './policy.ts'

const at = (text: string) => text as Instant
const days = (n: number | null, more: Partial<Window> = {}): Effect => ({
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
const rule = (id: string, priority: number, then: Effect[], when: Condition = {}): Rule => ({
  id: id as Rule['id'],
  name: id,
  when,
  then,
  priority,
})
const asked = (line = 'line-1', quantity = 1): Asked => ({
  line: line as never,
  quantity,
  reason: { code: 'too_small' },
})
const lines = (more: Partial<Tray> = {}, wish: Wish = {}): LineAnswer[] => {
  const tray = aTray(more)
  return assess(tray.order, tray, wish).lines
}
const first = (more: Partial<Tray> = {}, wish: Wish = {}): LineAnswer => lines(more, wish)[0] as LineAnswer
const codes = (answer: LineAnswer) => answer.refusals.map(refusal => refusal.code)
const LATE = at('2026-06-01T12:00:00.000Z')

describe('an allowance of everything', () => {
  const no: Rule[] = [
    rule('late', 9, [days(5)]),
    rule('final', 9, [{ final: true }]),
    rule('block', 9, [{ block: { code: 'hygiene', sentence: 'Sealed goods stay.' } }]),
    rule('cap', 9, [{ cap: { per: 'order', pieces: 0, days: null } }]),
    rule('arrived', 9, [{ after: 'delivered' }]),
  ]
  const vip = rule('vip', -5, [{ allow: 'everything' }], { fact: 'email', is: { in: ['MAJA@example.com'] } })

  test('overrides window, final sale, block, cap and arrival, wherever it stands', () => {
    expect(codes(first({ policy: aPolicy(no), at: LATE }))).toEqual([
      'window_closed',
      'final_sale',
      'hygiene',
      'cap_reached',
    ])
    const answer = first({ policy: aPolicy([...no, vip]), at: LATE })
    expect([answer.allowed, answer.until, answer.refusals]).toEqual([2, null, []])
    expect(answer.trace).toContainEqual({ rule: 'vip', said: 'Allowed whatever other rules say.' })
    expect(answer.trace.map(step => step.rule)).toEqual(expect.arrayContaining(['late', 'final', 'block', 'cap']))
  })

  test('does not bring back what was not delivered or is spoken for', () => {
    const order = anOrder()
    const held = aTray({ order }).ledger.map(one => ({ ...one, held: 2 }))
    expect(codes(first({ order, ledger: held, policy: aPolicy([vip]) }))).toEqual(['already_returned'])
    expect(codes(first({ order, ledger: [], policy: aPolicy([vip]) }))).toEqual(['not_delivered'])
  })

  test('holds for those on the list only', () => {
    const order = anOrder(undefined, { customer: { ...anOrder().customer, emails: ['tom@example.com'] } })
    expect(first({ order, policy: aPolicy([...no, vip]), at: LATE }).allowed).toBe(0)
  })
})

describe('arrival', () => {
  const base = anOrder([aLine({ quantity: 3 })])
  const onTheWay = (quantity: number) => ({
    ...base,
    fulfilments: [
      { ...base.fulfilments[0]!, lines: [{ line: 'line-1' as never, quantity: 3 - quantity }] },
      {
        ...base.fulfilments[0]!,
        id: 'on-the-way' as never,
        lines: [{ line: 'line-1' as never, quantity }],
        deliveredAt: null,
      },
    ],
  })
  const policy = policyOf({ after: 'delivered' }, days(30))

  test('is not asked for unless a rule says so', () => {
    expect(first({ order: onTheWay(2), policy: policyOf(days(30)) }).allowed).toBe(3)
    expect(first({ order: onTheWay(2), policy: policyOf({ after: 'sent' }, { after: 'delivered' }) }).allowed).toBe(3)
  })

  test('counts the pieces of deliveries that were reported', () => {
    expect(first({ order: onTheWay(2), policy }).allowed).toBe(1)
    expect(first({ order: onTheWay(3), policy })).toMatchObject({
      allowed: 0,
      refusals: [{ code: 'not_arrived', rule: 'rule-0', until: expect.any(String) }],
    })
  })

  test('does not bind a withdrawal or what is turned away', () => {
    expect(first({ order: onTheWay(3), policy }, { lane: 'withdrawal' }).allowed).toBe(3)
    expect(first({ order: onTheWay(3), policy }, { kind: 'on_the_spot' }).allowed).toBe(3)
    expect(first({ order: onTheWay(3), policy }, { kind: 'in_transit' }).allowed).toBe(3)
  })
})

describe('until when it would have been in time', () => {
  const END = '2026-04-04T21:59:59.999Z'

  test('is told with every refusal, whichever rule says no', () => {
    const policy = policyOf(days(30), { final: true }, { block: { code: 'hygiene', sentence: 'Sealed goods stay.' } })
    expect(first({ policy })).toMatchObject({
      until: END,
      refusals: [
        { code: 'final_sale', rule: 'rule-1', until: END },
        { code: 'hygiene', rule: 'rule-2', until: END },
      ],
    })
  })

  test('and when every piece is spoken for', () => {
    const order = anOrder()
    const ledger = aTray({ order }).ledger.map(one => ({ ...one, held: one.delivered }))
    expect(first({ order, ledger, policy: policyOf(days(30)) })).toMatchObject({
      allowed: 0,
      until: END,
      refusals: [{ code: 'already_returned', until: END }],
    })
    expect(codes(first({ order, ledger, policy: policyOf(days(30)), at: LATE }))).toEqual([
      'already_returned',
      'window_closed',
    ])
  })

  test('a window without end is said in so many words, and has none', () => {
    const answer = first({ policy: policyOf(days(null)), at: at('2036-01-01T00:00:00.000Z') })
    expect([answer.allowed, answer.until]).toEqual([2, null])
    expect(answer.trace.map(step => step.said)).toContain('It may come back without end.')
    expect(first({ policy: policyOf(days(null)), at: LATE }, { lane: 'withdrawal' })).toMatchObject({ allowed: 2 })
  })
})

describe('windows of some goods and some seasons', () => {
  test('the higher rule decides, for its goods and its days', () => {
    const placed = (test: Test): Condition => ({ fact: 'placed', is: test })
    const policy = aPolicy([
      rule('shoes', 5, [days(60)], { fact: 'type', is: { in: ['shoes'] } }),
      rule('winter', 4, [days(45)], {
        all: [placed({ onOrAfter: '2026-03-01' }), placed({ onOrBefore: '2026-03-01' })],
      }),
      rule('all', 0, [days(10)]),
    ])
    const untilOf = (order: Tray['order']) => first({ order, policy }).until?.slice(0, 10)
    const shoes = aLine()
    expect(untilOf(anOrder([{ ...shoes, product: { ...shoes.product, type: 'Shoes' } }]))).toBe('2026-05-04')
    expect(untilOf(anOrder())).toBe('2026-04-19')
    expect(untilOf(anOrder(undefined, { placedAt: at('2026-02-28T22:59:59.999Z') }))).toBe('2026-03-15')
    // 23:00 UTC is the next day in Berlin.
    expect(untilOf(anOrder(undefined, { placedAt: at('2026-02-28T23:00:00.000Z') }))).toBe('2026-04-19')
  })
})

describe('caps within one request', () => {
  const order = sold([goods(4, 100, { sku: 'S' }), goods(4, 100, { sku: 'S' }), goods(4, 100, { sku: 'T' })])
  const [a, b, c] = ['a', 'b', 'c'].map(name => lineOf(order, name).id)
  const allowed = (effect: Effect, items: Asked[]) =>
    lines({ order, policy: policyOf(effect) }, { items }).map(line => line.allowed)

  test('the lines share what is left in the order they are named', () => {
    const cap: Effect = { cap: { per: 'order', pieces: 5, days: null } }
    expect(allowed(cap, [])).toEqual([4, 4, 4])
    expect(allowed(cap, [asked(a, 3), asked(b, 2)])).toEqual([4, 2, 0])
    expect(allowed(cap, [asked(b, 2), asked(a, 3)])).toEqual([3, 4, 0])
    expect(allowed(cap, [asked(a, 4), asked(b, 4), asked(c, 1)])).toEqual([4, 1, 0])
  })

  test('an article’s cap counts its own lines', () => {
    expect(allowed({ cap: { per: 'sku', pieces: 3, days: null } }, [asked(a, 2), asked(c, 3), asked(b, 2)])).toEqual([
      3, 1, 3,
    ])
  })
})

describe('caps on returns', () => {
  const order = sold([goods(4, 100)])
  const one = filed(order, [{ quantity: 1 }])
  const capped = (more: Partial<Tray>, cap: Extract<Effect, { cap: unknown }>['cap']) =>
    first({ order, policy: policyOf({ cap }), ...more })

  test('of an order, where those that came to nothing do not count', () => {
    const cap = { per: 'order', returns: 1, days: null } as const
    expect(capped({}, cap).allowed).toBe(4)
    expect(capped({ siblings: [one] }, cap).refusals).toMatchObject([
      { code: 'cap_reached', sentence: 'No more than 1 return per order may be made.' },
    ])
    expect(capped({ siblings: [{ ...one, request: { state: 'cancelled' } as never }] }, cap).allowed).toBe(4)
  })

  test('of a customer, within a period where one is said', () => {
    const long = at('2025-01-01T00:00:00.000Z')
    const lately = at('2026-03-01T00:00:00.000Z')
    const history = {
      returns: 2,
      pieces: 9,
      filed: [
        { at: long, pieces: 7 },
        { at: lately, pieces: 2 },
      ],
    }
    expect(codes(capped({ history }, { per: 'customer', returns: 2, days: null }))).toEqual(['cap_reached'])
    expect(capped({ history }, { per: 'customer', returns: 2, days: 30 }).allowed).toBe(4)
    expect(capped({ history }, { per: 'customer', pieces: 5, days: 30 }).allowed).toBe(3)
    expect(capped({ history }, { per: 'customer', pieces: 10, days: null }).allowed).toBe(1)
    expect(capped({ history: { returns: 2, pieces: 9 } }, { per: 'customer', returns: 3, days: 30 }).allowed).toBe(4)
  })
})

describe('what else can be asked about', () => {
  const base = anOrder()
  const order = anOrder([aLine({ more: { giftCard: true } })], {
    source: 'exchange',
    shipping: { ...base.shipping!, country: 'US', state: { code: 'CA', name: 'California' } },
    freight: { paid: { presentment: eur(500), shop: eur(500) }, taxes: [] },
  })
  const holds = (fact: Fact, is: Test, wish: Wish = {}, more: Partial<Tray> = {}) =>
    first({ order, policy: aPolicy([rule('hit', 0, [{ reasons: ['damaged'] }], { fact, is })]), ...more }, wish)
      .reasons !== null

  test.each<[Fact, Test, Test]>([
    ['state', { in: ['ca'] }, { in: ['NY'] }],
    ['state', { in: ['US-CA'] }, { in: ['DE-CA'] }],
    ['gift_card', { equals: true }, { equals: false }],
    ['email', { matches: 'maja@*' }, { in: ['example.com'] }],
    ['email_domain', { in: ['example.com'] }, { matches: '*@*' }],
    ['order_number', { in: ['1001'] }, { in: ['1002'] }],
    ['order_number', { in: ['#1001'] }, { matches: '#2*' }],
    ['order_value', { atLeast: 10_500 }, { atLeast: 10_501 }],
    ['placed', { onOrAfter: '2026-03-01' }, { onOrAfter: '2026-03-02' }],
    ['placed', { onOrBefore: '2026-03-01' }, { onOrBefore: '2026-02-28' }],
    ['days_since_delivery', { atLeast: 5 }, { atLeast: 6 }],
    ['returns_of_order', { below: 1 }, { atLeast: 1 }],
    ['source', { in: ['exchange'] }, { in: ['api'] }],
  ])('%s', (fact, yes, no) => {
    expect([holds(fact, yes), holds(fact, no)]).toEqual([true, false])
  })

  test('sub_reason, once it was told', () => {
    const items = [{ ...asked(), reason: { code: 'too_small' as const, sub: 'sleeves' } }]
    expect(holds('sub_reason', { in: ['sleeves'] }, { items })).toBe(true)
    expect(holds('sub_reason', { matches: '*' })).toBe(false)
  })

  test('days since delivery are local days, and unknown without a delivery', () => {
    // 23:30 on the fifth in Berlin; one minute past midnight on the sixth is the next day.
    const late = { ...order, fulfilments: [{ ...order.fulfilments[0]!, deliveredAt: at('2026-03-05T22:30:00.000Z') }] }
    const told = (now: string, is: Test) =>
      holds('days_since_delivery', is, {}, { order: late, at: at(now), ledger: aTray({ order: late }).ledger })
    expect(told('2026-03-05T22:59:59.999Z', { below: 1 })).toBe(true)
    expect(told('2026-03-05T23:00:00.000Z', { atLeast: 1 })).toBe(true)
    const never = { ...order, fulfilments: [{ ...order.fulfilments[0]!, deliveredAt: null }] }
    expect(holds('days_since_delivery', { atLeast: 0 }, {}, { order: never })).toBe(false)
  })

  test('returns of the order count, unless they came to nothing', () => {
    const bought = sold([goods(4, 100)])
    const one = filed(bought, [{ quantity: 1 }])
    const sees = (siblings: Tray['siblings']) =>
      holds(
        'returns_of_order',
        { atLeast: 1 },
        {},
        { order: bought, siblings, ledger: aTray({ order: bought }).ledger },
      )
    expect(sees([one])).toBe(true)
    expect(sees([{ ...one, request: { state: 'rejected' } as never }])).toBe(false)
  })
})

describe('what a choice costs or brings', () => {
  const offers: Effect = { resolutions: ['original_payment', 'store_credit', 'swap'] }

  test('is told with the choice, and not where it costs and brings nothing', () => {
    expect(first({ policy: policyOf(offers) }).terms).toBeUndefined()
    const policy = policyOf(
      offers,
      { fee: { kind: 'restocking_fee', ratePpm: 150_000 } },
      { bonus: { flat: eur(500) } },
      { freeExchange: true },
    )
    expect(first({ policy }).terms).toEqual([
      { resolution: 'original_payment', fee: { ratePpm: 150_000 }, bonus: null },
      { resolution: 'store_credit', fee: { ratePpm: 150_000 }, bonus: { flat: eur(500) } },
    ])
  })

  test('each choice is judged as if it were made', () => {
    const policy = aPolicy([
      rule('offers', 0, [offers]),
      rule('fee', 0, [{ fee: { kind: 'restocking_fee', flat: eur(300) } }], {
        fact: 'resolution',
        is: { in: ['original_payment'] },
      }),
    ])
    expect(first({ policy }).terms).toEqual([{ resolution: 'original_payment', fee: { flat: eur(300) }, bonus: null }])
  })
})

test('a kit asked for as a whole is judged by its parts', () => {
  const kit = sold([
    goods(2, 100, {
      externalId: 'kit',
      components: [
        { externalId: 'x', title: 'X', per: 1 },
        { externalId: 'y', title: 'Y', per: 2 },
      ],
    }),
  ])
  const policy = policyOf({ cap: { per: 'order', pieces: 2, days: null } })
  const answers = lines({ order: kit, policy, shop: aShop() }, { items: [asked(lineOf(kit, 'kit').id, 1)] })
  expect(answers.map(answer => answer.allowed)).toEqual([2, 1])
})
