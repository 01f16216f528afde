import { beforeAll, describe, expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { act } from './act.ts'
import { byTracking, count, countsByState, findOne, history, list, type Wish } from './look.ts'
import { enterOne } from './orders.ts'
import { foundShop } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const agent = kit.as('agent')
const second = await transaction(desk.db, tx =>
  foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
)
const made: Return[] = []

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const ids = (returns: readonly Return[]) => returns.map(ret => ret.id).toSorted()

async function everyPage(caller: typeof agent, wish: Wish): Promise<Return[]> {
  const rows: Return[] = []
  for (let after: Wish['after']; ; ) {
    const page = ok(await list(desk, caller, { ...wish, ...(after && { after }) }))
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = page.next
  }
}

beforeAll(async () => {
  for (let place = 0; place < 9; place++) made.push(await kit.file(await kit.order(), 1))
  const order = ok(await enterOne(desk, kit.as('owner'), second.id, anInput())).order
  made.push(
    ok(
      await act(desk, kit.as('shopper'), { order: order.id }, [
        { verb: 'submit', items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'too_small' } }] },
      ]),
    ).ret,
  )
  kit.clock.forward(1)
  for (const ret of made.slice(0, 4)) made[made.indexOf(ret)] = (await kit.act(ret, { verb: 'approve' })).ret
  made[0] = (
    await kit.act(made[0] as Return, { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'BACK-1' }, 'shopper')
  ).ret
})

describe('one return', () => {
  test('is found by its id, its number and its shop’s counter, with what lies around it', async () => {
    const ret = made[0] as Return
    for (const named of [ret.id, { number: ret.number }, { shop: ret.shop, serial: ret.serial }])
      expect(await findOne(desk, agent, named)).toMatchObject({
        ret,
        order: { id: ret.order },
        shop: { id: shop.id },
        siblings: [],
        policy: null,
      })
  })

  test('shows the other returns of its order', async () => {
    const order = await kit.order()
    const [one, other] = [await kit.file(order, 1), await kit.file(order, 1)]
    expect(ok(await findOne(desk, agent, one.id)).siblings).toEqual([other])
    made.push(one, other)
  })

  test('is not found by another shop’s counter or in another house', async () => {
    const ret = made[0] as Return
    expect(await findOne(desk, agent, { shop: second.id, serial: 999 })).toMatchObject({ code: 'not_found' })
    const stranger = (await kit.stranger()).as('owner')
    for (const named of [ret.id, { number: ret.number }, { shop: ret.shop, serial: ret.serial }])
      expect(await findOne(desk, stranger, named)).toMatchObject({ code: 'not_found' })
    expect(await history(desk, stranger, ret.id)).toMatchObject({ code: 'not_found' })
    expect(await byTracking(desk, stranger, 'BACK-1')).toEqual([])
  })

  test('tells its log from any place on', async () => {
    const ret = made[0] as Return
    const log = ok(await history(desk, agent, ret.id))
    expect(log.map(event => event.sequence)).toEqual(Array.from({ length: ret.version }, (_, place) => place + 1))
    expect(ok(await history(desk, agent, ret.id, { after: 2, limit: 1 }))).toEqual([log[2]])
  })
})

describe('lists', () => {
  test('say whether there is more, and never give more than a hundred or fewer than one', async () => {
    const page = ok(await list(desk, agent, { limit: 3 }))
    expect(page.rows).toHaveLength(3)
    expect(page.next).toEqual({ at: page.rows[2]?.createdAt, id: page.rows[2]?.id })
    expect(ok(await list(desk, agent, { limit: made.length })).next).toBeNull()
    for (const limit of [0, -1]) expect(ok(await list(desk, agent, { limit })).rows).toHaveLength(1)
    await query(desk.db, {
      text: `insert into returns select org_id, gen_random_uuid(), shop_id, order_id, null, 5000 + n, 'C' || n, version, created_at, updated_at, due_at, tuple, request, negotiation, dispute, evidence, compensation, transit,
        onward, receiving, settlement, handling, kind, inspector, lane, terms, doc from returns, generate_series(1, 150) n where id = $1`,
      values: [(await kit.file(await kit.order(), 1)).id],
    })
    const many = ok(await list(desk, agent, { limit: 5_000 }))
    expect(many.rows).toHaveLength(100)
    expect(many.next).not.toBeNull()
    await query(desk.db, { text: `delete from returns where serial >= 5000` })
  })

  test.each(['created_at', 'updated_at', 'due_at'] as const)(
    'sorted by %s give every return once over their pages',
    async sort => {
      for (const descending of [true, false]) {
        const rows = await everyPage(agent, { sort, descending, limit: 2 })
        expect(new Set(rows.map(ret => ret.id)).size).toBe(rows.length)
        expect(ids(rows)).toEqual(ids(ok(await list(desk, agent, { sort, limit: 100 })).rows))
        expect(rows.length).toBeGreaterThan(made.length - 1)
      }
    },
  )

  test('of one shop, of another, of both, of a foreign one', async () => {
    const of = async (shops: Wish['shops'], caller = agent) =>
      ids(ok(await list(desk, caller, { limit: 100, ...(shops && { shops }) })).rows)
    const theirs = made.filter(ret => ret.shop === second.id)
    expect(await of([second.id])).toEqual(ids(theirs))
    expect(await of([second.id, second.id])).toEqual(ids(theirs))
    expect((await of([shop.id, second.id])).length).toBe((await of(undefined)).length)
    expect(await of([(await kit.stranger()).shop.id])).toEqual([])
    const tied = kit.as('agent', { shops: [second.id] })
    expect(await of(undefined, tied)).toEqual(ids(theirs))
    expect(await of([shop.id], tied)).toEqual([])
  })

  test('a parcel is found by its number', async () => {
    expect(ids(ok(await byTracking(desk, agent, 'back-1')))).toEqual([made[0]?.id])
    expect(await byTracking(desk, kit.as('agent', { shops: [second.id] }), 'BACK-1')).toEqual([])
  })
})

