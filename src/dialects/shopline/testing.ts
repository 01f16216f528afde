/** SHOPLINE's door for tests: a client that holds a token, an order shaped like the platform's own example, and recordings. */
import type { Currency } from '../../core/money.ts'
import type { Order } from '../../core/order/order.ts'
import type { LineInput, OrderInput } from '../../core/order/order-input.ts'
import type { Shop } from '../../core/shop.ts'
import type { Instant } from '../../core/time.ts'
import { type DialectKit, openDialectKit } from '../../../test/kit/dialect.ts'
import { type Exchange, expectGolden, goldenFile } from '../../../test/kit/golden.ts'
import type { NewClient } from '../../desk/platforms.ts'
import type { DialectHouse } from '../dialect.ts'
import type { Secret } from './auth.ts'

export const VERSION = 'v20260301'

type Asking = { token?: string; version?: string; headers?: Record<string, string>; body?: unknown }
export type Answered = Exchange & { json: any }

export type ShoplineKit = DialectKit & {
  secret: Secret
  stranger: DialectKit['stranger']
  get: (path: string, asking?: Asking) => Promise<Answered>
  post: (path: string, body?: unknown, asking?: Asking) => Promise<Answered>
  call: (method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH', path: string, asking?: Asking) => Promise<Answered>
  /** Compares with the recording of this name; tokens are left out of it, and so is what follows from ids drawn on the way (`chance`). */
  golden: (name: string, exchange: Exchange, chance?: Readonly<Record<string, string>>) => Promise<void>
  /** An order of the given lines, all sent in one fulfilment unless said otherwise. */
  buy: (more?: Partial<OrderInput>) => Promise<Order>
  /** A minimal create of the order's first line that must succeed. */
  create: (order: Order, quantity?: number, more?: object) => Promise<any>
}

export const secretOf = ({ secret }: NewClient): Secret => secret as Secret

export async function openShopline(
  wish: Partial<Shop> = {},
  house: Partial<Pick<DialectHouse, 'rates'>> = {},
): Promise<ShoplineKit> {
  const kit = await openDialectKit(wish, house)
  const secret = secretOf(kit.clients.shopline)
  const strange = secretOf(kit.strangers.shopline)
  let requests = 0
  let orders = 0

  const call: ShoplineKit['call'] = (method, path, { token, version = VERSION, headers, body } = {}) =>
    kit.send({
      method,
      url: `/admin/openapi/${version}/${path}`,
      headers: {
        'x-request-id': String(++requests).padStart(32, '0'),
        ...(token !== '' && { authorization: `Bearer ${token ?? secret.access_token}` }),
        ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    })
  const post: ShoplineKit['post'] = (path, body, asking) =>
    call('POST', path, { ...(body !== undefined && { body }), ...asking })

  return {
    ...kit,
    secret,
    call,
    post,
    get: (path, asking) => call('GET', path, asking),
    golden: (name, exchange, chance = {}) =>
      expectGolden(goldenFile('shopline', name), withoutTrace(exchange), {
        access_token: secret.access_token,
        other_access_token: strange.access_token,
        ...chance,
      }),
    buy: (more = {}) => kit.order(purchase(++orders, more)),
    create: async (order, quantity = 1, more = {}) => {
      const { reply, json } = await post('return/create.json', createBody(order, quantity, more))
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`)
      return json.return
    },
  }
}

/** The id is the same in request and answer; how far a test file has counted is nobody's business. */
const withoutTrace = (exchange: Exchange): Exchange =>
  JSON.parse(JSON.stringify(exchange).replaceAll(/0{20}\d{12}/g, '{trace_id}'))

export const createBody = (order: Order, quantity = 1, more: object = {}): Record<string, unknown> => ({
  notify_customer: false,
  order_seq: order.refs.externalId,
  return_line_items: [
    {
      fulfillment_id: order.fulfilments[0]?.externalId,
      line_item_id: order.lines[0]?.externalId,
      quantity,
      return_reason: 'NOT_AS_DESCRIBED',
    },
  ],
  ...more,
})

/** One line like the example of the platform's page, two of it sent. */
export const exampleLine = (more: Partial<LineInput> = {}): LineInput => ({
  externalId: '405',
  product: {
    externalId: '16056898121352174690861487',
    code: 'SPU1234',
    title: "It's good Product",
    vendor: 'Product supplier',
    tags: ['sales', 'summer'],
    images: ['https://image.example.com/abc.jpg'],
  },
  variant: {
    externalId: '18056898121355865678441487',
    sku: 'SKU1234',
    title: 'L/Red',
    options: [
      { name: 'Size', value: 'L' },
      { name: 'Color', value: 'Red' },
    ],
  },
  title: "It's good Product",
  sku: 'SKU1234',
  quantity: 2,
  unitPrice: { amountMinor: 10_000 },
  taxes: [{ title: 'VAT', ratePpm: 190_000, amount: { amountMinor: 3193 } }],
  properties: [
    { name: 'Text', value: 'Freedom', type: 'text', urls: [] },
    { name: 'Sleeve', value: 'Logo', type: 'picture', urls: ['https://image.example.com/logo.png'] },
    { name: 'More', value: 'Page', type: 'link', urls: ['https://shop.example.com/more'] },
  ],
  grams: 240.5,
  service: 'Sf international',
  ...more,
})

/** The n-th order of a test file; its ids have the platform's shape. */
export function purchase(n: number, more: Partial<OrderInput> = {}): Partial<OrderInput> {
  const tail = String(n).padStart(9, '0')
  return {
    externalId: `21058605762597644${tail}`,
    number: `D${1000 + n}`,
    name: `D${1000 + n}`,
    placedAt: '2026-03-01T09:00:00.000Z' as Instant,
    currency: 'EUR' as Currency,
    taxesIncluded: true,
    lines: [exampleLine()],
    payments: [
      { externalId: `23057520029306658${tail}`, kind: 'card', gateway: 'simulated', captured: { amountMinor: 20_000 } },
    ],
    fulfilments: [sent(`22058605790725653${tail}`, [{ line: '405', quantity: 2 }])],
    ...more,
  }
}

export const sent = (externalId: string, lines: { line: string; quantity: number }[]) => ({
  externalId,
  lines,
  carrier: 'DHL',
  tracking: ['OUT-1'],
  sentAt: '2026-03-03T09:00:00.000Z' as Instant,
  deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
})
