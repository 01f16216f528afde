import { describe, expect, test } from 'vitest'
import type { Order } from '../../core/order/order.ts'
import { refused } from '../../core/refusal.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { openShopline } from './testing.ts'

const kit = await openShopline()
const { get, post, buy, create } = kit

const seen = async (id: string): Promise<Seen> => {
  const found = await findOne(kit.desk, kit.as('owner'), { shop: kit.shop.id, serial: Number(id.slice(-10)) })
  if (refused(found)) throw new Error(found.code)
  return found
}
/** A return of so many pieces, counted in. */
const back = async (order: Order, quantity: number): Promise<string> => {
  const { id } = await create(order, quantity)
  const { ret } = await seen(id)
  await kit.act(ret, {
    verb: 'receive',
    key: id,
    source: 'dock',
    lines: ret.items.map(item => ({ item: item.id, quantity })),
  })
  return id
}
/** The gateway has done what was ordered. */
const paid = async (id: string): Promise<void> => {
  const { ret } = await seen(id)
  const { id: payout } = ret.payouts.at(-1)!
  await kit.act(ret, { verb: 'settle', payout, outcome: 'done', externalId: '10100112' }, 'system')
}
const declined = async (id: string): Promise<void> => {
  const { ret } = await seen(id)
  const { id: payout } = ret.payouts.at(-1)!
  await kit.act(ret, { verb: 'settle', payout, outcome: 'declined', why: 'card gone' }, 'system')
}
const refund = (order: Order, quantity: number, more: object = {}) =>
  post('order/refund.json', {
    order_id: order.refs.externalId,
    refund_line_items: [{ line_item_id: 405, quantity, type: 'Returned' }],
    ...more,
  })

describe('refunding what came back', () => {
  test('orders the money and leaves the return open', async () => {
    const order = await buy()
    const id = await back(order, 2)
    const { json } = await refund(order, 2)
    expect(json.data.transactions).toMatchObject([{ amount: '200.00', status: 'pending', currency: 'EUR' }])
    const { ret } = await seen(id)
    expect(ret.request.state).toBe('approved')
    expect(ret.payouts).toMatchObject([{ state: 'planned', amount: { amountMinor: 20_000 } }])
  })

  test('pays nothing twice, and the next piece when the last one is paid', async () => {
    const order = await buy()
    const id = await back(order, 2)
    expect((await refund(order, 1)).reply.status).toBe(200)
    expect((await refund(order, 1)).json.errors).toMatch(/refund|payout|money/i)
    await paid(id)
    expect((await refund(order, 2)).reply.status).toBe(422)
    expect((await refund(order, 1)).reply.status).toBe(200)
    await paid(id)
    expect((await refund(order, 1)).reply.status).toBe(422)
    expect((await get(`orders/${order.refs.externalId}/refunds.json`)).json.refunds).toHaveLength(2)
  })

  test('of two who refund the same piece one does', async () => {
    const order = await buy()
    await back(order, 2)
    const answers = await Promise.all([1, 2, 3].map(() => refund(order, 2)))
    expect(answers.map(({ reply }) => reply.status).toSorted()).toEqual([200, 422, 422])
  })

  test('pays what the transactions say, and no more than there is', async () => {
    const order = await buy()
    await back(order, 1)
    expect((await refund(order, 1, { transactions: [{ amount: '100.01' }] })).reply.status).toBe(422)
    const { json } = await refund(order, 1, { transactions: [{ amount: '40.00' }, { amount: '2.50' }] })
    expect(json.data.transactions).toMatchObject([{ amount: '42.50' }])
  })

  test('still works when the return is closed', async () => {
    const order = await buy()
    const id = await back(order, 1)
    await post(`return/${id}/close.json`)
    expect((await refund(order, 1)).reply.status).toBe(200)
    expect((await get(`return.json?id=${id}`)).json.returns[0].status).toBe('CLOSED')
  })

  test('says when pieces came back with several returns', async () => {
    const order = await buy()
    await back(order, 1)
    await back(order, 1)
    expect((await refund(order, 2)).json.errors).toContain('several returns')
    expect((await refund(order, 1)).reply.status).toBe(200)
    expect((await refund(order, 1)).reply.status).toBe(200)
  })

  test('counts the same line by its sum', async () => {
    const order = await buy()
    await back(order, 1)
    const line = { line_item_id: '405', quantity: 1, type: 'Returned' }
    expect((await refund(order, 1, { refund_line_items: [line, line] })).reply.status).toBe(422)
  })

  // conforms: enum RefundTransactionStatus, FinancialStatus.partially_refunded, FinancialStatus.refunded
  test('shows how the money fared', async () => {
    const order = await buy()
    const id = await back(order, 2)
    const statuses = async () =>
      (await get(`orders/${order.refs.externalId}/refunds.json`)).json.refunds.map(
        ({ transactions }: { transactions: { status: string }[] }) => transactions.map(({ status }) => status),
      )
    const financial = async () =>
      (await get(`orders.json?ids=${order.refs.externalId}`)).json.orders[0].financial_status
    await refund(order, 1)
    expect(await statuses()).toEqual([['pending']])
    await declined(id)
    expect(await statuses()).toEqual([['failure']])
    expect((await refund(order, 2)).json.errors).toContain('not paid in full')
    expect((await refund(order, 1)).json.data.transactions).toMatchObject([{ status: 'failure' }, { amount: '100.00' }])
    await paid(id)
    expect(await statuses()).toEqual([['failure', 'success']])
    expect(await financial()).toBe('partially_refunded')
    await refund(order, 1)
    await paid(id)
    expect(await financial()).toBe('refunded')
  })

  test('writes to the shopper when it is asked to', async () => {
    const order = await buy()
    const id = await back(order, 1)
    await refund(order, 1, { notify: true })
    expect((await seen(id)).ret.messages).toMatchObject([{ to: 'shopper', text: 'A refund is on its way to you.' }])
  })
})

describe('trying a refund', () => {
  const tried = async (order: Order, quantity: number) =>
    (
      await post(`orders/${order.refs.externalId}/refunds/calculate.json`, {
        refund_line_items: [{ line_item_id: '405', quantity, type: 'Returned' }],
      })
    ).json.refund

  test('changes nothing', async () => {
    const order = await buy()
    const id = await back(order, 2)
    const before = (await seen(id)).ret.version
    expect(await tried(order, 1)).toMatchObject({ currency: 'EUR', transactons: [{ amount: '100.00' }] })
    expect((await seen(id)).ret.version).toBe(before)
  })

  test('leaves out of the count what cannot be refunded', async () => {
    const order = await buy()
    await back(order, 1)
    expect((await tried(order, 5)).refund_line_items).toMatchObject([{ quantity: 1, subtotal: '100.00' }])
    const untouched = await buy()
    expect(await tried(untouched, 1)).toMatchObject({
      refund_line_items: [{ quantity: 0, subtotal: '0.00' }],
      transactons: [],
    })
  })
})
