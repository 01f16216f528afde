import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { changeShop } from '../../desk/shops.ts'
import { createBody, exampleLine, openShopline, secretOf, sent } from './testing.ts'
import { LINE_REASONS } from './words.ts'

const kit = await openShopline()
const { get, post, buy, create } = kit

const seen = async (id: string): Promise<Seen> => {
  const found = await findOne(kit.desk, kit.as('owner'), { shop: kit.shop.id, serial: Number(id.slice(-10)) })
  if (refused(found)) throw new Error(found.code)
  return found
}

const withLine = (body: any, change: object) => ({
  ...body,
  return_line_items: [{ ...body.return_line_items[0], ...change }],
})

describe('creating a return', () => {
  // conforms: endpoint create_return
  test('files it as approved, in the special lane, with what was said', async () => {
    const order = await buy()
    const { id } = await create(order, 1, {
      return_reason: '7 days no reason',
      processed_at: '2026-03-09T22:59:52+08:00',
    })
    const { ret } = await seen(id)
    expect(ret.request).toEqual({ state: 'approved' })
    expect(ret).toMatchObject({ lane: 'special', comment: '7 days no reason', happenedAt: '2026-03-09T14:59:52.000Z' })
    expect(ret.filedBy).toMatchObject({ role: 'owner', via: 'shopline' })
    expect(ret.payouts).toEqual([])
  })

  test('holds the pieces of exactly the fulfilment it names', async () => {
    const order = await buy({
      fulfilments: [
        sent('22058605790725653800000001', [{ line: '405', quantity: 1 }]),
        sent('22058605790725653800000002', [{ line: '405', quantity: 1 }]),
      ],
    })
    const second = order.fulfilments[1]!
    const body = withLine(createBody(order), { fulfillment_id: second.externalId })
    const first = await post('return/create.json', body)
    expect((await seen(first.json.return.id)).ret.items[0]?.slices).toMatchObject([
      { fulfilment: second.id, quantity: 1 },
    ])
    // The other piece came in another parcel.
    expect((await post('return/create.json', body)).reply.status).toBe(422)
  })

  test('types two members of a line item as text and the others as they are', async () => {
    const { return_line_items } = await create(await buy())
    expect(return_line_items[0].fulfillment_line_item.line_item).toMatchObject({
      quantity: '2',
      requires_shipping: 'true',
      taxable: true,
      gift_card: false,
      fulfillable_quantity: 0,
      price: '100.00',
      grams: 240.5,
    })
  })

  test('gives it ids of the platform’s shape', async () => {
    const made = await create(await buy())
    expect(made.id).toMatch(/^26\d{20}$/)
    expect(made.return_line_items[0].id).toMatch(/^RDP\d{19}$/)
  })

  // conforms: enum LineReason
  test.each(LINE_REASONS)('hears %s and says it again', async reason => {
    const order = await buy()
    const body = withLine(createBody(order), { return_reason: reason })
    const { json } = await post('return/create.json', body)
    expect(json.return.return_line_items[0].return_reason).toBe(reason)
    const found = await get(`return.json?id=${json.return.id}`)
    expect(found.json.returns[0].return_line_items[0].return_reason).toBe(reason)
  })

  test('leaves out what was not said', async () => {
    const made = await post('return/create.json', withLine(createBody(await buy()), { return_reason: null }))
    expect(made.json.return.return_line_items[0]).not.toHaveProperty('return_reason')
    expect(made.json.return.return_line_items[0]).not.toHaveProperty('return_reason_note')
    const { ret } = await seen(made.json.return.id)
    expect(ret.items[0]?.reason).toMatchObject({ code: 'none', comment: null })
  })

  test('takes a note of 128 characters, however many bytes they have', async () => {
    const note = '🧦'.repeat(128)
    const made = await post('return/create.json', withLine(createBody(await buy()), { return_reason_note: note }))
    expect(made.json.return.return_line_items[0].return_reason_note).toBe(note)
    const longer = withLine(createBody(await buy()), { return_reason_note: `${note}x` })
    expect((await post('return/create.json', longer)).reply.status).toBe(422)
  })

  test('passes over members it does not know', async () => {
    const { reply } = await post('return/create.json', { ...createBody(await buy()), colour: 'red' })
    expect(reply.status).toBe(200)
  })

  // conforms: field create_return.Content-Type
  test('reads JSON with and without a charset', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8']) {
      const made = await post('return/create.json', createBody(await buy()), { headers: { 'content-type': type } })
      expect(made.reply.status, type).toBe(200)
    }
  })

  test.each(['v20240301', 'v20260601', 'v20270301'])('answers in version %s as in any other', async version => {
    expect((await post('return/create.json', createBody(await buy()), { version })).reply.status).toBe(200)
  })

  test.each(['2026-03', 'v2026', 'v202603011', 'unstable'])('knows no version %s', async version => {
    expect((await post('return/create.json', createBody(await buy()), { version })).reply.status).toBe(404)
  })

  test('writes to the shopper when it is asked to, once', async () => {
    const told = await create(await buy(), 1, { notify_customer: true })
    const messages = (await seen(told.id)).ret.messages
    expect(messages).toMatchObject([{ to: 'shopper', text: 'Your return has been registered.' }])
    const untold = await create(await buy(), 1, { notify_customer: false })
    expect((await seen(untold.id)).ret.messages).toEqual([])
  })

  test('asks no policy: what is out of its window comes back all the same', async () => {
    const order = await buy({
      placedAt: '2024-03-01T09:00:00.000Z' as never,
      fulfilments: [
        {
          ...sent('22058605790725653800000009', [{ line: '405', quantity: 2 }]),
          sentAt: '2024-03-02T09:00:00.000Z' as never,
          deliveredAt: '2024-03-05T10:00:00.000Z' as never,
        },
      ],
    })
    expect((await create(order)).status).toBe('OPEN')
  })
})

