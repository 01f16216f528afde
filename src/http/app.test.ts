import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import Type from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type App, createApp } from './app.ts'
import { createLogger } from './log.ts'
import { sendProblem } from './problem.ts'
import { exactly } from './schema.ts'

const NewReturn = exactly({
  order_id: Type.String({ minLength: 1, maxLength: 20 }),
  items: Type.Array(exactly({ line_id: Type.String(), quantity: Type.Integer({ minimum: 1 }) }), { minItems: 1 }),
  handling: Type.Optional(Type.Union([Type.Literal('send_back'), Type.Literal('keep')])),
  note: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  metadata: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
const GOOD = { order_id: 'o-1', items: [{ line_id: 'l-1', quantity: 2 }] }

let app: App

beforeEach(async () => {
  app = await createApp({ bodyLimitBytes: 50_000 })
  await openDoor(app)
})

afterEach(() => app.close())

async function openDoor(into: App): Promise<void> {
  await into.register(async door => {
    const query = exactly({
      limit: Type.Optional(Type.Integer({ maximum: 100 })),
      expand: Type.Optional(Type.Array(Type.String())),
    })
    door.post('/v1/returns', { schema: { body: NewReturn } }, async request => request.body)
    door.get('/v1/returns', { schema: { querystring: query } }, async request => request.query)
    door.get('/v1/returns/:id', { schema: { params: exactly({ id: Type.String() }) } }, async request => request.params)
    door.delete('/v1/returns/:id', async () => null)
    door.post('/v1/returns/:id/approve', async request => ({ body: request.body ?? 'none' }))
    door.get('/fault', async () => {
      throw new Error('connection to 10.0.0.7 as postgres refused')
    })
    door.get('/refusal', async (_request, reply) =>
      sendProblem(reply, { status: 409, code: 'not_now', detail: 'Wait for the other side.', allowed: ['withdraw'] }),
    )
  })
}

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/v1/returns',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
  })

async function errorsOf(payload: unknown): Promise<string[]> {
  const reply = await post(payload)
  expect(reply.statusCode).toBe(400)
  return reply
    .json()
    .errors.map((error: { in: string; path: string; code: string }) => `${error.in} ${error.path} ${error.code}`)
}

describe('a problem', () => {
  test('is a whole document of its own type', async () => {
    const reply = await app.inject({ url: '/refusal', headers: { 'x-request-id': 'mine-1' } })

    expect(reply.statusCode).toBe(409)
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(reply.json()).toEqual({
      type: 'urn:backhaul:problem:not_now',
      title: 'Conflict',
      status: 409,
      code: 'not_now',
      detail: 'Wait for the other side.',
      allowed: ['withdraw'],
      request_id: 'mine-1',
    })
  })

  test('of ours tells nothing of our insides', async () => {
    const reply = await app.inject('/fault')
    expect(reply.json()).toMatchObject({ status: 500, code: 'internal_error' })
    expect(reply.body).not.toContain('postgres')
  })
})

