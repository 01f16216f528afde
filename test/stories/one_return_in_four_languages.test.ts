/** One return walks through every door: filed in one language, approved in the next, disputed in a third, and the same to everybody all the while. */
import { expect, test } from 'vitest'
import type { Return } from '../../src/core/return/return.ts'
import { openFourLanguages } from '../kit/four-languages.ts'
import type { Call, Language } from '../kit/languages.ts'
import { namesOf, viewsDue, viewsOf } from '../kit/views.ts'

const { desk, doors, clients, keys, seen, order } = await openFourLanguages({ bench: 'arbiter', compensation: true })

/** Every language says what the return itself says; gives the words. */
async function told(ret: Pick<Return, 'id'>): Promise<Record<string, string>> {
  const now = await seen(ret)
  const views = await viewsOf(doors, clients, keys.owner, now)
  expect(views).toEqual(viewsDue(now))
  return Object.fromEntries(Object.entries(views).map(([language, { word }]) => [language, word]))
}

async function ask(language: Language, call: Call): Promise<any> {
  const heard = await doors.ask(language, clients, call)
  expect(heard.status, `${language} ${call.path}: ${heard.text}`).toBeLessThan(300)
  return heard.json
}

async function natively(role: keyof typeof keys, ret: Pick<Return, 'id'>, verb: string, body: object = {}) {
  const heard = await doors.native(keys[role], 'POST', `/v1/returns/${ret.id}/${verb}`, body)
  expect(heard.status, `${verb}: ${heard.text}`).toBeLessThan(300)
}

