import Type from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type App, createApp } from './app.ts'
import { acceptUploads, readUpload } from './multipart.ts'
import { describeApi } from './openapi.ts'
import { limitRates } from './rate-limit.ts'
import { showReference } from './reference-page.ts'
import { exactly, ref } from './schema.ts'

const Money = Type.Object({ amount_minor: Type.Integer(), currency: Type.String() }, { $id: 'Money' })
const Return = Type.Object({ id: Type.String(), total: ref(Money), fee: Type.Optional(ref(Money)) }, { $id: 'Return' })

let app: App

beforeEach(async () => {
  app = await createApp()
})

afterEach(() => app.close())

describe('the reference', () => {
  beforeEach(async () => {
    await describeApi(app, { title: 'Backhaul', version: '1', description: 'Returns.' }, [Money, Return])
    showReference(app, 'Backhaul <reference>')
    const schema = { body: exactly({ total: ref(Money) }), response: { 200: ref(Return) } }
    app.post('/v1/returns', { schema }, async ({ body }) => ({ id: 'r-1', total: body.total, secret: 'hidden' }))
    app.get('/v1/returns/:id', { schema: { response: { 200: ref(Return) } } }, async () => ({
      id: 'r-1',
      total: { amount_minor: 1, currency: 'EUR' },
    }))
  })

  test('names every shared schema once and points to it', async () => {
    const document = (await app.inject('/openapi.json')).json()

    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.components.schemas).sort()).toEqual(['FieldError', 'Money', 'Problem', 'Return'])
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' })
    expect(Object.keys(document.paths)).toEqual(['/v1/returns', '/v1/returns/{id}'])
    const answer = document.paths['/v1/returns'].post.responses['200'].content['application/json'].schema
    expect(answer).toEqual({ $ref: '#/components/schemas/Return' })
    expect(document.components.schemas.Return.properties.total).toEqual({ $ref: '#/components/schemas/Money' })
  })

  test('is made of the schemas that validate and filter', async () => {
    const good = { total: { amount_minor: 2146, currency: 'EUR' } }
    const reply = await app.inject({ method: 'POST', url: '/v1/returns', payload: good })
    expect(reply.json()).toEqual({ id: 'r-1', ...good })

    const bad = await app.inject({ method: 'POST', url: '/v1/returns', payload: { total: { amount_minor: 'x' } } })
    expect(bad.json().errors).toMatchObject([
      { path: 'total.currency', code: 'required' },
      { path: 'total.amount_minor', code: 'wrong_type' },
    ])
  })

  test('is a page that asks nobody else for anything', async () => {
    const page = await app.inject('/docs')
    const sources = [...page.body.matchAll(/(?:src|href)="(?!data:,")([^"]*)"/g)].map(([, source]) => source)

    expect(page.statusCode).toBe(200)
    expect(sources).toEqual(['/openapi.json', '/docs/reference.js', '/docs/start.js'])
    expect(page.body).not.toMatch(/https?:|<script>|<reference>/)
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    expect(page.headers['content-security-policy']).toContain("connect-src 'self';")
    for (const source of sources) expect((await app.inject(source!)).statusCode).toBe(200)
  })

  test('has its script at hand, packed, and sends it once', async () => {
    const script = await app.inject('/docs/reference.js')
    expect(script.headers).toMatchObject({ 'content-encoding': 'gzip', etag: expect.any(String) })
    expect(script.rawPayload.length).toBeGreaterThan(100_000)

    const again = await app.inject({
      url: '/docs/reference.js',
      headers: { 'if-none-match': script.headers.etag as string },
    })
    expect(again.statusCode).toBe(304)
  })
})

