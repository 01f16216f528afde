/** Every changing call of the current generation and every no it knows, byte for byte. */
import { describe, expect, test } from 'vitest'
import { openAftership, ROOT, TAG } from './testing.ts'

const shop = await openAftership()

const SHIPMENT = {
  tracking_number: '9400100000000000000000',
  slug: 'usps',
  label: { url: 'https://example.com/label1.pdf', total_charge: { amount: '198.21', currency: 'USD' } },
}
const NOBODY = `${ROOT}/returns/rma/UNKNOWN1`

describe('approve', () => {
  // conforms: endpoint POST /returns/{return_id}/approve
  // conforms: endpoint POST /returns/rma/{rma_number}/approve
  // conforms: error 40400
  // conforms: error 40900
  test('says yes, at once and with a label', async () => {
    const first = await shop.filed()
    const second = await shop.filed()
    await shop.golden('approve', await shop.post(`${first.byRma}/approve`))
    const body = {
      notify_customer: true,
      generate_label: true,
      customize_label_info: {
        label_reference: 'RMA#A1B2C3D4',
        ship_from: {
          contact_name: 'James Law',
          street_1: '1234 Elm Street',
          city: 'New York',
          state: { name: 'New York' },
          postal_code: '10001',
          country_region: { code: 'USA' },
        },
      },
    }
    await shop.golden('approve-with-label', await shop.post(`${second.byId}/approve`, body))
    await shop.golden('approve-wrong-status', await shop.post(`${second.byId}/approve`, body))
  })

  test('says no', async () => {
    const own = await shop.filed({ method: 'customer_courier' })
    await shop.golden('approve-no-labels', await shop.post(`${own.byRma}/approve`, { generate_label: true }))
    const long = { generate_label: true, customize_label_info: { label_reference: 'x'.repeat(61) } }
    await shop.golden('approve-long-reference', await shop.post(`${own.byRma}/approve`, long))
    await shop.golden('approve-not-found', await shop.post(`${NOBODY}/approve`))
  })
})

describe('reject and resolve', () => {
  // conforms: endpoint POST /returns/{return_id}/reject
  // conforms: endpoint POST /returns/rma/{rma_number}/reject
  // conforms: endpoint POST /returns/{return_id}/resolve
  // conforms: endpoint POST /returns/rma/{rma_number}/resolve
  test('reject', async () => {
    const { byRma, byId } = await shop.filed()
    await shop.golden('reject-without-reason', await shop.post(`${byRma}/reject`, { notify_customer: true }))
    const body = { reject_reason: 'Outside the return window', notify_customer: true }
    await shop.golden('reject', await shop.post(`${byRma}/reject`, body))
    await shop.golden('reject-wrong-status', await shop.post(`${byId}/reject`, body))
    await shop.golden('reject-not-found', await shop.post(`${NOBODY}/reject`, body))
  })

  test('resolve', async () => {
    const { ret, byRma, byId } = await shop.filed()
    await shop.golden('resolve-wrong-status', await shop.post(`${byRma}/resolve`, { notify_customer: true }))
    await shop.act(ret, { verb: 'approve' })
    await shop.golden('resolve', await shop.post(`${byId}/resolve`))
    await shop.golden('resolve-not-found', await shop.post(`${NOBODY}/resolve`))
  })
})

