/** Pieces, labels, tags and photos beyond the plain case. */
import { describe, expect, test } from 'vitest'
import { ofKits } from '../testing.ts'
import { expectNo, openAftership, ROOT, TAG } from './testing.ts'

const shop = await openAftership()

/** Three shirts of one order line, two of them in one item and one in another. */
async function twiceInOneReturn() {
  const externalId = `twice-${shop.desk.fresh<string>().slice(-6)}`
  const order = await shop.order({
    externalId,
    lines: [{ externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 3, unitPrice: { amountMinor: 5000 } }],
    fulfilments: [{ externalId: `f-${externalId}`, lines: [{ line: 'l1', quantity: 3 }], deliveredAt: shop.clock.now }],
  })
  const line = order.lines[0]!.id
  const ret = await shop.file(order, 2, {
    items: [
      { line, quantity: 2, reason: { code: 'too_small' } },
      { line, quantity: 1, reason: { code: 'damaged' } },
    ],
  })
  await shop.act(ret, { verb: 'approve' })
  return { ret, url: `${ROOT}/returns/rma/${ret.number}` }
}

describe('a line that is in a return twice', () => {
  test('is received item by item, gradings and all', async () => {
    const { url } = await twiceInOneReturn()
    const gradings = [
      { grade: 'a', quantity: 1 },
      { grade: 'c', quantity: 2, notes: 'Torn' },
    ]
    const { json } = await shop.post(`${url}/receive-items`, {
      items: [{ external_id: 'l1', quantity: 3, gradings }],
    })
    const [receiving] = json.data.receivings
    expect(
      receiving.items.map((item: { quantity: number; gradings: { grade: string; quantity: number }[] }) => [
        item.quantity,
        item.gradings.map(({ grade, quantity }) => `${quantity}${grade}`),
      ]),
    ).toEqual([
      [2, ['1a', '1c']],
      [1, ['1c']],
    ])
    expect(json.data.return_items.map((item: { id: string }) => item.id)).toEqual(['l1-1', 'l1-2'])
  })

  test('loses pieces of the first item first', async () => {
    const { url } = await twiceInOneReturn()
    const items = [
      { external_id: 'l1', quantity: 1 },
      { external_id: 'l1', quantity: 2 },
    ]
    const { json } = await shop.post(`${url}/remove-items`, { items, edit_reason: 'kept', notify_customer: false })
    expect(json.data.return_items.map((item: { removed_quantity: number }) => item.removed_quantity)).toEqual([2, 1])
  })

  test('is tagged in the place that was named', async () => {
    const { url } = await twiceInOneReturn()
    const { json } = await shop.patch(`${url}/items/l1-2`, { item_tags: [{ id: TAG }] })
    expect(json.data).toMatchObject({ id: 'l1-2', item_tags: [{ id: TAG, name: 'Defective' }] })
    const cleared = await shop.patch(`${url}/items/l1-2`, { item_tags: [] })
    expect(cleared.json.data.item_tags).toEqual([])
  })
})

describe('a kit', () => {
  test('is received by its parts, tagged as a whole, and never received as a whole', async () => {
    const ret = await ofKits(shop)
    const url = `${ROOT}/returns/rma/${ret.number}`
    const [kit, plate] = ['20000000000001', '20000000000002']
    const receive = (external_id: string, quantity: number) =>
      shop.post(`${url}/receive-items`, { items: [{ external_id, quantity }] })
    expectNo(await receive(kit, 1), 422, 42225, 'UnprocessableEntity', 'Return item not exists')
    const { json } = await receive(plate, 3)
    const pieces = json.data.receivings[0].items.map((item: { quantity: number }) => item.quantity)
    expect(pieces).toEqual([2, 1])
    const tagged = await shop.patch(`${url}/items/${kit}`, { item_tags: [{ id: TAG }] })
    expect(tagged.json.data).toMatchObject({ id: kit, item_tags: [{ id: TAG }] })
    expect((await shop.now({ ret })).items.map(({ tags }) => tags.length)).toEqual([1, 1, 0])
  })
})

describe('what a carrier only said', () => {
  test('is no hindrance to counting', async () => {
    const one = await shop.approved()
    const [item] = one.ret.items
    await shop.act(
      one.ret,
      { verb: 'receive', key: 'carrier', source: 'carrier', lines: [{ item: item!.id, quantity: 2 }] },
      'carrier',
    )
    const { reply, json } = await shop.post(`${one.byId}/receive-items`, {
      items: [{ external_id: 'l1', quantity: 1 }],
    })
    expect(reply.status).toBe(200)
    expect(json.data.return_items[0].received_quantity).toBe(1)
  })
})

describe('a label', () => {
  // conforms: field approve (body).customize_label_info.ship_to
  test('is ordered with the reference and the places that were wished for', async () => {
    const one = await shop.filed()
    const ship_to = { contact_name: 'Dock 4', city: 'Austin', country_region: { code: 'USA' } }
    await shop.post(`${one.byId}/approve`, {
      generate_label: true,
      customize_label_info: { label_reference: 'RMA#1', ship_to },
    })
    const [order] = (await shop.now(one)).labels
    expect(order).toMatchObject({ reference: 'RMA#1', to: { name: 'Dock 4', city: 'Austin', country: 'US' } })
    expect(order?.from?.city).toBe('Berlin')
  })

  test('is not ordered where nobody asked for one', async () => {
    const one = await shop.filed()
    await shop.post(`${one.byId}/approve`, { customize_label_info: { label_reference: 'RMA#1' } })
    expect((await shop.now(one)).labels).toEqual([])
  })
})

describe('photos', () => {
  test('that lie here already are not fetched again', async () => {
    const one = await shop.filed()
    const first = await shop.patch(`${one.byId}/items/l1`, {
      merchant_uploaded_image_urls: ['https://example.com/a.jpg'],
    })
    const [ours] = first.json.data.merchant_uploaded_image_urls
    const again = await shop.patch(`${one.byId}/items/l1`, { merchant_uploaded_image_urls: [ours] })
    expect(again.json.data.merchant_uploaded_image_urls).toEqual([ours])
  })

  test('of a grading are awaited like all others', async () => {
    const one = await shop.approved()
    const gradings = [{ grade: 'd', quantity: 1, image_urls: ['https://example.com/torn.jpg'] }]
    const { json } = await shop.post(`${one.byId}/receive-items`, {
      items: [{ external_id: 'l1', quantity: 1, gradings }],
    })
    expect(json.data.receivings[0].items[0].gradings[0].image_urls).toEqual([
      expect.stringMatching(/^https:\/\/returns\.example\.com\/v1\/files\//),
    ])
  })
})

describe('a drop', () => {
  test('told twice is one drop', async () => {
    const one = await shop.approved()
    const { ret } = await shop.act(one.ret, { verb: 'book', provider: 'happy_returns', number: 'HR7' })
    const url = `${one.byRma}/dropoffs/${ret.dropoffs[0]?.id.replaceAll('-', '')}/drops`
    const body = { items: [{ external_order_item_id: 'l1', quantity: 1 }], dropped_at: '2026-03-10T10:00:00Z' }
    const [first, second] = [await shop.post(url, body), await shop.post(url, body)]
    expect(second.json.data).toEqual(first.json.data)
    expect((await shop.now(one)).dropoffs[0]?.drops).toHaveLength(1)
  })
})
