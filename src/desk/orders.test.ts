import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import type { Order } from '../core/order/order.ts'
import type { LineInput, OrderInput } from '../core/order/order-input.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import type { Instant } from '../core/time.ts'
import { ledgerOf } from '../db/orders.ts'
import { query } from '../db/pool.ts'
import { insertReturn } from '../db/returns.ts'
import { transaction } from '../db/transaction.ts'
import { act } from './act.ts'
import {
  assessOrder,
  cancelOrder,
  enterMany,
  enterOne,
  findByNumber,
  findOrder,
  fulfil,
  listOrders,
  pay,
} from './orders.ts'
import { auditFor } from './organisation.ts'
import { foundShop } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const owner = kit.as('owner')

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const enter = (input: OrderInput) => enterOne(desk, owner, shop.id, input)
const line = (more: Partial<LineInput> = {}): LineInput => ({
  externalId: 'l1',
  title: 'Shirt',
  sku: 'SHIRT-M',
  quantity: 2,
  unitPrice: { amountMinor: 5000 },
  ...more,
})
const delivery = (externalId: string, quantity: number, name = 'l1') => ({
  externalId,
  lines: [{ line: name, quantity }],
})
const sold = async (order: Order) =>
  (
    await query<{ delivered: number; held: number }>(desk.db, {
      text: 'select sum(delivered)::int as delivered, sum(held)::int as held from sold where order_id = $1',
      values: [order.id],
    })
  ).rows[0]
const captured = async (order: Order) =>
  (
    await query<{ captured: number; spoken: number }>(desk.db, {
      text: 'select sum(captured)::bigint as captured, sum(spoken)::bigint as spoken from payments where order_id = $1',
      values: [order.id],
    })
  ).rows[0]
/** A return whose whole money has been ordered back. */
async function refundedReturn(order: Order, quantity: number): Promise<Return> {
  const ret = await kit.file(order, quantity)
  await kit.act(ret, { verb: 'approve', handling: 'keep' })
  return (await kit.act(ret, { verb: 'refund' }, 'owner')).ret
}

