/** How a call of this platform is laid on the house: the gateway recognises the caller, the call answers, the envelope goes round it. */
import type { FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { type Partner, recognisePartner, recogniseShop } from './auth.ts'
import { type Saying, sayNo, sayYes } from './envelope.ts'
import { isNo, type ShopeeNo } from './errors.ts'

/** The parameters of a call: the query of a GET, the JSON body of a POST; nothing in it has been looked at yet. */
export type Input = Readonly<Record<string, unknown>>

type Answer = object | ShopeeNo
type Method = 'GET' | 'POST'

/** What a shop's client asks for. It gives what stands under `response`, or a no. */
export type ShopHandler = (client: Client, input: Input, request: FastifyRequest) => Promise<Answer> | Answer

/** The same for calls that a partner makes without naming a shop. */
export type PublicHandler = (partner: Partner, input: Input, request: FastifyRequest) => Promise<Answer> | Answer

/** The scope stands behind the module's prefix (`/api/v2/returns`); `operation` is the last part of the address. */
export function shopCall(
  scope: App,
  house: DialectHouse,
  method: Method,
  operation: string,
  handler: ShopHandler,
  saying: Saying = {},
): void {
  scope.route({
    method,
    url: `/${operation}`,
    schema: { hide: true },
    // Nothing of a body is signed, so nobody's body is read before it is known whose it is.
    onRequest: async (request, reply) => {
      const client = await recogniseShop(house, request, reply)
      if (isNo(client)) return sayNo(request, reply, client)
      request.client = client
    },
    handler: async (request, reply) => {
      const answer = await handler(request.client as Client, inputOf(method, request), request)
      return isNo(answer) ? sayNo(request, reply, answer) : sayYes(request, answer, saying)
    },
  })
}

export function publicCall(
  scope: App,
  house: DialectHouse,
  method: Method,
  operation: string,
  handler: PublicHandler,
  saying: Saying = {},
): void {
  const partners = new WeakMap<FastifyRequest, Partner>()
  scope.route({
    method,
    url: `/${operation}`,
    schema: { hide: true },
    onRequest: async (request, reply) => {
      const partner = await recognisePartner(house, request)
      if (isNo(partner)) return sayNo(request, reply, partner)
      partners.set(request, partner)
    },
    handler: async (request, reply) => {
      const answer = await handler(partners.get(request) as Partner, inputOf(method, request), request)
      return isNo(answer) ? sayNo(request, reply, answer) : sayYes(request, answer, saying)
    },
  })
}

/** Whatever a caller sent in place of an object holds no parameters. */
function inputOf(method: Method, { query, body }: FastifyRequest): Input {
  const sent = method === 'GET' ? query : body
  return typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? (sent as Input) : {}
}