describe('counts', () => {
  test('are those of the lists', async () => {
    for (const wish of [
      {},
      { where: { request: ['approved'] } },
      { where: { request: ['approved'], transit: ['booked'] } },
      { text: 'maja' },
      { words: ['lane:standard'] },
      { order: made[0]?.order },
      { updatedFrom: kit.clock.now },
    ] as Wish[])
      expect(await count(desk, agent, wish), JSON.stringify(wish)).toBe(
        (await everyPage(agent, { ...wish, limit: 100 })).length,
      )
  })

  test('by state add up to all', async () => {
    const counts = ok(await countsByState(desk, agent))
    expect(counts.reduce((all, { count }) => all + count, 0)).toBe(await count(desk, agent, {}))
    expect(counts.filter(({ state }) => state.request === 'approved').reduce((all, { count }) => all + count, 0)).toBe(
      await count(desk, agent, { where: { request: ['approved'] } }),
    )
    expect(ok(await countsByState(desk, agent, [second.id])).map(({ count }) => count)).toEqual([1])
  })
})

describe('a shopper who proved some orders', () => {
  const shopper = () =>
    kit.as('shopper', { orders: [made[0] as Return, made[1] as Return, made[5] as Return].map(ret => ret.order) })
  const mine = () => [made[0] as Return, made[1] as Return, made[5] as Return]

  test('sees the returns of those and nothing else, page by page', async () => {
    expect(ids(await everyPage(shopper(), { limit: 1 }))).toEqual(ids(mine()))
    expect(await count(desk, shopper(), {})).toBe(3)
  })

  test('has every filter and order that others have', async () => {
    expect(ids(await everyPage(shopper(), { where: { request: ['approved'] } }))).toEqual(ids(mine().slice(0, 2)))
    expect(await count(desk, shopper(), { where: { request: ['approved'] } })).toBe(2)
    expect(ids(await everyPage(shopper(), { text: made[0]?.number ?? '' }))).toEqual([made[0]?.id])
    expect(ids(await everyPage(shopper(), { order: made[5]?.order }))).toEqual([made[5]?.id])
    expect(await everyPage(shopper(), { order: made[7]?.order })).toEqual([])
    expect(await everyPage(shopper(), { createdBefore: '2026-03-01T00:00:00.000Z' as Instant })).toEqual([])
    const rising = await everyPage(shopper(), { sort: 'updated_at', descending: false, limit: 1 })
    expect(rising.map(ret => ret.updatedAt)).toEqual(rising.map(ret => ret.updatedAt).toSorted())
  })

  test('learns nothing from counts of the house', async () => {
    expect(await countsByState(desk, shopper())).toMatchObject({ code: 'not_found' })
    expect(await byTracking(desk, kit.as('shopper', { orders: [made[7]?.order as never] }), 'BACK-1')).toEqual([])
  })
})

test('reading needs the scope', async () => {
  const blind = kit.as('agent', { scopes: new Set(['returns:write']) })
  for (const answer of [
    await list(desk, blind, {}),
    await count(desk, blind, {}),
    await countsByState(desk, blind),
    await byTracking(desk, blind, 'x'),
    await findOne(desk, blind, made[0]?.id as never),
  ])
    expect(answer).toMatchObject({ code: 'forbidden' })
})
