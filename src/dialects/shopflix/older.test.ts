import { describe, expect, test } from 'vitest'
import { openDoor } from './testing.ts'

describe('for plug-ins of the older API', async () => {
  const door = await openDoor({}, { older_products: true })

  test('rows carry their products, and products the reason', async () => {
    const order = await door.bought('3256')
    const [ret] = [
      await door.file(order, 2, {
        items: [{ line: order.lines[0]?.id as never, quantity: 2, reason: { code: 'damaged' } }],
      }),
    ]
    const { json } = await door.golden('older-list', '/returns')
    expect(json.orders[0].products).toEqual([
      { vendor_sku: 'SF-2', price: 23.46, amount: 2, reason_text: expect.stringMatching(/\w/) },
    ])
    const detail = (await door.golden('older-detail', `/returns/${door.reference(ret, '3256')}`)).json
    expect(Object.values(detail.products)).toMatchObject([
      { reason_id: 'damaged', reason_text: json.orders[0].products[0].reason_text },
    ])
  })

  test('a reason nobody gave is null', async () => {
    const order = await door.bought('3257')
    await door.file(order, 1, {
      items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'none' } }],
      lane: 'withdrawal',
    })
    const { json } = await door.ask('/returns?itemsPerPage=1')
    expect(json.orders[0].products[0].reason_text).toBeNull()
  })
})

describe('with the older ids', async () => {
  const door = await openDoor({}, { older_ids: true })

  test('a return has a number of its own, so that each of several of one order can be named', async () => {
    const order = await door.bought('3256')
    const returns = [await door.file(order), await door.file(order)]
    for (const ret of returns) {
      const { json } = await door.ask(`/returns/${ret.serial}`)
      expect(json).toMatchObject({
        order_id: ret.serial,
        return_order_id: 3256,
        return_order_reference: door.reference(ret, '3256'),
        order_reference: 'GR--3256--MER78',
      })
      expect((await door.ask(`/returns/${door.reference(ret, '3256')}`)).json).toEqual(json)
    }
    expect((await door.ask('/returns/3256')).reply.status).toBe(400)
  })
})

test('without either, nothing of it is said', async () => {
  const door = plain
  await door.file(await door.bought('1'))
  const { json } = await door.ask('/returns')
  expect(json.orders[0]).not.toHaveProperty('products')
})

const plain = await openDoor()
