import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import { NOBODY } from '../core/party.ts'
import { STANDARD_PORTAL } from '../core/portal.ts'
import { query } from '../db/pool.ts'
import { openSecret } from '../desk/mails.ts'
import { portalOfShop } from '../desk/shopper/portal.ts'

const EMBED = 'https://shop.example'
const kit = await openApiKit({ portal: { ...STANDARD_PORTAL, embed: [EMBED] } })
const { app, call, desk, org, shop } = kit
const { slug } = (await portalOfShop(desk, org, shop.id))!
const at = (path: string) => `/v1/shopper/portals/${slug}${path}`

let numbers = 6000
const bought = (more: object = {}) => {
  const number = String(++numbers)
  return kit.order({ externalId: `e${number}`, number, ...more })
}
type Bought = Awaited<ReturnType<typeof bought>>
const proveIt = (order: Bought, more: object = {}, before: string | null = null) =>
  call(before, 'POST', at('/sessions'), { order_number: order.refs.number, email: 'maja@example.com', ...more })
const sessionOf = async (order: Bought, more: object = {}): Promise<string> => (await proveIt(order, more)).body.token
const wish = (order: Bought, more: object = {}) => ({
  order_id: order.id,
  line_id: order.lines[0]?.id,
  quantity: 1,
  reason: { code: 'too_small' },
  ...more,
})
const filed = async (order: Bought) => {
  const token = await sessionOf(order)
  const reply = await call(token, 'POST', '/v1/shopper/returns', { pieces: [wish(order)] })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return { token, ret: reply.body.data[0] }
}

describe('a shop’s page', () => {
  test('says how it looks, speaks and asks, to anybody', async () => {
    expect((await call(null, 'GET', at(''))).body).toMatchObject({ portal: slug, shop: 'Linnea', proof: 'either' })
    expect(await call(null, 'GET', '/v1/shopper/portals/nobodys')).toMatchObject({ status: 404 })
  })
})

