import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createBody, openShopline, secretOf } from './testing.ts'

const kit = await openShopline()
const { get, post, call, send, buy } = kit

describe('who calls', () => {
  // conforms: field create_return.Authorization
  test.each(['bearer', 'Bearer', 'BEARER'])('may write %s as it likes', async word => {
    const headers = { authorization: `${word} ${kit.secret.access_token}` }
    expect((await get('webhooks/count.json', { token: '', headers })).reply.status).toBe(200)
  })

  test.each(['', 'Bearer', 'Bearer ', 'Basic x', `Bearer ${'x'.repeat(5000)}`, 'Bearer a b'])(
    'is nobody with %j',
    async authorization => {
      const { reply, json } = await get('webhooks/count.json', { token: '', headers: { authorization } })
      expect(reply.status).toBe(401)
      expect(json).toEqual({ errors: 'The access token is missing, wrong or expired.' })
    },
  )

  test('is recognised before anything is read', async () => {
    expect((await post('return/create.json', '{', { token: 'nobody' })).reply.status).toBe(401)
  })

  test('reaches only the store of its token where stores share a server', async () => {
    const at = (host: string) => get('webhooks/count.json', { headers: { host } })
    expect((await at(`${kit.secret.handle}.myshopline.com`)).reply.status).toBe(200)
    expect((await at('another-store.myshopline.com')).reply.status).toBe(401)
    expect((await at('localhost:4300')).reply.status).toBe(200)
  })

  test('may be given less than everything', async () => {
    const { access_token: token } = secretOf(await kit.client('shopline', { scopes: ['write_return'] }))
    expect((await post('return/create.json', createBody(await buy()), { token })).reply.status).toBe(200)
    for (const path of [
      'return.json?id=1',
      'return_package.json?return_id=1',
      'return_fulfillment.json',
      'orders.json',
    ])
      expect((await get(path, { token })).reply.status, path).toBe(403)
    expect((await post('order/refund.json', {}, { token })).reply.status).toBe(403)
  })

  test('chooses nothing else', async () => {
    await expect(kit.client('shopline', { access_token: 'mine' })).rejects.toThrow('access_token')
    await expect(kit.client('shopline', { scopes: ['everything'] })).rejects.toThrow('scopes')
  })
})

describe('every answer', () => {
  // conforms: field create_return.traceId
  test('bears a trace id of 32 hexadecimal digits', async () => {
    const traces = await Promise.all([
      get('webhooks/count.json'),
      get('nothing.json'),
      get('return.json', { token: '' }),
      get('webhooks/count.json', { headers: { 'x-request-id': 'my own id' } }),
      get('webhooks/count.json', { headers: { 'x-request-id': 'abc' } }),
    ])
    for (const { reply } of traces) expect(reply.headers.traceid).toMatch(/^[0-9a-f]{32}$/)
  })

  test('is also given behind the platform’s name', async () => {
    const authorization = `Bearer ${kit.secret.access_token}`
    const url = '/shopline/admin/openapi/v20260301/webhooks/count.json'
    expect((await send({ url, headers: { authorization } })).json).toEqual({ count: 0 })
    const nothing = await send({ url: '/shopline/admin/openapi/nothing', headers: { authorization } })
    expect(nothing.json).toEqual({ errors: 'The requested resource does not exist.' })
  })
})

describe('bad input', () => {
  const POSTS = [
    'return/create.json',
    'return/2600000000000000000000/close.json',
    'return/package/create.json',
    'return_express_update.json',
    'order/refund.json',
    'orders/1/refunds/calculate.json',
    'orders/1/fulfillments.json',
    'fulfillments/1/1/cancel.json',
    'webhooks.json',
  ]
  const isNo = ({ reply, json }: Awaited<ReturnType<typeof get>>) => {
    expect([400, 404, 422], reply.body).toContain(reply.status)
    expect(Object.keys(json)).toEqual(['errors'])
    expect(typeof json.errors).toBe('string')
  }

  test.each(POSTS)('to %s is never our fault', async path => {
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '1',
      '"x"',
      '{"__proto__":1}',
      '{"a":"\\u0000"}',
      '\uFFFE',
      '['.repeat(50),
    ])
      isNo(await post(path, body))
    isNo(await post(path, '{}', { headers: { 'content-type': 'text/plain' } }))
    isNo(await post(path, '{}', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }))
  })

  test('in any member of a create changes nothing', async () => {
    const order = await buy()
    const good = createBody(order)
    const [line] = good.return_line_items as Record<string, unknown>[]
    const odd = fc.oneof(
      fc.anything({ maxDepth: 2 }),
      fc.constantFrom(null, '', [], {}, -1, 0, 1e300, '9'.repeat(3000)),
    )
    const names = ['order_seq', 'return_line_items', 'fulfillment_id', 'line_item_id', 'quantity']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), odd, async (name, value) => {
        const own = good[name]
        fc.pre(value !== own && value !== line?.[name] && JSON.stringify(value) !== '1' && value !== undefined)
        fc.pre(!(name === 'line_item_id' && value === 405))
        const body =
          name in good ? { ...good, [name]: value } : { ...good, return_line_items: [{ ...line, [name]: value }] }
        isNo(await post('return/create.json', JSON.stringify(body)))
      }),
      { numRuns: 150 },
    )
    expect((await get(`return.json?order_id=${order.refs.externalId}`)).json).toEqual({ returns: [] })
  })

  test.each([
    'return.json?id=%00',
    'return.json?id=1&id=2',
    `return.json?order_id=${'x'.repeat(3000)}`,
    'orders.json?limit=0',
    'orders.json?limit=-1',
    'orders.json?page_info=x',
    'orders.json?created_at_min=yesterday',
    'orders.json?status=closed',
    'orders.json?since_id=1',
    `orders/${'9'.repeat(400)}/refunds.json`,
    'orders/%2e%2e/refunds.json',
  ])('in %s is answered', async path => {
    const { reply } = await get(path)
    expect([200, 400, 404, 422], reply.body).toContain(reply.status)
  })

  test('with a method nobody serves is an address nobody serves', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const)
      expect((await call(method, 'return.json', { body: {} })).reply.status).toBe(404)
  })

  test('that is too large is refused', async () => {
    const { reply, json } = await post('return/create.json', JSON.stringify({ order_seq: 'x'.repeat(1_100_000) }))
    expect(reply.status).toBe(400)
    expect(json.errors).toContain('too large')
  })
})

test('returns made elsewhere are found and closed here', async () => {
  const order = await buy()
  const ret = await kit.file(order)
  const [said] = (await get(`return.json?order_id=${order.refs.externalId}`)).json.returns
  expect(said).toMatchObject({ status: 'OPEN', return_line_items: [{ return_reason: 'SIZE_TOO_SMALL', quantity: 1 }] })
  expect((await post(`return/${said.id}/close.json`)).reply.status).toBe(200)
  const moved = await kit.act(ret, { verb: 'note', note: 'seen' })
  expect(moved.ret.request.state).toBe('resolved')
})

test('a return under dispute is not closed', async () => {
  const order = await buy()
  const ret = await kit.file(order)
  await kit.act(ret, { verb: 'dispute', reason: 'objection', text: 'Worn' }, 'owner')
  const [said] = (await get(`return.json?order_id=${order.refs.externalId}`)).json.returns
  const { reply, json } = await post(`return/${said.id}/close.json`)
  expect([reply.status, typeof json.errors]).toEqual([422, 'string'])
})
