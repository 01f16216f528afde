import { beforeEach, expect, test } from 'vitest'
import { listMails } from '../../../db/mails.ts'
import { query } from '../../../db/pool.ts'
import { openAftership, ROOT } from './testing.ts'

const shop = await openAftership()

beforeEach(async () => void (await query(shop.desk.db, { text: 'delete from mails' })))

const written = async () =>
  (await listMails(shop.desk.db, shop.org, { shops: null, limit: 100 })).map(({ kind }) => kind).toReversed()

/** A return nobody has been written of yet. */
async function filed(): Promise<string> {
  const order = await shop.order()
  const ret = await shop.file(order, 2)
  await query(shop.desk.db, { text: 'delete from mails' })
  return ret.number
}

const calls = {
  approve: ['approve', {}, 'approved'],
  reject: ['reject', { reject_reason: 'Worn' }, 'rejected'],
  'remove-items': ['remove-items', { items: [{ external_id: 'l1', quantity: 1 }], edit_reason: 'kept' }, 'edited'],
} as const

test.each(Object.values(calls))(
  '%s writes the shopper when the call asks for it, and only then',
  async (path, body, kind) => {
    for (const [asked, expected] of [
      [true, [kind]],
      [false, []],
    ] as const) {
      const number = await filed()
      const { reply } = await shop.post(`${ROOT}/returns/rma/${number}/${path}`, { ...body, notify_customer: asked })
      expect(reply.status).toBeLessThan(300)
      expect(await written()).toEqual(expected)
    }
  },
)

test('without a word nobody is written', async () => {
  const number = await filed()
  await shop.post(`${ROOT}/returns/rma/${number}/approve`, {})
  expect(await written()).toEqual([])
})

test('the end of a return is told when it is asked for, also where the money was told already', async () => {
  const number = await filed()
  await shop.post(`${ROOT}/returns/rma/${number}/approve`, {})
  await shop.post(`${ROOT}/returns/rma/${number}/resolve`, { notify_customer: true })
  expect(await written()).toEqual(['resolved'])
})

test('the older generation asks by its own name', async () => {
  const { olderByRma } = await shop.filed({ method: 'customer_courier' })
  await query(shop.desk.db, { text: 'delete from mails' })
  const body = { from_status: 'submitted', to_status: 'approved', send_notification: true }
  expect((await shop.post(`${olderByRma}/status-transitions`, body)).reply.status).toBeLessThan(300)
  expect(await written()).toEqual(['approved'])
})
