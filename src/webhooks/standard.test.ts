import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import type { Message, Telling } from '../core/push.ts'
import { type Instant, instantOf } from '../core/time.ts'
import { standardWebhooks } from './standard.ts'

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
const sign = (message: Message, signing: { id: string; secrets: string[]; telling: Telling }) =>
  standardWebhooks.sign(message, { ...signing, shop: null })
const body = '{"type":"payout.done","amount":"21.46 €"}'
const telling = (at: Instant): Telling => ({ at, attempt: 1, endpoint: {} as Telling['endpoint'] })
/** The library compares with the real clock. */
const now = telling(instantOf(Date.now()))

describe('a signature', () => {
  test('is accepted by the library receivers use', () => {
    const secret = newSecret()
    const headers = sign({ body, headers: {} }, { id: 'evt-1', secrets: [secret], telling: now })
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
  })

  test('is for these bytes, this id, this moment and this secret', () => {
    const secret = newSecret()
    const headers = sign({ body, headers: {} }, { id: 'evt-1', secrets: [secret], telling: now })
    const refuses = (text: string, changed: Record<string, string>, by = secret) =>
      expect(() => new Webhook(by).verify(text, { ...headers, ...changed })).toThrow()
    refuses(`${body} `, {})
    refuses(body, { 'webhook-id': 'evt-2' })
    refuses(body, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })
    refuses(body, {}, newSecret())
  })

  test('is the one of the specification’s test vector', () => {
    const headers = sign(
      { body: '{"test": 2432232314}', headers: {} },
      {
        id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
        telling: telling(instantOf(1_614_265_330_000)),
      },
    )
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  test('is made with both secrets while one takes the place of the other', () => {
    const [old, fresh] = [newSecret(), newSecret()]
    const headers = sign({ body, headers: {} }, { id: 'evt-1', secrets: [fresh, old], telling: now })
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of [old, fresh]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
  })
})

test('secrets are of 32 random bytes and never the same', () => {
  const secrets = [newSecret(), newSecret()]
  expect(new Set(secrets).size).toBe(2)
  for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64').byteLength).toBe(32)
})

test('the attempts spread over a little more than three days', () => {
  const hours = standardWebhooks.pausesMs.reduce((all, pauseMs) => all + pauseMs, 0) / 3_600_000
  expect(standardWebhooks.pausesMs).toHaveLength(9)
  expect(hours).toBeGreaterThan(72)
  expect(hours).toBeLessThan(80)
})
