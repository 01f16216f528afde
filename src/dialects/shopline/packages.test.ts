import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import { findOne, type Seen } from '../../desk/look.ts'
import { openShopline, secretOf, sent } from './testing.ts'

const kit = await openShopline()
const { get, post, buy, create } = kit

const seen = async (id: string): Promise<Seen> => {
  const found = await findOne(kit.desk, kit.as('owner'), { shop: kit.shop.id, serial: Number(id.slice(-10)) })
  if (refused(found)) throw new Error(found.code)
  return found
}
const awaited = async (id: string) =>
  (await get(`return_fulfillment.json?return_id=${id}`)).json.order_return_fulfillment_list[0]
const parcel = (list: any, more: object = {}) =>
  post('return/package/create.json', {
    reverse_fulfillment_order_id: list.id,
    tracking_info: { tracking_company: 'DHL', tracking_number: 'T1' },
    ...more,
  })

describe('parcels of returned goods', () => {
  test('hold everything that is in no parcel yet, when nothing is named', async () => {
    const { id } = await create(await buy(), 2)
    const made = await parcel(await awaited(id))
    expect(made.json.return_package.reverse_delivery_line_items).toMatchObject([{ quantity: 2 }])
    expect((await awaited(id)).reverse_fulfillment_order_line_items).toMatchObject([
      { total_quantity: 2, fulfillable_quantity: 0 },
    ])
  })

  test('are parcels of the return like any other', async () => {
    const { id } = await create(await buy(), 1)
    await parcel(await awaited(id), { notify_customer: true })
    const { ret } = await seen(id)
    expect(ret.shipments).toMatchObject([
      { leg: 'inbound', trackingNumber: 'T1', carrier: { slug: 'dhl' }, source: 'api' },
    ])
    expect(ret.messages).toMatchObject([{ to: 'shopper' }])
  })

  test('say what of which line is in which of them', async () => {
    const order = await buy({
      fulfilments: [
        sent('22058605790725653700000001', [{ line: '405', quantity: 1 }]),
        sent('22058605790725653700000002', [{ line: '405', quantity: 1 }]),
      ],
    })
    const line = (place: number) => ({
      fulfillment_id: order.fulfilments[place]?.externalId,
      line_item_id: '405',
      quantity: 1,
    })
    const made = await post('return/create.json', {
      order_seq: order.refs.externalId,
      return_line_items: [line(0), line(1)],
    })
    const { id } = made.json.return
    const list = await awaited(id)
    const [, second] = list.reverse_fulfillment_order_line_items
    const one = await parcel(list, { reverse_delivery_line_items: [{ id: second.id, total_quantity: 1 }] })
    expect(one.json.return_package.reverse_delivery_line_items).toMatchObject([
      { quantity: 1, reverse_fulfillment_order_line_item: { id: second.id } },
    ])
    const left = (await awaited(id)).reverse_fulfillment_order_line_items
    expect(left.map((entry: any) => entry.fulfillable_quantity)).toEqual([1, 0])
    await parcel(await awaited(id))
    const { json } = await get(`return_package.json?return_id=${id}`)
    expect(json.return_packages).toHaveLength(2)
    const [first] = json.return_packages
    expect((await get(`return_package.json?return_id=${id}&id=${first.id}`)).json.return_packages).toEqual([first])
    expect((await get(`return_package.json?return_id=${id}&reverse_fulfillment_seq=${list.id}`)).json).toEqual(json)
    expect(
      (await get(`return_package.json?return_id=${id}&reverse_fulfillment_seq=RFP1`)).json.return_packages,
    ).toEqual([])
  })

  test('understand a line by the name it has in the return', async () => {
    const made = await create(await buy(), 1)
    const [{ id }] = made.return_line_items
    const one = await parcel(await awaited(made.id), { reverse_delivery_line_items: [{ id, total_quantity: 1 }] })
    expect(one.reply.status).toBe(200)
  })

  test('hold no more than is left of a line, however often it is named', async () => {
    const { id } = await create(await buy(), 2)
    const list = await awaited(id)
    const [{ id: line }] = list.reverse_fulfillment_order_line_items
    const twice = [1, 2].map(() => ({ id: line, total_quantity: 2 }))
    expect((await parcel(list, { reverse_delivery_line_items: twice })).reply.status).toBe(422)
    expect((await parcel(list, { reverse_delivery_line_items: [{ id: line, total_quantity: 0 }] })).reply.status).toBe(
      422,
    )
    expect((await seen(id)).ret.shipments).toEqual([])
  })

  test('are neither made nor mended once the return is closed', async () => {
    const { id } = await create(await buy(), 1)
    const list = await awaited(id)
    const made = await parcel(list)
    await post(`return/${id}/close.json`)
    expect((await parcel(list)).json).toEqual({ errors: 'The return is already closed.' })
    const mended = await post('return_express_update.json', {
      id: made.json.return_package.id,
      tracking_info: { tracking_number: 'T2' },
    })
    expect(mended.json).toEqual({ errors: 'The return is already closed.' })
    expect((await awaited(id)).status).toBe('CLOSED')
  })

  test('are mended under the right name of the return as well, and under no other', async () => {
    const { id } = await create(await buy(), 1)
    const made = await parcel(await awaited(id))
    const mend = (more: object) =>
      post('return_express_update.json', {
        id: made.json.return_package.id,
        tracking_info: { tracking_number: 'T2' },
        ...more,
      })
    expect((await mend({ return_id: id })).json.return_packages[0].tracking_information).toMatchObject({
      tracking_number: 'T2',
      tracking_company: 'DHL',
    })
    expect((await mend({ reunrn_id: '2600000000000000000000' })).reply.status).toBe(404)
  })

  test('say what is wrong with their tracking', async () => {
    const { id } = await create(await buy(), 1)
    const list = await awaited(id)
    const bad = async (tracking_info: object) => (await parcel(list, { tracking_info })).reply
    expect((await bad({ tracking_url: 'javascript:alert(1)' })).status).toBe(422)
    expect((await bad({ tracking_number: 'x'.repeat(101) })).status).toBe(422)
    expect((await bad({ tracking_number: '\u202e' })).status).toBe(422)
    expect((await bad({ tracking_number: 5345345345 })).status).toBe(400)
  })

  test('of another house are not there', async () => {
    const { id } = await create(await buy(), 1)
    const list = await awaited(id)
    const made = await parcel(list)
    const token = secretOf(kit.strangers.shopline).access_token
    expect((await get(`return_fulfillment.json?return_id=${id}`, { token })).json).toEqual({
      order_return_fulfillment_list: [],
    })
    expect((await get(`return_package.json?return_id=${id}`, { token })).json).toEqual({ return_packages: [] })
    expect(
      (await post('return/package/create.json', { reverse_fulfillment_order_id: list.id }, { token })).reply.status,
    ).toBe(404)
    expect(
      (await post('return_express_update.json', { id: made.json.return_package.id }, { token })).reply.status,
    ).toBe(404)
  })
})
