/** For the tests of the changing calls: callers with and without a right to the shop, and returns under every address they have. */
import { expect } from 'vitest'
import type { Sent as Request } from '../../../../test/kit/dialect.ts'
import { expectGolden, goldenFile } from '../../../../test/kit/golden.ts'
import type { Order } from '../../../core/order/order.ts'
import type { OrderInput } from '../../../core/order/order-input.ts'
import { refused } from '../../../core/refusal.ts'
import type { MethodType, Return } from '../../../core/return/return.ts'
import type { Shop } from '../../../core/shop.ts'
import { findOne } from '../../../desk/look.ts'
import { hexOf } from '../ids.ts'
import { openAftershipKit, VIP } from '../testing.ts'

export const TAG = hexOf(VIP)
export const ROOT = '/returns/2025-07'
export const OLDER = '/returnscenter/v2'

const METHODS: Shop['methods'] = [
  { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
  { type: 'customer_courier', name: 'Your own courier', zones: [], label: false },
  { type: 'in_store', name: 'In the store', zones: [], label: false },
]

export type Method = NonNullable<Request['method']>
export type Exchange = Awaited<ReturnType<Awaited<ReturnType<typeof openAftershipKit>>['send']>>

/** A return and where this door has it. */
export type Named = { ret: Return; order: Order; byId: string; byRma: string; olderById: string; olderByRma: string }

type Filing = { quantity?: number; order?: Partial<OrderInput>; method?: MethodType }

export async function openAftership(wish: Partial<Shop> = {}) {
  const kit = await openAftershipKit({ methods: METHODS, ...wish })
  const { api_key: key } = kit.secret
  const { api_key: strange } = kit.stranger
  let orders = 0

  const call = (method: Method, url: string, body?: unknown, apiKey = key): Promise<Exchange> =>
    kit.send({ method, url, headers: { 'as-api-key': apiKey }, ...(body !== undefined && { body }) })

  /** Two shirts by default; orders are numbered, so that recordings read the same in every run. */
  async function filed({ quantity = 2, order: more = {}, method }: Filing = {}): Promise<Named> {
    const externalId = more.externalId ?? `425400200${String(++orders).padStart(4, '0')}`
    const number = externalId.slice(-5)
    const order = await kit.order({ externalId, number, name: `#${number}`, ...more })
    return named(await kit.file(order, quantity, method && { method }), order)
  }

  return {
    ...kit,
    call,
    filed,
    post: (url: string, body?: unknown) => call('POST', url, body),
    patch: (url: string, body?: unknown) => call('PATCH', url, body),
    get: (url: string) => call('GET', url),
    /** Somebody of another organisation. */
    asStranger: (method: Method, url: string, body?: unknown) => call(method, url, body, strange),
    async approved(filing: Filing = {}): Promise<Named> {
      const one = await filed(filing)
      await kit.act(one.ret, { verb: 'approve' })
      return one
    },
    async now({ ret }: Pick<Named, 'ret'>): Promise<Return> {
      const seen = await findOne(kit.desk, kit.as('owner'), ret.id)
      if (refused(seen)) throw new Error(seen.code)
      return seen.ret
    },
    golden: (name: string, exchange: Exchange) =>
      expectGolden(goldenFile('aftership', name), steady(exchange), { api_key: key, stranger_key: strange }),
  }
}

/** How many calls are left hangs on what was called before, and a signature says nothing about what it signs. */
function steady({ reply, request }: Exchange): Exchange {
  const headers = { ...reply.headers }
  for (const counter of ['ratelimit-remaining', 'ratelimit-reset'])
    if (headers[counter]) headers[counter] = `{${counter}}`
  return {
    request,
    reply: { ...reply, headers, body: reply.body.replaceAll(/signature=[\w-]+/g, 'signature={signature}') },
    json: null,
  }
}

function named(ret: Return, order: Order): Named {
  const [one, code] = [`/returns/${hexOf(ret.id)}`, `/returns/rma/${ret.number}`]
  return { ret, order, byId: ROOT + one, byRma: ROOT + code, olderById: OLDER + one, olderByRma: OLDER + code }
}

/** What the platform says of a no, whole but for the fields it names. */
export function expectNo({ reply, json }: Exchange, status: number, code: number, type: string, message?: string) {
  expect({ status: reply.status, code: json.meta.code, type: json.meta.type, data: json.data }).toEqual({
    status,
    code,
    type,
    data: null,
  })
  if (message !== undefined) expect(json.meta.message).toBe(message)
}
