/** Who stands at the shopper's part of this door: whoever has proved an order. And from which other pages it may be used. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Order } from '../core/order/order.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { epochMs } from '../core/time.ts'
import type { Desk } from '../desk/desk.ts'
import { type Portal, portalOfShop } from '../desk/shopper/portal.ts'
import { openSession, ordersOf, type Session, shopperAt, type Standing } from '../desk/shopper/session.ts'
import type { App } from '../http/app.ts'
import { sendProblem } from '../http/problem.ts'
import { keyed, refusal } from './door.ts'
import { type Naming, problemFor } from './words.ts'

/** What was proved, looked at anew at every request. */
export type Shopper = { session: Session; orders: { order: Order; standing: Standing }[]; portal: Portal }

declare module 'fastify' {
  interface FastifyRequest {
    /** Known on every route behind the shopper's sign-in. */
    shopper: Shopper
  }
}

/** A session of ten orders is longer than any key. */
const BEARER = /^Bearer +([\w-]{1,4000}\.[\w-]{1,100}) *$/i

/** What the request brings along, if it still opens something. */
export async function shopperIn(desk: Desk, { headers }: FastifyRequest): Promise<Shopper | null> {
  const session = openSession(desk, BEARER.exec(headers.authorization ?? '')?.[1])
  if (session === null) return null
  const [orders, portal] = await Promise.all([ordersOf(desk, session), portalOfShop(desk, session.org, session.shop)])
  return orders.length > 0 && portal !== null ? { session, orders, portal } : null
}

/** Everything registered on this scope from here on needs a session. */
export function requireSession(app: App, desk: Desk): void {
  app.decorateRequest('shopper', null as never)
  app.decorateRequest('apiCaller', null as never)
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'OPTIONS') return undefined
    const shopper = await shopperIn(desk, request)
    if (shopper === null) return turnAway(request, reply)
    request.shopper = shopper
    request.apiCaller = shopperAt(shopper.session, shopper.orders, 'api')
    if (isEmbedded(shopper.portal, request.headers.origin)) allow(request, reply)
    return undefined
  })
}

/** A page of whatever origin may know that it has to ask its visitor again. */
function turnAway(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  allow(request, reply)
  return sendProblem(reply.header('www-authenticate', 'Bearer realm="shopper"'), {
    status: 401,
    code: 'unauthenticated',
    detail:
      'A session is needed that still opens an order. Prove one, and send its token as Authorization: Bearer <token>.',
  })
}

const isEmbedded = ({ settings }: Portal, origin: string | undefined): boolean =>
  origin !== undefined && settings.embed.includes(origin)

/** Names the origin, never a star: which pages of others use this is the shop's to say. */
function allow({ headers }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'origin')
  if (headers.origin === undefined) return
  reply
    .header('access-control-allow-origin', headers.origin)
    .header('access-control-expose-headers', 'etag, idempotent-replayed, retry-after, x-request-id')
}

/**
 * Lets the pages a shop names under `embed` call from a browser: every address answers what browsers ask beforehand. Where `portalOf` knows whose page is
 * meant, only that shop's origins hear yes; behind the sign-in nobody knows beforehand, so all do, and only the answer itself is kept from foreign ones.
 */
export function answerBrowsers(app: App, portalOf?: (request: FastifyRequest) => Promise<Portal | null>): void {
  const known = new Set<string>()
  app.addHook('onRoute', ({ url, method }) => {
    if (method === 'OPTIONS' || known.has(url)) return
    known.add(url)
    app.options(url, { schema: { hide: true } as never }, (request, reply) => beforehand(app, request, reply, portalOf))
  })
  if (!portalOf) return
  app.addHook('onRequest', async (request, reply) => {
    const portal = request.headers.origin === undefined ? null : await portalOf(request)
    if (portal !== null && isEmbedded(portal, request.headers.origin)) allow(request, reply)
  })
}

const KEEP_SECONDS = 600

async function beforehand(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  portalOf: ((request: FastifyRequest) => Promise<Portal | null>) | undefined,
): Promise<FastifyReply> {
  const portal = portalOf ? await portalOf(request) : null
  if (portalOf && (portal === null || !isEmbedded(portal, request.headers.origin))) return reply.code(204).send()
  allow(request, reply)
  return reply
    .code(204)
    .headers({
      'access-control-allow-methods': app.methodsAt(request.url).join(', '),
      'access-control-allow-headers': 'authorization, content-type, idempotency-key, if-match, x-request-id',
      'access-control-max-age': KEEP_SECONDS,
    })
    .send()
}

/** How a route behind the shopper's sign-in stands in the reference. */
export const bySession = <R extends { schema: object }>(described: R): R => ({
  ...described,
  schema: { ...described.schema, security: [{ session: [] }] },
})

/** Sessions choose their keys independently of each other. */
export function keyedIn(request: FastifyRequest): { key?: string } {
  const { key } = keyed(request)
  return key === undefined ? {} : { key: `${request.shopper.session.id} ${key}` }
}

/** Says no. Whoever tried too often is told how long to wait. */
export function declined(desk: Desk, reply: FastifyReply, no: Refusal, naming?: Naming): FastifyReply {
  const { until } = no.detail
  if (no.code !== 'limit_exceeded' || until === undefined) return refusal(reply, no, naming)
  const seconds = Math.max(1, Math.ceil((epochMs(until) - epochMs(desk.now())) / 1_000))
  return sendProblem(reply, {
    ...problemFor(no, naming),
    status: 429,
    title: 'Tried too often',
    retryAfterSeconds: seconds,
  })
}

/** Answers with what was asked for, or with the no. */
export const answeredTo = <T>(
  desk: Desk,
  reply: FastifyReply,
  got: T | Refusal,
  say: (got: T) => unknown,
  naming?: Naming,
): unknown => (refused(got) ? declined(desk, reply, got, naming) : say(got))
