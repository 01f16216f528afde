import { beforeEach, expect, test } from 'vitest'
import { listMails } from '../../db/mails.ts'
import { query } from '../../db/pool.ts'
import { openShopline } from './testing.ts'

const shop = await openShopline()

beforeEach(async () => void (await query(shop.desk.db, { text: 'delete from mails' })))

const written = async () => (await listMails(shop.desk.db, shop.org, { shops: null, limit: 100 })).toReversed()

test('a return that is created is written of once, with the notice, when the client asks for it', async () => {
  await shop.create(await shop.buy(), 1, { notify_customer: true })
  const [mail, ...more] = await written()
  expect(more).toEqual([])
  expect(mail).toMatchObject({ kind: 'approved', doc: { filed: true, messages: [expect.any(String)] } })
})

test('and of which nobody is written when it does not', async () => {
  await shop.create(await shop.buy(), 1, { notify_customer: false })
  expect(await written()).toEqual([])
})

test('closing it is written of when the client asks for it', async () => {
  const { id } = await shop.create(await shop.buy(), 1)
  const close = (notify: boolean) => shop.post(`return/${id}/close.json`, { notify })
  expect((await close(true)).reply.status).toBe(200)
  expect((await written()).map(({ kind }) => kind)).toEqual(['resolved'])
})
