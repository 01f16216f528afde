/** Who stands at this door: whoever holds a key. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refused } from '../core/refusal.ts'
import type { Caller } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { callerOf } from '../desk/keys.ts'
import type { App } from '../http/app.ts'
import { sendProblem } from '../http/problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Known on every route of the native API behind its sign-in. */
    apiCaller: Caller
  }
}

const BEARER = /^Bearer +([\w.~+/-]{1,256}=*) *$/i

/** Everything registered on this scope from here on needs a key. It is looked at before the body is read. */
export function requireKey(app: App, desk: Desk): void {
  app.decorateRequest('apiCaller', null as never)
  app.addHook('onRequest', async (request, reply) => {
    const secret = BEARER.exec(request.headers.authorization ?? '')?.[1]
    if (secret === undefined) return turnAway(reply, 'unauthenticated', MISSING, '')
    const caller = await callerOf(desk, secret, 'api')
    if (refused(caller))
      return turnAway(reply, 'unauthenticated', caller.detail.sentence ?? MISSING, ', error="invalid_token"')
    request.apiCaller = caller
    return undefined
  })
}

const MISSING = 'An API key is needed. Send it as Authorization: Bearer <key>.'

function turnAway(reply: FastifyReply, code: string, detail: string, more: string): FastifyReply {
  return sendProblem(reply.header('www-authenticate', `Bearer realm="backhaul"${more}`), { status: 401, code, detail })
}

/** For counting requests per key; undefined before somebody is recognised. */
export const keyOf = (request: FastifyRequest): string | undefined =>
  (request.apiCaller as Caller | null)?.actor.id ?? undefined

/** For the log: the ids alone open nothing. */
export const whoIs = (request: FastifyRequest): { org: string; key: string | null } | undefined => {
  const caller = request.apiCaller as Caller | null | undefined
  return caller ? { org: caller.org, key: caller.actor.id } : undefined
}
