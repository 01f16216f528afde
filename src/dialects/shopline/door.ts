/** How a call is laid on the house: traced, recognised, measured, then answered; every no is one sentence under `errors`. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { epochMs } from '../../core/time.ts'
import type { App } from '../../http/app.ts'
import { acceptJson } from '../../http/body.ts'
import { explain } from '../../http/explain.ts'
import { sayFaults } from '../../http/tongues.ts'
import type { Client, DialectHouse } from '../dialect.ts'
import { isNo, type No, no } from './answer.ts'
import { recognise, type Scope } from './auth.ts'
import { Buckets } from './bucket.ts'
import { type Settings, settingsFor } from './settings.ts'

/** A call as its handler sees it; nothing of `body`, `query` and `params` has been looked at yet. */
export type Call = {
  house: DialectHouse
  client: Client
  settings: Settings
  body: unknown
  query: unknown
  params: Readonly<Record<string, string>>
  request: FastifyRequest
  reply: FastifyReply
}
export type Handler = (call: Call) => Promise<object | No>

export type Route = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; scope: Scope | null; handler: Handler }

/** Any date will do: the calls served here have not changed since versions began. */
const VERSION = ':version(^v\\d{8}$)'

export function layRoutes(scope: App, house: DialectHouse, routes: readonly Route[]): void {
  const buckets = new Buckets()
  acceptJson(scope)
  speakHere(scope)
  for (const { method, path, scope: wanted, handler } of routes)
    scope.route({
      method,
      url: `/${VERSION}/${path}`,
      schema: { hide: true },
      // Before the body is read: nobody's bytes are taken in before it is known whose they are.
      onRequest: async (request, reply) => {
        const refusal = await admit(house, buckets, wanted, request, reply)
        if (refusal !== null) return sayNo(reply, refusal)
      },
      handler: async (request, reply) => {
        const client = request.client as Client
        const { body, query, params } = request as FastifyRequest<{ Params: Record<string, string> }>
        const call = { house, client, settings: settingsFor(client.shop), body, query, params, request, reply }
        const answer = await handler(call)
        return isNo(answer) ? sayNo(reply, answer) : reply.send(answer)
      },
    })
}

async function admit(
  house: DialectHouse,
  buckets: Buckets,
  wanted: Scope | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<No | null> {
  const known = await recognise(house, request)
  if (isNo(known)) {
    reply.header('www-authenticate', 'Bearer')
    return known
  }
  request.client = known.client
  const { rate_bucket: size, rate_per_second: perSecond } = settingsFor(known.client.shop)
  const waitSeconds = buckets.pour(known.client.credential, epochMs(house.desk.now()), { size, perSecond })
  if (waitSeconds !== null && house.rates === 'on') {
    reply.header('retry-after', waitSeconds)
    return no(429, 'Too many request')
  }
  if (wanted !== null && !known.scopes.includes(wanted)) return no(403, `The access token lacks the scope ${wanted}.`)
  return null
}

const sayNo = (reply: FastifyReply, { status, errors }: No): FastifyReply => reply.code(status).send({ errors })

/** Faults and unknown addresses, and the id every answer bears. For a scope with a prefix. */
function speakHere(scope: App): void {
  scope.addHook('onRequest', async (request, reply) => void reply.header('traceid', traceId(request)))
  scope.setNotFoundHandler((_request, reply) => sayNo(reply, no(404, 'The requested resource does not exist.')))
  sayFaults(scope, (fault, request, reply) => {
    const { status, detail, errors, retryAfterSeconds } = explain(fault)
    if (status >= 500) request.log.error({ err: fault }, 'request failed')
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    // An address nobody can read is told so before any hook runs.
    reply.header('traceid', traceId(request))
    const first = errors?.[0]
    const sentence = first === undefined ? detail : `${first.path}: ${first.message}`
    return reply.code(STATUS[status] ?? (status < 500 ? 400 : 500)).send({ errors: sentence })
  })
}

/** Statuses this platform uses for what goes wrong before a call is understood; any other no is a request that cannot be read. */
const STATUS: Readonly<Record<number, number>> = { 404: 404, 429: 429, 503: 503 }

/** 32 hexadecimal digits: the id under which this request stands in our log; one a caller chose is folded into that form. */
function traceId({ id }: FastifyRequest): string {
  const bare = id.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(bare) ? bare : createHash('sha256').update(id).digest('hex').slice(0, 32)
}
