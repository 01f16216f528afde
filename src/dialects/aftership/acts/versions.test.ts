/** Calls and members by the version that first had them. */
import { expect, test } from 'vitest'
import { openAftership } from './testing.ts'

const shop = await openAftership()

test.each([
  ['POST', 'approve', '2024-10'],
  ['POST', 'resolve', '2024-10'],
  ['POST', 'reject', '2024-10'],
  ['POST', 'receive-items', '2024-10'],
  ['POST', 'attach-shipments', '2024-10'],
  ['PATCH', 'items/l1', '2024-10'],
  ['POST', 'remove-items', '2025-07'],
] as const)('%s %s is there from %s on', async (method, path, since) => {
  const earlier = { '2024-10': '2024-09', '2025-07': '2025-06' }[since]
  const body = { reject_reason: 'No' }
  const at = (version: string) =>
    shop.call(method, `/returns/${version}/returns/rma/UNKNOWN1/${path}`, BODIES[path] ?? body)
  const before = await at(earlier)
  expect([before.reply.status, before.json.meta.message]).toEqual([404, 'There is nothing at this address.'])
  expect((await at(since)).json.meta.message).toBe('Return not found')
  expect((await at('2027-01')).json.meta.message).toBe('Return not found')
})

const items = [{ external_id: 'l1', quantity: 1 }]
const BODIES: Record<string, object> = {
  'receive-items': { items },
  'remove-items': { items, edit_reason: 'kept', notify_customer: true },
  'attach-shipments': { shipments: [{ tracking_number: '1', slug: 'usps', label: { url: 'https://example.com/l' } }] },
  'items/l1': { item_tags: [] },
}

test('filing is there from 2025-01 on, links from 2025-07 on', async () => {
  const order = { external_id: 'none', store: { platform: 'shopify', external_id: 'cool-shoe-store' } }
  const wish = {
    external_order_item_id: 'l1',
    intended_return_quantity: 1,
    return_reason: 'Too small',
    resolution: 'refund',
  }
  const filing = { order, return_items: [wish], refund_destination: 'original_payment' }
  const statusOf = async (version: string, path: string, body: object) =>
    (await shop.post(`/returns/${version}/${path}`, body)).reply.status
  expect(await statusOf('2024-10', 'returns', filing)).toBe(404)
  expect(await statusOf('2025-01', 'returns', filing)).toBe(422)
  expect(await statusOf('2025-04', 'returns/link', { order_number: '1' })).toBe(404)
  expect(await statusOf('2025-07', 'returns/link', { order_number: '1' })).toBe(201)
})

test('a label is referred to as its version has it', async () => {
  const body = {
    generate_label: true,
    custom_label_reference: 'RMA#old',
    customize_label_info: { label_reference: 'RMA#new' },
  }
  const referenceIn = async (version: string) => {
    const one = await shop.filed()
    await shop.post(one.byRma.replace('2025-07', version) + '/approve', body)
    return (await shop.now(one)).labels[0]?.reference
  }
  expect(await referenceIn('2024-10')).toBe('RMA#old')
  expect(await referenceIn('2025-01')).toBe('RMA#new')
})

test('the platform’s own ids have their first name in 2024-07', async () => {
  const one = await shop.approved()
  const { ret } = await shop.act(one.ret, { verb: 'book', provider: 'happy_returns', number: 'HR8' })
  const url = `${one.byRma}/dropoffs/${ret.dropoffs[0]?.id.replaceAll('-', '')}/drops`.replace('2025-07', '2024-07')
  const { json, reply } = await shop.post(url, { items: [{ source_order_item_id: 'l1', quantity: 1 }] })
  expect([reply.status, json.data.items]).toEqual([201, [{ source_order_item_id: 'l1', quantity: 1 }]])
})