describe('a body', () => {
  test('that fits comes through as it was sent', async () => {
    expect((await post(GOOD)).json()).toEqual(GOOD)
  })

  test('has every mistake told at once, each with its place', async () => {
    expect(
      await errorsOf({ items: [{ line_id: 'l-1', quantity: 0 }, { quantity: '2' }], handling: 'burn', colour: 'red' }),
    ).toEqual([
      'body order_id required',
      'body colour unknown_field',
      'body items[0].quantity too_small',
      'body items[1].line_id required',
      'body items[1].quantity wrong_type',
      'body handling not_allowed',
    ])
  })

  test('with an unknown member hears which names are known', async () => {
    const reply = await post({ ...GOOD, items: [{ line_id: 'l-1', quantity: 1, amount: 1 }] })
    expect(reply.json()).toMatchObject({
      detail: expect.stringContaining('items[0].amount'),
      errors: [{ path: 'items[0].amount', message: expect.stringContaining('line_id, quantity') }],
    })
  })

  test('with a wrong word hears which words would do', async () => {
    const reply = await post({ ...GOOD, handling: 'burn' })
    expect(reply.json().errors).toMatchObject([
      { path: 'handling', message: expect.stringContaining('"send_back", "keep"') },
    ])
  })

  test('is not bent until it fits', async () => {
    expect(await errorsOf({ ...GOOD, order_id: 1 })).toEqual(['body order_id wrong_type'])
    expect(await errorsOf({ ...GOOD, items: GOOD.items[0] })).toEqual(['body items wrong_type'])
    expect(await errorsOf({ ...GOOD, note: 5 })).toEqual(['body note wrong_type'])
  })

  test('with thousands of mistakes gets a short answer', async () => {
    const reply = await post({ ...GOOD, items: Array(9_000).fill(0) })
    expect(reply.statusCode).toBe(400)
    expect(reply.body.length).toBeLessThan(1_000)
  })

  test('gets the mistakes of its own request, not of the one before', async () => {
    await errorsOf({ ...GOOD, colour: 'red' })
    expect(await errorsOf({ ...GOOD, items: Array(9_000).fill(0) })).toEqual(['body items[0] wrong_type'])
  })

  test.each([
    ['{"order_id": ', 'malformed_json'],
    ['{"order_id": "o-1",}', 'malformed_json'],
    ['order_id=1', 'malformed_json'],
    [Buffer.from([0x22, 0xff, 0x22]), 'malformed_json'],
  ])('that is no JSON is told so: %j', async (payload, code) => {
    const reply = await post(payload)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code, detail: expect.stringMatching(/\.$/) })
    expect(reply.body).not.toContain('Unexpected token')
  })

  test('that breaks off is shown the line and column', async () => {
    const reply = await post('{\n  "order_id": "o-1"\n  "items": []\n}')
    expect(reply.json().detail).toContain('line 3, column 3')
  })

  test('that is empty is missed where one is needed, and not where none is', async () => {
    expect(await errorsOf('')).toEqual(['body  required'])
    expect(await errorsOf('null')).toEqual(['body  required'])
    const reply = await app.inject({
      method: 'POST',
      url: '/v1/returns/r-1/approve',
      headers: { 'content-type': 'application/json' },
    })
    expect(reply.json()).toEqual({ body: 'none' })
  })

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'nonsense'])(
    'of type %s is not read',
    async type => {
      const reply = await post('<a/>', { 'content-type': type })
      expect(reply.statusCode).toBe(415)
      expect(reply.json()).toMatchObject({
        code: 'unsupported_media_type',
        detail: expect.stringContaining('application/json'),
      })
    },
  )

  test('that is compressed is not read', async () => {
    expect((await post('x', { 'content-encoding': 'gzip' })).json()).toMatchObject({
      status: 415,
      code: 'unsupported_encoding',
    })
  })

  test('over the limit is too large', async () => {
    expect((await post({ ...GOOD, note: 'x'.repeat(50_000) })).json()).toMatchObject({
      status: 413,
      code: 'body_too_large',
    })
  })

  test('nested without end is refused with the place where it went too deep', async () => {
    const deep = `{"metadata":${'{"a":'.repeat(7_000)}1${'}'.repeat(7_000)}}`
    const [error] = await errorsOf(deep)
    expect(error).toMatch(/^body metadata(\.a){31} too_deep$/)
  })

  test.each([
    ['{"metadata":{"__proto__":{"admin":true}}}', 'metadata.__proto__'],
    ['{"metadata":{"\\u005f_proto__":1}}', 'metadata.__proto__'],
    ['{"constructor":{"prototype":{"admin":true}}}', 'constructor'],
  ])('that reaches for the workings of the language is refused: %s', async (payload, path) => {
    expect(await errorsOf(payload)).toEqual([`body ${path} forbidden_name`])
  })

  test.each([
    ['NUL', '{"order_id":"a\\u0000b","items":[]}', 'order_id'],
    ['half a surrogate pair', '{"items":[{"line_id":"\\ud83d"}]}', 'items[0].line_id'],
    ['NUL in a name', '{"metadata":{"a\\u0000":1}}', 'metadata["a\\u0000"]'],
  ])('with %s cannot be stored and is refused', async (_, payload, path) => {
    expect(await errorsOf(payload)).toEqual([`body ${path} invalid_text`])
  })

  test.each(['9007199254740993', '-9007199254740993', '1e400', '12345678901234567890'])(
    'with the number %s, which would not survive, is refused',
    async number => {
      expect(await errorsOf(`{"items":[{"quantity":${number}}]}`)).toEqual([
        'body items[0].quantity number_out_of_range',
      ])
    },
  )

  test('keeps ordinary oddities', async () => {
    const metadata = { 'odd name': '😀', price: 0.1, most: Number.MAX_SAFE_INTEGER, constructor: 'Ltd', none: null }
    expect((await post({ ...GOOD, metadata })).json().metadata).toEqual(metadata)
  })
})

