import { describe, expect, test } from 'vitest'
import { openDoor } from './testing.ts'

const door = await openDoor()
const { ask, golden } = door

describe('what cannot be answered is said in one sentence', () => {
  // conforms: error any There is nothing at this address
  test('at an address where there is nothing', async () => {
    const { reply, json } = await golden('unknown-address', '/refunds')
    expect(reply.status).toBe(404)
    expect(json).toEqual({ message: 'There is nothing at this address' })
    expect((await ask('/returns/1/2')).reply.status).toBe(404)
  })

  // conforms: error any This address does not take {method}…
  test.each([
    ['POST', '/returns', 'GET, HEAD'],
    ['DELETE', '/returns/1', 'GET, HEAD, PUT'],
    ['PATCH', '/returns/1', 'GET, HEAD, PUT'],
  ] as const)('%s %s names what is taken instead', async (method, path, allow) => {
    const { reply, json } = await ask(path, { method })
    expect({ status: reply.status, allow: reply.headers.allow }).toEqual({ status: 405, allow })
    expect(json).toEqual({ message: expect.stringContaining(`does not take ${method}`) })
  })

  // conforms: error any This content type is not read here…
  test('for a body in another language', async () => {
    const { reply, json } = await golden('wrong-content-type', '/returns/1', {
      method: 'PUT',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'status=V',
    })
    expect(reply.status).toBe(415)
    expect(json).toEqual({ message: expect.stringContaining('JSON') })
  })

  test.each([
    '{"status":',
    '{"status":"V"',
    'status=V',
    '\u0000',
    '{"__proto__":{"status":"V"}}',
    `${'['.repeat(99)}${']'.repeat(99)}`,
  ])('for a body that cannot be read: %j', async body => {
    const { reply, json } = await ask('/returns/1', { method: 'PUT', body })
    expect(reply.status).toBe(400)
    expect(json).toEqual({ message: expect.any(String) })
  })

  test('with another method, recorded', async () => {
    await golden('wrong-method', '/returns/1', { method: 'DELETE' })
  })

  test('for a body that is too large', async () => {
    const { reply, json } = await ask('/returns/1', {
      method: 'PUT',
      body: { status: 'V', details: 'x'.repeat(2_000_000) },
    })
    expect(reply.status).toBe(413)
    expect(json).toEqual({ message: expect.any(String) })
  })

  test.each([
    '%00',
    '..%2F..%2Fetc%2Fpasswd',
    "'%20or%201=1--",
    '%F0%9F%93%A6',
    'x'.repeat(400),
    '%EF%BF%BD',
    'null',
    '[object%20Object]',
  ])('for an id that is none: %s', async id => {
    for (const sent of [{}, { method: 'PUT', body: { status: 'V' } }] as const) {
      const { reply, json } = await ask(`/returns/${id}`, sent)
      expect(reply.status).toBe(400)
      expect(json).toEqual({ message: expect.any(String) })
    }
  })
})

test('neither headers nor a user agent are asked for', async () => {
  for (const headers of [{ accept: 'text/html' }, { 'user-agent': 'GuzzleHttp/6.5' }, { accept: '' }])
    expect((await ask('/returns', { headers: headers as never })).reply.status).toBe(200)
})

test('a charset after the content type is read', async () => {
  const { json } = await ask('/returns/1', {
    method: 'PUT',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: '{"status":"V"}',
  })
  expect(json).toEqual({ message: 'The return with id 1 was not found' })
})
