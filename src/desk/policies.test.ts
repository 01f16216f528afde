import { beforeEach, describe, expect, test } from 'vitest'
import { anInput, type DeskKit, openKit } from '../../test/kit/desk.ts'
import { as, type ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy, Rule } from '../core/policy/policy.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { act } from './act.ts'
import { assessOrder, enterOne } from './orders.ts'
import { activatePolicy, callOffPolicy, checkFor, draftPolicy, policiesFor, policyFor } from './policies.ts'
import { createShop } from './shops.ts'

const kit: DeskKit = await openKit()
const { desk } = kit
const owner = kit.as('owner')
let shop: ShopId

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const window = (days: number): Rule[] => [
  {
    id: as(`days_${days}`),
    name: `${days} days`,
    when: {},
    then: [
      {
        window: {
          from: 'delivered',
          days,
          zone: null,
          workday: false,
          holidays: [],
          fallback: { from: 'sent', plusDays: 7 },
        },
      },
    ],
    priority: 0,
  },
]
const draft = async (days: number) =>
  ok(await draftPolicy(desk, owner, shop, { name: `${days} days`, rules: window(days) }))
const live = async (days: number, at: Instant | null = null): Promise<Policy> =>
  ok(await activatePolicy(desk, owner, shop, (await draft(days)).id, at))
