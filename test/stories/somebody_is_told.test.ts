/** From an act to a receiver and back: an endpoint made over the API, a receiver that is down for a while, a new secret, a replay. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { afterAll, expect, test } from 'vitest'
import { nativeTelling } from '../../src/api/push.ts'
import { signingSecrets } from '../../src/desk/signing-secrets.ts'
import { standardWebhooks } from '../../src/webhooks/standard.ts'
import { openApiKit } from '../kit/api.ts'
import { openTellingKit } from '../kit/telling.ts'

const kit = await openApiKit()
const { ok, clock, desk } = kit
const { rounds } = openTellingKit(kit, {
  formats: { native: { ...standardWebhooks, ...nativeTelling(desk, '1.2.3') } },
  secretsOf: (org, id, sealed) => signingSecrets(desk, org, id, sealed),
})

type Heard = { headers: Record<string, string>; body: string }

const heard: Heard[] = []
let refusals = 0
async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  heard.push({ headers: request.headers as Record<string, string>, body })
  response.writeHead(refusals-- > 0 ? 500 : 204).end()
}
const receiver = createServer((request, response) => void hear(request, response)).listen(0, '127.0.0.1')
await once(receiver, 'listening')
afterAll(() => void receiver.close())

const SECOND = 1 / 3600

/** What came since it was last asked. The receiver’s library looks at the real clock, so the age of a message is not for it to judge here. */
function take(...secrets: string[]): any[] {
  return heard.splice(0).map(({ headers, body }) => {
    const at = new Date(Number(headers['webhook-timestamp']) * 1000)
    const right = secrets.map(secret => new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body))
    expect(headers['webhook-signature']?.split(' ')).toEqual(right)
    return JSON.parse(body)
  })
}

test('somebody is told, is down, is told again, changes the secret and has a day replayed', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`
  const { id, secret } = await ok('owner', 'POST', '/v1/webhooks', { name: 'ERP', url })
  const endpoint = `/v1/webhooks/${id}`

  const trial = await ok('owner', 'POST', `${endpoint}/trial`)
  await rounds()
  expect(take(secret)).toEqual([
    { id: trial.event_id, type: 'webhook.trial', at: clock.now, endpoint_id: id, name: 'ERP' },
  ])
  expect(await ok('agent', 'GET', `${endpoint}/deliveries/${trial.id}`)).toMatchObject({
    state: 'done',
    log: [{ attempt: 1, status: 204, error: null }],
  })

  const since = clock.now
  const ret = await kit.file(await kit.order(), 1)
  const approved = await ok('agent', 'POST', `/v1/returns/${ret.id}/approve`)
  await rounds()
  const told = take(secret)
  const { data: log } = await ok('owner', 'GET', `/v1/returns/${ret.id}/events`)
  expect(told.map(({ return: _, ...event }) => event)).toEqual(log)
  expect(told.map(message => message.return.version)).toEqual(log.map((event: any) => event.sequence))
  expect(told.at(-1).return).toEqual(await ok('owner', 'GET', `/v1/returns/${ret.id}`))
  expect(told.at(-1).return.version).toBe(approved.version)

  refusals = 2
  await ok('agent', 'POST', `/v1/returns/${ret.id}/note`, { note: 'Maja called.' })
  await ok('agent', 'POST', `/v1/returns/${ret.id}/note`, { note: 'Maja called again.' })
  await rounds()
  clock.forward(6 * SECOND)
  await rounds()
  expect(take(secret).map(message => message.changed.note)).toEqual(['Maja called.', 'Maja called.'])
  expect(await ok('agent', 'GET', endpoint)).toMatchObject({ failures: 2, failing_since: expect.any(String) })
  const { data: waiting } = await ok('agent', 'GET', `${endpoint}/deliveries?state=waiting&return=${ret.id}`)
  expect(waiting.map((delivery: any) => delivery.attempts)).toEqual([0, 2])

  // The later one is asked for at once; what must go before it goes as well.
  await ok('owner', 'POST', `${endpoint}/deliveries/${waiting[0].id}/retry`)
  await rounds()
  expect(take(secret).map(message => message.changed.note)).toEqual(['Maja called.', 'Maja called again.'])
  expect(await ok('agent', 'GET', endpoint)).toMatchObject({ failures: 0, failing_since: null })
  expect(
    (await ok('agent', 'GET', `${endpoint}/deliveries/${waiting[1].id}`)).log.map((attempt: any) => attempt.status),
  ).toEqual([500, 500, 204])

  const { secret: newer } = await ok('owner', 'POST', `${endpoint}/rotate`, { grace_hours: 1 })
  clock.forward(0.5)
  expect(await ok('owner', 'POST', `${endpoint}/replay`, { since, types: ['note.*', 'request.*'] })).toMatchObject({
    queued: 3,
  })
  await rounds()
  expect(take(newer, secret).map(({ type, id: event }) => [type, event])).toEqual([
    ['request.approved', log.find((event: any) => event.type === 'request.approved').id],
    ['note.written', waiting[1].event_id],
    ['note.written', waiting[0].event_id],
  ])

  await ok('owner', 'POST', `${endpoint}/switch_off`, { why: 'Moving.' })
  const left = clock.now
  await ok('agent', 'POST', `/v1/returns/${ret.id}/note`, { note: 'Nobody hears this.' })
  await rounds()
  clock.forward(1)
  await ok('owner', 'POST', `${endpoint}/switch_on`)
  await rounds()
  expect(heard).toEqual([])
  await ok('owner', 'POST', `${endpoint}/replay`, { since: left })
  await rounds()
  expect(take(newer).map(message => message.changed.note)).toEqual(['Nobody hears this.'])
})
