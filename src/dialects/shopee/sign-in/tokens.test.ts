import { describe, expect, test } from 'vitest'
import { renewCredential } from '../../../desk/credentials.ts'
import { openGateway } from '../testing.ts'
import { CONSENT_LIFE, consented, freshToken, type Keys } from '../tokens.ts'

const kit = await openGateway()
const PAIR = { partner_id: kit.keys.partner_id, shop_id: kit.keys.shop_id }
const exchange = (body: unknown) => kit.call({ method: 'POST', path: '/api/v2/auth/token/get', open: true, body })
const refresh = (body: unknown) => kit.call({ method: 'POST', path: '/api/v2/auth/access_token/get', open: true, body })
const resend = (body: unknown) =>
  kit.call({ method: 'POST', path: '/api/v2/public/get_token_by_resend_code', open: true, body })
const list = (access_token: string) =>
  kit.call({ path: '/api/v2/returns/get_return_list', keys: { ...kit.keys, access_token } })
const said = ({ reply, json }: Awaited<ReturnType<typeof exchange>>) => [reply.status, json.error]

/** As a merchant's yes on the page of consent does. */
async function consent(): Promise<string> {
  const pair = await idOfPair()
  const keys = await renewCredential<Keys, Keys>(kit.desk, pair, known => {
    const next = consented(known, kit.desk.now())
    return { secret: next, answer: next }
  })
  return keys?.code ?? ''
}

async function idOfPair(): Promise<string> {
  const { findCredential } = await import('../../../desk/credentials.ts')
  return (await findCredential(kit.desk, 'shopee', `${PAIR.partner_id}:${PAIR.shop_id}`))?.id ?? ''
}

const secretsOf = (json: Record<string, string>) => ({
  new_access_token: json.access_token ?? '-',
  new_refresh_token: json.refresh_token ?? '-',
})

describe('auth/token/get', () => {
  // conforms: endpoint token/get
  test('the code a client was set up with brings tokens, flat beside the error, and is used up', async () => {
    const body = { ...PAIR, code: kit.keys.code }
    const answered = await exchange(body)
    await kit.golden('token-get', answered, secretsOf(answered.json))
    expect(answered.json).toMatchObject({
      error: '',
      message: '',
      expire_in: 14_400,
      shop_id_list: [777],
      merchant_id_list: [],
    })
    expect(answered.json).not.toHaveProperty('response')
    expect((await list(answered.json.access_token)).json.error).toBe('')
    const again = await exchange(body)
    expect(said(again)).toEqual([200, 'invalid_code'])
    await kit.golden('token-get-used-code', again)
  })

  test('a code of a consent lives ten minutes', async () => {
    const early = await consent()
    kit.clock.forward(0.16)
    expect(said(await exchange({ ...PAIR, code: early }))).toEqual([200, ''])
    const late = await consent()
    kit.clock.forward(0.17)
    expect(said(await exchange({ ...PAIR, code: late }))).toEqual([200, 'invalid_code'])
  })

  test('of many who bring the same code at once one gets tokens', async () => {
    const code = await consent()
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange({ ...PAIR, code })))
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', ...Array(7).fill('invalid_code')])
  })

  // conforms: error invalid_code
  // conforms: error invalid_shop_id
  // conforms: error invalid_main_acount_id
  // conforms: field token/get.main_account_id
  test('what does not fit is refused, and uses nothing up', async () => {
    const code = await consent()
    const cases: [string, object, string][] = [
      ['no-code', { ...PAIR }, 'error_param'],
      ['wrong-code', { ...PAIR, code: freshToken() }, 'invalid_code'],
      ['wrong-shop', { ...PAIR, shop_id: 5, code }, 'invalid_shop_id'],
      ['main-account', { partner_id: PAIR.partner_id, main_account_id: 5, code }, 'invalid_main_acount_id'],
      ['nobody', { partner_id: PAIR.partner_id, code }, 'error_param'],
      ['other-partner', { ...PAIR, partner_id: 2002, code }, 'error_auth'],
      ['no-partner', { shop_id: PAIR.shop_id, code }, 'error_param'],
    ]
    for (const [name, body, error] of cases) {
      const answered = await exchange(body)
      expect(said(answered), name).toEqual([200, error])
      if (name !== 'wrong-code') await kit.golden(`token-get-${name}`, answered, { fresh_code: code })
    }
    for (const body of [{ ...PAIR, code: 5 }, { ...PAIR, code: [code] }, [], 'text', undefined])
      expect((await exchange(body)).json.error).toBe('error_param')
    expect(said(await exchange({ ...PAIR, code }))).toEqual([200, ''])
  })

  test('a resend code says itself which shop it is about', async () => {
    // conforms: endpoint get_token_by_resend_code
    const code = await consent()
    const answered = await resend({ resend_code: code })
    await kit.golden('get-token-by-resend-code', answered, { ...secretsOf(answered.json), fresh_code: code })
    expect(answered.json).toMatchObject({ error: '', shop_id_list: [777] })
    const again = await resend({ resend_code: code })
    expect(said(again)).toEqual([200, 'invalid_code'])
    expect(said(await resend({}))).toEqual([200, 'error_param'])
  })
})