describe('goods', () => {
  // conforms: endpoint POST /returns/{return_id}/receive-items
  // conforms: endpoint POST /returns/rma/{rma_number}/receive-items
  // conforms: error 42213
  // conforms: error 42225
  // conforms: error 42247
  test('receive', async () => {
    const { byRma, byId, ret } = await shop.approved()
    const graded = (quantity: number) => [{ grade: 'b', quantity, notes: 'Minor scratches', inspector: 'John Doe' }]
    await shop.golden(
      'receive-grading-exceeds',
      await shop.post(`${byRma}/receive-items`, { items: [{ external_id: 'l1', quantity: 1, gradings: graded(2) }] }),
    )
    await shop.golden(
      'receive-unknown-item',
      await shop.post(`${byRma}/receive-items`, { items: [{ external_id: 'l9', quantity: 1 }] }),
    )
    const body = { items: [{ external_id: 'l1', quantity: 2, gradings: graded(1) }], notify_customer: false }
    await shop.golden('receive-items', await shop.post(`${byRma}/receive-items`, body))
    await shop.golden('receive-too-many', await shop.post(`${byId}/receive-items`, body))
    await shop.golden('receive-not-found', await shop.post(`${NOBODY}/receive-items`, body))
    const other = await shop.filed()
    await shop.act(other.ret, { verb: 'reject', reason: 'No' })
    await shop.golden('receive-wrong-status', await shop.post(`${other.byRma}/receive-items`, body))
    expect((await shop.now({ ret })).receivings).toHaveLength(1)
  })

  // conforms: endpoint POST /returns/{return_id}/attach-shipments
  // conforms: endpoint POST /returns/rma/{rma_number}/attach-shipments
  test('attach', async () => {
    const { byRma, byId, ret } = await shop.approved()
    await shop.golden(
      'attach-two-shipments',
      await shop.post(`${byRma}/attach-shipments`, { shipments: [SHIPMENT, SHIPMENT] }),
    )
    await shop.golden('attach-shipments', await shop.post(`${byId}/attach-shipments`, { shipments: [SHIPMENT] }))
    await shop.act(ret, { verb: 'resolve' })
    await shop.golden(
      'attach-wrong-status',
      await shop.post(`${byRma}/attach-shipments`, { shipments: [SHIPMENT], notify_customer: true }),
    )
    await shop.golden('attach-not-found', await shop.post(`${NOBODY}/attach-shipments`, { shipments: [SHIPMENT] }))
  })

  // conforms: endpoint POST /returns/{return_id}/remove-items
  // conforms: endpoint POST /returns/rma/{rma_number}/remove-items
  test('remove', async () => {
    const { byRma, byId, ret } = await shop.filed()
    const body = { items: [{ external_id: 'l1', quantity: 1 }], edit_reason: 'missing item', notify_customer: true }
    await shop.golden('remove-items', await shop.post(`${byRma}/remove-items`, body))
    const many = { ...body, items: [{ external_id: 'l1', quantity: 2 }] }
    await shop.golden('remove-too-many', await shop.post(`${byId}/remove-items`, many))
    await shop.act(ret, { verb: 'reject', reason: 'No' })
    await shop.golden('remove-wrong-status', await shop.post(`${byRma}/remove-items`, body))
    await shop.golden('remove-not-found', await shop.post(`${NOBODY}/remove-items`, body))
    await shop.golden('remove-without-reason', await shop.post(`${byId}/remove-items`, { items: body.items }))
  })
})

describe('an item', () => {
  // conforms: endpoint PATCH /returns/{return_id}/items/{item_id}
  // conforms: endpoint PATCH /returns/rma/{rma_number}/items/{item_id}
  // conforms: error 40406
  // conforms: error 40425
  test('is tagged and photographed', async () => {
    const { byRma, byId } = await shop.filed()
    const tags = { item_tags: [{ id: TAG }] }
    await shop.golden('patch-item-tags', await shop.patch(`${byRma}/items/l1`, tags))
    const photos = { merchant_uploaded_image_urls: ['https://cdn.example.com/a.jpg'] }
    const exchange = await shop.patch(`${byId}/items/l1`, photos)
    await shop.golden('patch-item-images', exchange)
    await shop.golden('patch-item-unknown-item', await shop.patch(`${byId}/items/l9`, tags))
    await shop.golden('patch-item-unknown-return', await shop.patch(`${NOBODY}/items/l1`, tags))
    const strange = { item_tags: [{ id: '0'.repeat(32) }] }
    await shop.golden('patch-item-unknown-tag', await shop.patch(`${byId}/items/l1`, strange))
    await shop.golden('patch-item-nothing', await shop.patch(`${byId}/items/l1`, {}))
  })
})

