import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { refused } from '../../core/refusal.ts'
import { epochMs } from '../../core/time.ts'
import { query } from '../../db/pool.ts'
import { sql } from '../../db/statement.ts'
import { newClient, type Secret } from './client.ts'
import { hmacOf, signString } from './signature.ts'
import { openAftershipKit } from './testing.ts'

const kit = await openAftershipKit()
const strict = await openAftershipKit({}, { rates: 'on' })
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }))
const withRsa = (await kit.client('aftership', { rsa_public_key: pem })).secret as Secret
const onlyHmac = (await kit.client('aftership', { mode: 'hmac' })).secret as Secret
const onlyRsa = (await kit.client('aftership', { rsa_public_key: pem, mode: 'rsa' })).secret as Secret

const dateOf = (offMs = 0) => new Date(epochMs(kit.clock.now) + offMs).toUTCString()
const BODY = '{"reject_reason":"Out of window"}'

type Signing = {
  url?: string
  path?: string
  method?: 'GET' | 'POST'
  body?: string
  date?: string
  by?: 'hmac' | 'rsa'
}

/** Headers of a signed call of this client. `path` is what is signed, where it is another than what is called. */
function signed(
  { api_key, hmac_secret }: Secret,
  { path, method = 'GET', body, date = dateOf(), by = 'hmac' }: Signing,
) {
  const headers = { 'as-api-key': api_key, date, 'content-type': 'application/json' }
  const [at = '', query = ''] = (path ?? '').split('?')
  const text = signString({
    method,
    path: at,
    query,
    headers,
    body: body === undefined ? undefined : Buffer.from(body),
  })
  if (by === 'hmac') return { ...headers, 'as-signature-hmac-sha256': hmacOf(text, hmac_secret) }
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const signature = sign('sha256', Buffer.from(text), {
    key: privateKey,
    padding,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  })
  return { ...headers, 'as-signature-rsa-sha256': signature.toString('base64') }
}

const LIST = '/returns/2025-07/returns?page=1&limit=10&approval_status=submitted'
const statusOf = async (of: Secret, signing: Signing = {}, more: Record<string, string> = {}) => {
  const { url = LIST, method = 'GET', body } = signing
  const headers = { ...signed(of, { path: url, ...signing }), ...more }
  return (await kit.send({ url, method, headers, ...(body !== undefined && { body }) })).reply.status
}

const UNAUTHORIZED = {
  meta: { code: 401, type: 'Unauthorized', message: 'The API key is invalid.', errors: [] },
  data: {},
}

describe('a key', () => {
  test.each(['as-api-key', 'aftership-api-key', 'am-api-key', 'As-Api-Key'])('opens in the header %s', async name => {
    const { reply } = await kit.send({ url: LIST, headers: { [name]: kit.secret.api_key } })
    expect(reply.status).toBe(200)
  })

  test.each(['', 'asat_unknown', 'x'.repeat(4000)])('that nobody was given opens nothing: %j', async key => {
    for (const url of [
      LIST,
      '/aftership/returns/2026-07/item-tags',
      '/returnscenter/v2/returns',
      '/returns/2025-07/nothing',
    ]) {
      const { reply, json } = await kit.send({ url, headers: { 'as-api-key': key } })
      expect(reply.status).toBe(401)
      expect(json).toEqual(UNAUTHORIZED)
    }
  })

  // conforms: error 401 The API key is invalid.
  test('is needed', async () => {
    const { json } = await kit.record('unauthorized', '/returns', { headers: { 'as-api-key': '' } })
    expect(json).toEqual(UNAUTHORIZED)
  })

  test('that was revoked opens nothing', async () => {
    const gone = await kit.client('aftership')
    await query(kit.desk.db, sql`update dialect_credentials set revoked_at = now() where name = ${gone.name}`)
    const { reply } = await kit.send({ url: LIST, headers: { 'as-api-key': String(gone.secret.api_key) } })
    expect(reply.status).toBe(401)
  })
})

