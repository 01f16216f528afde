/** Requests nobody could act on: each is a 4xx in the platform's words, and nothing changes. */
import { expect, test } from 'vitest'
import { type Method, OLDER, openAftership, ROOT, TAG } from './testing.ts'

const shop = await openAftership()
const one = await shop.approved()
const { ret: booked } = await shop.act(one.ret, { verb: 'book', provider: 'happy_returns', number: 'HR123' })
const drops = `${one.byRma}/dropoffs/${booked.dropoffs[0]?.id.replaceAll('-', '')}/drops`
const before = await shop.now(one)

const label = { url: 'https://example.com/l.pdf' }
const wish = {
  external_order_item_id: 'l1',
  intended_return_quantity: 1,
  return_reason: 'Too small',
  resolution: 'refund',
}
const filing = {
  order: { external_id: one.order.refs.externalId, store: { platform: 'shopify', external_id: 'cool-shoe-store' } },
  return_items: [wish],
  refund_destination: 'original_payment',
}
const items = (...list: unknown[]) => ({ items: list })
const received = (more: object) => items({ external_id: 'l1', quantity: 1, ...more })
const shipped = (more: object) => ({ shipments: [{ tracking_number: '1', slug: 'usps', label, ...more }] })
const created = (more: object) => ({ ...filing, ...more })
const asked = (more: object) => created({ return_items: [{ ...wish, ...more }] })
const transition = (more: object) => ({ from_status: 'approved', to_status: 'done', ...more })

const BAD: Record<string, { method?: Method; bodies: unknown[] }> = {
  [`${one.byId}/approve`]: {
    bodies: [[], '"yes"', 7, { notify_customer: 'yes' }, { generate_label: 1 }, { customize_label_info: [] }],
  },
  [`${one.byId}/reject`]: {
    bodies: [
      undefined,
      {},
      { reject_reason: '' },
      { reject_reason: ' ' },
      { reject_reason: 'x'.repeat(1001) },
      { reject_reason: 7 },
      { reject_reason: null },
      { reject_reason: 'No', notify_customer: 'yes' },
    ],
  },
  [`${one.byId}/resolve`]: { bodies: [[], { notify_customer: 3 }] },
  [`${one.byId}/receive-items`]: {
    bodies: [
      undefined,
      {},
      items(),
      items(null),
      received({ external_id: 7 }),
      received({ external_id: '' }),
      received({ quantity: 0 }),
      received({ quantity: -1 }),
      received({ quantity: 1.5 }),
      received({ quantity: '1' }),
      received({ quantity: 3 }),
      received({ quantity: 1e15 }),
      received({ gradings: [{ grade: 'A', quantity: 1 }] }),
      received({ gradings: [{ grade: 'e', quantity: 1 }] }),
      received({ gradings: [{ grade: 'a' }] }),
      received({ gradings: [{ grade: 'a', quantity: 1, inspected_at: 'yesterday' }] }),
      received({ gradings: [{ grade: 'a', quantity: 1, image_urls: ['javascript:alert(1)'] }] }),
      items({ external_id: 'l1', quantity: 1 }, { external_id: 'l1', quantity: 2 }),
    ],
  },
  [`${one.byId}/attach-shipments`]: {
    bodies: [
      undefined,
      {},
      { shipments: [] },
      shipped({ slug: 'US PS' }),
      shipped({ slug: '' }),
      shipped({ tracking_number: '' }),
      shipped({ tracking_number: ' ' }),
      shipped({ tracking_number: 'x'.repeat(101) }),
      shipped({ label: undefined }),
      shipped({ label: {} }),
      shipped({ label: { url: 'no address' } }),
      shipped({ label: { url: 'file:///etc/passwd' } }),
      shipped({ label: { ...label, total_charge: { amount: '1.001', currency: 'USD' } } }),
      shipped({ label: { ...label, total_charge: { amount: '-1', currency: 'USD' } } }),
      shipped({ label: { ...label, total_charge: { amount: '1', currency: 'XXZ' } } }),
    ],
  },
  [`${one.byId}/remove-items`]: {
    bodies: [
      undefined,
      {},
      { items: [], edit_reason: 'x', notify_customer: true },
      { ...received({}), edit_reason: '', notify_customer: true },
      { ...received({}), edit_reason: 'x'.repeat(201), notify_customer: true },
      { ...received({}), edit_reason: 'x' },
      { ...received({ external_id: 'l9' }), edit_reason: 'x', notify_customer: true },
      { ...received({ quantity: 3 }), edit_reason: 'x', notify_customer: true },
    ],
  },
  [`${one.byId}/items/l1`]: {
    method: 'PATCH',
    bodies: [
      undefined,
      {},
      { item_tags: [{ id: 'short' }] },
      { item_tags: [{ id: '0'.repeat(32) }] },
      { item_tags: 'Defective' },
      { merchant_uploaded_image_urls: [] },
      { merchant_uploaded_image_urls: ['ftp://example.com/a.jpg'] },
      { item_tags: [{ id: TAG }], merchant_uploaded_image_urls: ['https://example.com/a.jpg'] },
    ],
  },
  [drops]: {
    bodies: [
      [],
      { items: [] },
      { items: [{ quantity: 1 }] },
      { items: [{ external_order_item_id: 'l9', quantity: 1 }] },
      { items: [{ external_order_item_id: 'l1', quantity: 3 }] },
      { dropped_at: 'yesterday' },
      { dropped_at: '2026-02-30T10:00:00Z' },
      { dropped_at: '2027-01-01T10:00:00Z' },
    ],
  },
  [`${ROOT}/returns`]: {
    bodies: [
      undefined,
      {},
      created({ order: { external_id: one.order.refs.externalId } }),
      created({ order: { external_id: '', store: filing.order.store } }),
      created({ return_items: [] }),
      created({ refund_destination: 'cash' }),
      created({ refund_destination: undefined }),
      created({ return_method: { type: 'pigeon' } }),
      created({ return_method: { type: 'in_store', name: 7 }, return_items: [{ ...wish, resolution: 'exchange' }] }),
      asked({ intended_return_quantity: 0 }),
      asked({ intended_return_quantity: 1 }),
      asked({ return_reason: '' }),
      asked({ return_reason: undefined }),
      asked({ shopper_uploaded_image_urls: ['data:image/png;base64,AAAA'] }),
    ],
  },
  [`${ROOT}/returns/link`]: {
    bodies: [undefined, {}, { order_number: '' }, { order_number: 1025 }, { order_number: '1', customer_email: 7 }],
  },
  [`${one.olderByRma}/status-transitions`]: {
    bodies: [
      undefined,
      {},
      { from_status: 'approved' },
      { to_status: 'done' },
      transition({ from_status: 'Approved' }),
      transition({ to_status: 'submitted' }),
      transition({ from_status: 'submitted' }),
      transition({ to_status: 'rejected' }),
      transition({ to_status: 'rejected', return: { reject_reason: '' } }),
      transition({ return: { reject_reason: 'No' } }),
      transition({ return: { retailer_label_url: 'https://example.com/l.pdf' } }),
    ],
  },
  [`${one.olderByRma}/item-receive-batch`]: { bodies: [undefined, {}, items(), received({ quantity: 9 })] },
  [`${one.olderByRma}/shipment-batch`]: {
    bodies: [
      undefined,
      {},
      { shipments: [] },
      { shipments: [{ label }] },
      { shipments: [{ tracking_number: '1', label: { url: 'l.pdf' } }] },
      { shipments: [{ tracking_number: '1', label: { ...label, total_charge: { amount: 0.001, currency: 'USD' } } }] },
    ],
  },
  [`${one.olderByRma}/items/l1`]: {
    method: 'PATCH',
    bodies: [undefined, {}, { merchant_tags: [{ id: '1' }] }, { merchant_tags: [{ id: '0'.repeat(32) }] }],
  },
}

