import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import { query } from '../../db/pool.ts'
import { newClient } from './auth.ts'
import { basic, openDoor } from './testing.ts'

const door = await openDoor()
const { ask, golden, clients } = door
const { username, password } = clients.shopflix.secret as { username: string; password: string }
const asked = (authorization?: string) =>
  door.send({ url: '/api/returns', headers: authorization === undefined ? {} : { authorization } })
const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('signing in', () => {
  test('takes a user name and its key, on every request', async () => {
    expect(username).toBe('owner@example.com')
    for (const authorization of [
      encoded(`${username}:${password}`),
      basic(clients.shopflix).replace('Basic', 'basic'),
      basic(clients.shopflix).replace('Basic', 'BASIC '),
    ])
      expect((await asked(authorization)).reply.status).toBe(200)
  })

  // conforms: error any Unauthorized
  test.each([
    ['nothing', undefined],
    ['a wrong key', encoded(`${username}:wrong`)],
    ['a key without its last letter', encoded(`${username}:${password.slice(0, -1)}`)],
    ['a key and more', encoded(`${username}:${password}x`)],
    ['no key', encoded(`${username}:`)],
    ['no colon', encoded(username)],
    ['an unknown name', encoded(`nobody@example.com:${password}`)],
    ['another spelling of the name', encoded(`${username.toUpperCase()}:${password}`)],
    ['no name', encoded(`:${password}`)],
    ['a name with a NUL', encoded(`${username}\0:${password}`)],
    ['a very long name', encoded(`${'x'.repeat(5000)}:${password}`)],
    ['what is not base64', 'Basic !!!'],
    ['bytes that are no text', `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0x61]).toString('base64')}`],
    ['another scheme', `Bearer ${password}`],
    ['the name and key as they are', `Basic ${username}:${password}`],
  ])('turns away %s', async (_, authorization) => {
    const { reply, json } = await asked(authorization)
    expect(reply.status).toBe(401)
    expect(reply.headers['www-authenticate']).toBe('Basic realm="merchant"')
    expect(json).toEqual({ message: 'Unauthorized' })
  })

  test('comes before anything else is looked at', async () => {
    for (const [path, sent] of [
      ['/returns/GR--3--MER78-R1', { method: 'PUT', body: '{"status":' }],
      ['/returns?date_from=yesterday', {}],
      ['/returns/GR--3--MER78-R1', {}],
    ] as const)
      expect((await ask(path, { ...sent, as: null })).reply.status).toBe(401)
  })

  test('is recorded', async () => {
    await golden('unauthorized', '/returns', { as: null })
  })

  test('ends when the client is withdrawn', async () => {
    const gone = await door.client('shopflix', { username: 'gone@example.com' })
    expect((await ask('/returns', { as: gone })).reply.status).toBe(200)
    await query(door.desk.db, {
      text: 'update dialect_credentials set revoked_at = now() where name = $1',
      values: ['gone@example.com'],
    })
    expect((await ask('/returns', { as: gone })).reply.status).toBe(401)
  })
})

describe('a new client', () => {
  test('may choose its user name and nothing else; the key is drawn', () => {
    const made = newClient(door.shop, { username: 'eleni@example.com' })
    expect(made).toEqual({
      name: 'eleni@example.com',
      secret: { username: 'eleni@example.com', password: expect.stringMatching(/^[0-9a-f]{32}$/) },
    })
    expect(newClient(door.shop, { password: 'easy' })).toMatchObject({ code: 'invalid', detail: { path: 'password' } })
  })

  test('is given a user name where none was chosen', () => {
    const [one, other] = [newClient(door.shop, {}), newClient(door.shop, {})]
    if (refused(one) || refused(other)) throw new Error('Refused.')
    expect(one.name).toMatch(/^shop-\d+-[0-9a-f]{8}$/)
    expect(one.name).not.toBe(other.name)
    expect(one.secret.username).toBe(one.name)
  })

  test.each(['', 'a:b', 'a b', 'a\nb', 'x'.repeat(129), 5, null])('cannot be called %j', username => {
    expect(newClient(door.shop, { username })).toMatchObject({ code: 'invalid', detail: { path: 'username' } })
  })
})
