/** Being told how each request ended, for those who keep a record. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'

export type Ended = {
  request: FastifyRequest
  reply: FastifyReply
  /** The pattern of the route; null where no route was found. */
  route: string | null
  /** The caller went away before the answer was written. */
  aborted: boolean
  durationMs: number
}

/** For every request from here on, whether it was answered or broken off. The measure runs until the last byte was handed to the network. */
export function whenRequestsEnd(app: App, tell: (ended: Ended) => void, begun?: () => void): void {
  app.addHook('onRequest', (request, reply, done) => {
    const startedMs = performance.now()
    begun?.()
    reply.raw.once('close', () => {
      tell({
        request,
        reply,
        route: request.routeOptions.url ?? null,
        aborted: !reply.raw.writableEnded,
        durationMs: performance.now() - startedMs,
      })
    })
    done()
  })
}
