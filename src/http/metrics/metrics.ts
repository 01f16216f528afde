/** Figures for whoever watches over the installation, as Prometheus reads them. The rooms tell what happens through small callbacks and know nothing of this. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { App } from '../app.ts'
import { sendProblem } from '../problem.ts'
import { type MetricsAccess, troubleReading } from './access.ts'
import { type DatabaseMetrics, databaseMetrics } from './database.ts'
import { type QueueStanding, queueMetrics } from './queues.ts'
import { countRequests } from './requests.ts'
import { type WorkMetrics, workMetrics } from './work.ts'

export type Metrics = {
  database: DatabaseMetrics
  work: WorkMetrics
  /** Counts every request from here on. Called before anything that may turn one away. */
  count(app: App): void
  /** What this process is, as labels of a figure that is always 1. */
  describe(build: Record<string, string>): void
  showQueues(read: () => Promise<QueueStanding>): void
  /** Opens `/metrics`. */
  show(app: App, access: MetricsAccess): void
}

const LAG_PRECISION_MS = 20

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS })
  let bringUpToDate: () => Promise<void> = async () => {}
  const read = async (): Promise<string> => {
    await bringUpToDate()
    const text = await registry.metrics()
    // The format knows NaN (nothing was measured since the last reading) in this spelling alone.
    return text.replaceAll(/ Nan$/gm, ' NaN')
  }
  return {
    database: databaseMetrics(registry),
    work: workMetrics(registry),
    count: app => countRequests(app, registry),
    describe: build => describe(build, registry),
    showQueues: standing => {
      bringUpToDate = queueMetrics(registry, standing)
    },
    show: (app, access) => access !== 'off' && show(app, access, read, registry.contentType),
  }
}

function describe(build: Record<string, string>, registry: Registry): void {
  const info = new Gauge({
    name: 'backhaul_build_info',
    help: 'The version of this process and what it runs on; always 1.',
    labelNames: Object.keys(build),
    registers: [registry],
  })
  info.set(build, 1)
}

/** Whoever asks from this machine is not counted against a rate; whoever has to know a token is, because tokens can be guessed at. */
function show(app: App, access: Exclude<MetricsAccess, 'off'>, read: () => Promise<string>, contentType: string): void {
  const options = {
    schema: { hide: true },
    logLevel: 'warn' as const,
    ...(access === 'on' && { config: { rateLimit: false as const } }),
  }
  app.get('/metrics', options, async (request, reply) => {
    const trouble = troubleReading(request, access)
    if (trouble?.status === 401) reply.header('www-authenticate', 'Bearer realm="backhaul metrics"')
    if (trouble) return sendProblem(reply, trouble)
    return reply
      .type(contentType)
      .header('cache-control', 'no-store')
      .send(await read())
  })
}