describe('auth/access_token/get', () => {
  // conforms: endpoint access_token/get
  // conforms: error error_shop_refresh_token
  test('a refresh token brings the next pair once; the old access token opens until its own end', async () => {
    const before = await kit.kept()
    const body = { ...PAIR, refresh_token: before.refresh_token }
    const answered = await refresh(body)
    const secrets = { ...secretsOf(answered.json), old_refresh_token: before.refresh_token }
    await kit.golden('access-token-get', answered, secrets)
    expect(answered.json).toMatchObject({ error: '', partner_id: 2001, shop_id: 777, expire_in: 14_400 })
    const again = await refresh(body)
    expect(said(again)).toEqual([200, 'error_shop_refresh_token'])
    await kit.golden('access-token-get-used', again, secrets)
    kit.clock.forward(3.9)
    expect((await list(before.access_token)).json.error).toBe('')
    expect((await list(answered.json.access_token)).json.error).toBe('')
    kit.clock.forward(0.2)
    expect(said(await list(before.access_token))).toEqual([403, 'invalid_acceess_token'])
    expect(said(await list(answered.json.access_token))).toEqual([403, 'invalid_acceess_token'])
    await kit.golden('gateway-expired-token', await list(answered.json.access_token), secretsOf(answered.json))
    const next = await refresh({ ...PAIR, refresh_token: answered.json.refresh_token })
    expect((await list(next.json.access_token)).json.error).toBe('')
  })

  test('of many who renew at once one gets tokens', async () => {
    const { refresh_token } = await kit.kept()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh({ ...PAIR, refresh_token })))
    expect(answers.map(({ json }) => json.error).sort()).toEqual(['', ...Array(7).fill('error_shop_refresh_token')])
  })

  // conforms: error refresh_token_expired
  test('a refresh token lives thirty days', async () => {
    const { refresh_token } = await kit.kept()
    kit.clock.forward(30 * 24)
    const answered = await refresh({ ...PAIR, refresh_token })
    expect(said(answered)).toEqual([200, 'refresh_token_expired'])
    await kit.golden('access-token-get-expired', answered, { old_refresh_token: refresh_token })
    expect((await exchange({ ...PAIR, code: await consent() })).json.error).toBe('')
  })

  // conforms: error shop_access_expired
  test('a consent lasts a year, however often tokens are renewed', async () => {
    const last = { ...(await kit.kept()) }
    await renewCredential<Keys, null>(kit.desk, await idOfPair(), keys => {
      const { refresh_until: _, ...endless } = keys
      return { secret: endless, answer: null }
    })
    kit.clock.forward(CONSENT_LIFE.hours)
    const answered = await refresh({ ...PAIR, refresh_token: last.refresh_token })
    expect(said(answered)).toEqual([200, 'shop_access_expired'])
    await kit.golden('access-token-get-consent-ended', answered, { old_refresh_token: last.refresh_token })
  })

  test('what does not fit is refused', async () => {
    const { refresh_token } = await kit.kept()
    const cases: [string, object, string][] = [
      ['no-token', { ...PAIR }, 'error_param'],
      ['no-shop', { partner_id: PAIR.partner_id, refresh_token }, 'error_param'],
      ['other-shop', { ...PAIR, shop_id: 778, refresh_token }, 'error_shop_refresh_token'],
      ['other-partner', { ...PAIR, partner_id: 2002, refresh_token }, 'error_auth'],
    ]
    for (const [name, body, error] of cases) {
      const answered = await refresh(body)
      expect(said(answered), name).toEqual([200, error])
      await kit.golden(`access-token-get-${name}`, answered, { old_refresh_token: refresh_token })
    }
  })
})

describe('which shops a partner serves', () => {
  // conforms: endpoint get_shops_by_partner
  test('each linked shop, with the year of its consent', async () => {
    const path = '/api/v2/public/get_shops_by_partner'
    const answered = await kit.call({ path, open: true, query: { page_no: 1, page_size: 10 } })
    await kit.golden('get-shops-by-partner', answered)
    expect(answered.json).toMatchObject({ error: '', more: false, authed_shop_list: [{ shop_id: 777 }] })
    const beyond = await kit.call({ path, open: true, query: { page_no: 2 } })
    expect(beyond.json).toMatchObject({ authed_shop_list: [], more: false })
    for (const query of [{ page_no: 0 }, { page_size: 101 }, { page_size: 'x' }])
      expect((await kit.call({ path, open: true, query: query as never })).json.error).toBe('error_param')
  })

  // conforms: endpoint get_shop_info
  test('a shop’s client reads what the shop is', async () => {
    const code = await consent()
    const { json } = await exchange({ ...PAIR, code })
    const keys = { ...kit.keys, access_token: json.access_token }
    const answered = await kit.call({ path: '/api/v2/shop/get_shop_info', keys })
    await kit.golden('get-shop-info', answered, secretsOf(json))
    expect(answered.json).toMatchObject({ error: '', shop_name: 'Linnea', status: 'NORMAL', merchant_id: null })
  })
})