describe('a session', () => {
  test('is opened by proving an order, and shows what may come back', async () => {
    const order = await bought()
    const reply = await proveIt(order)
    expect(reply).toMatchObject({
      status: 201,
      body: { orders: [{ id: order.id, standing: 'customer', lines: [{ bought: 2, returnable: 2 }] }] },
    })
    const { body } = await call(reply.body.token, 'GET', '/v1/shopper/orders')
    expect(body.data).toEqual(reply.body.orders)
  })

  test('joins a further order of the same shop when its token comes along', async () => {
    const [one, other] = [await bought(), await bought()]
    const { body } = await proveIt(other, {}, await sessionOf(one))
    expect(body.orders.map(({ id }: { id: string }) => id)).toEqual([one.id, other.id])
  })

  test('is opened with a one-time code as well', async () => {
    const order = await bought()
    const asked = await call(null, 'POST', at('/codes'), { order_number: order.refs.number, language: 'es' })
    expect(asked.status).toBe(201)
    const { rows } = await query<any>(desk.db, {
      text: 'select id, secret from mails where key = $1',
      values: [`code:${asked.body.id}`],
    })
    const digits = openSecret(desk, org, rows[0].id, rows[0].secret)
    const redeemed = await call(null, 'POST', at(`/codes/${asked.body.id}/redeem`), { digits })
    expect(redeemed).toMatchObject({ status: 201, body: { orders: [{ id: order.id }] } })
    expect(await call(null, 'POST', at(`/codes/${asked.body.id}/redeem`), { digits })).toMatchObject({
      status: 404,
      body: { errors: [{ path: 'digits' }] },
    })
  })

  test('is needed everywhere else, and no key takes its place', async () => {
    for (const token of [null, 'owner', 'shopper', 'x.y', `${await sessionOf(await bought())}x`])
      for (const url of ['/v1/shopper/orders', '/v1/shopper/returns', '/v1/shopper/catalogue'])
        expect(await call(token, 'GET', url)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  test('opens nothing of the rest of the API', async () => {
    const token = await sessionOf(await bought())
    for (const url of ['/v1/orders', '/v1/returns', '/v1/me'])
      expect(await call(token, 'GET', url)).toMatchObject({ status: 401 })
  })

  test('ends when nothing of what it opened is the shopper’s any more', async () => {
    const order = await bought()
    const token = await sessionOf(order)
    await kit.order({
      externalId: order.refs.externalId,
      number: order.refs.number,
      customer: { emails: ['x@y.example'] },
    })
    expect(await call(token, 'GET', '/v1/shopper/orders')).toMatchObject({ status: 401 })
  })

  test('is refused alike for every wrong guess, and after too many with how long to wait', async () => {
    const order = await bought()
    const shown = ({ status, body: { request_id: _, ...body } }: { status: number; body: any }) => ({ status, body })
    const wrong = shown(await proveIt(order, { email: 'theo@example.com' }))
    const unknown = shown(await call(null, 'POST', at('/sessions'), { order_number: 'none', email: 'a@b.example' }))
    expect(wrong).toEqual(unknown)
    expect(wrong).toMatchObject({ status: 404, body: { code: 'not_found' } })
    for (let tries = 0; tries < 9; tries++) await proveIt(order, { email: 'theo@example.com' })
    const over = await proveIt(order)
    expect(over).toMatchObject({ status: 429, body: { code: 'limit_exceeded' } })
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(3_000)
  })

  test('says which field is missing that the shop asks for', async () => {
    const order = await bought()
    const { body } = await call(null, 'POST', at('/sessions'), { order_number: order.refs.number })
    expect(body).toMatchObject({ status: 400, errors: [{ path: 'email' }] })
  })
})

describe('a request', () => {
  test('over two orders is judged, estimated and filed in one go, and is followed', async () => {
    const [one, other] = [await bought(), await bought()]
    const token = (await proveIt(other, {}, await sessionOf(one))).body.token
    const body = {
      pieces: [wish(one), wish(other, { quantity: 2, resolution: { type: 'refund', to: 'original_payment' } })],
    }

    const judged = await call(token, 'POST', '/v1/shopper/assessment', body)
    expect(judged.body.data.map((order: any) => order.pieces.map(({ piece }: any) => piece))).toEqual([['p1'], ['p2']])
    const estimate = await call(token, 'POST', '/v1/shopper/estimate', body)
    expect(estimate.body).toMatchObject({ total: [{ amount_minor: 15_000, currency: 'EUR' }], due: [] })
    const offers = await call(token, 'POST', '/v1/shopper/offers', body)
    expect(offers.body.all[0]).toMatchObject({ amount: [{ amount_minor: 15_000 }] })
    expect(offers.body.pieces.map(({ offers: [first] }: any) => first.amount[0].amount_minor)).toEqual([5_000, 10_000])
    expect((await call(token, 'GET', '/v1/shopper/returns')).body.data).toEqual([])

    const first = await call(token, 'POST', '/v1/shopper/returns', body, { 'idempotency-key': 'k1' })
    const again = await call(token, 'POST', '/v1/shopper/returns', body, { 'idempotency-key': 'k1' })
    expect(first.status, JSON.stringify(first.body)).toBe(201)
    const numbersOf = (reply: any) => reply.body.data.map(({ number }: any) => number)
    expect(numbersOf(again)).toEqual(numbersOf(first))
    expect(
      await call(token, 'POST', '/v1/shopper/returns', { pieces: [wish(one)] }, { 'idempotency-key': 'k1' }),
    ).toMatchObject({ status: 422, body: { code: 'key_reused' } })

    const listed = await call(token, 'GET', '/v1/shopper/returns')
    expect(numbersOf(listed).toSorted()).toEqual(numbersOf(first).toSorted())
    const followed = await call(token, 'GET', `/v1/shopper/returns/${first.body.data[0].number}`)
    expect(followed.body).toMatchObject({ state: { code: 'submitted' }, order: { id: one.id }, may: expect.any(Array) })
    expect(followed.headers.etag).toBe(`"${followed.body.version}"`)
    expect((await call(token, 'GET', '/v1/shopper/orders')).body.data[0]).toMatchObject({
      lines: [{ returnable: 1, under_way: [{ quantity: 1 }] }],
      returns: [{ number: first.body.data[0].number }],
    })
  })

  test('of two sessions with the same key are two requests', async () => {
    const [one, other] = [await bought(), await bought()]
    const replies = []
    for (const order of [one, other])
      replies.push(
        await call(
          await sessionOf(order),
          'POST',
          '/v1/shopper/returns',
          { pieces: [wish(order)] },
          { 'idempotency-key': 'same' },
        ),
      )
    expect(replies.map(({ body }) => body.data[0].order.id)).toEqual([one.id, other.id])
  })

  test('is refused at the piece it is about', async () => {
    const order = await bought()
    const token = await sessionOf(order)
    const reply = (pieces: object[]) => call(token, 'POST', '/v1/shopper/returns', { pieces })
    expect((await reply([wish(order, { reason: undefined })])).body).toMatchObject({
      code: 'reason_required',
      errors: [{ path: 'pieces[0].reason' }],
    })
    expect((await reply([wish(order), wish(order, { quantity: 5 })])).body).toMatchObject({
      code: 'quantity_exceeded',
      errors: [{ path: 'pieces[1].quantity' }],
    })
    expect((await reply([wish(await bought())])).body).toMatchObject({ code: 'not_found' })
  })

  test('names photos that were kept before', async () => {
    const order = await bought()
    const token = await sessionOf(order)
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
      .jpeg()
      .toBuffer()
    const kept = await app.inject({
      method: 'POST',
      url: '/v1/shopper/photos',
      payload: bytes,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
    })
    expect(kept.statusCode).toBe(201)
    const { id, url } = kept.json()
    expect((await app.inject({ url })).statusCode).toBe(200)
    const { body } = await call(token, 'POST', '/v1/shopper/returns', { pieces: [wish(order, { media: [id] })] })
    expect(body.data[0].pieces[0].media).toMatchObject([{ id, by: 'you', url: expect.stringContaining(id) }])
  })
})

describe('a return', () => {
  test('is not there for a shopper who has proved another order', async () => {
    const { ret } = await filed(await bought())
    const stranger = await sessionOf(await bought())
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['POST', '/message'],
    ] as const) {
      const body = path === '/message' ? { text: 'Hello?', to: 'merchant' } : undefined
      const other = await call(stranger, method, `/v1/shopper/returns/${ret.number}${path}`, body)
      const none = await call(stranger, method, `/v1/shopper/returns/NONE2222${path}`, body)
      expect(other.status).toBe(404)
      expect({ ...other.body, request_id: '' }).toEqual({ ...none.body, request_id: '' })
    }
  })

  test('is written about, shipped and called off by its shopper, as far as it is open', async () => {
    const order = await bought()
    const { token, ret } = await filed(order)
    const does = (verb: string, body: object = {}, headers = {}) =>
      call(token, 'POST', `/v1/shopper/returns/${ret.number}/${verb}`, body, headers)
    const said = await does('message', { text: 'When?', to: 'merchant' }, { 'idempotency-key': 'm1' })
    expect(said.body.messages).toMatchObject([{ by: 'you', text: 'When?' }])
    const again = await does('message', { text: 'When?', to: 'merchant' }, { 'idempotency-key': 'm1' })
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(again.body.messages).toHaveLength(1)
    expect((await does('cancel', {}, { 'if-match': '"1"' })).body).toMatchObject({ code: 'stale_version' })
    const off = await does('cancel')
    expect(off.body).toMatchObject({ state: { code: 'cancelled_by_you' }, turn: { whose: 'nobody' } })
    expect(off.body.may).not.toContain('cancel')
    expect(await does('cancel')).toMatchObject({ status: 409 })
  })

  test('comes with its papers once it is approved', async () => {
    const { token, ret } = await filed(await bought())
    const open = (path: string) =>
      app.inject({ url: `/v1/shopper/returns/${ret.number}/${path}`, headers: { authorization: `Bearer ${token}` } })
    expect((await open('slip')).statusCode).toBe(404)
    await kit.act(ret.id, [{ verb: 'approve' }, { verb: 'choose', method: 'customer_courier' }])
    const { body } = await call(token, 'GET', `/v1/shopper/returns/${ret.number}`)
    expect(body.documents.map(({ kind }: any) => kind)).toEqual(['slip', 'calendar'])
    for (const [kind, begins] of [
      ['slip', '%PDF'],
      ['calendar', 'BEGIN:VCALENDAR'],
    ] as const) {
      const { url } = body.documents.find((one: any) => one.kind === kind)
      const made = await app.inject({ url: `${url}?language=ar`, headers: { authorization: `Bearer ${token}` } })
      expect(made.statusCode, made.body.slice(0, 300)).toBe(200)
      expect(made.body.startsWith(begins)).toBe(true)
    }
    expect((await open('slip?page=letter_of_love')).statusCode).toBe(400)
  })

  test('has no verbs that are the shop’s', async () => {
    const { token, ret } = await filed(await bought())
    for (const verb of ['approve', 'refund', 'note', 'receive'])
      expect(await call(token, 'POST', `/v1/shopper/returns/${ret.number}/${verb}`, {})).toMatchObject({ status: 404 })
  })
})

describe('a gift', () => {
  test('is sent back without its buyer knowing, and without its price', async () => {
    const order = await bought({ gift: { recipient: { ...NOBODY, firstName: 'Ida', emails: ['ida@example.com'] } } })
    const theirs = { email: 'ida@example.com', gift: true }
    const { body } = await proveIt(order, theirs)
    expect(body.orders[0]).toMatchObject({
      standing: 'recipient',
      lines: [{ paid: null }],
      methods: [{ cost: null }, {}, {}, {}],
    })
    expect(JSON.stringify(body.orders)).not.toMatch(/maja|10000|5000|Lindenweg/i)
    const credit = wish(order, { resolution: { type: 'refund', to: 'store_credit' } })
    const estimate = await call(body.token, 'POST', '/v1/shopper/estimate', { pieces: [credit] })
    expect(estimate.body.orders[0].figure?.parts ?? []).toEqual([])
    const sent = await call(body.token, 'POST', '/v1/shopper/returns', { pieces: [credit] })
    expect(sent.status, JSON.stringify(sent.body)).toBe(201)
    const buyer = await sessionOf(order, { postal_code: '20095' })
    expect((await call(buyer, 'GET', '/v1/shopper/returns')).body.data).toEqual([])
    expect((await call(buyer, 'GET', '/v1/shopper/orders')).body.data[0]).toMatchObject({ returns: [] })
    expect(await call(buyer, 'GET', `/v1/shopper/returns/${sent.body.data[0].number}`)).toMatchObject({ status: 404 })
  })
})

describe('a browser on the shop’s own page', () => {
  const asks = (method: string, url: string, origin: string, token?: string) =>
    app.inject({
      method: method as 'GET',
      url,
      headers: { origin, ...(token && { authorization: `Bearer ${token}` }) },
    })

  test('may call from where the shop says, and from nowhere else', async () => {
    const token = await sessionOf(await bought())
    for (const url of [at(''), '/v1/shopper/orders']) {
      const home = await asks('GET', url, EMBED, token)
      expect([home.statusCode, home.headers['access-control-allow-origin']]).toEqual([200, EMBED])
      const foreign = await asks('GET', url, 'https://elsewhere.example', token)
      expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('is told beforehand what it may send', async () => {
    const before = await asks('OPTIONS', at('/sessions'), EMBED)
    expect(before.statusCode).toBe(204)
    expect(before.headers).toMatchObject({
      'access-control-allow-origin': EMBED,
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
    })
    const foreign = await asks('OPTIONS', at('/sessions'), 'https://elsewhere.example')
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
    const proved = await asks('OPTIONS', '/v1/shopper/returns', EMBED)
    expect(proved.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS, POST')
  })

  test('learns that a session has ended, which is no secret', async () => {
    const ended = await asks('GET', '/v1/shopper/orders', EMBED, 'a.b')
    expect([ended.statusCode, ended.headers['access-control-allow-origin']]).toEqual([401, EMBED])
  })
})