// conforms: endpoint return/create.json; endpoint approve; endpoint PUT /returns/{returnId}
test('a return is filed in SHOPLINE, carried by AfterShip, objected to in Shopflix, judged at home and closed in SHOPLINE', async () => {
  const bought = await order()
  const [line] = bought.lines
  const [parcel] = bought.fulfilments
  const filed = await ask('shopline', {
    method: 'POST',
    path: '/return/create.json',
    body: {
      order_seq: bought.refs.externalId,
      notify_customer: false,
      return_reason: 'Both are too small',
      return_line_items: [
        {
          fulfillment_id: parcel?.externalId,
          line_item_id: line?.externalId,
          quantity: 2,
          return_reason: 'SIZE_TOO_SMALL',
        },
      ],
    },
  })
  const { data } = (await doors.native(keys.owner, 'GET', '/v1/returns')).json
  expect(data).toHaveLength(1)
  const ret = { id: data[0].id }
  expect(namesOf(await seen(ret)).shopline).toBe(filed.return.id)
  // SHOPLINE has no asking: what is filed there is approved.
  expect(await told(ret)).toEqual({
    shopee: 'PROCESSING',
    aftership: 'approved',
    older_aftership: 'approved',
    shopflix: 'U',
    shopline: 'OPEN',
    native: 'approved',
  })

  // So AfterShip is told that there is nothing to approve, in its own words, and nothing changes.
  const { version } = (await seen(ret)).ret
  const names = namesOf(await seen(ret))
  const again = await doors.ask('aftership', clients, {
    method: 'POST',
    path: `/returns/${names.aftership}/approve`,
    body: {},
  })
  expect(again).toMatchObject({ status: 409, json: { meta: { code: 40900 } } })
  expect((await seen(ret)).ret.version).toBe(version)

  // A parcel by the older door of AfterShip, on its way, and at the store.
  await ask('older_aftership', {
    method: 'POST',
    path: `/returns/rma/${names.rma}/shipment-batch`,
    body: {
      shipments: [
        { tracking_number: 'RT-1', label: { url: 'https://labels.example.com/1.pdf', aftership_tracking_slug: 'dhl' } },
      ],
    },
  })
  expect(await told(ret)).toMatchObject({ shopflix: 'U', older_aftership: 'approved' })
  const { shipments } = (await seen(ret)).ret
  const scan = (kind: string) =>
    natively('carrier', ret, 'track', {
      shipment_id: shipments[0]?.id,
      checkpoint: { at: desk.now(), kind, text: kind },
    })
  await scan('picked_up')
  expect(await told(ret)).toMatchObject({ shopflix: 'A', older_aftership: 'shipped', shopline: 'OPEN' })
  await scan('delivered')
  expect(await told(ret)).toMatchObject({ shopflix: 'T', older_aftership: 'shipped' })

  // The merchant objects in Shopflix; Shopee calls it by its own name.
  expect(await ask('shopflix', { method: 'PUT', path: `/returns/${names.shopflix}`, body: { status: 'W' } })).toEqual({
    message: 'success',
  })
  expect(await told(ret)).toMatchObject({ shopee: 'SELLER_DISPUTE', aftership: 'approved', shopflix: 'W' })
  const proof = await doors.ask('shopee', clients, {
    method: 'POST',
    path: '/returns/upload_proof',
    body: { return_sn: names.shopee, photo: [], description: 'They were worn.' },
  })
  expect(proof.json.error, proof.text).toBe('')
  expect((await seen(ret)).ret.evidence.state).toBe('given')

  // While it lasts nobody decides anything in any language.
  const barred = await Promise.all([
    doors.ask('shopflix', clients, { method: 'PUT', path: `/returns/${names.shopflix}`, body: { status: 'V' } }),
    doors.ask('aftership', clients, { method: 'POST', path: `/returns/${names.aftership}/resolve`, body: {} }),
    doors.ask('shopline', clients, { method: 'POST', path: `/return/${names.shopline}/close.json`, body: {} }),
  ])
  expect(barred.map(({ status }) => status)).toEqual([400, 409, 422])
  expect(barred[0]?.json).toEqual({ message: 'Cannot Accept Return' })
  const confirmed = await doors.ask('shopee', clients, {
    method: 'POST',
    path: '/returns/confirm',
    body: { return_sn: names.shopee },
  })
  expect(confirmed.json.error).toBe('error_data')
  await natively('arbiter', ret, 'examine')
  expect(await told(ret)).toMatchObject({ shopee: 'JUDGING', shopflix: 'W' })

  await natively('arbiter', ret, 'judge', { for: 'shopper', pays: 'now', text: 'They were not.' })
  expect(await told(ret)).toMatchObject({
    shopee: 'ACCEPTED',
    aftership: 'approved',
    shopflix: 'V',
    shopline: 'OPEN',
  })

  // The goods are counted in through AfterShip, and SHOPLINE closes the case.
  await ask('aftership', {
    method: 'POST',
    path: `/returns/${names.aftership}/receive-items`,
    body: { items: [{ external_id: line?.externalId, quantity: 2, gradings: [{ grade: 'a', quantity: 2 }] }] },
  })
  expect(await told(ret)).toMatchObject({ older_aftership: 'received' })
  await ask('shopline', { method: 'POST', path: `/return/${names.shopline}/close.json`, body: {} })
  expect(await told(ret)).toEqual({
    shopee: 'ACCEPTED',
    aftership: 'done',
    older_aftership: 'done',
    shopflix: 'V',
    shopline: 'CLOSED',
    native: 'resolved',
  })
})

test('a return that is asked for waits in every language, and one language’s yes is every language’s', async () => {
  const bought = await order()
  const asked = await doors.native(keys.shopper, 'POST', '/v1/returns', {
    order_id: bought.id,
    items: [{ line_id: bought.lines[0]?.id, quantity: 1, reason: { code: 'too_small' } }],
  })
  expect(asked.status, asked.text).toBe(201)
  const ret = { id: asked.json.id }
  const names = namesOf(await seen(ret))
  expect(await told(ret)).toEqual({
    shopee: 'REQUESTED',
    aftership: 'submitted',
    older_aftership: 'submitted',
    shopflix: 'U',
    shopline: 'OPEN',
    native: 'submitted',
  })
  await ask('aftership', { method: 'POST', path: `/returns/${names.aftership}/approve`, body: {} })
  expect(await told(ret)).toMatchObject({ shopee: 'PROCESSING', aftership: 'approved', native: 'approved' })
  await natively('shopper', ret, 'cancel', { reason: 'I keep it after all.' })
  expect(await told(ret)).toEqual({
    shopee: 'CANCELLED',
    aftership: 'rejected',
    older_aftership: 'rejected',
    shopflix: 'X',
    shopline: 'CANCELED',
    native: 'cancelled',
  })
})
