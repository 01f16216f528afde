/** Cases about who may see what, and about what the law gives everybody. */
import { describe, expect, test } from 'vitest'
import { as } from '../../src/core/ids.ts'
import { refused } from '../../src/core/refusal.ts'
import type { Command } from '../../src/core/return/commands.ts'
import type { Instant } from '../../src/core/time.ts'
import { act } from '../../src/desk/act.ts'
import { findOne, history, list } from '../../src/desk/look.ts'
import { assessOrder, findByNumber, findOrder } from '../../src/desk/orders.ts'
import { MAJA, openStory, orderOf, paid, THEO, totalOf } from '../kit/story.ts'

const shop = await openStory()
const { call, does, ok, stands } = shop

const bought = (externalId: string, customer = MAJA, more: object = {}) =>
  shop.enters(
    externalId,
    orderOf(
      customer,
      [
        {
          external_id: 'dress',
          title: 'Dress',
          sku: 'DRESS',
          quantity: 2,
          unit_price: { amount_minor: 6_000 },
          ...more,
        },
      ],
      { payments: [paid(`card-${externalId}`, 12_490)], freight: { price: { amount_minor: 490 } } },
    ),
  )
const wish = (order: any, quantity = 1) => ({
  order_id: order.id,
  items: [{ line_id: order.lines[0].id, quantity, reason: { code: 'changed_mind' } }],
})

describe('T37 guests', () => {
  test('T37 who proved one order is answered about any other as about one that does not exist', async () => {
    const [mine, theirs] = [await bought('37-maja'), await bought('37-theo', THEO)]
    const ret = await shop.files('shopper', wish(theirs))
    const guest = shop.as('shopper', { orders: [mine.id] })
    const nowhere = as<never>('a1b2c3d4-0000-7000-8000-000000000000')
    const submit = (line: string): Command => ({
      verb: 'submit',
      items: [{ line: as(line), quantity: 1, reason: { code: 'style' } }],
    })
    for (const [foreign, unknown] of [
      [findOne(shop.desk, guest, ret.id), findOne(shop.desk, guest, nowhere)],
      [findOne(shop.desk, guest, { number: ret.number }), findOne(shop.desk, guest, { number: 'NOSUCH99' })],
      [history(shop.desk, guest, ret.id), history(shop.desk, guest, nowhere)],
      [findOrder(shop.desk, guest, theirs.id), findOrder(shop.desk, guest, nowhere)],
      [assessOrder(shop.desk, guest, theirs.id), assessOrder(shop.desk, guest, nowhere)],
      [
        act(shop.desk, guest, { ret: ret.id }, [{ verb: 'cancel' }]),
        act(shop.desk, guest, { ret: nowhere }, [{ verb: 'cancel' }]),
      ],
      [
        act(shop.desk, guest, { order: theirs.id }, [submit(theirs.lines[0].id)]),
        act(shop.desk, guest, { order: nowhere }, [submit(theirs.lines[0].id)]),
      ],
    ]) {
      const [one, other] = await Promise.all([foreign, unknown])
      expect(refused(one)).toBe(true)
      expect(one).toEqual(other)
    }
    expect(await findByNumber(shop.desk, guest, theirs.refs.number)).toEqual([])
    await shop.files('shopper', wish(mine))
    const seen = await list(shop.desk, guest, {})
    expect(refused(seen) ? seen : seen.rows.map(({ order }) => order)).toEqual([mine.id])
  })

  test('T37 an order’s id alone opens nothing: without a key there is no return', async () => {
    const order = await bought('37-open')
    expect((await call(null, 'POST', '/v1/returns', wish(order))).status).toBe(401)
    expect((await call(null, 'GET', `/v1/orders/${order.id}/assessment`)).status).toBe(401)
  })
})

describe('T38 withdrawal', () => {
  const STATEMENT = 'Hiermit widerrufe ich meinen Vertrag über ein Kleid.'
  const withdraws = (order: any) => ({
    ...wish(order),
    lane: 'withdrawal',
    comment: STATEMENT,
    items: [{ line_id: order.lines[0].id, quantity: 1, reason: { code: 'none' } }],
  })

  test('T38 no reason, part of the order, in the last minute of a final sale; answered days later it still counts', async () => {
    const order = await bought('38', MAJA, { final_sale: true })
    expect((await call('shopper', 'POST', '/v1/returns', wish(order))).body).toMatchObject({ code: 'not_eligible' })
    const { assessment } = await ok('shopper', 'POST', `/v1/orders/${order.id}/assessment`, { lane: 'withdrawal' })
    expect(assessment.lines[0]).toMatchObject({ allowed: 2, until: '2026-04-04T21:59:59.999Z', requires: [] })

    shop.clock.now = '2026-04-04T21:59:59.000Z' as Instant
    const ret = await shop.files('shopper', withdraws(order))
    expect(ret).toMatchObject({
      lane: 'withdrawal',
      created_at: '2026-04-04T21:59:59.000Z',
      items: [{ asked: 1, reason: { code: 'none' } }],
    })
    shop.clock.forward(5 * 24)
    await does('agent', ret, 'amend', { comment: 'The customer called.' })
    await does('agent', ret, 'approve')
    await does('warehouse', ret, 'receive', {
      key: 'box',
      source: 'dock',
      lines: [{ item_id: ret.items[0].id, quantity: 1 }],
    })
    await does('agent', ret, 'refund')
    await shop.work()
    await stands(ret, { state: { request: 'approved', settlement: 'settled' } })

    // The statement stands in the log as it was made, to the second.
    const { data } = await ok('agent', 'GET', `/v1/returns/${ret.id}/events?limit=1`)
    expect(data[0]).toMatchObject({
      type: 'return.submitted',
      at: '2026-04-04T21:59:59.000Z',
      changed: { born: { comment: STATEMENT, lane: 'withdrawal' } },
    })
  })

  test('T38 one second after the last the right is over', async () => {
    shop.clock.now = '2026-03-10T12:00:00.000Z' as Instant
    const order = await bought('38-late')
    shop.clock.now = '2026-04-04T22:00:00.000Z' as Instant
    expect((await call('shopper', 'POST', '/v1/returns', withdraws(order))).body).toMatchObject({
      code: 'not_eligible',
      allowed: { until: '2026-04-04T21:59:59.999Z' },
    })
  })

  test('T38 standard shipping comes back with a withdrawal of everything', async () => {
    shop.clock.now = '2026-03-10T12:00:00.000Z' as Instant
    const order = await bought('38-whole')
    const ret = await shop.files('shopper', {
      ...withdraws(order),
      items: [{ line_id: order.lines[0].id, quantity: 2, reason: { code: 'none' } }],
    })
    expect(totalOf(ret.estimate)).toBe(12_490)
  })
})
