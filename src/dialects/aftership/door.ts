/** How a call is answered: whatever its handler gives is put into the envelope, every no in AfterShip's words. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { App } from '../../http/app.ts'
import { explain } from '../../http/explain.ts'
import { sayFaults } from '../../http/tongues.ts'
import type { Client } from '../dialect.ts'
import { type Objection, objected } from '../moving.ts'
import { type Answer, gatewayNo, no, send } from './envelope.ts'
import { noSuchReturn } from './ids.ts'
import { type Version, versionOf } from './versions.ts'
import { type Call, refusalOf } from './refusals.ts'

export { accepted, type Answer, created, no, ok } from './envelope.ts'

/** A refusal of the core is said by `refusalOf`; an objection is an answer already. */
export type Given = Answer | Refusal | Objection<Answer>
export type Handler = (request: FastifyRequest, client: Client) => Promise<Given>

/** For calls that change something: their refusals have words of their own. */
export const changing = (call: Call, handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { client } = request
  if (client === null) throw new Error('A call was answered before anybody was recognised.')
  const given = await handler(request, client)
  if (refused(given)) return send(reply, refusalOf(call, given))
  return send(reply, objected(given) ? given.said : given)
}

export const reading = (handler: Handler) => changing('read', handler)

/** In a version that did not have a call yet there is nothing at its address. */
export const from =
  (since: Version, handler: Handler): Handler =>
  async (request, client) =>
    versionOf(request) < since ? NOTHING_HERE : handler(request, client)

const NOTHING_HERE = gatewayNo(404, 'NotFound', 'There is nothing at this address.')

/** Faults and unknown addresses, in this door's words. For a scope with a prefix. */
export function speakHere(scope: App): void {
  sayFaults(scope, (fault, request, reply) => {
    const parts = explain(fault)
    if (parts.status >= 500) request.log.error({ err: fault }, 'request failed')
    if (parts.retryAfterSeconds !== undefined) reply.header('retry-after', parts.retryAfterSeconds)
    return send(reply, faultSaid(parts))
  })
  scope.setNotFoundHandler((request, reply) => {
    const allowed = request.server.methodsAt(request.url)
    if (allowed.length === 0) return send(reply, NOTHING_HERE)
    const message = `This address does not take ${request.method}; use ${allowed.join(' or ')}.`
    return send(reply.header('allow', allowed.join(', ')), gatewayNo(405, 'MethodNotAllowed', message))
  })
}

/** An address no return can have is one nobody has; fields that do not fit are 422 with their paths; what cannot be read at all is 400. */
function faultSaid({ status, code, detail, errors = [] }: ReturnType<typeof explain>): Answer {
  if (code === 'invalid_request')
    return errors.every(error => error.in === 'path') ? refusalOf('read', noSuchReturn()) : unfit(errors)
  if (status === 429) return gatewayNo(429, 'TooManyRequests', 'Too many requests')
  if (status === 503) return no(503, 50300, 'ServiceUnavailable', detail)
  return status >= 500
    ? no(500, 50000, 'InternalError', 'Something went wrong on our side; try again later.')
    : no(400, 40000, 'BadRequest', detail)
}

const unfit = (errors: readonly { path: string; message: string }[]): Answer =>
  no(
    422,
    42200,
    'UnprocessableEntity',
    'Unprocessable entity',
    errors.map(({ path, message }) => ({ path, info: message })),
  )
