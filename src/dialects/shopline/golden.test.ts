/** Every call and every no, as it goes over the wire. */
import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import type { Order } from '../../core/order/order.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { createBody, exampleLine, openShopline, secretOf, sent } from './testing.ts'

const kit = await openShopline()
const { get, post, call, golden, buy, create } = kit
const limited = await openShopline({}, { rates: 'on' })

describe('creating a return', () => {
  test('answers the request on the platform’s own page in the shape of that page', async () => {
    await buy({
      externalId: '2132131231231',
      lines: [exampleLine({ externalId: '12321' })],
      fulfilments: [sent('23131', [{ line: '12321', quantity: 2 }])],
    })
    const exchange = await post('return/create.json', {
      notify_customer: true,
      order_seq: '2132131231231',
      processed_at: '2023-04-12T22:59:52+08:00',
      return_line_items: [
        {
          return_reason: 'NOT_AS_DESCRIBED',
          return_reason_note: 'Product does not match the description',
          fulfillment_id: '23131',
          line_item_id: '12321',
          quantity: 2,
        },
      ],
      return_reason: '7 days no reason',
    })
    expect(exchange.reply.status).toBe(200)
    await golden('create-as-published', exchange)
  })

  test('needs no more than an order and a line', async () => {
    const { order_seq, return_line_items } = createBody(await buy())
    await golden('create-minimal', await post('return/create.json', { order_seq, return_line_items }))
  })

  test('shows money in the shop’s and in the shopper’s currency', async () => {
    const order = await buy({
      currency: 'USD' as never,
      shopCurrency: 'EUR' as never,
      lines: [
        exampleLine({
          unitPrice: { amountMinor: 10_000, shopAmountMinor: 9_000 },
          taxes: [{ title: 'CNMP', ratePpm: 100_000, amount: { amountMinor: 1800, shopAmountMinor: 1620 } }],
        }),
      ],
      payments: [],
    })
    await golden('create-two-currencies', await post('return/create.json', createBody(order)))
  })

  test('says how far a line has been sent', async () => {
    const half = await buy({ fulfilments: [sent('22058605790725653900000001', [{ line: '405', quantity: 1 }])] })
    await golden('create-partly-fulfilled', await post('return/create.json', createBody(half)))
  })

  test('keeps lines of two parcels apart', async () => {
    const order = await buy({
      lines: [
        exampleLine(),
        exampleLine({ externalId: '406', requiresShipping: false, taxable: false, giftCard: true }),
      ],
      fulfilments: [
        sent('22058605790725653900000011', [{ line: '405', quantity: 1 }]),
        sent('22058605790725653900000012', [
          { line: '405', quantity: 1 },
          { line: '406', quantity: 2 },
        ]),
      ],
    })
    const line = (fulfillment: number, line_item_id: string | number, quantity: number) => ({
      fulfillment_id: order.fulfilments[fulfillment]?.externalId,
      line_item_id,
      quantity,
    })
    await golden(
      'create-two-parcels',
      await post('return/create.json', {
        order_seq: order.refs.externalId,
        return_line_items: [line(0, '405', 1), line(1, 405, 1), line(1, '406', 2)],
      }),
    )
  })
})