describe('what may come back', () => {
  test('is what was sent less what is coming back, again and again', async () => {
    const order = await buy()
    await create(order, 1)
    await create(order, 1)
    expect((await post('return/create.json', createBody(order, 1))).reply.status).toBe(422)
  })

  test('is free again when a return is called off', async () => {
    const order = await buy()
    const { id } = await create(order, 2)
    const { ret } = await seen(id)
    await kit.act(ret, { verb: 'cancel' })
    expect((await create(order, 2)).status).toBe('OPEN')
    const [called] = (await get(`return.json?id=${id}`)).json.returns
    expect(called).toMatchObject({ status: 'CANCELED', return_line_items: [{ quantity: 2 }] })
  })

  test('is judged by the sum where a line is named twice, and both stay lines of their own', async () => {
    const order = await buy()
    const [line] = createBody(order).return_line_items as object[]
    const twice = { order_seq: order.refs.externalId, return_line_items: [line, line] }
    const { json } = await post('return/create.json', twice)
    expect(json.return.return_line_items).toHaveLength(2)
    expect(new Set(json.return.return_line_items.map(({ id }: { id: string }) => id)).size).toBe(2)
    const other = await buy()
    const thrice = {
      order_seq: other.refs.externalId,
      return_line_items: [1, 2, 3].map(() => createBody(other).return_line_items).flat(),
    }
    expect((await post('return/create.json', thrice)).reply.status).toBe(422)
    expect((await get(`return.json?order_id=${other.refs.externalId}`)).json.returns).toEqual([])
  })

  test('all of it fails when one line does', async () => {
    const order = await buy()
    const body = createBody(order)
    const [line] = body.return_line_items as object[]
    const mixed = { ...body, return_line_items: [line, { ...line, line_item_id: '999' }] }
    expect((await post('return/create.json', mixed)).reply.status).toBe(422)
    expect((await create(order, 2)).status).toBe('OPEN')
  })

  test('of two who want the last piece one gets it', async () => {
    const order = await buy()
    const answers = await Promise.all([1, 2, 3, 4].map(() => post('return/create.json', createBody(order, 2))))
    expect(answers.map(({ reply }) => reply.status).toSorted()).toEqual([200, 422, 422, 422])
  })

  test('the same line id in two orders is two lines', async () => {
    const [one, other] = [
      await buy(),
      await buy({ lines: [exampleLine({ title: 'Another', product: { title: 'Another' } })] }),
    ]
    expect((await create(one)).return_line_items[0].fulfillment_line_item.line_item.title).toBe("It's good Product")
    expect((await create(other)).return_line_items[0].fulfillment_line_item.line_item.title).toBe('Another')
    const crossed = withLine(createBody(one), { fulfillment_id: other.fulfilments[0]?.externalId })
    expect((await post('return/create.json', crossed)).reply.status).toBe(422)
  })

  test('of a kit comes back in its parts', async () => {
    const order = await buy({
      lines: [
        exampleLine({
          externalId: '500',
          quantity: 1,
          properties: [],
          components: [
            { externalId: '501', title: 'Table', per: 1 },
            { externalId: '502', title: 'Chair', per: 2 },
          ],
        }),
      ],
      fulfilments: [sent('22058605790725653800000021', [{ line: '500', quantity: 1 }])],
    })
    const made = await post('return/create.json', createBody(order))
    expect(made.reply.status, made.reply.body).toBe(200)
    const said = made.json.return.return_line_items
    expect(said.map((line: any) => [line.fulfillment_line_item.line_item.id, line.quantity])).toEqual([
      ['501', 1],
      ['502', 2],
    ])
  })
})

