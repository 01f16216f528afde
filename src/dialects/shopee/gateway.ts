/** What the gateway says where no call answers: unknown addresses, bodies nobody can read, faults of ours. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../http/app.ts'
import { explain } from '../../http/explain.ts'
import type { ProblemParts } from '../../http/problem.ts'
import { sayFaults } from '../../http/tongues.ts'
import { TOO_MANY } from './auth.ts'
import { sayNo } from './envelope.ts'
import { no, type ShopeeNo, wrong } from './errors.ts'

const UNKNOWN_PATH = no(
  'error_param',
  'Permission denied. This API is currently offline or the request path is incorrect.',
  404,
)

/** The scope must stand behind a prefix: the root of the house answers unknown addresses in its own way. */
export function speakErrors(scope: App): void {
  sayFaults(scope, answerFault)
  scope.setNotFoundHandler((request, reply) => sayNo(request, reply, UNKNOWN_PATH))
}

function answerFault(fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const parts = explain(fault)
  if (parts.status >= 500) request.log.error({ err: fault }, 'request failed')
  if (parts.retryAfterSeconds !== undefined) reply.header('retry-after', parts.retryAfterSeconds)
  return sayNo(request, reply, noFor(parts))
}

/** A body that cannot be read is the module's matter and travels with 200 like everything a module says. */
function noFor({ status, detail, errors }: ProblemParts): ShopeeNo {
  if (status === 429) return TOO_MANY
  if (status < 500)
    return wrong(errors?.[0] ? `${errors[0].path}: ${errors[0].message}` : (detail ?? 'parameter invalid'))
  return no('error_server', 'Something wrong. Please try later.', status)
}
