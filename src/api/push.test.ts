import { describe, expect, test } from 'vitest'
import { openApiKit } from '../../test/kit/api.ts'
import type { Endpoint, News } from '../core/push.ts'
import { refused } from '../core/refusal.ts'
import { createEndpoint } from '../desk/endpoints.ts'
import { findOne, history } from '../desk/look.ts'
import { FieldError, Problem } from '../http/problem.ts'
import { buildValidator } from '../http/validation.ts'
import { nativeTelling } from './push.ts'
import { COMPONENTS } from './wire/components.ts'
import { WebhookMessage, WebhookTrial } from './wire/webhooks.ts'

const kit = await openApiKit()
const { desk } = kit
const telling = nativeTelling(desk, '1.2.3')
const made = await createEndpoint(desk, kit.as('owner'), { name: 'ERP', url: 'https://erp.example/hooks' })
if (refused(made)) throw new Error(made.code)
const endpoint: Endpoint = made.endpoint
const to = { endpoint, at: kit.clock.now, attempt: 1 }

const check = buildValidator(
  Object.fromEntries([FieldError, Problem, ...COMPONENTS].map(schema => [(schema as { $id?: string }).$id, schema])),
)
const misfits = (schema: object, value: unknown) =>
  (check({ schema, httpPart: 'body' } as never)(value) as { error?: { parts: unknown } }).error?.parts

/** A shirt with a photo, filed and approved. */
async function approved(): Promise<News> {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  const photo = await kit.ok('shopper', 'POST', `/v1/shops/${kit.shop.id}/files`, pixel, {
    'content-type': 'image/png',
  })
  const ret = await kit.file(await kit.order(), 1)
  await kit.act(ret, { verb: 'attach', item: ret.items[0]?.id as never, media: [photo.id] }, 'shopper')
  await kit.act(ret, { verb: 'approve' })
  const seen = await findOne(desk, kit.as('owner'), ret.id)
  const log = await history(desk, kit.as('owner'), ret.id)
  if (refused(seen) || refused(log)) throw new Error('The return is gone.')
  const event = log.find(({ type }) => type === 'request.approved') as News['event']
  return { ...seen, event, word: null, events: [event], before: null }
}

describe('a message', () => {
  test('says the event as the log does, and the return as an owner reads it', async () => {
    const news = await approved()
    const message = telling.write(news, to)
    const said = JSON.parse(message?.body ?? '')
    const { data } = await kit.ok('owner', 'GET', `/v1/returns/${news.ret.id}/events`)
    const { return: ret, ...event } = said
    expect(event).toEqual(data.find(({ type }: { type: string }) => type === 'request.approved'))
    expect(ret).toEqual(await kit.ok('owner', 'GET', `/v1/returns/${news.ret.id}`))
    expect(Object.keys(said).slice(0, 4)).toEqual(['id', 'type', 'at', 'sequence'])
    expect(misfits(WebhookMessage, said)).toBeUndefined()
    expect(message?.headers).toEqual({ 'content-type': 'application/json', 'user-agent': 'Backhaul/1.2.3' })
  })

  test('has links that open its photos for a day from when it was written', async () => {
    const news = await approved()
    kit.clock.forward(72)
    const { return: ret } = JSON.parse(telling.write(news, to)?.body ?? '')
    const [photo] = ret.items[0].media
    expect((await kit.app.inject(photo.url)).statusCode).toBe(200)
    kit.clock.forward(26)
    expect((await kit.app.inject(photo.url)).statusCode).toBe(403)
  })

  test('to try an endpoint out says that it is one', () => {
    const message = telling.trial({ ...to, id: kit.shop.id, shop: null })
    const said = JSON.parse(message?.body ?? '')
    expect(said).toEqual({
      id: kit.shop.id,
      type: 'webhook.trial',
      at: to.at,
      endpoint_id: endpoint.id,
      name: 'ERP',
    })
    expect(misfits(WebhookTrial, said)).toBeUndefined()
  })
})
