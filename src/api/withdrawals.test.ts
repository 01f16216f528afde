import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiKit, openApiKit } from '../../test/kit/api.ts'

let kit: ApiKit
let address: string

beforeAll(async () => {
  kit = await openApiKit()
  address = `/v1/shopper/portals/${kit.shop.refs.handle}/withdrawals`
})

const given = (number: string, more: object = {}) => ({
  name: 'Maja Lund',
  order_number: number,
  email: 'maja@example.com',
  ...more,
})

describe('T38 withdrawals over the API', () => {
  test('T38 a shop’s own page declares one without any key, and staff see what came of it', async () => {
    const order = await kit.order()
    const { status, body } = await kit.call(null, 'POST', address, given(order.refs.number))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      received_at: kit.clock.now,
      words: expect.stringContaining(`order ${order.refs.number}`),
    })
    const { data } = await kit.ok('agent', 'GET', '/v1/withdrawals?state=opened')
    expect(data[0]).toMatchObject({ number: body.number, order_id: order.id, statement: { email: 'maja@example.com' } })
    expect(await kit.ok('owner', 'GET', `/v1/withdrawals/${data[0].id}`)).toEqual(data[0])
  })

  test('sent again with its key it is one statement', async () => {
    const order = await kit.order()
    const key = { 'idempotency-key': 'once' }
    const first = await kit.call(null, 'POST', address, given(order.refs.number), key)
    const again = await kit.call(null, 'POST', address, given(order.refs.number), key)
    expect(again.body).toEqual(first.body)
  })

  test('what could not be opened waits, and a person says which order it is about', async () => {
    const order = await kit.order()
    const { body } = await kit.call(null, 'POST', address, given(order.refs.number, { part: 'the blue one' }))
    const { data } = await kit.ok('agent', 'GET', '/v1/withdrawals?state=waiting')
    const [waiting] = data
    expect(waiting).toMatchObject({ number: body.number, why: 'part_in_words', statement: { scope: { kind: 'part' } } })
    const matched = await kit.ok('agent', 'POST', `/v1/withdrawals/${waiting.id}/match`, {
      order_id: order.id,
      pieces: [{ line: order.lines[0]?.id, quantity: 1 }],
    })
    expect(matched).toMatchObject({ state: 'opened', why: null, returns: [expect.any(String)] })
    expect(
      (await kit.call('agent', 'POST', `/v1/withdrawals/${waiting.id}/match`, { order_id: order.id })).body,
    ).toMatchObject({ code: 'not_open' })
  })

  test('an unknown shop, a missing name and a wrong address are told apart from a wrong order, which is received', async () => {
    expect((await kit.call(null, 'POST', '/v1/shopper/portals/nobody/withdrawals', given('1'))).status).toBe(404)
    expect((await kit.call(null, 'POST', address, { order_number: '1', email: 'a@b.example' })).status).toBe(400)
    expect((await kit.call(null, 'POST', address, given('1', { email: 'nowhere' }))).status).toBe(400)
    expect((await kit.call(null, 'POST', address, given('no such order'))).status).toBe(201)
  })

  test('warehouses, carriers, shoppers and strangers see none of it', async () => {
    for (const role of ['warehouse', 'carrier', 'shopper'])
      expect((await kit.call(role, 'GET', '/v1/withdrawals')).status).toBe(403)
    expect((await kit.ok('stranger', 'GET', '/v1/withdrawals')).data).toEqual([])
  })
})
