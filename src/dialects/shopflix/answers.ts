/** Every answer that is one sentence, and what is said when something goes wrong before a call is understood. */
import type { FastifyReply } from 'fastify'
import type { App } from '../../http/app.ts'
import { explain } from '../../http/explain.ts'
import { sayFaults } from '../../http/tongues.ts'
import type { Message } from './wire.ts'

export const message = (reply: FastifyReply, status: number, sentence: string): FastifyReply =>
  reply.code(status).send({ message: sentence } satisfies Message)

/** Unknown and foreign returns alike. 400, where others say 404. */
export const notFound = (reply: FastifyReply, named: string): FastifyReply =>
  message(reply, 400, `The return with id ${named} was not found`)

/** Faults and unknown addresses, in this door's words. For a scope with a prefix. */
export function speakHere(scope: App): void {
  sayFaults(scope, (fault, request, reply) => {
    const { status, detail, retryAfterSeconds } = explain(fault)
    if (status >= 500) request.log.error({ err: fault }, 'request failed')
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    return status === 500
      ? message(reply, 500, 'Internal server error')
      : message(reply, AS_IT_IS.includes(status) ? status : 400, detail)
  })
  scope.setNotFoundHandler((request, reply) => {
    const allowed = request.server.methodsAt(request.url)
    if (allowed.length === 0) return message(reply, 404, 'There is nothing at this address')
    return message(
      reply.header('allow', allowed.join(', ')),
      405,
      `This address does not take ${request.method}; use ${allowed.join(' or ')}`,
    )
  })
}

/** What is wrong with a body is a bad request here; everything that is not about its words keeps its status. */
const AS_IT_IS = [408, 413, 414, 415, 429, 503]
