import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { SECRET_EMAIL, secretPerson } from '../../test/kit/secrets.ts'
import { refused } from '../core/refusal.ts'
import { transaction } from '../db/transaction.ts'
import { openPhoto } from '../desk/photos.ts'
import { foundShop } from '../desk/shops.ts'
import { buildValidator } from '../http/validation.ts'
import { COMPONENTS } from './wire/components.ts'
import { PersonDocument } from './wire/privacy.ts'

const kit = await openApiKit()
const { call, ok, shop, desk } = kit

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const photo = async () => ok('shopper', 'POST', `/v1/shops/${shop.id}/files`, pixel, { 'content-type': 'image/png' })
const named = (schema: object) => (schema as { $id: string }).$id
const fits = buildValidator(Object.fromEntries(COMPONENTS.map(schema => [named(schema), schema])))({
  schema: PersonDocument,
  httpPart: 'body',
} as never) as (value: unknown) => { error?: unknown }

async function soldAndReturned(credit = true) {
  const order = await kit.order(secretPerson())
  const file = await photo()
  const ret = await kit.file(order, 1, {
    comment: 'Secret comment',
    items: [{ line: order.lines[0]!.id, quantity: 1, reason: { code: 'damaged' }, handling: 'keep', media: [file.id] }],
  })
  await kit.act(ret, { verb: 'message', text: 'Secret question', to: 'merchant' }, 'shopper')
  if (credit) await kit.act(ret, [{ verb: 'approve' }, { verb: 'credit' }])
  return { order, ret, file }
}

describe('one shopper’s data', () => {
  test('comes as one document of the shape the reference tells, with everything in it', async () => {
    const { order, ret, file } = await soldAndReturned()
    const reply = await call('owner', 'POST', '/v1/data/exports', { email: SECRET_EMAIL.toLowerCase() })
    expect(reply.status).toBe(200)
    expect(fits(reply.body).error).toBeUndefined()
    expect(reply.body).toMatchObject({
      format: 'backhaul-person-1',
      organization: { id: kit.org },
      person: { email: SECRET_EMAIL.toLowerCase(), customer_id: null, phone: null },
      purchases: [
        {
          order: { id: order.id, customer: { last_name: 'Secretwinter' } },
          returns: [
            {
              id: ret.id,
              comment: 'Secret comment',
              messages: [{ text: 'Secret question' }],
              events: expect.arrayContaining([expect.objectContaining({ type: 'message.sent' })]),
            },
          ],
          store_credits: [{ return_id: ret.id, customer: SECRET_EMAIL, amount: { amount_minor: 5_000 } }],
          mails: expect.arrayContaining([expect.objectContaining({ kind: 'received', return_id: ret.id })]),
          files: [{ id: file.id, url: expect.stringContaining(`/v1/files/${file.id}/full?`) }],
          audit: [{ what: 'order.entered', subject: order.id }],
        },
      ],
    })
    expect((await kit.app.inject(reply.body.purchases[0].files[0].url)).statusCode).toBe(200)
    const audit = await ok('owner', 'GET', '/v1/audit')
    expect(audit.data[0]).toMatchObject({ what: 'person.exported', subject: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('is empty for whom nobody knows, and refused without a name or the scope', async () => {
    expect(await ok('owner', 'POST', '/v1/data/exports', { email: 'nobody@example.com' })).toMatchObject({
      purchases: [],
    })
    expect(await ok('stranger', 'POST', '/v1/data/exports', { email: SECRET_EMAIL })).toMatchObject({ purchases: [] })
    expect(await call('owner', 'POST', '/v1/data/exports', {})).toMatchObject({ status: 400 })
    expect(await call('owner', 'POST', '/v1/data/exports', { name: 'Anna' })).toMatchObject({ status: 400 })
    for (const role of ['agent', 'shopper', 'system']) {
      expect(await call(role, 'POST', '/v1/data/exports', { email: SECRET_EMAIL })).toMatchObject({ status: 403 })
      expect(await call(role, 'POST', '/v1/data/erasures', { email: SECRET_EMAIL })).toMatchObject({ status: 403 })
    }
  })
})

describe('forgetting', () => {
  test('waits for what is under way, and says for what', async () => {
    const { ret } = await soldAndReturned(false)
    const reply = await call('owner', 'POST', '/v1/data/erasures', { email: SECRET_EMAIL })
    expect(reply).toMatchObject({ status: 409, body: { code: 'not_open' } })
    expect(reply.body.allowed.returns).toEqual([{ return_id: ret.id, number: ret.number, open: ['request'] }])
    expect(await call('owner', 'POST', '/v1/data/erasures', { email: SECRET_EMAIL, force_open: true })).toMatchObject({
      status: 422,
      body: { code: 'reason_required', errors: [{ path: 'reason' }] },
    })
    await kit.act(ret, { verb: 'reject', reason: 'Worn.' })
  })

  test('reaches only the shops of the key', async () => {
    const other = await transaction(desk.db, tx =>
      foundShop(tx, desk, kit.org, { name: 'Other', currency: shop.currency }),
    )
    const key = await kit.key({ role: 'owner', shops: [other.id] })
    expect(await ok(key, 'POST', '/v1/data/erasures', { email: SECRET_EMAIL, preview: true })).toMatchObject({
      orders: [],
    })
  })

  test('tells beforehand what goes and what stays and why, then does it', async () => {
    const seen = await ok('owner', 'POST', '/v1/data/erasures', { email: SECRET_EMAIL, preview: true })
    expect(seen).toMatchObject({ preview: true, keeps: expect.arrayContaining([expect.stringContaining('books')]) })
    expect(seen.orders).toHaveLength(2)
    expect(seen.orders[0]).toMatchObject({ erased: false, files: 1, credits: 1, returns: [{ open: [] }] })
    const done = await ok('owner', 'POST', '/v1/data/erasures', { email: SECRET_EMAIL })
    expect(done.orders.map((order: { erased: boolean }) => order.erased)).toEqual([true, true])
    const ret = await ok('owner', 'GET', `/v1/returns/${seen.orders[0].returns[0].return_id}?expand=events,order`)
    expect(JSON.stringify(ret)).not.toMatch(/secret/i)
    expect(ret).toMatchObject({ marks: { erased: { by: { role: 'owner' } } }, order: { erased_at: kit.clock.now } })
    expect(ret.events.at(-1)).toMatchObject({ type: 'person.erased', cause: `erasure:${done.id}`, changed: {} })
    const [media] = ret.items[0].media
    expect((await kit.app.inject(media.url)).statusCode).toBe(404)
    expect(refused(await openPhoto(desk, kit.org, media.id, 'full'))).toBe(true)
    expect(await ok('owner', 'POST', '/v1/data/exports', { email: SECRET_EMAIL })).toMatchObject({ purchases: [] })
    for (const role of ['shopper', 'warehouse', 'carrier', 'arbiter'])
      await ok(role, 'GET', `/v1/returns/${ret.id}?expand=events`)
  })

  test('a shop says for how long it keeps what tells of persons', async () => {
    const kept = await ok('owner', 'GET', `/v1/shops/${shop.id}`)
    expect(kept.retention).toEqual({ photos_days: 180, person_days: null })
    const retention = { photos_days: 90, person_days: 1_095 }
    expect(await ok('owner', 'PATCH', `/v1/shops/${shop.id}`, { retention })).toMatchObject({ retention })
    expect(
      await call('owner', 'PATCH', `/v1/shops/${shop.id}`, { retention: { photos_days: 0, person_days: null } }),
    ).toMatchObject({ status: 400 })
  })
})
