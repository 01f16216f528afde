/** Putting the house together: database, desk, doors and worker – and taking it apart again without dropping anything. */

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { keyOf } from './api/auth.ts'
import { openApi } from './api/index.ts'
import type { Config } from './config.ts'
import { query } from './db/pool.ts'
import type { Desk } from './desk/desk.ts'
import { type App, createApp } from './http/app.ts'
import { showFrontPage } from './http/front-page.ts'
import { showHealth } from './http/health.ts'
import { limitRates, type RateLimits } from './http/rate-limit.ts'
import type { Outside } from './jobs/errands.ts'
import { startWorker } from './jobs/worker.ts'
import { openHouse } from './open-house.ts'
import { manualCarrier, simulatedCarrier } from './outside/carrier.ts'
import { simulatedGateway } from './outside/simulated-gateway.ts'
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

/** How long requests that have begun may take to end. */
const DRAIN_MS = 10_000
const MINUTE_MS = 60_000

export async function startServer(config: Config, { logger, prepare }: ServerOptions = {}): Promise<Running> {
  const log = (message: string) => logger?.info(message)
  const house = await openHouse(config, { migrate: true, log })
  const { desk, database } = house
  try {
    await prepare?.(desk, database.kind)
    let stopping: Promise<void> | null = null
    const app = await openApp(desk, config, () => stopping === null, logger)
    const address = await app.listen({ host: config.host, port: config.port })
    const url = config.baseUrl ?? reachable(address)
    const worker = startWorker(desk, outsideOf(config), { log: message => logger?.error(message) })
    log(`Backhaul ${VERSION} answers at ${url}`)

    const shut = async (): Promise<void> => {
      await drained(app)
      await worker.stop()
      await house.close()
    }
    return { url, desk, kind: database.kind, stop: () => (stopping ??= shut()) }
  } catch (fault) {
    await house.close()
    throw fault
  }
}

async function openApp(desk: Desk, config: Config, isOpen: () => boolean, logger: Logger | undefined): Promise<App> {
  const app = await createApp({ ...(logger && { logger }), trustProxy: config.trustProxy })
  showHealth(app, async () => isOpen() && (await query(desk.db, { text: 'select 1' })).rows.length === 1)
  await limitRates(app, ratesOf(config))
  showFrontPage(app, { title: 'Backhaul', version: VERSION, links: LINKS })
  await openApi(app, desk)
  return app
}

const LINKS = [
  { href: '/docs', name: 'API reference', about: 'Every call of the native interface, to read and to try.' },
  { href: '/openapi.json', name: 'OpenAPI document', about: 'The same for programs.' },
]

const ratesOf = ({ rateLimit }: Config): RateLimits | 'off' =>
  rateLimit === 'off'
    ? 'off'
    : {
        perAddress: { max: rateLimit.perAddress, windowMs: MINUTE_MS },
        perKey: { max: rateLimit.perKey, windowMs: MINUTE_MS, keyOf },
      }

/** The stand-ins remember what they did in the data folder, so that a restart does not pay twice. */
function outsideOf({ payments, labels, dataDir }: Config): Outside {
  const gateway = payments === 'simulated' ? simulatedGateway(join(dataDir, 'outside', 'payments.jsonl')) : 'by_hand'
  return { gateway: () => gateway, carrier: labels === 'simulated' ? simulatedCarrier() : manualCarrier }
}

/** A machine that listens on all its addresses is reached by its own. */
const reachable = (address: string): string =>
  address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//127.0.0.1:').replace('//[::1]:', '//127.0.0.1:')

async function drained(app: App): Promise<void> {
  const late = new AbortController()
  const limit = pause(DRAIN_MS, undefined, { signal: late.signal, ref: false }).then(
    () => app.server.closeAllConnections(),
    () => {},
  )
  await app.close()
  late.abort()
  await limit
}
