import { beforeAll, describe, expect, test } from 'vitest'
import { anInput, type DeskKit, openKit } from '../../test/kit/desk.ts'
import { as, type ShopId } from '../core/ids.ts'
import type { Policy, Rule } from '../core/policy/policy.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { act } from './act.ts'
import { enterOne } from './orders.ts'
import { activatePolicy, draftPolicy } from './policies.ts'
import { createShop } from './shops.ts'
import { type SimulationWish, simulatePolicy } from './simulate.ts'

const kit: DeskKit = await openKit()
const { desk } = kit
const owner = kit.as('owner')
let shop: ShopId
let ten: Policy

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const window = (days: number, more: Rule['then'] = []): Rule[] => [
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
      ...more,
    ],
    priority: 0,
  },
]
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00.000Z` as Instant

async function enter(placedAt: Instant) {
  const entered = await enterOne(desk, owner, shop, {
    ...anInput({ placedAt }),
    fulfilments: [{ externalId: 'f', lines: [{ line: 'l1', quantity: 2 }], sentAt: placedAt, deliveredAt: placedAt }],
  })
  return ok(entered).order
}

const simulate = async (wish: SimulationWish) => ok(await simulatePolicy(desk, owner, shop, wish))

/** Under ten days: one order bought on the 1st with a return on the 8th, one bought on the 2nd. Then five days, and one bought on the 12th. */
beforeAll(async () => {
  kit.clock.now = day(1)
  shop = ok(await createShop(desk, owner, { name: 'Tried', currency: kit.shop.currency })).shop.id
  ten = ok(
    await activatePolicy(
      desk,
      owner,
      shop,
      ok(await draftPolicy(desk, owner, shop, { name: 'Ten days', rules: window(10) })).id,
      null,
    ),
  )
  const order = await enter(day(1))
  kit.clock.now = day(2)
  await enter(day(2))
  kit.clock.now = day(8)
  ok(
    await act(desk, kit.as('shopper'), { order: order.id }, [
      { verb: 'submit', items: [{ line: order.lines[0]!.id, quantity: 1, reason: { code: 'too_small' } }] },
    ]),
  )
  kit.clock.now = day(11)
  const five = ok(await draftPolicy(desk, owner, shop, { name: 'Five days', rules: window(5) }))
  ok(await activatePolicy(desk, owner, shop, five.id, null))
  kit.clock.now = day(12)
  await enter(day(12))
})

describe('a draft on past orders', () => {
  test('beside the version each was placed under', async () => {
    const { against, summary, changes, placed, more } = await simulate({ rules: window(5) })
    expect({ against, placed, more }).toEqual({ against: 'then', placed: { from: day(1), to: day(12) }, more: 0 })
    expect(summary).toMatchObject({
      orders: 3,
      returns: 1,
      changed: { orders: 2, returns: 1 },
      changes: { refused: { lines: 0, returns: 1 }, earlier: { returns: 0 }, later: { lines: 0 } },
    })
    expect(changes.find(one => one.about === 'return')).toMatchObject({
      what: ['refused', 'money'],
      rules: ['5 days'],
      before: { refusals: [] },
      after: { refusals: [{ code: 'window_closed' }], total: { amountMinor: 0 } },
    })
  })

  test('beside the version that holds now', async () => {
    const { summary } = await simulate({ rules: window(5), against: 'now' })
    expect(summary).toMatchObject({ orders: 3, changed: { orders: 0, lines: 0, returns: 0 } })
    expect((await simulate({ rules: window(10), against: 'now' })).summary.changed.orders).toBe(3)
  })

  test('a version of the shop and a template can be tried as they are', async () => {
    const version = await simulate({ policy: ten.id })
    expect(version.tried).toEqual({ id: ten.id, version: 1, name: 'Ten days' })
    expect(version.summary.changed).toMatchObject({ orders: 1, returns: 0 })
    expect((await simulate({ template: 'us' })).tried).toMatchObject({ id: null, version: null })
  })

  test('only the newest so many, and only those placed since then', async () => {
    expect((await simulate({ rules: window(5), limit: 1 })).summary.orders).toBe(1)
    expect((await simulate({ rules: window(5), limit: 1 })).placed?.from).toBe(day(12))
    expect((await simulate({ rules: window(5), since: day(2) })).summary.orders).toBe(2)
    expect(await simulate({ rules: window(5), since: day(13) })).toMatchObject({ placed: null, changes: [] })
  })

  test('says how far it is', async () => {
    const told: number[] = []
    await simulate({ rules: window(5), progress: orders => told.push(orders) })
    expect(told).toEqual([3])
  })

  test('history is counted where a rule asks for it', async () => {
    const once = window(10, [{ cap: { per: 'customer', returns: 0, days: null } }])
    expect((await simulate({ rules: once })).summary.changes.refused).toMatchObject({ returns: 1 })
    const twice = window(10, [{ cap: { per: 'customer', returns: 1, days: null } }])
    const { changes } = await simulate({ rules: twice })
    // Only what was filed before counts: the order of the 12th came after the one return there is.
    expect(changes.filter(one => one.what.includes('refused')).map(one => one.placedAt)).toEqual([day(12)])
  })
})

test('nothing is written', async () => {
  const tables = ['policies', 'orders', 'returns', 'sold', 'shops', 'payments']
  const contents = () =>
    Promise.all(
      tables.map(async name => {
        const text = `select md5(string_agg(row::text, ',' order by row::text)) as sum from ${name} row`
        return (await query<{ sum: string }>(kit.database.pool, { text, values: [] })).rows[0]?.sum
      }),
    )
  const before = await contents()
  expect(before.every(sum => typeof sum === 'string')).toBe(true)
  await simulate({ rules: window(5) })
  expect(await contents()).toEqual(before)
})

test('what is tried must be one thing, whole, and of this shop', async () => {
  const tried = (wish: SimulationWish) => simulatePolicy(desk, owner, shop, wish)
  expect(await tried({})).toMatchObject({ code: 'invalid', detail: { path: 'rules' } })
  expect(await tried({ rules: [], template: 'eu' })).toMatchObject({ code: 'invalid', detail: { path: 'template' } })
  expect(await tried({ template: 'moon' })).toMatchObject({ code: 'not_found' })
  expect(await tried({ rules: [{ ...window(5)[0]!, then: [] }] })).toMatchObject({
    code: 'invalid',
    detail: { path: 'rules.0.then' },
  })
  expect(await simulatePolicy(desk, owner, kit.shop.id, { policy: ten.id })).toMatchObject({ code: 'not_found' })
})

test('walls: other houses, other shops, callers who see single orders or no policies', async () => {
  const wish = { rules: window(5) }
  const stranger = (await kit.stranger()).as('owner')
  expect(await simulatePolicy(desk, stranger, shop, wish)).toMatchObject({ code: 'not_found' })
  expect(await simulatePolicy(desk, kit.as('owner', { shops: [kit.shop.id] }), shop, wish)).toMatchObject({
    code: 'not_found',
  })
  expect(await simulatePolicy(desk, kit.as('owner', { orders: [] }), shop, wish)).toMatchObject({ code: 'not_found' })
  expect(await simulatePolicy(desk, kit.as('shopper'), shop, wish)).toMatchObject({ code: 'forbidden' })
})