test.each(
  Object.entries(BAD).flatMap(([url, { method = 'POST', bodies }]) =>
    bodies.map((body): [string, string, Method, unknown] => [url, JSON.stringify(body) ?? 'nothing', method, body]),
  ),
)('%s %s', async (url, _said, method, body) => {
  const { reply, json } = await shop.call(method, url, body)
  expect([409, 422], reply.body).toContain(reply.status)
  expect(json.data).toBeNull()
  expect(json.meta.message).not.toBe('')
  expect(await shop.now(one)).toEqual(before)
})

test('what is no JSON at all is a bad request', async () => {
  const url = `${one.byId}/reject`
  for (const body of ['{"reject_reason":', '{"reject_reason":"\\ud800"}', '\u0000']) {
    const { reply, json } = await shop.call('POST', url, body)
    expect([400, 422], reply.body).toContain(reply.status)
    expect(json.data).toBeNull()
  }
  const headers = { 'as-api-key': shop.secret.api_key, 'content-type': 'text/plain' }
  const { reply, json } = await shop.send({ method: 'POST', url, headers, body: 'reject_reason=No' })
  expect([reply.status, json.meta.code]).toEqual([400, 40000])
  expect(await shop.now(one)).toEqual(before)
})

test('members nobody knows are left unread', async () => {
  const other = await shop.filed()
  const { reply } = await shop.post(`${other.byId}/approve`, { colour: 'blue', customize_label_info: null })
  expect(reply.status).toBe(202)
})

test('nothing was filed by any of these', async () => {
  const { json } = await shop.get(`${OLDER}/returns?limit=50`)
  expect(json.data.pagination.total).toBe(2)
})
