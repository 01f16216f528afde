/** One line per request: when it ends, with what came of it, by its route. */
import { type FastifyRequest, LogController } from 'fastify'
import type { App } from './app.ts'
import { whenRequestsEnd } from './each-request.ts'
import { hideInPath } from './log.ts'

/** Whose request it is, once somebody was recognised: an organisation and a key by their ids. */
export type WhoIs = (request: FastifyRequest) => { org: string; key: string | null } | undefined

/** The framework's own two lines per request are left out; its complaints about broken answers stay. */
export class QuietLines extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(...[fault, ...rest]: Parameters<LogController['requestCompleted']>): void {
    if (fault) super.requestCompleted(fault, ...rest)
  }
}

export function keepDiary(app: App, whoIs: WhoIs = () => undefined): void {
  whenRequestsEnd(app, ({ request, reply, route, aborted, durationMs }) => {
    request.log.info(
      {
        method: request.method,
        route: route ?? 'unknown',
        path: hideInPath(request.url),
        status: aborted ? null : reply.statusCode,
        duration_ms: Math.round(durationMs * 10) / 10,
        ...whoIs(request),
        remote_address: request.ip,
      },
      aborted ? 'request broken off' : 'request',
    )
  })
}