describe('the rate', () => {
  const rates = {
    perAddress: { max: 3, windowMs: 60_000 },
    perKey: {
      max: 1,
      windowMs: 60_000,
      keyOf: (request: { headers: Record<string, unknown> }) => request.headers['x-key'] as string | undefined,
    },
  }

  async function openDoor(limits: typeof rates | 'off'): Promise<void> {
    await limitRates(app, limits)
    app.get('/v1/returns', async () => [])
    app.get('/healthz', { config: { rateLimit: false } }, async () => 'ok')
    app.get('/sign-in', { config: { rateLimit: { max: 1, timeWindow: 60_000 } } }, async () => 'in')
  }

  const ask = (url: string, headers = {}) => app.inject({ url, headers })

  test('per address holds, and says how long to wait', async () => {
    await openDoor(rates)
    for (const remaining of ['2', '1', '0']) {
      const { statusCode, headers } = await ask('/v1/returns')
      expect([statusCode, headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual([200, '3', remaining])
    }

    const refused = await ask('/v1/returns')

    expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited', request_id: expect.any(String) })
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  })

  test('per key holds for each key by itself', async () => {
    await openDoor(rates)
    expect((await ask('/v1/returns', { 'x-key': 'a' })).statusCode).toBe(200)
    const refused = await ask('/v1/returns', { 'x-key': 'a' })
    expect(refused.json()).toMatchObject({ code: 'rate_limited' })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('/v1/returns', { 'x-key': 'b' })).statusCode).toBe(200)
  })

  test('may be another for a route, or none', async () => {
    await openDoor(rates)
    expect((await ask('/sign-in')).statusCode).toBe(200)
    expect((await ask('/sign-in')).statusCode).toBe(429)
    for (let times = 0; times < 10; times++) expect((await ask('/healthz', { 'x-key': 'a' })).statusCode).toBe(200)
  })

  test('can be switched off', async () => {
    await openDoor('off')
    for (let times = 0; times < 10; times++) expect((await ask('/sign-in')).statusCode).toBe(200)
  })
})

describe('a form with a file', () => {
  beforeEach(async () => {
    await acceptUploads(app, { maxFileBytes: 1_000 })
    app.post('/photos', async request => {
      const { file, fields } = await readUpload(request)
      return { bytes: file.bytes.toString(), name: file.name, claimed: file.claimedType, fields }
    })
  })

  const send = (form: FormData) => app.inject({ method: 'POST', url: '/photos', payload: form })
  const photo = (text = 'a picture', type = 'image/jpeg') => new Blob([text], { type })

  function form(...entries: [string, string | Blob, string?][]): FormData {
    const filled = new FormData()
    for (const [name, value, filename] of entries)
      if (typeof value === 'string') filled.append(name, value)
      else filled.append(name, value, filename)
    return filled
  }

  test('is read whole', async () => {
    const reply = await send(form(['kind', 'damage'], ['file', photo(), 'C:\\pictures\\shirt.jpg'], ['__note', 'torn']))
    expect(reply.json()).toEqual({
      bytes: 'a picture',
      name: 'shirt.jpg',
      claimed: 'image/jpeg',
      fields: { kind: 'damage', __note: 'torn' },
    })
  })

  test.each([
    ['no file', form(['kind', 'damage']), 'file', 'required'],
    ['its file under another name', form(['photo', photo(), 'a.jpg']), 'photo', 'unknown_field'],
    ['NUL in a field', form(['kind', 'a\0b'], ['file', photo(), 'a.jpg']), 'kind', 'invalid_text'],
    ['a field too long', form(['kind', 'a'.repeat(20_000)], ['file', photo(), 'a.jpg']), 'kind', 'too_long'],
  ])('with %s is corrected', async (_, filled, path, code) => {
    const reply = await send(filled)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toMatchObject([{ in: 'body', path, code }])
  })

  test.each([
    ['a file too large', form(['file', photo('x'.repeat(1_001)), 'a.jpg'])],
    ['two files', form(['file', photo(), 'a.jpg'], ['file', photo(), 'b.jpg'])],
  ])('with %s is too large', async (_, filled) => {
    expect((await send(filled)).json()).toMatchObject({ status: 413, detail: expect.stringMatching(/\.$/) })
  })

  test('that is none is not read', async () => {
    const reply = await app.inject({ method: 'POST', url: '/photos', payload: { file: 'x' } })
    expect(reply.json()).toMatchObject({ status: 415, code: 'unsupported_media_type' })
  })

  test('that breaks off is a bad request', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' }
    const payload = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nhalf'
    const reply = await app.inject({ method: 'POST', url: '/photos', headers, payload })
    expect(reply.json()).toMatchObject({ status: 400 })
  })
})
