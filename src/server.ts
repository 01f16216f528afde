/** Putting the house together: database, desk, doors and worker – and taking it apart again without dropping anything. */

import type { Logger } from 'pino'
import { keyOf } from './api/auth.ts'
import { openApi } from './api/index.ts'
import { linkMaker } from './api/links.ts'
import type { Config } from './config.ts'
import type { Desk } from './desk/desk.ts'
import { keyFor } from './desk/open-desk.ts'
import type { PayLinks } from './desk/shopper/paying.ts'
import { clientOf } from './dialects/dialect.ts'
import { openDialects } from './dialects/index.ts'
import { showFrontPage } from './http/front-page.ts'
import { type Metrics, openMetrics } from './http/metrics/metrics.ts'
import { portalLinks } from './http/portal-links.ts'
import { limitRates, type RateLimits } from './http/rate-limit.ts'
import { openHouse } from './open-house.ts'
import type { Provider } from './outside/gateway.ts'
import { simulatedGateway } from './outside/simulated-gateway.ts'
import { openPortal } from './portal/index.ts'
import { openWatch, reachable, showHouse, type Watch } from './open-watch.ts'
import { startJobs } from './start-jobs.ts'
import { VERSION } from './version.ts'

export type Running = {
  /** How others reach it. */
  url: string
  desk: Desk
  kind: 'embedded' | 'outside'
  /** Answers what has begun, takes nothing new, and closes everything. Calling it twice is fine. */
  stop(): Promise<void>
}

export type ServerOptions = {
  logger?: Logger
  /** Runs before the first request is let in, on a database that is up to date. */
  prepare?: (desk: Desk, kind: Running['kind']) => Promise<void>
}

const MINUTE_MS = 60_000

export async function startServer(config: Config, { logger, prepare }: ServerOptions = {}): Promise<Running> {
  const log = (message: string) => logger?.info(message)
  const metrics = openMetrics()
  const house = await openHouse(config, { migrate: true, log, pool: { watch: metrics.database } })
  const { desk, database } = house
  try {
    await prepare?.(desk, database.kind)
    let stopping: Promise<void> | null = null
    showHouse(metrics, desk, database, config)
    const { app, close } = await openDoors(desk, config, metrics, logger)
    const address = await app.listen({ host: config.host, port: config.port })
    const url = config.baseUrl ?? reachable(address)
    const worker =
      config.jobs === 'on'
        ? startJobs(desk, { ...config, baseUrl: url }, logger, {
            told: metrics.work.delivered,
            paid: metrics.work.paid,
          })
        : null
    log(`Backhaul ${VERSION} answers at ${url}`)

    const shut = async (): Promise<void> => {
      const limitMs = config.drainSeconds * 1000
      const [dropped] = await Promise.all([close(limitMs), worker?.stop(limitMs)])
      if (dropped > 0) logger?.warn(`${dropped} connections were cut off after ${config.drainSeconds} s`)
      await house.close()
    }
    return { url, desk, kind: database.kind, stop: () => (stopping ??= shut()) }
  } catch (fault) {
    await house.close()
    throw fault
  }
}

async function openDoors(desk: Desk, config: Config, metrics: Metrics, logger: Logger | undefined): Promise<Watch> {
  const watch = await openWatch(desk, config, metrics, logger)
  const { app } = watch
  await limitRates(app, ratesOf(config))
  showFrontPage(app, { title: 'Backhaul', version: VERSION, links: LINKS })
  await openApi(app, desk)
  await openPortal(app, {
    desk,
    files: linkMaker(desk),
    links: portalLinks(keyFor(desk, 'portal links'), desk.now),
    ...(config.payments === 'simulated' && { pay: payLinksOf(simulatedGateway()) }),
  })
  await openDialects(app, {
    desk,
    links: linkMaker(desk),
    origin: request => config.baseUrl ?? `${request.protocol}://${request.host}`,
    rates: config.rateLimit === 'off' ? 'off' : 'on',
  })
  return watch
}

const PAY_LINK_MS = 10_000

const payLinksOf =
  ({ payLink }: Provider): PayLinks =>
  async charge =>
    (await payLink?.(charge, AbortSignal.timeout(PAY_LINK_MS))) ?? null

const LINKS = [
  { href: '/portal/', name: 'Returns page', about: 'Where shoppers find an order and send something back.' },
  { href: '/docs', name: 'API reference', about: 'Every call of the native interface, to read and to try.' },
  { href: '/openapi.json', name: 'OpenAPI document', about: 'The same for programs.' },
]

const ratesOf = ({ rateLimit }: Config): RateLimits | 'off' =>
  rateLimit === 'off'
    ? 'off'
    : {
        perAddress: { max: rateLimit.perAddress, windowMs: MINUTE_MS },
        perKey: {
          max: rateLimit.perKey,
          windowMs: MINUTE_MS,
          keyOf: request => keyOf(request) ?? clientOf(request)?.key,
        },
      }
