import { Gauge, Histogram, type Registry } from 'prom-client'
import type { App } from '../app.ts'
import { whenRequestsEnd } from '../each-request.ts'

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * By the pattern of the route, never by the address: ids in labels would make a figure of every return. Whatever no route answers is one figure, and
 * so are methods nobody uses, or a stranger could fill the memory by asking for many things that are not there.
 */
export function countRequests(app: App, registry: Registry): void {
  let underWay = 0
  const durations = new Histogram({
    name: 'backhaul_http_request_duration_seconds',
    help: 'Requests by route pattern, and the time until their answer was sent.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  new Gauge({
    name: 'backhaul_http_requests_in_progress',
    help: 'Requests that have begun and are not yet answered.',
    registers: [registry],
    collect() {
      this.set(underWay)
    },
  })
  whenRequestsEnd(
    app,
    ({ request, reply, route, aborted, durationMs }) => {
      underWay--
      const method = METHODS.has(request.method) ? request.method : 'other'
      const status = aborted ? 'aborted' : String(reply.statusCode)
      durations.observe({ method, route: route ?? 'unknown', status }, durationMs / 1000)
    },
    () => underWay++,
  )
}
