/** An app of SHOPLINE’s is told of returns and parcels, topic by topic, signed with its secret. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { refused } from '../../src/core/refusal.ts'
import { tryEndpoint } from '../../src/desk/deliveries.ts'
import { changeShop } from '../../src/desk/shops.ts'
import type { Heard } from '../kit/receiver.ts'
import { expectGoldenMessage, openToldKit } from '../kit/told.ts'

const kit = await openToldKit()
const { clock, receiver } = kit
const { app_secret } = kit.clients.shopline.secret as { app_secret: string }

const HEADERS = [
  'x-shopline-topic',
  'x-shopline-hmac-sha256',
  'x-shopline-shop-domain',
  'x-shopline-shop-id',
  'x-shopline-merchant-id',
  'x-shopline-api-version',
  'x-shopline-webhook-id',
]

/** What the platform’s own libraries do: every header must be there, and the signature is lower-case hex of the raw body. */
async function told(encoding: 'hex' | 'base64' = 'hex') {
  return (await kit.told()).map(heard => {
    expect(HEADERS.filter(name => !heard.headers[name])).toEqual([])
    const right = createHmac('sha256', app_secret).update(heard.body).digest(encoding)
    expect(heard.headers['x-shopline-hmac-sha256']).toBe(right)
    return {
      heard,
      topic: heard.headers['x-shopline-topic'],
      id: heard.headers['x-shopline-webhook-id'],
      body: JSON.parse(heard.body),
    }
  })
}

const SHIPPED = { verb: 'ship', carrier: { slug: 'dhl', name: 'DHL' }, trackingNumber: 'JD014600003' } as const

const first = await kit.endpoint({ format: 'shopline' })

// conforms: field webhook delivery.X-Shopline-Topic, webhook delivery.X-Shopline-Hmac-Sha256, webhook delivery.X-Shopline-Shop-Domain
// conforms: field webhook delivery.X-Shopline-Shop-Id, webhook delivery.X-Shopline-Merchant-Id
// conforms: field webhook delivery.X-Shopline-API-Version, webhook delivery.X-Shopline-Webhook-Id
// conforms: enum WebhookTopic.return/create
// conforms: enum WebhookTopic.return/update
// conforms: enum WebhookTopic.return_package/create
// conforms: enum WebhookTopic.return_package/update
// conforms: enum WebhookStatus.REQUESTED
// conforms: enum WebhookStatus.OPEN
// conforms: enum WebhookStatus.CLOSED
test('a return and its parcel are told under their topics', async () => {
  const ret = await kit.file(await kit.order({ externalId: 'o-1', number: '1001' }), 2)
  const [created, ...rest] = await told()
  expect(rest).toEqual([])
  await expectGoldenMessage('shopline', 'push-return-create', created?.heard as Heard, 'x-shopline-hmac-sha256')
  expect(created).toMatchObject({
    topic: 'return/create',
    body: {
      after_sale_order_seq: expect.stringMatching(/^26\d{20}$/),
      order_seq: 'o-1',
      status: 'REQUESTED',
      created_at: '2026-03-10T12:00:00.000+0000',
      return_line_items: [
        {
          refund_detail_seq: expect.stringMatching(/^RDP\d{19}$/),
          quantity: 2,
          fulfillment_line_item: { line_item: { quantity: 2, requires_shipping: true } },
        },
      ],
    },
  })
  await kit.act(ret, { verb: 'approve' })
  expect(await told()).toMatchObject([{ topic: 'return/update', body: { status: 'OPEN' } }])
  const { ret: sent } = await kit.act(ret, SHIPPED)
  const [parcel] = await told()
  expect(parcel).toMatchObject({
    topic: 'return_package/create',
    body: {
      return_id: created?.body.after_sale_order_seq,
      reverse_delivery_id: expect.stringMatching(/^RPP\d{19}$/),
      tracking_information: { tracking_company: 'DHL', tracking_number: 'JD014600003' },
      create_at: '2026-03-10T12:00:00.000+0000',
    },
  })
  await expectGoldenMessage('shopline', 'push-package-create', parcel?.heard as Heard, 'x-shopline-hmac-sha256')
  const shipment = sent.shipments[0]?.id as never
  const checkpoint = { kind: 'picked_up', at: clock.now, text: 'On its way' }
  await kit.act(ret, { verb: 'track', shipment, checkpoint } as never)
  const [tracked] = await told()
  expect(tracked).toMatchObject({
    topic: 'return_package/update',
    body: { update_at: '2026-03-10T12:00:00.000+0000' },
  })
  await expectGoldenMessage('shopline', 'push-package-update', tracked?.heard as Heard, 'x-shopline-hmac-sha256')
  await kit.act(ret, { verb: 'resolve' })
  expect(await told()).toMatchObject([{ topic: 'return/update', body: { status: 'CLOSED' } }])
})

// conforms: enum WebhookStatus.DECLINED
// conforms: enum WebhookStatus.CANCELED
test('one that is refused or called off says so, and still what it was about', async () => {
  const [one, other] = [await kit.file(await kit.order()), await kit.file(await kit.order())]
  await told()
  await kit.act(one, { verb: 'reject', reason: 'It was worn.' })
  await kit.act(other, { verb: 'cancel', reason: 'Changed my mind.' }, 'shopper')
  const said = (await told()).map(({ topic, body }) => [topic, body.status, body.return_line_items.length])
  expect(said.toSorted()).toEqual([
    ['return/update', 'CANCELED', 1],
    ['return/update', 'DECLINED', 1],
  ])
})

test('approved in the act that files it, it is told once', async () => {
  await kit.file(await kit.order(), 1, { approved: true }, 'agent')
  expect(await told()).toMatchObject([{ topic: 'return/create', body: { status: 'OPEN' } }])
})

test('only 200 counts; else it comes again under the same id, nineteen times, and then nobody is told any more', async () => {
  receiver.answer = () => 204
  await kit.file(await kit.order())
  const ids: unknown[] = []
  for (let attempt = 1; attempt <= 21; attempt++) {
    ids.push(...(await told()).map(({ id }) => id))
    clock.forward(10)
  }
  expect(ids).toHaveLength(20)
  expect(new Set(ids).size).toBe(1)
  receiver.answer = () => 200
  expect(await kit.state(first.endpoint)).toMatchObject({ state: 'off', why: expect.stringContaining('204') })
})

test('a shop may have the signature in base64', async () => {
  await kit.endpoint({ format: 'shopline', formatVersion: 'v20251201' })
  const changed = await changeShop(kit.desk, kit.as('owner'), kit.shop.id, {
    dialects: { shopline: { webhook_signature: 'base64' } },
  })
  if (refused(changed)) throw new Error(changed.code)
  await kit.file(await kit.order())
  const said = await told('base64')
  expect(said.map(({ heard }) => heard.headers['x-shopline-api-version'])).toEqual(['v20251201'])
})

test('there is nothing to try a receiver out with', async () => {
  const { endpoint } = await kit.endpoint({ format: 'shopline' })
  const tried = await tryEndpoint(kit.desk, kit.as('owner'), endpoint.id)
  expect(refused(tried)).toBe(false)
  expect(await told()).toEqual([])
  expect(await kit.deliveries(endpoint)).toMatchObject([{ state: 'dropped' }])
})