describe('another house', () => {
  const theirs = secretOf(kit.strangers.shopline).access_token

  test('finds neither our orders nor our returns', async () => {
    const order = await buy()
    const { id } = await create(order)
    const before = (await seen(id)).ret.version
    expect((await post('return/create.json', createBody(order), { token: theirs })).json).toEqual({
      errors: 'The order does not exist.',
    })
    expect((await get(`return.json?id=${id}`, { token: theirs })).json).toEqual({ returns: [] })
    expect((await get(`return.json?order_id=${order.refs.externalId}`, { token: theirs })).json).toEqual({
      returns: [],
    })
    expect((await post(`return/${id}/close.json`, {}, { token: theirs })).reply.status).toBe(404)
    expect((await get('orders.json', { token: theirs })).json).toEqual({ orders: [] })
    expect((await get(`orders/${order.refs.externalId}/refunds.json`, { token: theirs })).reply.status).toBe(404)
    expect((await seen(id)).ret.version).toBe(before)
  })
})

describe('settings of the shop', () => {
  const set = async (shopline: object) => {
    const changed = await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { dialects: { shopline } })
    if (refused(changed)) throw new Error(JSON.stringify(changed))
  }

  test('numbers as numbers in the answer to a create', async () => {
    await set({ numeric_line_items: true })
    const made = await create(await buy())
    await set({})
    expect(made.return_line_items[0].fulfillment_line_item.line_item).toMatchObject({
      quantity: 2,
      requires_shipping: true,
    })
  })

  test('only the words of the published page', async () => {
    const order = await buy()
    await kit.act(await kit.file(order), { verb: 'cancel' })
    await kit.file(order)
    await set({ seed_words_only: true })
    const { json } = await get(`return.json?order_id=${order.refs.externalId}`)
    await set({})
    expect(json.returns.map((ret: { status: string }) => ret.status)).toEqual(['CLOSED', 'OPEN'])
  })

  test('ids of the platform’s shape for orders and fulfillments, understood whether they are shown or not', async () => {
    const order = await buy()
    await set({ platform_ids: true })
    const made = await create(order)
    await set({})
    expect(made.order_id).toMatch(/^21\d{24}$/)
    expect(made.return_line_items[0].fulfillment_id).toMatch(/^22\d{24}$/)
    expect((await get(`return.json?order_id=${made.order_id}`)).json.returns).toHaveLength(1)
    const again = createBody(order)
    const body = withLine(
      { ...again, order_seq: made.order_id },
      { fulfillment_id: made.return_line_items[0].fulfillment_id },
    )
    expect((await post('return/create.json', body)).json.return.order_id).toBe(order.refs.externalId)
  })

  test('taxes in per cent', async () => {
    await set({ tax_rates: 'percent' })
    const made = await create(await buy())
    await set({})
    expect(made.return_line_items[0].fulfillment_line_item.line_item.tax_lines[0].rate).toBe(19)
  })

  test('a shop that keeps no such reason files it under "other" and says the word again', async () => {
    const [reasons] = [kit.shop.reasons.filter(({ code }) => ['other', 'too_small'].includes(code))]
    await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { reasons })
    const order = await buy()
    const made = await post('return/create.json', withLine(createBody(order), { return_reason: 'COLOR' }))
    const unsaid = await post('return/create.json', withLine(createBody(order), { return_reason: undefined }))
    await changeShop(kit.desk, kit.as('owner'), kit.shop.id, { reasons: kit.shop.reasons })
    expect(made.json.return.return_line_items[0].return_reason).toBe('COLOR')
    expect((await seen(made.json.return.id)).ret.items[0]?.reason).toMatchObject({ code: 'other', text: 'COLOR' })
    expect(unsaid.reply.status).toBe(200)
  })
})
