/** Requests as the platform's own software development kit signs and sends them, over real HTTP. */
import { generateKeyPairSync } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Authentication, AuthType } from '@aftership/tracking-sdk/dist/lib/authentication.js'
import { Request } from '@aftership/tracking-sdk/dist/lib/request.js'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Return } from '../../src/core/return/return.ts'
import { instantOf } from '../../src/core/time.ts'
import type { Secret } from '../../src/dialects/aftership/client.ts'
import { openDialectKit } from '../kit/dialect.ts'

const kit = await openDialectKit()
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const hmac = kit.clients.aftership.secret as Secret
const rsa = (await kit.client('aftership', { rsa_public_key: publicKey, mode: 'rsa' })).secret as Secret

const FILED_AT = kit.clock.now
let base = ''
beforeAll(async () => {
  await kit.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(kit.app.server.address() as AddressInfo).port}`
})

/** Filed while it could be, and read by the machine's clock, which the kit signs with. */
async function filedNow(): Promise<Return> {
  kit.clock.now = FILED_AT
  const ret = await kit.file(await kit.order())
  kit.clock.now = instantOf(Date.now())
  return ret
}

const MODES = [
  ['HMAC', AuthType.AES, () => ({ key: hmac.api_key, secret: hmac.hmac_secret })],
  ['RSA', AuthType.RSA, () => ({ key: rsa.api_key, secret: privateKey })],
] as const

describe.each(MODES)('a request signed with %s', (_name, authType, keys) => {
  const client = (domain: string) =>
    new Request({
      auth_type: authType,
      api_key: keys().key,
      api_secret: keys().secret,
      domain,
      max_retry: 0,
      timeout: 10_000,
    })

  test('reads the list, with parameters of every kind', async () => {
    kit.clock.now = instantOf(Date.now())
    for (const domain of [base, `${base}/aftership`]) {
      const answer: any = await client(domain).makeRequest({
        url: '/returns/2025-07/returns',
        method: 'GET',
        query: { limit: 5, order_name: '#10 01 (a)*', customer_email: 'a+b@example.com', page: 1 },
      })
      expect(answer.data ?? answer).toMatchObject({ returns: [], pagination: { limit: 5 } })
    }
  })

  test('changes a return', async () => {
    const ret = await filedNow()
    const url = `/returns/2025-07/returns/rma/${ret.number}`
    await client(base).makeRequest({
      url: `${url}/reject`,
      method: 'POST',
      body: { reject_reason: 'Außerhalb der Frist – „zu spät“', notify_customer: true },
    })
    const answer: any = await client(base).makeRequest({ url, method: 'GET' })
    expect(answer.data ?? answer).toMatchObject({
      approval_status: 'rejected',
      reject_reason: 'Außerhalb der Frist – „zu spät“',
    })
  })

  /** The signer by itself, so that what is sent can differ from what was signed. */
  function signed(url: string, body: object, date: string, secret = keys().secret): Record<string, string> {
    const headers = { 'as-api-key': keys().key }
    const signature = Authentication.sign({
      url,
      method: 'POST',
      body: JSON.stringify(body),
      content_type: 'application/json',
      date,
      headers,
      private_key: secret,
      auth_type: authType,
    })
    const name = authType === AuthType.AES ? 'as-signature-hmac-sha256' : 'as-signature-rsa-sha256'
    return { ...headers, [name]: signature, date, 'content-type': 'application/json' }
  }

  const post = (url: string, body: object, headers: Record<string, string>) =>
    fetch(base + url, { method: 'POST', headers, body: JSON.stringify(body) })

  test('is refused when it was tampered with or is stale, and changes nothing', async () => {
    const ret = await filedNow()
    const url = `/returns/2025-07/returns/rma/${ret.number}/reject`
    const body = { reject_reason: 'Out of window' }
    const now = Date.now()
    const date = new Date(now).toUTCString()
    const stale = new Date(now - 4 * 60_000).toUTCString()
    const early = new Date(now + 4 * 60_000).toUTCString()
    const attempts = [
      post(url, { reject_reason: 'Something else' }, signed(url, body, date)),
      post(url.replace('reject', 'approve'), body, signed(url, body, date)),
      post(url, body, { ...signed(url, body, date), 'as-store-id': '7' }),
      post(url, body, signed(url, body, stale)),
      post(url, body, signed(url, body, early)),
      post(url, body, { ...signed(url, body, stale), date }),
    ]
    const answers = await Promise.all(attempts)
    expect(answers.map(({ status }) => status)).toEqual(attempts.map(() => 401))
    const seen = await kit.send({ url: url.replace('/reject', ''), headers: { 'as-api-key': hmac.api_key } })
    expect(seen.json.data.approval_status).toBe('submitted')
    const accepted = await post(url, body, signed(url, body, date))
    expect(accepted.status).toBe(200)
  })
})