const enter = async (placedAt: Instant, deliveredAt: Instant = placedAt): Promise<Order> => {
  const input = anInput({ placedAt })
  return ok(
    await enterOne(desk, owner, shop, {
      ...input,
      fulfilments: [{ externalId: 'f', lines: [{ line: 'l1', quantity: 2 }], sentAt: placedAt, deliveredAt }],
    }),
  ).order
}
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z` as Instant

beforeEach(async () => {
  kit.clock.now = day(10)
  shop = ok(await createShop(desk, owner, { name: 'New', currency: kit.shop.currency })).shop.id
})

describe('versions', () => {
  test('count up per shop, and drafts written at once never share one', async () => {
    const answers = await Promise.all(
      [5, 6, 7].map(days => draftPolicy(desk, owner, shop, { name: 'At once', rules: window(days) })),
    )
    for (const answer of answers.filter(refused)) expect(answer).toMatchObject({ code: 'busy' })
    const versions = ok(await policiesFor(desk, owner, shop)).map(policy => policy.version)
    expect(versions).toEqual(versions.map((_, place) => versions.length - place))
    expect(versions).toHaveLength(answers.filter(answer => !refused(answer)).length)
  })

  test('one is live at a time, and the one before ends where it begins', async () => {
    const first = await live(10)
    kit.clock.forward(24)
    const second = await live(5)
    expect(first).toMatchObject({ state: 'live', validFrom: day(10), validUntil: null })
    expect(await policyFor(desk, owner, shop, first.id)).toMatchObject({
      state: 'past',
      validFrom: day(10),
      validUntil: day(11),
      rules: window(10),
    })
    expect(await policyFor(desk, owner, shop, second.id)).toMatchObject({
      state: 'live',
      validFrom: day(11),
      validUntil: null,
    })
  })

  test('what has been live is not made live again, and nothing starts in the past or before what is planned', async () => {
    const first = await live(10)
    const next = await draft(5)
    expect(await activatePolicy(desk, owner, shop, first.id, null)).toMatchObject({ code: 'not_open' })
    expect(await activatePolicy(desk, owner, shop, next.id, day(9))).toMatchObject({
      code: 'invalid',
      detail: { path: 'at' },
    })
    await live(7, day(20))
    expect(await activatePolicy(desk, owner, shop, next.id, day(15))).toMatchObject({ code: 'not_open' })
  })

  test('drafts made live at once follow each other; the same one is made live once', async () => {
    await live(10)
    const drafts = [await draft(1), await draft(2), await draft(3)]
    const answers = await Promise.all(
      [...drafts, ...drafts].map(policy => activatePolicy(desk, owner, shop, policy.id, null)),
    )
    expect(answers.map(answer => (refused(answer) ? answer.code : answer.state)).toSorted()).toEqual([
      'live',
      'live',
      'live',
      'not_open',
      'not_open',
      'not_open',
    ])
    expect(ok(await policiesFor(desk, owner, shop)).filter(policy => policy.state === 'live')).toHaveLength(1)
  })

  test('rules with faults do not become a draft, and each fault has its path', async () => {
    const wrong = [{ ...window(5)[0], then: [] }] as unknown as Rule[]
    expect(await draftPolicy(desk, owner, shop, { name: 'Wrong', rules: wrong })).toMatchObject({
      code: 'invalid',
      detail: { path: 'rules.0.then' },
    })
    expect(await policiesFor(desk, owner, shop)).toEqual([])
  })

  test('amounts in another currency than the shop’s are refused', async () => {
    const rules = [
      { ...window(5)[0], then: [{ fee: { kind: 'return_cost', flat: { amountMinor: 500, currency: 'USD' } } }] },
    ] as unknown as Rule[]
    expect(await draftPolicy(desk, owner, shop, { name: 'Dollars', rules })).toMatchObject({ code: 'invalid' })
  })
})

describe('a template', () => {
  test('is a draft to start from, called by its title unless it gets a name', async () => {
    const policy = ok(await draftPolicy(desk, owner, shop, { template: 'eu' }))
    expect(policy).toMatchObject({ state: 'draft', name: 'European Union, distance selling' })
    expect(policy.rules.map(rule => rule.id)).toContain('fourteen_days')
    expect(ok(await draftPolicy(desk, owner, shop, { template: 'uk', name: 'Ours' })).name).toBe('Ours')
    expect(ok(await activatePolicy(desk, owner, shop, policy.id, null)).state).toBe('live')
  })

  test('or rules of one’s own, but one of the two, and with a name', async () => {
    const drafted = (wish: object) => draftPolicy(desk, owner, shop, wish)
    expect(await drafted({ template: 'moon' })).toMatchObject({ code: 'not_found' })
    expect(await drafted({ name: 'Both', template: 'eu', rules: window(5) })).toMatchObject({ code: 'invalid' })
    expect(await drafted({ name: 'Neither' })).toMatchObject({ code: 'invalid', detail: { path: 'rules' } })
    expect(await drafted({ rules: window(5) })).toMatchObject({ code: 'invalid', detail: { path: 'name' } })
    expect(await policiesFor(desk, owner, shop)).toEqual([])
  })
})

test('rules are held against the shop: what is wrong, and what is doubtful', async () => {
  const rules = [
    ...window(5),
    { ...window(9)[0], id: 'again', when: {}, then: [{ methods: [{ type: 'happy_returns', cost: { free: true } }] }] },
  ] as unknown as Rule[]
  const checked = ok(await checkFor(desk, kit.as('agent'), shop, rules))
  expect(checked.errors).toEqual([])
  expect(checked.warnings.map(one => one.path)).toEqual(['rules.1.then.0.methods.0.type'])
  expect(await checkFor(desk, kit.as('shopper'), shop, rules)).toMatchObject({ code: 'forbidden' })
})

describe('a version that starts later', () => {
  test('leaves the one before in force until then, for orders entered before and after', async () => {
    const first = await live(10)
    const planned = await live(5, day(20))
    expect((await enter(day(19))).policy).toBe(first.id)
    kit.clock.now = day(25)
    expect((await enter(day(20))).policy).toBe(planned.id)
    expect((await enter(day(15))).policy).toBe(first.id)
    expect((await enter(day(1))).policy).toBe(first.id)
  })

  test('can be called off, and then nothing of it remains', async () => {
    const first = await live(10)
    const planned = await live(5, day(20))
    expect(await callOffPolicy(desk, owner, shop, first.id)).toMatchObject({ code: 'not_open' })
    expect(ok(await callOffPolicy(desk, owner, shop, planned.id))).toMatchObject({ state: 'draft', validFrom: null })
    expect(await policyFor(desk, owner, shop, first.id)).toMatchObject({ state: 'live', validUntil: null })
    expect((await enter(day(21))).policy).toBe(first.id)
    expect(await callOffPolicy(desk, owner, shop, planned.id)).toMatchObject({ code: 'not_open' })
    expect(ok(await activatePolicy(desk, owner, shop, planned.id, null)).state).toBe('live')
  })

  test('cannot be called off once it has started, or when it was the first', async () => {
    const only = await live(10, day(20))
    expect(ok(await callOffPolicy(desk, owner, shop, only.id)).state).toBe('draft')
    ok(await activatePolicy(desk, owner, shop, only.id, day(20)))
    kit.clock.now = day(20)
    expect(await callOffPolicy(desk, owner, shop, only.id)).toMatchObject({ code: 'not_open' })
  })
})

describe('an order', () => {
  test('keeps the version of the day it was placed, whenever it is entered', async () => {
    const first = await live(10)
    kit.clock.forward(48)
    const second = await live(5)
    expect((await enter(day(1))).policy).toBe(first.id)
    expect((await enter(day(11))).policy).toBe(first.id)
    expect((await enter(day(12))).policy).toBe(second.id)
    const third = await live(3, day(20))
    expect((await enter(day(19))).policy).toBe(second.id)
    expect((await enter(day(20))).policy).toBe(third.id)
  })

  test('of a shop without policy has none, and stays without', async () => {
    const order = await enter(day(1))
    await live(10)
    expect(order.policy).toBeNull()
    expect(ok(await assessOrder(desk, kit.as('agent'), order.id)).order.policy).toBeNull()
  })

  test('T35 frozen policy: bought under ten days, changed to five, returned on the eighth', async () => {
    kit.clock.now = day(1)
    await live(10)
    const input = anInput({ placedAt: day(2) })
    const enterAgain = async (more = {}) =>
      ok(
        await enterOne(desk, owner, shop, {
          ...input,
          fulfilments: [{ externalId: 'f', lines: [{ line: 'l1', quantity: 2 }], sentAt: day(2), deliveredAt: day(2) }],
          ...more,
        }),
      ).order
    const early = await enterAgain()
    kit.clock.now = day(4)
    await live(5)
    const late = await enter(day(4))
    await enterAgain({ name: '#Again' })
    const allowed = async (order: Order) => ok(await assessOrder(desk, kit.as('shopper'), order.id)).assessment.lines[0]
    kit.clock.now = day(10)
    expect(await allowed(early)).toMatchObject({ allowed: 2 })
    expect(await allowed(late)).toMatchObject({
      allowed: 0,
      refusals: [expect.objectContaining({ code: expect.any(String) })],
    })
    kit.clock.now = day(14)
    expect(await allowed(early)).toMatchObject({ allowed: 0 })
  })
})

test('T35 a delivery nobody reported ends by the stated fallback, and the trace says so', async () => {
  await live(10)
  const input = anInput({ placedAt: day(10) })
  const { order } = ok(
    await enterOne(desk, owner, shop, {
      ...input,
      fulfilments: [{ externalId: 'f', lines: [{ line: 'l1', quantity: 2 }], sentAt: day(11), deliveredAt: null }],
    }),
  )
  const asked = async () => ok(await assessOrder(desk, kit.as('agent'), order.id)).assessment.lines[0]
  // Sent on the 11th, taken to have come on the 18th, ten days from then.
  expect(await asked()).toMatchObject({ allowed: 2, until: '2026-03-28T23:59:59.999Z' })
  expect((await asked())?.trace.map(step => step.said)).toContainEqual(
    expect.stringContaining('because the day of delivery is unknown: 7 days after dispatch'),
  )
  kit.clock.now = '2026-03-29T00:00:00.000Z' as Instant
  expect(await asked()).toMatchObject({ allowed: 0, refusals: [{ code: 'window_closed', rule: 'days_10' }] })
})

test('a customer’s history counts when they ask as it does when they file', async () => {
  const [base] = window(30)
  const rules = [{ ...base!, then: [...base!.then, { cap: { per: 'customer', returns: 1, days: null } }] }] as Rule[]
  const policy = ok(await draftPolicy(desk, owner, shop, { name: 'Once', rules }))
  ok(await activatePolicy(desk, owner, shop, policy.id, null))
  const [first, second] = [await enter(day(10)), await enter(day(10))]
  const file = (order: Order) =>
    act(desk, kit.as('shopper'), { order: order.id }, [
      { verb: 'submit', items: [{ line: order.lines[0]!.id, quantity: 1, reason: { code: 'too_small' } }] },
    ])
  const told = async (order: Order) =>
    ok(await assessOrder(desk, kit.as('shopper'), order.id)).assessment.lines[0]?.refusals.map(one => one.code)
  expect(await told(second)).toEqual([])
  ok(await file(first))
  expect(await told(second)).toEqual(['cap_reached'])
  expect(await file(second)).toMatchObject({ code: 'not_eligible', detail: { reasons: [{ code: 'cap_reached' }] } })
})

test('walls: other houses, other shops, roles without the scope', async () => {
  const policy = await live(10)
  const stranger = (await kit.stranger()).as('owner')
  const nothing = { code: 'not_found' }
  expect(await policyFor(desk, stranger, shop, policy.id)).toMatchObject(nothing)
  expect(await policyFor(desk, owner, kit.shop.id, policy.id)).toMatchObject(nothing)
  expect(await draftPolicy(desk, stranger, shop, { name: 'Theirs', rules: window(1) })).toMatchObject(nothing)
  expect(await activatePolicy(desk, stranger, shop, policy.id, null)).toMatchObject(nothing)
  expect(await activatePolicy(desk, owner, kit.shop.id, (await draft(4)).id, null)).toMatchObject(nothing)
  expect(await policiesFor(desk, stranger, shop)).toEqual([])
  expect(await policiesFor(desk, kit.as('owner', { shops: [kit.shop.id] }), shop)).toMatchObject(nothing)
  expect(await draftPolicy(desk, kit.as('agent'), shop, { name: 'Mine', rules: window(1) })).toMatchObject({
    code: 'forbidden',
  })
  expect(await policiesFor(desk, kit.as('shopper'), shop)).toMatchObject({ code: 'forbidden' })
})