describe('entering', () => {
  test('an order is created, then unchanged, then updated, and keeps its ids and shares', async () => {
    const input = anInput({
      discount: { amountMinor: 333 },
      lines: [line(), line({ externalId: 'l2', quantity: 1, unitPrice: { amountMinor: 1999 } })],
      payments: [],
      fulfilments: [],
    })
    const created = ok(await enter(input))
    const again = ok(await enter(input))
    const renamed = ok(await enter({ ...input, name: '#New' }))
    expect([created.outcome, again.outcome, renamed.outcome]).toEqual(['created', 'unchanged', 'updated'])
    expect(again.order).toEqual(created.order)
    expect({ ...renamed.order, refs: created.order.refs, updatedAt: created.order.updatedAt }).toEqual(created.order)
    expect(await findOrder(desk, owner, created.order.id)).toEqual(renamed.order)
  })

  test('equal orders entered again leave no line in the audit', async () => {
    const input = anInput()
    const { order } = ok(await enter(input))
    await enter(input)
    const page = ok(await auditFor(desk, owner, { subject: order.id, limit: 10 }))
    expect(page.rows.map(entry => entry.what)).toEqual(['order.entered'])
  })

  test('two who enter the same new order at once: one creates it, nobody meets a fault', async () => {
    for (const same of [true, false]) {
      const input = anInput()
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, place) => enter(same ? input : { ...input, name: `#${place}` })),
      )
      const outcomes = answers.map(answer => ok(answer).outcome).toSorted()
      expect(outcomes).toEqual(['created', ...Array<string>(5).fill(same ? 'unchanged' : 'updated')])
      const { rows } = await query(desk.db, {
        text: 'select id from orders where external_id = $1',
        values: [input.externalId],
      })
      expect(rows).toHaveLength(1)
    }
  })

  test('many orders go in each for itself: a refused one holds up nobody', async () => {
    const [good, bad, other] = [anInput(), anInput({ lines: [] }), anInput()]
    const answers = await enterMany(desk, owner, shop.id, [good, bad, other, good])
    expect(answers.map(answer => (refused(answer) ? answer.code : answer.outcome))).toEqual([
      'created',
      'invalid',
      'created',
      'unchanged',
    ])
  })

  test('a count that no database column holds is refused, not a fault', async () => {
    expect(
      await enter(
        anInput({
          lines: [line({ quantity: 3_000_000_000, unitPrice: { amountMinor: 0 } })],
          payments: [],
          fulfilments: [delivery('f', 3_000_000_000)],
        }),
      ),
    ).toMatchObject({ code: 'invalid' })
  })

  test('prices of a line that has returns stay; those of another line may change', async () => {
    const input = anInput({
      lines: [line(), line({ externalId: 'l2' })],
      fulfilments: [
        {
          externalId: 'f',
          lines: [
            { line: 'l1', quantity: 2 },
            { line: 'l2', quantity: 2 },
          ],
        },
      ],
      payments: [],
    })
    await kit.file(ok(await enter(input)).order, 1)
    const dearer = line({ unitPrice: { amountMinor: 6000 } })
    expect(await enter({ ...input, lines: [dearer, line({ externalId: 'l2' })] })).toMatchObject({
      code: 'already_granted',
      detail: { lines: ['l1'] },
    })
    expect(ok(await enter({ ...input, lines: [line(), { ...dearer, externalId: 'l2' }] })).outcome).toBe('updated')
  })

  test('prices cannot change behind the back of a return that is just being filed', async () => {
    const input = anInput()
    const { order } = ok(await enter(input))
    const other = await kit.file(await kit.order(), 1)
    const being = {
      ...other,
      id: desk.fresh<Return['id']>(),
      order: order.id,
      serial: 9_999,
      number: 'BEING' as Return['number'],
      items: other.items.map(item => ({ ...item, line: order.lines[0]?.id as never })),
    }
    let changing: Promise<unknown> = Promise.resolve()
    await transaction(desk.db, async tx => {
      await ledgerOf(tx, order.org, order.id, true)
      changing = enter({ ...input, lines: [line({ unitPrice: { amountMinor: 4000 } })] })
      const waits = async () =>
        (
          await query(desk.db, {
            text: `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          })
        ).rows.length > 0
      await vi.waitUntil(waits)
      await insertReturn(tx, being, order, kit.shop)
    })
    expect(await changing).toMatchObject({ code: 'already_granted' })
  })

  test('a delivery grows freely and shrinks no further than what is coming back', async () => {
    const input = anInput({ lines: [line({ quantity: 4 })], fulfilments: [delivery('f', 3)], payments: [] })
    const { order } = ok(await enter(input))
    await kit.file(order, 2)
    expect(await enter({ ...input, fulfilments: [delivery('f', 1)] })).toMatchObject({
      code: 'quantity_exceeded',
      detail: { path: 'fulfilments' },
    })
    expect(await enter({ ...input, fulfilments: [{ ...delivery('f', 3), state: 'cancelled' }] })).toMatchObject({
      code: 'quantity_exceeded',
    })
    expect(await sold(order)).toEqual({ delivered: 3, held: 2 })
    ok(await enter({ ...input, fulfilments: [delivery('f', 2)] }))
    ok(await enter({ ...input, fulfilments: [delivery('f', 4)] }))
    expect(await sold(order)).toEqual({ delivered: 4, held: 2 })
  })

  test('a line that a delivery no longer names is no longer delivered, unless it is coming back', async () => {
    const both = {
      externalId: 'f',
      lines: [
        { line: 'l1', quantity: 2 },
        { line: 'l2', quantity: 2 },
      ],
    }
    const input = anInput({ lines: [line(), line({ externalId: 'l2' })], fulfilments: [both], payments: [] })
    const { order } = ok(await enter(input))
    ok(await enter({ ...input, fulfilments: [delivery('f', 2)] }))
    expect(await sold(order)).toEqual({ delivered: 2, held: 0 })
    const missing = order.lines[1]?.id as never
    expect(
      await act(desk, kit.as('shopper'), { order: order.id }, [
        { verb: 'submit', items: [{ line: missing, quantity: 1, reason: { code: 'too_small' } }] },
      ]),
    ).toMatchObject({ code: expect.stringMatching(/not_delivered|not_eligible/) })
    await kit.file(order, 1)
    expect(await enter({ ...input, fulfilments: [delivery('f', 2, 'l2')] })).toMatchObject({
      code: 'quantity_exceeded',
    })
  })

  test('a payment shrinks no further than what is on its way back', async () => {
    const payment = { externalId: 'p', kind: 'card' as const, gateway: 'simulated', captured: { amountMinor: 10_000 } }
    const input = anInput({ payments: [payment] })
    const { order } = ok(await enter(input))
    await refundedReturn(order, 1)
    expect(await captured(order)).toEqual({ captured: 10_000, spoken: 5_000 })
    expect(await enter({ ...input, payments: [{ ...payment, captured: { amountMinor: 4_999 } }] })).toMatchObject({
      code: 'payout_exceeds',
      detail: { path: 'payments' },
    })
    ok(await enter({ ...input, payments: [{ ...payment, captured: { amountMinor: 5_000 } }] }))
    expect(await captured(order)).toEqual({ captured: 5_000, spoken: 5_000 })
  })

  test('the same key gives the first answer, once', async () => {
    const input = anInput()
    const keyed = { key: randomUUID() }
    const first = ok(await enterOne(desk, owner, shop.id, input, keyed))
    await enter({ ...input, name: '#Later' })
    expect(await enterOne(desk, owner, shop.id, input, keyed)).toEqual(first)
    expect(await enterOne(desk, owner, shop.id, { ...input, name: '#Other' }, keyed)).toMatchObject({
      code: 'key_reused',
    })
  })
})

describe('delivering', () => {
  const open = async (more: Partial<OrderInput> = {}) => ok(await enter(anInput({ fulfilments: [], ...more }))).order

  test('a delivery is added, and the same external id replaces it', async () => {
    const order = await open()
    ok(
      await fulfil(desk, owner, order.id, {
        ...delivery('f1', 1),
        tracking: ['T-1'],
        sentAt: '2026-03-03T09:00:00.000Z' as Instant,
      }),
    )
    const two = ok(await fulfil(desk, owner, order.id, delivery('f2', 1)))
    expect(two.fulfilments.map(one => one.externalId)).toEqual(['f1', 'f2'])
    const told = ok(
      await fulfil(desk, owner, order.id, { ...delivery('f1', 1), deliveredAt: '2026-03-05T10:00:00.000Z' as Instant }),
    )
    expect(told.fulfilments.find(one => one.externalId === 'f1')).toMatchObject({
      id: two.fulfilments[0]?.id,
      tracking: ['T-1'],
      sentAt: '2026-03-03T09:00:00.000Z',
      deliveredAt: '2026-03-05T10:00:00.000Z',
    })
    expect(await sold(order)).toEqual({ delivered: 2, held: 0 })
  })

  test('more than was sold, an unknown line and counts that are none are refused with their path', async () => {
    const order = await open()
    ok(await fulfil(desk, owner, order.id, delivery('f1', 1)))
    expect(await fulfil(desk, owner, order.id, delivery('f2', 2))).toMatchObject({ code: 'quantity_exceeded' })
    expect(await fulfil(desk, owner, order.id, delivery('f2', 1, 'nothing'))).toMatchObject({
      code: 'unknown_line',
      detail: { path: 'lines[0].line' },
    })
    for (const quantity of [0, -1, 1.5, Number.NaN])
      expect(await fulfil(desk, owner, order.id, delivery('f2', quantity))).toMatchObject({
        code: 'quantity_invalid',
        detail: { path: 'lines[0].quantity' },
      })
    expect(await sold(order)).toEqual({ delivered: 1, held: 0 })
  })

  test('two deliveries told at once are both kept, and never more than was sold', async () => {
    const order = await open()
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map(name => fulfil(desk, owner, order.id, delivery(name, 1))),
    )
    expect(answers.filter(refused).map(answer => answer.code)).toEqual(['quantity_exceeded', 'quantity_exceeded'])
    expect(await sold(order)).toEqual({ delivered: 2, held: 0 })
  })

  test('a delivered kit is its parts', async () => {
    const order = await open({
      lines: [
        line({
          externalId: 'kit',
          components: [
            { externalId: 'cup', title: 'Cup', per: 2 },
            { externalId: 'pot', title: 'Pot', per: 1 },
          ],
        }),
      ],
    })
    const told = ok(await fulfil(desk, owner, order.id, delivery('f1', 1, 'kit')))
    const names = new Map(told.lines.map(known => [known.id, known.externalId]))
    expect(told.fulfilments[0]?.lines.map(entry => [names.get(entry.line), entry.quantity])).toEqual([
      ['cup', 2],
      ['pot', 1],
    ])
    expect(await fulfil(desk, owner, order.id, delivery('f2', 2, 'kit'))).toMatchObject({ code: 'quantity_exceeded' })
  })

  test('the delivery an order was given for want of any becomes the first real one', async () => {
    const { fulfilments: _, ...input } = anInput()
    const { order } = ok(await enter(input))
    expect(await sold(order)).toEqual({ delivered: 2, held: 0 })
    const told = ok(await fulfil(desk, owner, order.id, delivery('real', 1)))
    expect(told.fulfilments).toMatchObject([{ id: order.fulfilments[0]?.id, externalId: 'real' }])
    expect(await sold(order)).toEqual({ delivered: 1, held: 0 })
  })
})

describe('paying and calling off', () => {
  test('a payment is added, and the same external id corrects it', async () => {
    const { order } = ok(await enter(anInput({ payments: [] })))
    const payment = { externalId: 'p1', kind: 'card' as const, gateway: 'simulated', captured: { amountMinor: 7_000 } }
    ok(await pay(desk, owner, order.id, payment))
    ok(await pay(desk, owner, order.id, { ...payment, externalId: 'p2', captured: { amountMinor: 1_000 } }))
    const corrected = ok(await pay(desk, owner, order.id, { ...payment, captured: { amountMinor: 9_000 } }))
    expect(corrected.payments.map(known => [known.externalId, known.captured.amountMinor])).toEqual([
      ['p1', 9_000],
      ['p2', 1_000],
    ])
    expect(await captured(order)).toEqual({ captured: 10_000, spoken: 0 })
    for (const amountMinor of [-1, 1.5])
      expect(await pay(desk, owner, order.id, { ...payment, captured: { amountMinor } })).toMatchObject({
        code: 'amount_invalid',
      })
  })

  test('the first real payment takes the place of the one that stood for all, so that nothing is paid back twice', async () => {
    const { payments: _, ...input } = anInput()
    const { order } = ok(await enter(input))
    expect(await captured(order)).toEqual({ captured: 10_000, spoken: 0 })
    const paid = ok(
      await pay(desk, owner, order.id, {
        externalId: 'real',
        kind: 'card',
        gateway: 'simulated',
        captured: { amountMinor: 10_000 },
      }),
    )
    expect(paid.payments).toMatchObject([{ id: order.payments[0]?.id, externalId: 'real', kind: 'card' }])
    expect(await captured(order)).toEqual({ captured: 10_000, spoken: 0 })
  })

  test('a correction below what is on its way back is refused', async () => {
    const order = await kit.order()
    await refundedReturn(order, 2)
    const { kind, gateway, externalId } = order.payments[0] as Order['payments'][number]
    expect(
      await pay(desk, owner, order.id, {
        externalId: externalId ?? '',
        kind,
        gateway,
        captured: { amountMinor: 9_999 },
      }),
    ).toMatchObject({ code: 'payout_exceeds' })
  })

  test('what was delivered of a cancelled order may still come back', async () => {
    const order = await kit.order()
    expect(ok(await cancelOrder(desk, owner, order.id)).state).toBe('cancelled')
    expect(await kit.file(order, 1, {}, 'agent')).toMatchObject({ request: { state: 'submitted' } })
  })
})

describe('finding', () => {
  const marked = async (more: Partial<OrderInput> = {}) => (await kit.order(more)).id
  const search = async (text: string) =>
    ok(await listOrders(desk, owner, { text, limit: 20 })).rows.map(order => order.id)

  test('by number in any case, though two orders share it', async () => {
    const ids = [await marked({ number: 'Dup-7' }), await marked({ number: 'DUP-7' })]
    const found = ok(await findByNumber(desk, owner, 'dup-7'))
    expect(found.map(order => order.id).toSorted()).toEqual(ids.toSorted())
    expect(await findByNumber(desk, owner, 'dup')).toEqual([])
  })

  test('by number, e-mail, name, article number, tracking number and postal code', async () => {
    const id = await marked({
      number: 'Q-4711',
      customer: { firstName: 'Ærø', lastName: 'van Dijk', emails: ['aero@example.org'] },
      lines: [line({ sku: 'GREEN 7 XL' })],
      shipping: { name: 'Ærø', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' },
      fulfilments: [{ ...delivery('f', 2), tracking: ['3SABC 99'] }],
    })
    for (const text of [
      'q-47',
      'aero@example',
      'ærø',
      'dijk',
      'van dijk',
      'GREEN 7 XL',
      'green',
      '3sabc 99',
      '1012 AB',
      'ab 1012',
      '1012',
      'ærø q-4711',
    ])
      expect(await search(text), text).toEqual([id])
    for (const text of ['source', 'api', 'q-4711 nobody']) expect(await search(text), text).toEqual([])
    expect(
      ok(await listOrders(desk, owner, { words: ['email:AERO@example.org'], limit: 5 })).rows.map(order => order.id),
    ).toEqual([id])
  })

  test('pages give every order once, though they were entered in the same moment', async () => {
    const other = await kit.stranger()
    const expected = (
      await Promise.all(Array.from({ length: 23 }, () => enterOne(desk, other.as('owner'), other.shop.id, anInput())))
    ).map(answer => ok(answer).order.id)
    const seen: string[] = []
    for (let after: { at: Instant; id: string } | undefined; ; ) {
      const page = ok(await listOrders(desk, other.as('owner'), { limit: 5, ...(after && { after }) }))
      seen.push(...page.rows.map(order => order.id))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toEqual(expected.toSorted().toReversed())
  })

  test('filters by state and number, and gives at most a hundred at once', async () => {
    const id = await marked({ number: 'only-me', state: 'cancelled' })
    expect(ok(await listOrders(desk, owner, { number: 'ONLY-ME', limit: 5 })).rows.map(order => order.id)).toEqual([id])
    expect(ok(await listOrders(desk, owner, { number: 'ONLY-ME', state: 'open', limit: 5 })).rows).toEqual([])
    for (const limit of [0, -5]) expect(ok(await listOrders(desk, owner, { limit })).rows).toHaveLength(1)
    await query(desk.db, {
      text: `insert into orders select org_id, gen_random_uuid(), shop_id, 'copy-' || n, number, state, version, placed_at, created_at, updated_at, terms, doc from orders, generate_series(1, 120) n where id = $1`,
      values: [id],
    })
    expect(ok(await listOrders(desk, owner, { number: 'only-me', limit: 5_000 })).rows).toHaveLength(100)
  })

  test('an assessment says what may still come back', async () => {
    const order = await kit.order()
    await kit.file(order, 1)
    expect(ok(await assessOrder(desk, kit.as('shopper'), order.id)).assessment.lines).toMatchObject([
      { line: order.lines[0]?.id, allowed: 1 },
    ])
  })
})

describe('walls', () => {
  test('another organisation finds, changes and enters nothing here', async () => {
    const order = await kit.order({ number: 'WALL-1' })
    const stranger = (await kit.stranger()).as('owner')
    const nothing = { code: 'not_found' }
    expect(await findOrder(desk, stranger, order.id)).toMatchObject(nothing)
    expect(await findOrder(desk, stranger, { shop: shop.id, externalId: order.refs.externalId })).toMatchObject(nothing)
    expect(await findByNumber(desk, stranger, 'WALL-1')).toEqual([])
    expect(await findByNumber(desk, stranger, 'WALL-1', shop.id)).toEqual([])
    expect(ok(await listOrders(desk, stranger, { shops: [shop.id], limit: 5 })).rows).toEqual([])
    expect(await enterOne(desk, stranger, shop.id, anInput())).toMatchObject(nothing)
    expect(await fulfil(desk, stranger, order.id, delivery('x', 1))).toMatchObject(nothing)
    expect(
      await pay(desk, stranger, order.id, { kind: 'card', gateway: 'simulated', captured: { amountMinor: 1 } }),
    ).toMatchObject(nothing)
    expect(await cancelOrder(desk, stranger, order.id)).toMatchObject(nothing)
    expect(await assessOrder(desk, stranger, order.id)).toMatchObject(nothing)
    expect(await findOrder(desk, owner, order.id)).toEqual(order)
  })

  test('a caller tied to another shop of the same organisation sees no more', async () => {
    const order = await kit.order()
    const other = await transaction(desk.db, tx =>
      foundShop(tx, desk, kit.org, { name: 'Second', currency: shop.currency }),
    )
    const tied = kit.as('owner', { shops: [other.id] })
    expect(await findOrder(desk, tied, order.id)).toMatchObject({ code: 'not_found' })
    expect(ok(await listOrders(desk, tied, { limit: 5 })).rows).toEqual([])
    expect(await cancelOrder(desk, tied, order.id)).toMatchObject({ code: 'not_found' })
    expect(await enterOne(desk, tied, shop.id, anInput())).toMatchObject({ code: 'not_found' })
  })

  test('a shopper sees the orders it proved, all of them, however many others are newer', async () => {
    const mine = [await kit.order(), await kit.order()]
    for (let place = 0; place < 5; place++) await kit.order()
    const shopper = kit.as('shopper', { orders: mine.map(order => order.id) })
    const first = ok(await listOrders(desk, shopper, { limit: 1 }))
    expect(first.next).not.toBeNull()
    const rest = ok(await listOrders(desk, shopper, { limit: 1, ...(first.next && { after: first.next }) }))
    expect([...first.rows, ...rest.rows].map(order => order.id).toSorted()).toEqual(
      mine.map(order => order.id).toSorted(),
    )
    expect(rest.next).toBeNull()
  })

  test('reading and writing each need their scope', async () => {
    const order = await kit.order()
    const reader = kit.as('owner', { scopes: new Set(['orders:read']) })
    const writer = kit.as('owner', { scopes: new Set(['orders:write']) })
    for (const answer of [
      await enterOne(desk, reader, shop.id, anInput()),
      await cancelOrder(desk, reader, order.id),
      await findOrder(desk, writer, order.id),
      await listOrders(desk, writer, { limit: 1 }),
      await assessOrder(desk, writer, order.id),
      await findByNumber(desk, writer, '1'),
    ])
      expect(answer).toMatchObject({ code: 'forbidden' })
  })
})
