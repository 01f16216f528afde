import { expect, test } from 'vitest'
import { anInput, openKit } from '../../test/kit/desk.ts'
import type { Order } from '../core/order/order.ts'
import { refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import type { Return } from '../core/return/return.ts'
import type { Instant } from '../core/time.ts'
import { query } from '../db/pool.ts'
import { findOrder, fulfil } from './orders.ts'

const kit = await openKit()
const { desk } = kit

const variant = (size: string) => ({
  externalId: `v-${size}`,
  sku: `SHIRT-${size}`,
  title: size,
  options: [{ name: 'Size', value: size }],
})
const two = (amountMinor: number) => ({
  presentment: { amountMinor, currency: 'EUR' as never },
  shop: { amountMinor, currency: 'EUR' as never },
})

/** Sends the order's one piece back for another size, which the shop places as an order of its own and delivers. */
async function swapped(order: Order, size: string, unit: number): Promise<{ ret: Return; next: Order }> {
  const ret = await kit.file(order, 1, {
    items: [
      {
        line: order.lines[0]?.id as never,
        quantity: 1,
        reason: { code: 'too_small' },
        resolution: { type: 'replace', variant: variant(size) },
      },
    ],
  })
  const item = ret.items[0]?.id as never
  await kit.act(ret, { verb: 'approve' })
  await kit.act(ret, {
    verb: 'exchange',
    lines: [
      {
        variant: variant(size),
        title: 'Shirt',
        product: 'p-shirt',
        quantity: 1,
        unit: two(unit),
        tax: two(0),
        replaces: item,
      },
    ],
  })
  await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines: [{ item, quantity: 1 }] }, 'warehouse')
  const externalId = `exchange-${order.refs.externalId}`
  const placed: Command = { verb: 'place', ordered: { order: null, externalId, number: `X-${size}` } }
  const acted = await kit.act(ret, placed)
  const next = await findOrder(desk, kit.as('owner'), { shop: kit.shop.id, externalId })
  if (refused(next)) throw new Error('The exchange made no order.')
  const line = next.lines[0]?.externalId ?? ''
  const delivered = await fulfil(desk, kit.as('owner'), next.id, {
    externalId: `f-${externalId}`,
    lines: [{ line, quantity: 1 }],
    sentAt: kit.clock.now,
    deliveredAt: kit.clock.now,
  })
  if (refused(delivered)) throw new Error(`${delivered.code}: ${delivered.detail.sentence}`)
  return { ret: acted.ret, next: delivered }
}

test('T32 chain: bought at 30, M → L → XL while the list price rises to 45; XL returned gives 30 back to the first card', async () => {
  const first = await kit.order({
    ...anInput(),
    lines: [{ externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 1, unitPrice: { amountMinor: 3000 } }],
    payments: [{ externalId: 'first-card', kind: 'card', gateway: 'simulated', captured: { amountMinor: 3000 } }],
    fulfilments: [
      {
        externalId: 'f1',
        lines: [{ line: 'l1', quantity: 1 }],
        sentAt: '2026-03-03T09:00:00.000Z' as Instant,
        deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
      },
    ],
  })
  const large = await swapped(first, 'L', 4500)
  const larger = await swapped(large.next, 'XL', 4500)
  expect(larger.next.lines[0]).toMatchObject({
    paid: two(3000),
    origin: { order: first.id, line: first.lines[0]?.id, ret: larger.ret.id },
  })

  const back = await kit.file(larger.next, 1)
  await kit.act(back, { verb: 'approve', handling: 'keep' })
  const { ret } = await kit.act(back, { verb: 'refund' }, 'owner')
  expect(ret.payouts).toMatchObject([
    { amount: { amountMinor: 3000 }, payment: first.payments[0]?.id, state: 'planned' },
  ])
  const { rows } = await query<{ captured: number; spoken: number }>(desk.db, {
    text: 'select captured, spoken from payments where id = $1',
    values: [first.payments[0]?.id],
  })
  expect(rows).toEqual([{ captured: 3000, spoken: 3000 }])
})
