import { describe, expect, test } from 'vitest'
import { createEndpoint } from '../../desk/endpoints.ts'
import { openShopline, secretOf } from './testing.ts'
import { TOPIC_NAMES } from './topics.ts'

const kit = await openShopline()
const { get, post, call, golden } = kit
const theirs = secretOf(kit.strangers.shopline).access_token

const subscribe = (more: object = {}, asking = {}) =>
  post(
    'webhooks.json',
    {
      webhook: { address: 'https://app.example.com/hooks', api_version: 'v20260301', topic: 'return/create', ...more },
    },
    asking,
  )

describe('subscriptions', () => {
  test('are made, found, counted, changed and dropped', async () => {
    const made = await subscribe()
    expect(made.reply.status, made.reply.body).toBe(200)
    const { id } = made.json.webhook
    await golden('webhook-subscribe', made)
    await golden('webhook-list', await get('webhooks.json'))
    await golden('webhook-count', await get('webhooks/count.json'))
    await golden('webhook-one', await get(`${id}/webhooks.json`))
    const body = { webhook: { address: 'https://app.example.com/other' } }
    await golden('webhook-change', await call('PUT', `${id}/webhooks.json`, { body }))
    expect((await get(`${id}/webhooks.json`, { token: theirs })).reply.status).toBe(404)
    expect((await call('DELETE', `${id}/webhooks.json`, { token: theirs })).reply.status).toBe(404)
    await golden('webhook-unsubscribe', await call('DELETE', `${id}/webhooks.json`))
    await golden('webhook-unknown', await get('13814/webhooks.json'))
    expect((await get('webhooks/count.json')).json).toEqual({ count: 0 })
  })

  // conforms: enum WebhookTopic
  test.each(TOPIC_NAMES)('for %s say that topic again', async topic => {
    const made = await subscribe({ topic })
    expect(made.json.webhook).toMatchObject({
      topic,
      api_version: 'v20260301',
      address: 'https://app.example.com/hooks',
    })
    expect(Number.isSafeInteger(made.json.webhook.id)).toBe(true)
    const found = await get(`${made.json.webhook.id}/webhooks.json`)
    expect(found.json).toEqual(made.json)
  })

  test('take the version of the call where none is named', async () => {
    const made = await subscribe({ api_version: undefined }, { version: 'v20260601' })
    expect(made.json.webhook.api_version).toBe('v20260601')
  })

  const refusals: [name: string, status: number, webhook: unknown][] = [
    ['topic-unknown', 422, { address: 'https://app.example.com', topic: 'returns/create' }],
    ['address-missing', 422, { topic: 'return/create' }],
    ['address-too-long', 422, { address: `https://app.example.com/${'x'.repeat(255)}`, topic: 'return/create' }],
    ['address-malformed', 422, { address: 'ftp://app.example.com', topic: 'return/create' }],
    ['version-too-old', 422, { address: 'https://app.example.com', topic: 'return/create', api_version: 'v20230101' }],
    ['wrong-type', 400, { address: 7, topic: 'return/create' }],
    ['webhook-missing', 422, undefined],
  ]
  test.each(refusals)('%s is %i', async (name, status, webhook) => {
    const before = (await get('webhooks/count.json')).json
    const exchange = await post('webhooks.json', { webhook })
    expect(exchange.reply.status).toBe(status)
    await golden(`webhook-${name}`, exchange)
    expect((await get('webhooks/count.json')).json).toEqual(before)
  })

  test('of other stores and in other languages are not among them', async () => {
    const mine = (await get('webhooks/count.json')).json.count
    await createEndpoint(kit.desk, kit.as('owner'), { name: 'Ours', url: 'https://us.example.com', format: 'native' })
    await subscribe({}, { token: theirs })
    expect((await get('webhooks/count.json')).json.count).toBe(mine)
    expect((await get('webhooks.json', { token: theirs })).json.webhooks).toHaveLength(1)
  })
})
