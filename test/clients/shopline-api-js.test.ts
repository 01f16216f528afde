/** The platform's own npm package, unchanged, over TLS on this machine: it believes it talks to myshopline.com. */
import '@shoplineos/shopline-api-js/adapters/node'
import { createServer, globalAgent } from 'node:https'
import type { AddressInfo } from 'node:net'
import { HttpResponseError, HttpThrottlingError, Session, shoplineApi } from '@shoplineos/shopline-api-js'
import { afterAll, describe, expect, test } from 'vitest'
import type { Endpoint, News } from '../../src/core/push.ts'
import { shoplineTelling } from '../../src/dialects/shopline/push.ts'
import { createBody, openShopline, type ShoplineKit } from '../../src/dialects/shopline/testing.ts'
import { throwAwayCertificate } from '../kit/certificate.ts'

const { key, cert } = throwAwayCertificate('*.myshopline.com')

/** Every name leads here, and nobody's signature counts but that of the certificate above. */
const { ca, lookup } = globalAgent.options
Object.assign(globalAgent.options, {
  ca: cert,
  lookup: (_host: string, { all }: { all?: boolean }, found: (...answer: unknown[]) => void) =>
    all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4),
})
afterAll(() => void Object.assign(globalAgent.options, { ca, lookup }))

/** The kit's app behind TLS, and the client pointed at it by its own options. */
async function opened(kit: ShoplineKit) {
  const server = createServer({ key, cert }, (request, response) => kit.app.routing(request, response))
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  afterAll(() => void server.close())
  const { port } = server.address() as AddressInfo
  const { handle, access_token, app_secret } = kit.secret
  const api = shoplineApi({
    appKey: 'backhaul',
    appSecret: app_secret,
    scopes: ['write_return', 'read_returns'],
    hostName: 'app.example.com',
    apiHost: `myshopline.com:${port}`,
    logger: { log: async () => {} },
  } as never)
  const session = new Session({ id: 'offline', handle, state: '', isOnline: false, accessToken: access_token })
  return { api, session, client: new api.clients.Rest({ session }) }
}

const kit = await openShopline()
const { api, session, client } = await opened(kit)
/** The same app started anew: it remembers nothing of its webhooks. */
const other = await opened(kit)
const limited = await opened(await openShopline({ dialects: { shopline: { rate_bucket: 1 } } }, { rates: 'on' }))

describe('@shoplineos/shopline-api-js', () => {
  test('creates a return, finds it and closes it', async () => {
    const order = await kit.buy()
    const created = await client.post<any>({
      path: 'return/create',
      data: createBody(order, 2, { notify_customer: true }),
    })
    const made = created.body.return
    expect(made).toMatchObject({ order_id: order.refs.externalId, status: 'OPEN' })
    expect(made.return_line_items[0].fulfillment_line_item.line_item.quantity).toBe('2')
    expect(created.headers).toHaveProperty('Traceid')

    const found = await client.get<any>({ path: 'return', query: { id: made.id, order_id: order.refs.externalId } })
    expect(found.body.returns).toMatchObject([{ id: made.id }])

    const closed = await client.post({ path: `return/${made.id}/close`, data: { notify: false } })
    expect(closed.body).toEqual({})
    const after = await client.get<any>({ path: 'return', query: { id: made.id } })
    expect(after.body.returns[0].status).toBe('CLOSED')
  })

  test('sends the goods back in a parcel', async () => {
    const order = await kit.buy()
    const { body } = await client.post<any>({ path: 'return/create', data: createBody(order) })
    const awaited = await client.get<any>({ path: 'return_fulfillment', query: { return_id: body.return.id } })
    const made = await client.post<any>({
      path: 'return/package/create',
      data: {
        reverse_fulfillment_order_id: awaited.body.order_return_fulfillment_list[0].id,
        tracking_info: { tracking_company: 'DHL', tracking_number: 'JD01' },
      },
    })
    expect(made.body.return_package).toMatchObject({ return_id: body.return.id })
  })

  test('understands a no, with its sentence and its trace', async () => {
    const order = await kit.buy()
    const refused = await client.post({ path: 'return/create', data: createBody(order, 3) }).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(refused).toBeInstanceOf(HttpResponseError)
    const { response, message } = refused as InstanceType<typeof HttpResponseError>
    expect(response).toMatchObject({ code: 422, body: { errors: expect.stringContaining('2 of this line') } })
    expect(message).toMatch(/Traceid: [0-9a-f]{32}/)
  })

  test('understands that it calls too often, and when to come again', async () => {
    await limited.client.get({ path: 'webhooks/count' })
    const refused = await limited.client.get({ path: 'webhooks/count' }).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(refused).toBeInstanceOf(HttpThrottlingError)
    expect((refused as InstanceType<typeof HttpThrottlingError>).response).toMatchObject({ retryAfter: 1 })
  })

  test('registers its webhooks, moves them, and drops those it has no use for any more', async () => {
    const handle = (callbackUrl: string) => ({ deliveryMethod: 'http', callbackUrl }) as never
    const registered = () => client.get<any>({ path: 'webhooks' })
    api.webhooks.addHandlers({ 'return/create': handle('/hooks'), 'return/update': handle('/hooks') })
    const made = await api.webhooks.register({ session })
    expect(Object.values(made).flat()).toMatchObject([{ success: true }, { success: true }])
    expect((await registered()).body.webhooks).toMatchObject([
      { topic: 'return/create', address: 'https://app.example.com/hooks', api_version: 'v20260601' },
      { topic: 'return/update' },
    ])

    api.webhooks.addHandlers({ 'return/create': handle('/moved') })
    await api.webhooks.register({ session })
    expect((await registered()).body.webhooks[0]).toMatchObject({ address: 'https://app.example.com/moved' })

    other.api.webhooks.addHandlers({ 'return/create': handle('/moved') })
    await other.api.webhooks.register({ session: other.session })
    expect((await registered()).body.webhooks).toMatchObject([{ topic: 'return/create' }])
  })

  test('accepts what we tell it, and nothing that was touched on the way', async () => {
    const order = await kit.buy()
    const filed = await kit.file(order)
    const { ret, shop, policy, siblings, events } = await kit.act(filed, { verb: 'approve' })
    const event = { ...events[0]!, type: 'return.submitted' } as News['event']
    const news: News = { event, word: 'return/create', events, before: null, ret, order, shop, policy, siblings }
    const endpoint = { formatVersion: 'v20260301' } as Endpoint
    const telling = { endpoint, at: ret.updatedAt, attempt: 1 }
    const language = shoplineTelling.open({ desk: kit.desk, links: null as never, origin: '' })
    const message = await language.write(news, telling)
    const signing = { id: event.id, secrets: [kit.secret.app_secret], telling, shop }
    const headers = { ...message?.headers, ...language.sign(message!, signing) }
    const validate = (rawBody: string) =>
      api.webhooks.validate({
        rawBody,
        rawRequest: { headers, method: 'POST', url: '/hooks' },
        rawResponse: {},
      })

    expect(await validate(message!.body)).toMatchObject({
      valid: true,
      topic: 'return/create',
      apiVersion: 'v20260301',
    })
    expect(await validate(message!.body.replace('OPEN', 'CLOSED'))).toMatchObject({
      valid: false,
      reason: 'invalid_hmac',
    })
  })
})
