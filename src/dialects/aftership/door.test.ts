import { describe, expect, test } from 'vitest'
import { ProblemError } from '../../http/problem.ts'
import { createApp } from '../../http/app.ts'
import { DbFault } from '../../db/fault.ts'
import { speakHere } from './door.ts'
import { openAftershipKit } from './testing.ts'

const kit = await openAftershipKit()
const ret = await kit.file(await kit.order({ externalId: 'order-1' }))
const json = { 'content-type': 'application/json' }

describe('what cannot be read', () => {
  // conforms: error 400/40000
  test.each([
    ['malformed-json', '{"reject_reason":', json],
    ['not-utf8', Buffer.from([0x7b, 0xff, 0x7d]), json],
    ['wrong-content-type', 'reject_reason=Out', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['compressed', '{}', { ...json, 'content-encoding': 'gzip' }],
    ['too-large', JSON.stringify({ reject_reason: 'x'.repeat(1_100_000) }), json],
  ])('%s is a bad request, and nothing is changed', async (name, body, headers) => {
    const url = `/returns/rma/${ret.number}/reject`
    const { reply, json: answer } = await (name === 'too-large' || name === 'not-utf8' ? kit.ask : short(name))(url, {
      method: 'POST',
      body,
      headers,
    })
    expect(reply.status).toBe(400)
    expect(answer.meta).toMatchObject({ code: 40000, type: 'BadRequest' })
    expect(answer.data).toBeNull()
    expect((await kit.ask(`/returns/rma/${ret.number}`)).json.data.approval_status).toBe('submitted')
  })

  const short =
    (name: string): typeof kit.ask =>
    (path, more) =>
      kit.record(name, path, more)

  test.each(['[]', '"text"', '7', 'null', '{"__proto__":{}}', '{"reject_reason":"a\\u0000"}'])(
    'a body %s does not fit',
    async body => {
      const { reply, json: answer } = await kit.ask(`/returns/rma/${ret.number}/reject`, {
        method: 'POST',
        body,
        headers: json,
      })
      expect(reply.status).toBe(422)
      expect(answer.meta.code).toBe(42200)
      expect(answer.meta.errors.length).toBeGreaterThan(0)
    },
  )
})

describe('addresses', () => {
  // conforms: error 404/404
  test('that are none', async () => {
    const { json: answer } = await kit.record('no-such-address', '/nothing')
    expect(answer).toEqual({
      meta: { code: 404, type: 'NotFound', message: 'There is nothing at this address.', errors: [] },
      data: {},
    })
  })

  test('that take another method', async () => {
    const { reply } = await kit.record('wrong-method', `/returns/rma/${ret.number}`, { method: 'DELETE' })
    expect(reply.status).toBe(405)
    expect(reply.headers.allow).toBe('GET, HEAD')
  })

  test('of a month there is not', async () => {
    const { reply } = await kit.send({ url: '/returns/2025-13/returns', headers: { 'as-api-key': kit.secret.api_key } })
    expect(reply.status).toBe(404)
  })

  test.each(['', '/aftership'])('behind %j speak this language in everything', async prefix => {
    const headers = { 'as-api-key': kit.secret.api_key }
    for (const url of [`${prefix}/returns/2026-07/nothing`, `${prefix}/returns/2026-07/returns?page=0`]) {
      const { json: answer } = await kit.send({ url, headers })
      expect(Object.keys(answer)).toEqual(['meta', 'data'])
    }
  })
})

describe('faults', () => {
  const said = async (fault: Error) => {
    const app = await createApp()
    await app.register(
      async scope => {
        speakHere(scope)
        scope.get('/', async () => {
          throw fault
        })
      },
      { prefix: '/returns/2025-07' },
    )
    const reply = await app.inject('/returns/2025-07/')
    await app.close()
    return { status: reply.statusCode, headers: reply.headers, ...reply.json() }
  }

  // conforms: error 500/50000
  test('of ours tell nothing of our insides', async () => {
    const { status, meta } = await said(new Error('secret'))
    expect(status).toBe(500)
    expect(meta).toMatchObject({ code: 50000, type: 'InternalError' })
    expect(JSON.stringify(meta)).not.toContain('secret')
  })

  test('of the database say when to come again', async () => {
    const { status, meta, headers } = await said(new DbFault('unavailable', 'gone', {}))
    expect(status).toBe(503)
    expect(meta).toMatchObject({ code: 50300, type: 'ServiceUnavailable' })
    expect(headers['retry-after']).toBe('5')
  })

  test('too many from one address are too many here', async () => {
    const { status, meta, data } = await said(new ProblemError({ status: 429, code: 'rate_limited', detail: 'Wait.' }))
    expect([status, meta.code, data]).toEqual([429, 429, {}])
  })
})
