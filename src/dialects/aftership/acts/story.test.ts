/** A shirt comes back, told in the current generation and read in both. */
import { expect, test } from 'vitest'
import { OLDER, openAftership, ROOT } from './testing.ts'

const shop = await openAftership()

test('filed, approved with a label, sent, counted in with grades, resolved', async () => {
  await shop.order({ externalId: '4254002020558', number: '10001', name: '#10001' })
  const filed = await shop.post(`${ROOT}/returns`, {
    order: { external_id: '4254002020558', store: { platform: 'shopify', external_id: 'cool-shoe-store' } },
    return_items: [
      { external_order_item_id: 'l1', intended_return_quantity: 2, return_reason: 'Too small', resolution: 'refund' },
    ],
    refund_destination: 'original_payment',
  })
  expect(filed.reply.status).toBe(201)
  const code: string = filed.json.data.rma_number
  const now = async () => {
    const current = (await shop.get(`${ROOT}/returns/rma/${code}`)).json.data
    const older = (await shop.get(`${OLDER}/returns/rma/${code}`)).json.data
    return { current, older, words: [current.approval_status, older.status, current.shipping_status] }
  }
  const post = (path: string, body: object) => shop.post(`${ROOT}/returns/rma/${code}/${path}`, body)
  expect((await now()).words).toEqual(['submitted', 'submitted', 'no_label'])

  expect((await post('approve', { generate_label: true })).reply.status).toBe(202)
  expect((await now()).words).toEqual(['approved', 'approved', 'no_label'])

  await post('attach-shipments', {
    shipments: [{ tracking_number: '9400', slug: 'usps', label: { url: 'https://example.com/label1.pdf' } }],
  })
  const sent = await now()
  expect(sent.words).toEqual(['approved', 'approved', 'pending'])
  expect(sent.current.shipments[0]).toMatchObject({ tracking_number: '9400', slug: 'usps', source: 'merchant_api' })
  expect(sent.older).toMatchObject({
    tracking_number: '9400',
    return_method: { label: { url: 'https://example.com/label1.pdf', aftership_tracking_slug: 'usps' } },
  })

  const receive = (quantity: number, gradings: object[] = []) =>
    post('receive-items', { items: [{ external_id: 'l1', quantity, gradings }] })
  await receive(1)
  expect((await now()).words).toEqual(['approved', 'shipped', 'partially_received'])
  await receive(1, [{ grade: 'b', quantity: 1 }])
  const here = await now()
  expect(here.words).toEqual(['approved', 'received', 'received'])
  expect(here.older.receivings).toEqual(here.current.receivings)
  expect(here.current.receivings[1].items[0].gradings[0].grade).toBe('b')

  expect((await post('resolve', { notify_customer: true })).json.meta.code).toBe(20200)
  const done = await now()
  expect(done.words).toEqual(['done', 'done', 'received'])
  expect(done.current.resolved_at).toBe(shop.clock.now)
  expect(done.older.id).toBe(done.current.id)
})
