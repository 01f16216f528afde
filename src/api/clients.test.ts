import { expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'

const kit = await openApiKit()
const { call, ok } = kit
const clients = `/v1/shops/${kit.shop.id}/clients`

test('a client of a platform is let in, told its secret once, listed and turned away', async () => {
  const made = await call('owner', 'POST', clients, { dialect: 'shopflix', choices: { username: 'maja@example.com' } })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    dialect: 'shopflix',
    name: 'maja@example.com',
    shop_id: kit.shop.id,
    revoked_at: null,
    secret: { username: 'maja@example.com', password: expect.any(String) },
  })
  const { secret, ...bare } = made.body
  expect(await ok('owner', 'GET', clients)).toEqual({ data: [bare] })
  const revoked = await ok('owner', 'DELETE', `${clients}/${bare.id}`)
  expect(revoked).toEqual({ ...bare, revoked_at: expect.any(String) })
  expect((await ok('owner', 'GET', clients)).data).toEqual([revoked])
})

test('repeating with the same key makes another one, because no secret is remembered', async () => {
  const body = { dialect: 'shopflix' }
  const [one, other] = [
    await call('owner', 'POST', clients, body, { 'idempotency-key': 'c-1' }),
    await call('owner', 'POST', clients, body, { 'idempotency-key': 'c-1' }),
  ]
  expect([one.status, other.status]).toEqual([201, 201])
  expect(one.body.id).not.toBe(other.body.id)
})

test('what does not fit is named by its path', async () => {
  for (const [body, path] of [
    [{}, 'dialect'],
    [{ dialect: 'ebay' }, 'dialect'],
    [{ dialect: 'shopflix', username: 'x' }, 'username'],
    [{ dialect: 'shopflix', choices: { username: 'a:b' } }, 'choices.username'],
    [{ dialect: 'shopflix', choices: { password: 'easy' } }, 'choices.password'],
    [{ dialect: 'shopflix', choices: [] }, 'choices'],
  ] as const) {
    const { body: problem } = await call('owner', 'POST', clients, body)
    expect(problem, JSON.stringify(body)).toMatchObject({ status: 400, errors: [{ path }] })
  }
})

test('only who may change shops sees or makes them, and only in its own house', async () => {
  for (const role of ['agent', 'warehouse', 'arbiter', 'shopper', 'carrier'] as const)
    for (const [method, url, body] of [
      ['GET', clients, undefined],
      ['POST', clients, { dialect: 'shopflix' }],
      ['DELETE', `${clients}/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70`, undefined],
    ] as const)
      expect((await call(role, method, url, body)).status, `${role} ${method}`).toBe(403)
  const elsewhere = '/v1/shops/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/clients'
  expect((await call('owner', 'GET', elsewhere)).status).toBe(404)
  expect((await call('owner', 'POST', elsewhere, { dialect: 'shopflix' })).status).toBe(404)
  expect((await call('owner', 'DELETE', `${clients}/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70`)).status).toBe(404)
})
