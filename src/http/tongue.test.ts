import Type from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type App, createApp } from './app.ts'
import { acceptJson } from './body.ts'
import { explain } from './explain.ts'
import { exactly } from './schema.ts'

let app: App

beforeEach(async () => {
  app = await createApp()
})

afterEach(() => app.close())

describe('a door with a tongue of its own', () => {
  beforeEach(() =>
    app.register(
      async door => {
        acceptJson(door, { keepBytes: true })
        door.setErrorHandler((fault, _request, reply) => {
          const { status, detail } = explain(fault)
          return reply.code(status).send({ error: 'error_param', message: detail })
        })
        door.setNotFoundHandler((request, reply) =>
          reply.code(404).send({ error: 'error_not_found', methods: request.server.methodsAt(request.url) }),
        )
        const body = exactly({ return_sn: Type.String() })
        door.post('/confirm', { schema: { body } }, async request => ({ heard: String(request.bodyBytes) }))
      },
      { prefix: '/api/v2' },
    ),
  )

  const post = (payload: string) =>
    app.inject({ method: 'POST', url: '/api/v2/confirm', headers: { 'content-type': 'application/json' }, payload })

  test('has the bytes at hand that its callers signed', async () => {
    expect((await post('{ "return_sn":"1" }')).json()).toEqual({ heard: '{ "return_sn":"1" }' })
  })

  test.each(['{', '{"return_sn":1}', '{"return_sn":"a\\u0000"}', '{"__proto__":1}', ''])(
    'says in it that %j is wrong',
    async payload => {
      const reply = await post(payload)
      expect(reply.statusCode).toBe(400)
      expect(reply.json()).toEqual({ error: 'error_param', message: expect.stringMatching(/\.$/) })
    },
  )

  test('says in it that something is not there', async () => {
    expect((await app.inject('/api/v2/nothing')).json()).toEqual({ error: 'error_not_found', methods: [] })
    expect((await app.inject('/api/v2/confirm')).json()).toEqual({ error: 'error_not_found', methods: ['POST'] })
  })

  test('leaves its neighbours theirs', async () => {
    expect((await app.inject('/v1/nothing')).json()).toMatchObject({ code: 'route_not_found' })
  })
})

describe('a value that fits no member of a union', () => {
  const Refund = exactly({ kind: Type.Literal('refund'), amount_minor: Type.Integer() })
  const Exchange = exactly({ kind: Type.Literal('exchange'), sku: Type.String() })

  beforeEach(() =>
    app.register(async door => {
      const body = exactly({ resolution: Type.Union([Refund, Exchange, Type.Null()]) })
      door.post('/resolve', { schema: { body } }, async () => null)
    }),
  )

  const errorsOf = async (resolution: unknown) => {
    const reply = await app.inject({ method: 'POST', url: '/resolve', payload: { resolution } })
    return reply.json().errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)
  }

  test('is held against the member it names', async () => {
    expect(await errorsOf({ kind: 'exchange', sku: 5 })).toEqual(['resolution.sku wrong_type'])
    expect(await errorsOf({ kind: 'refund', amount_minor: 1, tip: 2 })).toEqual(['resolution.tip unknown_field'])
  })

  test('is not told to be null', async () => {
    expect(await errorsOf('refund')).toEqual(['resolution wrong_type'])
  })
})

describe('addresses with conditions', () => {
  beforeEach(() =>
    app.register(async door => {
      door.get('/returns/:version(^\\d{4}-(?:0[1-9]|1[0-2])$)/returns', async () => [])
      door.post('/files/*', async () => null)
      door.get('/orders/:id.json', async () => null)
    }),
  )

  test.each([
    ['/returns/2026-07/returns', ['GET', 'HEAD']],
    ['/returns/2026-13/returns', []],
    ['/files/a/b/c', ['POST']],
    ['/orders/7.json', ['GET', 'HEAD']],
    ['/orders/7xjson', []],
  ])('%s takes %j', (url, methods) => {
    expect(app.methodsAt(url)).toEqual(methods)
  })
})
