import { describe, expect, test } from 'vitest'
import { createApp } from '../../http/app.ts'
import { speakErrors } from './gateway.ts'
import { openGateway } from './testing.ts'

const LIST = '/api/v2/returns/get_return_list'
const kit = await openGateway({}, { rates: 'on' })
const { call, golden } = kit
const saidBy = ({ reply, json }: Awaited<ReturnType<typeof call>>) => [reply.status, json.error, json.message]

describe('the envelope', () => {
  test('a success has an empty error, an empty message and a request id of 32 hexadecimal letters', async () => {
    const { reply, json } = await call({ path: LIST })
    expect(reply.status).toBe(200)
    expect(json).toMatchObject({ error: '', message: '' })
    expect(json.request_id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a request id in another shape is folded into that of the platform, always the same', async () => {
    const named = () => call({ path: LIST, headers: { 'x-request-id': 'order-42' } })
    const [one, other] = [await named(), await named()]
    expect(one.json.request_id).toMatch(/^[0-9a-f]{32}$/)
    expect(one.json.request_id).toBe(other.json.request_id)
  })

  test('a content type on a call without a body is no trouble', async () => {
    const { json } = await call({ path: LIST, headers: { 'content-type': 'application/json' } })
    expect(json.error).toBe('')
  })
})

describe('common parameters', () => {
  // conforms: error error_param
  test.each([
    ['no-partner', { partner_id: null }, 'There is no partner_id in query.'],
    ['no-partner', { partner_id: '' }, 'There is no partner_id in query.'],
    [
      'partner-no-integer',
      { partner_id: 'abc' },
      'Partner_id is invalid, should be an integer between 0 and 4294967295.',
    ],
    [
      'partner-too-high',
      { partner_id: '4294967296' },
      'Partner_id is invalid, should be an integer between 0 and 4294967295.',
    ],
    ['no-timestamp', { timestamp: null }, 'no timestamp.'],
    [
      'timestamp-no-integer',
      { timestamp: '-5' },
      'Timestamp is invalid, should be an integer between 0 and 4294967295.',
    ],
    ['no-sign', { sign: null }, 'There is no sign in query.'],
  ])('%s is told before anybody is looked for (%o)', async (name, spoilt, message) => {
    const answered = await call({ path: LIST, spoilt })
    expect(saidBy(answered)).toEqual([400, 'error_param', message])
    if (Object.values(spoilt)[0] !== '') await golden(`gateway-${name}`, answered)
  })

  test.each([
    ['no-access-token', '', '777', 'There is no access_token in query.'],
    ['no-shop', 'token', '', 'There is no shop_id in query.'],
    ['shop-no-integer', 'token', 'x', 'shop_id is invalid, should be an integer between 0 and 4294967295.'],
  ])('%s is told once the signature held', async (name, access_token, shop_id, message) => {
    const keys = { ...kit.keys, access_token, shop_id: shop_id as never }
    const answered = await call({ path: LIST, keys })
    expect(saidBy(answered)).toEqual([400, 'error_param', message])
    await golden(`gateway-${name}`, answered)
  })

  test('a call may be five minutes old or ahead of us, and no more', async () => {
    for (const late of [300, -300]) expect((await call({ path: LIST, late })).json.error).toBe('')
    for (const late of [301, -301])
      expect(saidBy(await call({ path: LIST, late }))).toEqual([400, 'error_param', 'Timestamp is expired.'])
    await golden('gateway-timestamp-expired', await call({ path: LIST, late: 301 }))
  })

  test('the order of the checks is partner, time, signature, token', async () => {
    const wrong = { partner_id: '1', timestamp: '1', sign: '00', access_token: 'x' }
    expect((await call({ path: LIST, spoilt: wrong })).json.message).toBe('Timestamp is expired.')
    const { timestamp: _, ...fresh } = wrong
    expect((await call({ path: LIST, spoilt: fresh })).json.error).toBe('invalid_partner_id')
    const { partner_id: __, ...known } = fresh
    expect((await call({ path: LIST, spoilt: known })).json.error).toBe('error_sign')
  })
})

describe('who is let in', () => {
  // conforms: error error_sign
  // conforms: error invalid_partner_id
  // conforms: error invalid_acceess_token
  // conforms: error partner_shop_no_link
  test('a wrong signature is refused', async () => {
    const answered = await call({ path: LIST, spoilt: { sign: 'f'.repeat(64) } })
    expect(saidBy(answered)).toEqual([403, 'error_sign', 'Wrong sign.'])
    await golden('gateway-wrong-sign', answered)
  })

  test('a partner nobody knows is refused', async () => {
    const answered = await call({ path: LIST, keys: { ...kit.keys, partner_id: 5 } })
    expect(saidBy(answered)).toEqual([403, 'invalid_partner_id', 'Invalid partner_id, please have a check.'])
    await golden('gateway-unknown-partner', answered)
  })

  test('a token that opens nothing is refused with the word that makes clients renew it', async () => {
    const keys = { ...kit.keys, access_token: '0'.repeat(32) }
    const answered = await call({ path: LIST, keys })
    expect(saidBy(answered)).toEqual([403, 'invalid_acceess_token', 'Invalid access_token, please have a check.'])
    await golden('gateway-wrong-token', answered)
  })

  test('a good token with another shop is no pair, and another partner’s token is no token', async () => {
    const answered = await call({ path: LIST, keys: { ...kit.keys, shop_id: 888 } })
    expect(saidBy(answered)).toEqual([
      403,
      'partner_shop_no_link',
      'Invalid partner_id or shop_id, please have a check.',
    ])
    await golden('gateway-no-pair', answered)
    const stolen = { ...kit.keys, access_token: kit.others.access_token }
    expect((await call({ path: LIST, keys: stolen })).json.error).toBe('invalid_acceess_token')
  })

  test('behind a prefix the whole address may be signed, or the platform’s part of it', async () => {
    expect((await call({ path: `/shopee${LIST}` })).json.error).toBe('')
    const url = new URL((await call({ path: LIST })).request.url, 'http://x')
    const behind = await kit.send({ url: `/shopee${LIST}${url.search}` })
    expect(behind.json.error).toBe('')
  })

  test('a call that names no shop may carry empty parameters, or be signed as a shop’s call', async () => {
    const path = '/api/v2/public/get_shops_by_partner'
    const empty = { access_token: '', shop_id: '', principal_id: '' }
    expect((await call({ path, open: true, query: empty })).json.error).toBe('')
    expect((await call({ path })).json.error).toBe('')
  })

  test('one partner serves two shops, each with tokens of its own', async () => {
    const { shop: second } = kit.strange
    const wish = { partner_id: 2001, partner_key: kit.keys.partner_key, shop_id: 779 }
    const { secret } = await kit.client('shopee', wish, second)
    const keys = secret as never
    expect((await call({ path: LIST, keys })).json.error).toBe('')
    const { json } = await call({ path: '/api/v2/shop/get_shop_info', keys })
    expect(json.shop_name).toBe(second.name)
  })
})

describe('what is said where no call answers', () => {
  test('an unknown address, and a known one called with another method', async () => {
    const message = 'Permission denied. This API is currently offline or the request path is incorrect.'
    for (const [method, path] of [
      ['GET', '/api/v2/returns/nothing_here'],
      ['GET', '/api/v2/nothing/at_all'],
      ['POST', LIST],
      ['GET', '/shopee/api/v2/nothing'],
    ] as const)
      expect(saidBy(await call({ method, path }))).toEqual([404, 'error_param', message])
    await golden('gateway-unknown-path', await call({ path: '/api/v2/returns/nothing_here' }))
  })

  test('bodies nobody can read are the module’s own error, and never a fault', async () => {
    const path = '/api/v2/returns/confirm'
    const sent = (body: unknown, type = 'application/json') =>
      call({ method: 'POST', path, body, headers: { 'content-type': type } })
    const broken = await sent('{"return_sn": ')
    expect(saidBy(broken).slice(0, 2)).toEqual([200, 'error_param'])
    await golden('gateway-broken-json', broken)
    for (const answered of [
      await sent('<xml/>', 'application/xml'),
      await sent('[1]'),
      await sent('"text"'),
      await sent('{"return_sn":"\\u0000"}'),
      await sent(`{"return_sn":${'['.repeat(100)}${']'.repeat(100)}}`),
      await sent(`"${'x'.repeat(2_000_000)}"`),
    ])
      expect([answered.reply.status, answered.json.error === '']).toEqual([200, false])
  })

  test('a NUL in the address is the caller’s fault', async () => {
    const { reply, json } = await call({ path: LIST, query: { status: '\0' } })
    expect([reply.status, json.error]).toEqual([200, 'error_param'])
  })
})

// conforms: error error_server
test('a fault of ours says nothing of our insides', async () => {
  const app = await createApp()
  await app.register(
    async scope => {
      speakErrors(scope)
      scope.get('/broken', () => {
        throw new Error('A password of the database')
      })
    },
    { prefix: '/api/v2' },
  )
  const { statusCode, body } = await app.inject({ url: '/api/v2/broken', headers: { 'x-request-id': '0'.repeat(32) } })
  expect([statusCode, JSON.parse(body)]).toEqual([
    500,
    { request_id: '0'.repeat(32), error: 'error_server', message: 'Something wrong. Please try later.' },
  ])
  await app.close()
})

describe('how often', () => {
  // conforms: error error_rate_limit
  test('a shop’s client may call 1200 times a minute, and is told when to come again', async () => {
    kit.clock.forward(1)
    const { request } = await call({ path: LIST, spoilt: { access_token: kit.keys.access_token } })
    for (let calls = 1; calls < 1200; calls += 100)
      await Promise.all(
        Array.from({ length: Math.min(100, 1200 - calls) }, () => kit.app.inject(`${request.url}&page_no=x`)),
      )
    const answered = await call({ path: LIST })
    expect(saidBy(answered)).toEqual([
      429,
      'error_rate_limit',
      'Too many requests. You have reached the rate limit. Please try again later.',
    ])
    expect(answered.reply.headers['retry-after']).toBe('60')
    await golden('gateway-rate-limit', answered)
    kit.clock.forward(1 / 60)
    expect((await call({ path: LIST })).json.error).toBe('')
  })
})