describe('a signed call', () => {
  test('is taken from a client that need not sign', async () => {
    expect(await statusOf(kit.secret)).toBe(200)
    expect(await statusOf(withRsa, { by: 'rsa' })).toBe(200)
  })

  test('is taken with a body', async () => {
    const url = '/returns/2025-07/returns/rma/NOSUCH23/reject'
    expect(await statusOf(kit.secret, { url, method: 'POST', body: BODY })).toBe(404)
    expect(await statusOf(withRsa, { url, method: 'POST', body: BODY, by: 'rsa' })).toBe(404)
  })

  test('may be signed with the prefix of this door and without it', async () => {
    expect(await statusOf(kit.secret, { url: `/aftership${LIST}`, path: LIST })).toBe(200)
    expect(await statusOf(kit.secret, { url: `/aftership${LIST}`, path: `/aftership${LIST}` })).toBe(200)
  })

  test.each<[string, Signing, Record<string, string>]>([
    ['for another address', { path: LIST.replace('page=1', 'page=2') }, {}],
    ['with another method', { method: 'GET', path: LIST }, { 'as-store-id': '7' }],
    ['with another date than it was signed at', {}, { date: dateOf(1000) }],
    ['four minutes ago', { date: dateOf(-240_000) }, {}],
    ['four minutes from now', { date: dateOf(240_000) }, {}],
    ['without a date', {}, { date: '' }],
    ['with something else', {}, { 'as-signature-hmac-sha256': 'bm90aGluZw==' }],
    ['with nothing', {}, { 'as-signature-hmac-sha256': '' }],
    ['by RSA without a key for it', {}, { 'as-signature-rsa-sha256': 'bm90aGluZw==' }],
  ])('is refused when it was signed %s', async (_how, signing, more) => {
    expect(await statusOf(kit.secret, signing, more)).toBe(401)
  })

  test('is refused when its body was changed, and nothing happens', async () => {
    const ret = await kit.file(await kit.order({ externalId: 'order-1' }))
    const url = `/returns/2025-07/returns/rma/${ret.number}/reject`
    const headers = signed(kit.secret, { path: url, method: 'POST', body: BODY })
    const tampered = await kit.send({ url, method: 'POST', headers, body: BODY.replace('Out', 'Far out') })
    expect(tampered.reply.status).toBe(401)
    expect(tampered.json.meta).toMatchObject({ code: 401, type: 'Unauthorized' })
    const { json } = await kit.ask(`/returns/rma/${ret.number}`)
    expect(json.data.approval_status).toBe('submitted')
  })

  test('with the key of one client and the secret of another is refused', async () => {
    expect(await statusOf({ ...kit.secret, hmac_secret: kit.stranger.hmac_secret })).toBe(401)
  })
})

describe('a key that demands a signature', () => {
  test.each([
    ['HMAC', onlyHmac, 'hmac', 'rsa'],
    ['RSA', onlyRsa, 'rsa', 'hmac'],
  ] as const)('takes %s and nothing else', async (_name, secret, by, other) => {
    expect(await statusOf(secret, { by })).toBe(200)
    expect(await statusOf(secret, { by: other })).toBe(401)
    expect((await kit.send({ url: LIST, headers: { 'as-api-key': secret.api_key } })).reply.status).toBe(401)
  })
})

describe('more than ten calls in a second', () => {
  // conforms: error 429
  test('are refused for the organisation, whatever the address, and told when to come again', async () => {
    const call = (key: string, url = LIST) => strict.send({ url, headers: { 'as-api-key': key } })
    const another = String((await strict.client('aftership')).secret.api_key)
    const left: string[] = []
    for (let calls = 1; calls <= 10; calls++) {
      const { reply } = await call(calls % 2 ? strict.secret.api_key : another, calls % 3 ? LIST : `/aftership${LIST}`)
      expect(reply.status).toBe(200)
      left.push(reply.headers['ratelimit-remaining'] ?? '')
    }
    expect(left).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'])
    const { reply } = await strict.record('too-many-requests', '/returns')
    expect(reply.status).toBe(429)
    const resetAt = Math.ceil(epochMs(strict.clock.now) / 1000) + 1
    expect(reply.headers).toMatchObject({
      'ratelimit-limit': '10',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(resetAt),
      'retry-after': '1',
    })
    expect((await call(strict.stranger.api_key)).reply.status).toBe(200)
    strict.clock.forward(1)
    expect((await call(another)).reply.status).toBe(200)
  })

  test('are only counted where limits are off', async () => {
    const calls = await Promise.all(Array.from({ length: 15 }, () => kit.ask('/item-tags')))
    expect(calls.map(({ reply }) => reply.status)).toEqual(Array(15).fill(200))
  })
})

describe('a new client', () => {
  test('is found by the hash of its key and has every secret', () => {
    const made = newClient(kit.shop, {})
    if (refused(made)) throw new Error(made.code)
    expect(made.secret).toEqual({
      api_key: expect.stringMatching(/^asat_[0-9a-f]{32}$/),
      hmac_secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      webhook_secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      store: { platform: 'shopify', external_id: 'cool-shoe-store' },
    })
  })

  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const curve = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })
  test.each([
    ['api_key', { api_key: 'mine' }],
    ['mode', { mode: 'none' }],
    ['rsa_public_key', { mode: 'rsa' }],
    ['rsa_public_key', { rsa_public_key: 'key' }],
    ['rsa_public_key', { rsa_public_key: 7 }],
    ['rsa_public_key', { rsa_public_key: short }],
    ['rsa_public_key', { rsa_public_key: curve }],
  ])('may not choose %s in %j', (path, wish) => {
    expect(newClient(kit.shop, wish)).toMatchObject({ code: 'invalid', detail: { path } })
  })

  test('never hands in a private key', () => {
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' })
    expect(newClient(kit.shop, { rsa_public_key: text })).toMatchObject({ code: 'invalid' })
  })
})