test('whatever is sent is either taken or corrected, and never our fault', async () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map(array => Buffer.from(array))
  const nearlyRight = fc
    .record({ order_id: fc.string(), items: fc.array(fc.jsonValue()), metadata: fc.jsonValue() })
    .map(each => JSON.stringify(each))
  const anything = fc.oneof(bytes, fc.json({ maxDepth: 40 }).map(String), nearlyRight)
  await fc.assert(
    fc.asyncProperty(anything, async payload => {
      const reply = await post(payload)
      expect([200, 400]).toContain(reply.statusCode)
      if (reply.statusCode === 400) expect(reply.json()).toMatchObject({ status: 400, code: expect.any(String) })
    }),
    { numRuns: 500 },
  )
})

describe('an address', () => {
  test('gives its query numbers and lists, though all of it is text', async () => {
    expect((await app.inject('/v1/returns?limit=20&expand=order')).json()).toEqual({ limit: 20, expand: ['order'] })
  })

  test.each([
    ['limit=many', 'limit', 'wrong_type'],
    ['limit=500', 'limit', 'too_large'],
    ['limit=1e999', 'limit', 'too_large'],
    ['limit=-1e999', 'limit', 'too_large'],
    ['limit=1&limit=2', 'limit', 'wrong_type'],
    ['page=2', 'page', 'unknown_field'],
    ['__proto__=2', '__proto__', 'unknown_field'],
    ['expand=a%00b', 'expand', 'invalid_text'],
  ])('with the query %s is corrected', async (query, path, code) => {
    const reply = await app.inject(`/v1/returns?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toMatchObject([{ in: 'query', path, code }])
  })

  test('with NUL in its path is corrected', async () => {
    expect((await app.inject('/v1/returns/a%00b')).json().errors).toMatchObject([
      { in: 'path', path: 'id', code: 'invalid_text' },
    ])
  })

  test.each([
    ['/v1/returns/%', 400, 'malformed_url'],
    ['/v1/returns/%ff', 400, 'malformed_url'],
    [`/v1/returns/${'a'.repeat(600)}`, 414, 'url_too_long'],
    ['/v1/nothing', 404, 'route_not_found'],
    ['/', 404, 'route_not_found'],
  ])('%s is answered in our tongue', async (url, status, code) => {
    const reply = await app.inject(url)
    expect(reply.json()).toMatchObject({ status, code, request_id: reply.headers['x-request-id'] })
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test.each([
    ['PUT', '/v1/returns', ['GET', 'HEAD', 'POST']],
    ['POST', '/v1/returns/r-1?x=1', ['DELETE', 'GET', 'HEAD']],
    ['GET', '/v1/returns/r-1/approve', ['POST']],
  ] as const)('asked with %s %s names the methods it takes', async (method, url, allowed) => {
    const reply = await app.inject({ method, url })
    expect(reply.statusCode).toBe(405)
    expect(reply.headers.allow).toBe(allowed.join(', '))
    expect(reply.json()).toMatchObject({ code: 'method_not_allowed', allowed })
  })
})

describe('the building', () => {
  test('takes the caller’s request id when it is sane and makes its own otherwise', async () => {
    const idFor = async (id: string) =>
      (await app.inject({ url: '/v1/returns', headers: { 'x-request-id': id } })).headers['x-request-id']

    expect(await idFor('trace-7f.3:a')).toBe('trace-7f.3:a')
    expect(await idFor('a b')).toMatch(/^[0-9a-f-]{36}$/)
    expect(await idFor('x'.repeat(200))).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('closes its answers to framing, sniffing and scripts', async () => {
    const { headers } = await app.inject('/v1/returns')
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  })

  test('keeps secrets out of its diary and the request id in it', async () => {
    const lines: string[] = []
    const destination = new Writable({ write: (line, _encoding, done) => done(void lines.push(String(line))) })
    const logger = createLogger({ destination })
    const logged = await createApp({ logger })
    await openDoor(logged)
    const headers = { authorization: 'Bearer swordfish', 'x-request-id': 'mine-2' }

    await logged.inject({ url: '/v1/returns?limit=1&signature=swordfish&access_token=swordfish', headers })
    await logged.inject('/v1/orders/maja%40example.com/bh_swordfish-swordfish-swordfish-swordfish?q=maja@example.com')
    logger.error({ err: new Error('Key (email)=(maja@example.com) already exists') }, 'bh_swordfish-swordfish')
    logger.error('postgres://backhaul:swordfish@db.example.com/backhaul does not answer')
    logger.warn({ headers, password: 'swordfish', shop: { api_key: 'swordfish' } }, 'logged by mistake')
    await logged.close()

    expect(lines.filter(line => line.includes('"request_id":"mine-2"')).map(line => JSON.parse(line))).toEqual([
      expect.objectContaining({
        method: 'GET',
        route: '/v1/returns',
        path: '/v1/returns',
        status: 400,
        msg: 'request',
      }),
    ])
    expect(lines[1]).toContain('"route":"unknown","path":"/v1/orders/[hidden]/[hidden]"')
    expect(lines.join('')).not.toMatch(/swordfish|maja/)
  })
})

describe('a connection', () => {
  async function listen(options = {}): Promise<number> {
    await app.close()
    app = await createApp({ bodyLimitBytes: 50_000, ...options })
    await openDoor(app)
    await app.listen({ host: '127.0.0.1', port: 0 })
    return (app.server.address() as AddressInfo).port
  }

  /** Say something raw and hear everything until the other side hangs up. */
  async function talk(port: number, ...words: string[]): Promise<{ status: number; body: Record<string, unknown> }> {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.setEncoding('utf8').on('data', chunk => {
      heard += chunk
    })
    socket.on('error', () => {})
    for (const word of words) socket.write(word)
    await once(socket, 'close')
    return { status: Number(heard.slice(9, 12)), body: JSON.parse(heard.slice(heard.indexOf('\r\n\r\n') + 4)) }
  }

  test('that does not speak HTTP is told so', async () => {
    const { status, body } = await talk(await listen(), 'HELLO THERE\r\n\r\n')
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'malformed_http', request_id: expect.any(String) })
  })

  test('with headers without end is told so', async () => {
    const { status, body } = await talk(
      await listen(),
      'GET / HTTP/1.1\r\nHost: a\r\nX-Long: ',
      'x'.repeat(40_000),
      '\r\n\r\n',
    )
    expect([status, body.code]).toEqual([431, 'headers_too_large'])
  })

  test('whose body stops coming is let go', async () => {
    const port = await listen({ requestTimeoutMs: 200 })
    const head = 'POST /v1/returns HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n'
    const { status, body } = await talk(port, head, '{"order_id":')
    expect([status, body.code]).toEqual([408, 'request_timed_out'])
  })

  test('whose body turns out too large, though its length was not told, is cut', async () => {
    const port = await listen()
    const head =
      'POST /v1/returns HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n'
    const { status, body } = await talk(port, head, `10000\r\n${'x'.repeat(0x10000)}\r\n`, '0\r\n\r\n')
    expect([status, body.code]).toEqual([413, 'body_too_large'])
  })

  test('in the middle of a request is answered before the building closes', async () => {
    await app.close()
    app = await createApp()
    let finish = () => {}
    const arrived = new Promise<void>(resolve => {
      app.get('/slow', async () => {
        resolve()
        await new Promise<void>(done => {
          finish = done
        })
        return { done: true }
      })
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const answer = fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/slow`)
    await arrived

    const closed = app.close()
    finish()

    expect(await (await answer).json()).toEqual({ done: true })
    await closed
  })
})
