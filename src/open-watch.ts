/** What supervisors and load balancers meet: health, figures, and a door that closes in good order. The server opens its other doors on it; a worker has no others. */
import type { Logger } from 'pino'
import { whoIs } from './api/auth.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connect.ts'
import { query } from './db/pool.ts'
import { readQueueFigures } from './db/queue-figures.ts'
import type { Desk } from './desk/desk.ts'
import { clientOf } from './dialects/dialect.ts'
import { type App, createApp } from './http/app.ts'
import { openDrain } from './http/drain.ts'
import { showHealth } from './http/health.ts'
import type { Metrics } from './http/metrics/metrics.ts'
import { VERSION } from './version.ts'

export type Watch = {
  app: App
  /** Gives how many connections had to be cut off. */
  close(limitMs: number): Promise<number>
}

const MINUTE_MS = 60_000
/** The share of the drain time in which we still serve and already say that we are closing. */
const LINGER_SHARE = 0.25

export async function openWatch(desk: Desk, config: Config, metrics: Metrics, logger?: Logger): Promise<Watch> {
  const app = await createApp({
    ...(logger && { logger }),
    whoIs: request => whoIs(request) ?? clientOf(request),
    trustProxy: config.trustProxy,
  })
  metrics.count(app)
  const drain = openDrain(app)
  const health = showHealth(app, {
    isStopping: drain.isDraining,
    askDatabase: () => query(desk.db, { text: 'select 1' }),
    lastAnswerMs: metrics.database.lastAnswerMs,
  })
  metrics.show(app, config.metrics)
  return {
    app,
    close(limitMs) {
      const lingerMs = health.wasAskedWithin(MINUTE_MS) ? limitMs * LINGER_SHARE : 0
      return drain.drain({ lingerMs, limitMs: limitMs - lingerMs })
    },
  }
}

/** What the figures tell of the house itself. */
export function showHouse(metrics: Metrics, desk: Desk, { kind, serverVersion }: Database, config: Config): void {
  metrics.describe({ version: VERSION, node: process.versions.node, database: kind, postgresql: serverVersion })
  metrics.database.showPool(() => ({
    total: desk.db.totalCount,
    idle: desk.db.idleCount,
    waiting: desk.db.waitingCount,
    most: config.poolSize,
  }))
  metrics.showQueues(() => readQueueFigures(desk.db, desk.now()))
}

/** A machine that listens on all its addresses is reached by its own. */
export const reachable = (address: string): string =>
  address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//127.0.0.1:').replace('//[::1]:', '//127.0.0.1:')
