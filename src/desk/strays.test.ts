import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { Order } from '../core/order/order.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { transaction } from '../db/transaction.ts'
import { act } from './act.ts'
import { findOne } from './look.ts'
import { foundShop } from './shops.ts'
import { reportStray, straysFor } from './strays.ts'

const kit = await openKit()
const { desk, shop } = kit
const dock = kit.as('warehouse')

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const report = async (more: Partial<Parameters<typeof reportStray>[3]> = {}) =>
  ok(await reportStray(desk, dock, shop.id, { text: 'A blue shirt', ...more }))
const waiting = async () => ok(await straysFor(desk, dock, { limit: 100 })).rows.map(stray => stray.id)
const approved = async (order: Order, quantity = 1): Promise<Return> =>
  (await kit.act(await kit.file(order, quantity), { verb: 'approve' })).ret
const ledgers = async (order: Order) => {
  const { rows } = await query(desk.db, {
    text: `select (select sum(held)::int from sold where order_id = $1) as held, (select sum(spoken)::int from payments where order_id = $1) as spoken`,
    values: [order.id],
  })
  return rows[0]
}
const seen = async (ret: Return) => ok(await findOne(desk, kit.as('agent'), ret.id)).ret
const match = (ret: Return, stray: { id: string }, more = {}): Command => ({
  verb: 'match',
  stray: stray.id as never,
  item: ret.items[0]?.id as never,
  ...more,
})

describe('T08 unexpected goods', () => {
  test('a wrong article in the box is written down beside the return, and neither restocked nor paid', async () => {
    const order = await kit.order()
    const ret = await approved(order)
    const before = await ledgers(order)
    const stray = await report({ sku: 'MUG-1', text: 'A mug where a shirt was announced' })
    expect(await waiting()).toContain(stray.id)
    expect(await ledgers(order)).toEqual(before)
    expect(await seen(ret)).toEqual(ret)
  })

  test('an article of another order is matched to that order’s return: it counts as received there from the moment it was found', async () => {
    const [mine, theirs] = [await approved(await kit.order()), await approved(await kit.order())]
    const stray = await report({ sku: 'SHIRT-M' })
    kit.clock.forward(5)
    const matched = (await kit.act(theirs, match(theirs, stray), 'warehouse')).ret
    expect(strands(matched)).toMatchObject({ receiving: 'received', settlement: 'none' })
    expect(matched.receivings).toMatchObject([{ at: stray.at, key: `stray:${stray.id}`, lines: [{ quantity: 1 }] }])
    expect({ payouts: matched.payouts, grants: matched.grants, dispositions: matched.dispositions }).toEqual({
      payouts: [],
      grants: [],
      dispositions: [],
    })
    expect(await seen(mine)).toEqual(mine)
    expect(await waiting()).not.toContain(stray.id)
    const all = ok(await straysFor(desk, dock, { open: false, limit: 100 })).rows
    expect(all.find(known => known.id === stray.id)?.matched).toBe(theirs.id)
  })

  test('a parcel without paper is matched once, whoever tries at the same moment', async () => {
    const returns = [
      await approved(await kit.order()),
      await approved(await kit.order()),
      await approved(await kit.order()),
    ]
    const stray = await report()
    const answers = await Promise.all(returns.map(ret => act(desk, dock, { ret: ret.id }, [match(ret, stray)])))
    expect(answers.map(answer => (refused(answer) ? answer.code : 'done')).toSorted()).toEqual([
      'done',
      'not_open',
      'not_open',
    ])
    const received = (await Promise.all(returns.map(seen))).flatMap(ret => ret.receivings)
    expect(received).toHaveLength(1)
  })

  test('matching it twice to the same return counts it once', async () => {
    const ret = await approved(await kit.order())
    const stray = await report()
    await kit.act(ret, match(ret, stray), 'warehouse')
    const again = await kit.act(ret, match(ret, stray), 'warehouse')
    expect(again.events).toEqual([])
    expect(again.ret.receivings).toHaveLength(1)
  })

  test('goods that come after the pieces were given up hold them again, and only as far as nobody else does', async () => {
    const order = await kit.order()
    const ret = await kit.file(order, 2)
    await kit.act(ret, { verb: 'cancel' }, 'shopper')
    await kit.file(order, 1)
    const stray = await report({ quantity: 2 })
    const late = (await kit.act(ret, match(ret, stray), 'warehouse')).ret
    expect(await ledgers(order)).toMatchObject({ held: 2, spoken: 0 })
    expect(late.flagged).not.toBeNull()
  })
})

describe('reporting', () => {
  test('counts are whole pieces, files are known, and paths say which is not', async () => {
    for (const quantity of [0, -2, 1.5])
      expect(await reportStray(desk, dock, shop.id, { text: 'Odd', quantity })).toMatchObject({
        code: 'quantity_invalid',
        detail: { path: 'quantity' },
      })
    expect(await reportStray(desk, dock, shop.id, { text: 'Seen', media: ['nowhere' as never] })).toMatchObject({
      code: 'not_found',
      detail: { path: 'media[0]' },
    })
  })

  test('the same key writes them down once', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => reportStray(desk, dock, shop.id, { text: 'Twice pressed' }, { key: 'stray' })),
    )
    expect(new Set(answers.map(answer => ok(answer).id)).size).toBe(1)
  })

  test('what waits longest comes first, page by page, each once though all came in one moment', async () => {
    const stranger = await kit.stranger()
    const made: string[] = []
    for (let place = 0; place < 7; place++)
      made.push(ok(await reportStray(desk, stranger.as('warehouse'), stranger.shop.id, { text: `Box ${place}` })).id)
    const listed: string[] = []
    for (let after: { at: Instant; id: string } | undefined; ; ) {
      const page = ok(await straysFor(desk, stranger.as('warehouse'), { limit: 3, ...(after && { after }) }))
      listed.push(...page.rows.map(stray => stray.id))
      if (page.next === null) break
      after = page.next
    }
    expect(listed).toEqual(made)
  })
})

describe('walls', () => {
  test('only the shop’s side writes goods down or sees them', async () => {
    for (const role of ['shopper', 'carrier', 'arbiter'] as const) {
      expect(await reportStray(desk, kit.as(role), shop.id, { text: 'Mine' })).toMatchObject({ code: 'forbidden' })
      expect(await straysFor(desk, kit.as(role), { limit: 5 })).toMatchObject({ code: 'forbidden' })
    }
  })

  test('another house neither sees them nor matches them', async () => {
    const stray = await report()
    const stranger = await kit.stranger()
    expect(ok(await straysFor(desk, stranger.as('warehouse'), { shops: [shop.id], limit: 100 })).rows).toEqual([])
    expect(await reportStray(desk, stranger.as('warehouse'), shop.id, { text: 'Here' })).toMatchObject({
      code: 'not_found',
    })
    const ret = await approved(await kit.order())
    expect(await act(desk, stranger.as('warehouse'), { ret: ret.id }, [match(ret, stray)])).toMatchObject({
      code: 'not_found',
    })
  })

  test('goods found in one shop are not matched to a return of another', async () => {
    const other = await transaction(desk.db, tx =>
      foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
    )
    const stray = ok(await reportStray(desk, dock, other.id, { text: 'Elsewhere' }))
    const ret = await approved(await kit.order())
    expect(await act(desk, dock, { ret: ret.id }, [match(ret, stray)])).toMatchObject({
      code: 'not_found',
      detail: { path: 'stray' },
    })
    expect(await waiting()).toContain(stray.id)
  })
})
