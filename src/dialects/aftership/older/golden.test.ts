/** Every call of the older generation and every no it knows, byte for byte. */
import { describe, expect, test } from 'vitest'
import { type Named, OLDER, openAftership, TAG } from '../acts/testing.ts'

const shop = await openAftership()

const NOBODY = `${OLDER}/returns/rma/UNKNOWN1`
const go = ({ olderByRma }: Named, from_status: string, to_status: string, more: object = {}) =>
  shop.post(`${olderByRma}/status-transitions`, { from_status, to_status, ...more })

describe('status transitions', () => {
  // conforms: endpoint POST /returns/rma/{rma_number}/status-transitions (older)
  // conforms: endpoint POST /returns/{id}/status-transitions (older)
  test('approve with a label made elsewhere, or with one of ours', async () => {
    const first = await shop.filed()
    const url = { return: { retailer_label_url: 'https://example.com/label1.pdf' } }
    await shop.golden('older-approve-without-label', await go(first, 'submitted', 'approved'))
    await shop.golden('older-approve-with-label-url', await go(first, 'submitted', 'approved', url))
    const second = await shop.filed()
    const generated = { from_status: 'submitted', to_status: 'approved', generate_label: true }
    const body = { ...generated, custom_label_reference: 'RMA#EUGCX4FL' }
    await shop.golden('older-approve-by-id', await shop.post(`${second.olderById}/status-transitions`, body))
  })

  test('reject, receive and resolve', async () => {
    const reason = { return: { reject_reason: 'Outside the return window' } }
    await shop.golden('older-reject', await go(await shop.filed(), 'submitted', 'rejected', reason))
    await shop.golden('older-reject-without-reason', await go(await shop.filed(), 'submitted', 'rejected'))
    const approved = await shop.approved()
    await shop.golden('older-receive', await go(approved, 'approved', 'received'))
    await shop.golden('older-done', await go(approved, 'received', 'done'))
    await shop.golden('older-done-at-once', await go(await shop.filed(), 'submitted', 'done'))
  })

  // conforms: error 40901
  // conforms: error 42252
  test('a status nobody is in, and a way nobody goes', async () => {
    const filed = await shop.filed()
    await shop.golden('older-conflict', await go(filed, 'approved', 'done'))
    await shop.golden('older-invalid-transition', await go(filed, 'submitted', 'received'))
    await shop.golden('older-unknown-status', await go(filed, 'submitted', 'lost'))
    const body = { from_status: 'submitted', to_status: 'done' }
    await shop.golden('older-not-found', await shop.post(`${NOBODY}/status-transitions`, body))
  })
})

describe('goods', () => {
  // conforms: endpoint POST /returns/rma/{rma_number}/item-receive-batch (older)
  test('are received', async () => {
    const { olderByRma } = await shop.approved()
    const gradings = [{ grade: 'a', quantity: 1 }]
    const body = { items: [{ external_id: 'l1', quantity: 1, gradings }], send_notification: true }
    await shop.golden('older-item-receive-batch', await shop.post(`${olderByRma}/item-receive-batch`, body))
    const many = { items: [{ external_id: 'l1', quantity: 2 }] }
    await shop.golden('older-receive-too-many', await shop.post(`${olderByRma}/item-receive-batch`, many))
    const strange = { items: [{ external_id: 'l9', quantity: 1 }] }
    await shop.golden('older-receive-unknown-item', await shop.post(`${olderByRma}/item-receive-batch`, strange))
    await shop.golden('older-receive-not-found', await shop.post(`${NOBODY}/item-receive-batch`, body))
  })

  // conforms: endpoint POST /returns/rma/{rma_number}/shipment-batch (older)
  test('travel', async () => {
    const { olderByRma, ret } = await shop.approved()
    const label = {
      url: 'https://example.com/label1.pdf',
      postmen_courier_slug: 'usps',
      aftership_tracking_slug: 'usps',
      total_charge: { amount: 7.1, currency: 'USD' },
    }
    const body = { shipments: [{ tracking_number: '9400100000000000000000', label }], send_notification: false }
    await shop.golden('older-shipment-batch', await shop.post(`${olderByRma}/shipment-batch`, body))
    await shop.act(ret, { verb: 'resolve' })
    await shop.golden('older-shipment-wrong-status', await shop.post(`${olderByRma}/shipment-batch`, body))
  })
})

describe('items and lists', () => {
  // conforms: endpoint PATCH /returns/rma/{rma_number}/items/{external_id} (older)
  // conforms: endpoint PATCH /returns/{id}/items/{external_id} (older)
  test('an item is tagged', async () => {
    const { olderByRma, olderById } = await shop.filed()
    const tags = { merchant_tags: [{ id: TAG }] }
    await shop.golden('older-patch-item', await shop.patch(`${olderByRma}/items/l1`, tags))
    await shop.golden('older-patch-item-unknown-item', await shop.patch(`${olderById}/items/l9`, tags))
    await shop.golden('older-patch-item-unknown-return', await shop.patch(`${NOBODY}/items/l1`, tags))
  })

  // conforms: endpoint GET /merchant-tags (older)
  // conforms: endpoint GET /returns (older)
  // conforms: endpoint GET /returns/{id} (older)
  // conforms: endpoint GET /returns/rma/{rma_number} (older)
  test('returns and tags are read', async () => {
    shop.clock.forward(24)
    const { olderById } = await shop.filed()
    await shop.golden('older-one', await shop.get(olderById))
    await shop.golden('older-one-not-found', await shop.get(NOBODY))
    const url = `${OLDER}/returns?status=submitted&created_at_min=2026-03-11T00:00:00Z&limit=1`
    await shop.golden('older-list', await shop.get(url))
    await shop.golden('older-list-bad-moment', await shop.get(`${OLDER}/returns?created_at_min=yesterday`))
    await shop.golden('older-merchant-tags', await shop.get(`${OLDER}/merchant-tags`))
    expect((await shop.get(`${OLDER}/item-tags`)).reply.status).toBe(200)
  })
})