describe('a create that is refused', () => {
  const refusals: [name: string, status: number, change: (body: any) => unknown][] = [
    ['body-is-no-object', 400, () => []],
    ['wrong-type-notify', 400, body => ({ ...body, notify_customer: 'true' })],
    ['wrong-type-order', 400, body => ({ ...body, order_seq: 2132131231231 })],
    ['wrong-type-quantity', 400, body => withLine(body, { quantity: '2' })],
    ['quantity-in-parts', 400, body => withLine(body, { quantity: 1.5 })],
    ['wrong-type-fulfillment', 400, body => withLine(body, { fulfillment_id: 23131 })],
    ['wrong-type-lines', 400, body => ({ ...body, return_line_items: {} })],
    ['order-missing', 422, body => ({ ...body, order_seq: null })],
    ['lines-missing', 422, ({ return_line_items: _, ...body }) => body],
    ['lines-empty', 422, body => ({ ...body, return_line_items: [] })],
    ['fulfillment-missing', 422, body => withLine(body, { fulfillment_id: '' })],
    ['line-missing', 422, body => withLine(body, { line_item_id: undefined })],
    ['quantity-missing', 422, body => withLine(body, { quantity: null })],
    ['order-unknown', 404, body => ({ ...body, order_seq: '21058605762597644999999999' })],
    ['fulfillment-unknown', 422, body => withLine(body, { fulfillment_id: '22000000000000000000000000' })],
    ['line-not-in-fulfillment', 422, body => withLine(body, { line_item_id: '999' })],
    ['quantity-zero', 422, body => withLine(body, { quantity: 0 })],
    ['quantity-exceeded', 422, body => withLine(body, { quantity: 3 })],
    ['reason-unknown', 422, body => withLine(body, { return_reason: 'wRONG_ITEM' })],
    ['note-too-long', 422, body => withLine(body, { return_reason_note: 'x'.repeat(129) })],
    ['processed-at-malformed', 422, body => ({ ...body, processed_at: '2023-04-12 22:59' })],
    ['processed-at-in-the-future', 422, body => ({ ...body, processed_at: '2026-04-12T22:59:52+08:00' })],
  ]
  const withLine = (body: any, change: object) => ({
    ...body,
    return_line_items: [{ ...body.return_line_items[0], ...change }],
  })

  test.each(refusals)('%s is %i', async (name, status, change) => {
    const order = await buy()
    const exchange = await post('return/create.json', change(createBody(order)))
    expect(exchange.reply.status).toBe(status)
    expect(Object.keys(exchange.json)).toEqual(['errors'])
    await golden(`create-${name}`, exchange)
    expect((await get(`return.json?order_id=${order.refs.externalId}`)).json).toEqual({ returns: [] })
  })

  test('says what is not JSON', async () => {
    const exchange = await post('return/create.json', '{"order_seq": "1",}')
    expect(exchange.reply.status).toBe(400)
    await golden('create-broken-json', exchange)
  })

  test('reads nothing but JSON', async () => {
    const exchange = await post('return/create.json', 'order_seq=1', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(exchange.reply.status).toBe(400)
    await golden('create-wrong-content-type', exchange)
  })

  test('says that everything came back already', async () => {
    const order = await buy()
    await create(order, 2)
    const exchange = await post('return/create.json', createBody(order))
    expect(exchange.reply.status).toBe(422)
    await golden('create-already-returned', exchange)
  })

  test('says that an order was cancelled, that nothing left yet, that a parcel was called off', async () => {
    const cancelled = await buy({ state: 'cancelled' })
    await golden('create-order-cancelled', await post('return/create.json', createBody(cancelled)))
    const waiting = await buy({ fulfilments: [] })
    const line = { fulfillment_id: '22', line_item_id: '405', quantity: 1 }
    await golden(
      'create-nothing-fulfilled',
      await post('return/create.json', { ...createBody(waiting), return_line_items: [line] }),
    )
    const called = await buy({
      fulfilments: [
        { ...sent('22058605790725653900000021', [{ line: '405', quantity: 1 }]), state: 'cancelled' },
        sent('22058605790725653900000022', [{ line: '405', quantity: 1 }]),
      ],
    })
    await golden('create-fulfillment-cancelled', await post('return/create.json', createBody(called)))
  })
})

/** Everything a line can say. */
const noted = (order: Order, quantity: number, return_reason: string) => {
  const [line] = createBody(order, quantity).return_line_items as object[]
  return {
    return_reason,
    return_line_items: [{ ...line, return_reason_note: 'Product does not match the description' }],
  }
}

describe('finding returns', () => {
  test('by id, by order, by both; nothing is an empty list', async () => {
    const order = await buy()
    const { id } = await create(order, 1, noted(order, 1, 'too warm'))
    await golden('query-by-id', await get(`return.json?id=${id}`))
    await golden('query-by-order', await get(`return.json?order_id=${order.refs.externalId}`))
    await golden('query-by-both', await get(`return.json?id=${id}&order_id=${order.refs.externalId}`))
    await golden('query-nothing-found', await get('return.json?id=2600000000000000000000'))
  })

  test('needs one of the two', async () => {
    const exchange = await get('return.json')
    expect(exchange.reply.status).toBe(422)
    await golden('query-without-parameters', exchange)
  })

  test('shows what was declined and what was called off', async () => {
    const order = await buy()
    const declined = await kit.file(order, 1)
    await kit.act(declined, { verb: 'reject', reason: 'Worn' })
    const called = await kit.file(order, 1)
    await kit.act(called, { verb: 'cancel' })
    await golden('query-declined-and-canceled', await get(`return.json?order_id=${order.refs.externalId}`))
  })
})

describe('closing a return', () => {
  test('answers with nothing, once', async () => {
    const { id } = await create(await buy())
    await golden('close', await post(`return/${id}/close.json`, { notify: true }))
    await golden('close-already-closed', await post(`return/${id}/close.json`, {}))
    await golden('query-closed', await get(`return.json?id=${id}`))
  })

  test('is refused for what was called off, is not there, or is not said properly', async () => {
    const called = await buy()
    await kit.act(await kit.file(called, 1), { verb: 'cancel' })
    const id = await firstOf(called)
    await golden('close-canceled', await post(`return/${id}/close.json`))
    const declined = await buy()
    await kit.act(await kit.file(declined, 1), { verb: 'reject', reason: 'Worn' })
    await golden('close-declined', await post(`return/${await firstOf(declined)}/close.json`))
    await golden('close-unknown', await post('return/2600000000000000000000/close.json'))
    await golden('close-wrong-type', await post(`return/${id}/close.json`, { notify: 1 }))
  })
})

const firstOf = async ({ refs }: Order): Promise<string> =>
  (await get(`return.json?order_id=${refs.externalId}`)).json.returns[0].id

describe('parcels', () => {
  test('are awaited, made, found and mended', async () => {
    const order = await buy()
    const { id } = await create(order, 2, noted(order, 2, 'too warm'))
    const awaited = await get(`return_fulfillment.json?return_id=${id}`)
    await golden('return-fulfillment', awaited)
    const [list] = awaited.json.order_return_fulfillment_list
    const [line] = list.reverse_fulfillment_order_line_items
    const made = await post('return/package/create.json', {
      reverse_fulfillment_order_id: list.id,
      notify_customer: true,
      tracking_info: {
        tracking_company: 'DHL',
        tracking_number: 'SF21232311',
        tracking_url: 'https://track.example.com/SF21232311',
      },
      reverse_delivery_line_items: [{ id: line.id, total_quantity: 1 }],
    })
    await golden('package-create', made)
    await golden('package-query', await get(`return_package.json?return_id=${id}`))
    await golden(
      'package-update',
      await post('return_express_update.json', {
        id: made.json.return_package.id,
        reunrn_id: id,
        tracking_info: {
          tracking_company: 'Sf international',
          tracking_number: '5345345345',
          tracking_url: 'https://track.example.com/5345345345',
        },
      }),
    )
    await golden(
      'package-too-many',
      await post('return/package/create.json', {
        reverse_fulfillment_order_id: list.id,
        reverse_delivery_line_items: [{ id: line.id, total_quantity: 2 }],
      }),
    )
    await golden(
      'package-line-unknown',
      await post('return/package/create.json', {
        reverse_fulfillment_order_id: list.id,
        reverse_delivery_line_items: [{ id: 'RFIP0000000000000000000', total_quantity: 1 }],
      }),
    )
  })

  test('need names that exist', async () => {
    await golden('return-fulfillment-without-id', await get('return_fulfillment.json'))
    await golden('package-query-without-id', await get('return_package.json'))
    await golden(
      'package-create-unknown',
      await post('return/package/create.json', { reverse_fulfillment_order_id: 'RFP0000000000000000000' }),
    )
    await golden('package-update-unknown', await post('return_express_update.json', { id: 'RPP0000000000000000000' }))
    await golden('package-create-without-id', await post('return/package/create.json', {}))
    await golden('package-create-wrong-type', await post('return/package/create.json', { tracking_info: 'SF1' }))
  })
})

describe('refunds', () => {
  const pieces = (quantity: number, more = {}) => [{ line_item_id: 405, quantity, type: 'Returned', ...more }]

  test('are tried, made and found', async () => {
    const order = await buy()
    const { id } = await create(order, 2)
    const { ret } = await seen(id)
    const lines = ret.items.map(({ id: item }) => ({ item, quantity: 2 }))
    await kit.act(ret, { verb: 'receive', key: 'box', source: 'dock', lines })
    const orderId = order.refs.externalId
    await golden(
      'refund-calculate',
      await post(`orders/${orderId}/refunds/calculate.json`, {
        currency: 'EUR',
        refund_line_items: [{ line_item_id: '405', quantity: 1, type: 'Returned' }],
      }),
    )
    const made = await post('order/refund.json', {
      order_id: orderId,
      note: 'Remark',
      notify: true,
      processed_at: '2026-03-10T12:00:00+00:00',
      currency: 'EUR',
      transactions: [
        { id: order.payments[0]?.externalId, gateway: 'simulated', kind: 'refund', amount: '90.00', type: true },
      ],
      refund_line_items: pieces(1, { restock_type: 'no_restock', location_id: '' }),
      shipping: { amount: '0.00', full_refund: false },
    })
    expect(made.reply.status, made.reply.body).toBe(200)
    const chance = { payout_id: made.json.data.transactions[0].id }
    await golden('refund-create', made, chance)
    await golden('refund-query', await get(`orders/${orderId}/refunds.json?limit=250`), chance)
    await golden('refund-one', await get(`orders/${orderId}/refunds/${made.json.data.id}.json`), chance)
    await golden('refund-one-unknown', await get(`orders/${orderId}/refunds/2600000000000000000000.json`))
    await golden(
      'refund-too-many',
      await post('order/refund.json', { order_id: orderId, refund_line_items: pieces(2) }),
    )
    await golden('refund-order', await get(`orders.json?ids=${orderId}`), chance)
  })

  test('are refused for what never came back', async () => {
    const order = await buy()
    await create(order, 2)
    const orderId = order.refs.externalId
    const asked = (more: object) =>
      post('order/refund.json', { order_id: orderId, refund_line_items: pieces(1), ...more })
    await golden('refund-not-returned', await asked({}))
    await golden('refund-unshipped', await asked({ refund_line_items: pieces(1, { type: 'Unshipped' }) }))
    await golden('refund-wrong-currency', await asked({ currency: 'USD' }))
    await golden('refund-shipping', await asked({ shipping: { full_refund: true } }))
    await golden('refund-order-unknown', await asked({ order_id: '1' }))
    await golden('refund-line-unknown', await asked({ refund_line_items: [{ ...pieces(1)[0], line_item_id: 7 }] }))
    await golden('refund-payment-unknown', await asked({ transactions: [{ id: '23', amount: '1.00' }] }))
    await golden('refund-amount-malformed', await asked({ transactions: [{ amount: '1.005' }] }))
    await golden('refund-lines-missing', await asked({ refund_line_items: [] }))
    await golden('refund-wrong-type', await asked({ transactions: [{ amount: 1 }] }))
    await golden('refund-limit', await get(`orders/${orderId}/refunds.json?limit=251`))
  })
})

async function seen(id: string): Promise<Seen> {
  const found = await findOne(kit.desk, kit.as('owner'), { shop: kit.shop.id, serial: Number(id.slice(-10)) })
  if (refused(found)) throw new Error(found.code)
  return found
}

describe('orders and their parcels', () => {
  test('are found', async () => {
    const order = await buy()
    await golden('orders', await get(`orders.json?ids=${order.refs.externalId}`))
    await golden('orders-some-fields', await get(`orders.json?name=${order.refs.name}&fields=id,name,status`))
    const page = await get('orders.json?limit=1&fields=name')
    await golden('orders-page', page, {
      next_page: /page_info=([\w-]+)/.exec(String(page.reply.headers.link))?.[1] ?? '',
    })
    await golden('orders-limit', await get('orders.json?limit=101'))
    await golden('orders-filter-unknown', await get('orders.json?financial_status=paid'))
    await golden('fulfillments', await get(`orders/${order.refs.externalId}/fulfillments.json`))
    await golden('fulfillments-order-unknown', await get('orders/1/fulfillments.json'))
  })

  test('are sent and called off', async () => {
    const order = await buy({ fulfilments: [] })
    const orderId = order.refs.externalId
    const made = await post(`orders/${orderId}/fulfillments.json`, {
      fulfillment: {
        line_items: [{ id: 405, quantity: 1 }],
        notify_customer: false,
        tracking_info_list: [{ tracking_company: 'DHL', tracking_number: 'JD01', tracking_url: '' }],
      },
    })
    const { id } = made.json.fulfillment
    await golden('fulfillment-create', made, { fulfillment_id: id })
    await golden(
      'fulfillment-too-many',
      await post(`orders/${orderId}/fulfillments.json`, { fulfillment: { line_items: [{ id: 405, quantity: 2 }] } }),
    )
    await golden(
      'fulfillment-line-unknown',
      await post(`orders/${orderId}/fulfillments.json`, { fulfillment: { line_items: [{ id: 7, quantity: 2 }] } }),
    )
    const cancel = () => post(`fulfillments/${id}/${orderId}/cancel.json`)
    await golden('fulfillment-cancel', await cancel(), { fulfillment_id: id })
    await golden('fulfillment-cancel-again', await cancel(), { fulfillment_id: id })
    await golden('fulfillment-cancel-unknown', await post(`fulfillments/1/${orderId}/cancel.json`))
  })

  test('are not called off while something of them comes back', async () => {
    const order = await buy()
    await create(order)
    await golden(
      'fulfillment-cancel-returned',
      await post(`fulfillments/${order.fulfilments[0]?.externalId}/${order.refs.externalId}/cancel.json`),
    )
  })
})

describe('who may call', () => {
  test('nobody without a token, with a wrong one, or with one for another store', async () => {
    const none = await get('return.json?id=1', { token: '' })
    expect(none.reply.status).toBe(401)
    await golden('unauthorized', none)
    await golden('unauthorized-wrong-token', await get('return.json?id=1', { token: 'nobody' }))
  })

  test('only within the scopes of the token', async () => {
    const { access_token } = secretOf(await kit.client('shopline', { scopes: ['read_returns'] }))
    const refused = await post('return/create.json', {}, { token: access_token })
    expect(refused.reply.status).toBe(403)
    await golden('forbidden', refused, { reading_access_token: access_token })
  })

  test('only addresses that exist', async () => {
    await golden('not-found', await get('returns.json'))
    await golden('not-found-method', await call('DELETE', 'return.json'))
  })
})

test('too many calls are told when to come again', async () => {
  const answers = []
  for (let calls = 0; calls < 41; calls++) answers.push(await limited.get('webhooks/count.json'))
  expect(answers.map(({ reply }) => reply.status)).toEqual([...Array(40).fill(200), 429])
  await limited.golden('too-many-requests', answers.at(-1)!)
  expect(
    (await limited.get('webhooks/count.json', { token: secretOf(limited.strangers.shopline).access_token })).reply
      .status,
  ).toBe(200)
  limited.clock.forward(1 / 3600)
  const later = []
  for (let calls = 0; calls < 5; calls++) later.push((await limited.get('webhooks/count.json')).reply.status)
  expect(later).toEqual([200, 200, 200, 200, 429])
})