describe('a drop-off', () => {
  // conforms: endpoint POST /returns/rma/{rma_number}/dropoffs/{dropoff_id}/drops
  test('takes goods in', async () => {
    const { byRma, ret } = await shop.approved()
    const { ret: booked } = await shop.act(ret, { verb: 'book', provider: 'happy_returns', number: 'HR123' })
    const drops = `${byRma}/dropoffs/${booked.dropoffs[0]?.id.replaceAll('-', '')}/drops`
    const body = { items: [{ external_order_item_id: 'l1', quantity: 1 }], dropped_at: '2026-03-10T10:00:00Z' }
    await shop.golden('drops', await shop.post(drops, body))
    await shop.golden(
      'drops-too-many',
      await shop.post(drops, { items: [{ external_order_item_id: 'l1', quantity: 2 }] }),
    )
    await shop.golden('drops-the-rest', await shop.post(drops))
    await shop.golden('drops-unknown-dropoff', await shop.post(`${byRma}/dropoffs/${'0'.repeat(32)}/drops`, body))
  })
})

describe('filing', () => {
  const store = { platform: 'shopify', external_id: 'cool-shoe-store' }
  const wish = {
    external_order_item_id: 'l1',
    intended_return_quantity: 1,
    return_reason: 'Arrived too late',
    return_reason_comment: 'A week late',
    resolution: 'refund',
  }
  const asked = (external_id: string, more: object = {}) => ({
    order: { external_id, store },
    return_items: [wish],
    return_method: { type: 'retailer_label' },
    refund_destination: 'original_payment',
    ...more,
  })
  const post = (body: object) => shop.post(`${ROOT}/returns`, body)

  // conforms: endpoint POST /returns
  // conforms: error 42200
  test('create', async () => {
    const { refs } = await shop.order({ externalId: '4254002020558', number: '10001', name: '#10001' })
    await shop.golden('create', await post(asked(refs.externalId)))
    const strange = { return_items: [{ ...wish, external_order_item_id: 'l9' }] }
    await shop.golden('create-unknown-item', await post(asked(refs.externalId, strange)))
    const many = { return_items: [{ ...wish, intended_return_quantity: 2 }] }
    await shop.golden('create-too-many', await post(asked(refs.externalId, many)))
    await shop.golden('create-unknown-order', await post(asked('no-such-order')))
    const store = { platform: 'shopify', external_id: 'somebody-elses' }
    await shop.golden('create-unknown-store', await post(asked('x', { order: { external_id: 'x', store } })))
    await shop.golden('create-invalid', await post({ order: { external_id: 7 }, return_items: [] }))
    const method = { return_method: { type: 'carrier_dropoff' } }
    await shop.golden('create-carrier-dropoff', await post(asked(refs.externalId, method)))
  })

  test('policy binds', async () => {
    const { refs } = await shop.order({ ...LONG_AGO, externalId: '4254002020600', number: '10600', name: '#10600' })
    await shop.golden('create-against-policy', await post(asked(refs.externalId)))
  })

  // conforms: endpoint POST /returns/link
  test('link', async () => {
    await shop.order({ externalId: '4254002020700', number: '1025', name: '#1025' })
    const link = (body: object) => shop.post(`${ROOT}/returns/link`, body)
    const proven = await link({ order_number: '1025', customer_email: 'Maja@example.com', postal_code: '10115' })
    await shop.golden('link', proven)
    await shop.golden('link-number-alone', await link({ order_number: '1025' }))
    await shop.golden('link-without-number', await link({ customer_email: 'maja@example.com' }))
  })
})

/** Delivered so long ago that no policy lets it come back. */
const LONG_AGO = {
  placedAt: '2025-01-01T09:00:00.000Z',
  fulfilments: [
    {
      externalId: 'f-long-ago',
      lines: [{ line: 'l1', quantity: 2 }],
      sentAt: '2025-01-03T09:00:00.000Z',
      deliveredAt: '2025-01-05T10:00:00.000Z',
    },
  ],
} as never as object
