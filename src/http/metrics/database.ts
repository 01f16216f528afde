import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const BUCKETS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** The connections of a pool. `waiting`: those who want one and found none free. */
export type PoolStanding = { total: number; idle: number; waiting: number; most: number }

type Fault = { kind: string }

export type DatabaseMetrics = {
  /** Whoever sends statements calls these. */
  answered(durationMs: number, fault: Fault | null): void
  unreached(fault: Fault): void
  retried(): void
  /** When a statement was answered last, well or not, on the clock of `performance.now`. */
  lastAnswerMs(): number
  /** Asked for at every reading. */
  showPool(read: () => PoolStanding): void
}

export function databaseMetrics(registry: Registry): DatabaseMetrics {
  const registers = [registry]
  const durations = new Histogram({
    name: 'backhaul_db_query_duration_seconds',
    help: 'Statements, and the time from sending to the answer; those sent together also wait for each other.',
    buckets: BUCKETS_SECONDS,
    registers,
  })
  const faults = new Counter({
    name: 'backhaul_db_faults_total',
    help: 'Statements that failed and connections that could not be had, by kind.',
    labelNames: ['kind'] as const,
    registers,
  })
  for (const kind of ['unavailable', 'conflict', 'contention', 'defect']) faults.inc({ kind }, 0)
  const retries = new Counter({
    name: 'backhaul_db_transaction_retries_total',
    help: 'Transactions that stood in each other’s way and ran once more.',
    registers,
  })
  let lastAnswerMs = Number.NEGATIVE_INFINITY
  return {
    answered(durationMs, fault) {
      if (fault?.kind !== 'unavailable') lastAnswerMs = performance.now()
      durations.observe(durationMs / 1000)
      if (fault) faults.inc({ kind: fault.kind })
    },
    unreached: ({ kind }) => faults.inc({ kind }),
    retried: () => retries.inc(),
    lastAnswerMs: () => lastAnswerMs,
    showPool: read => showPool(read, registry),
  }
}

function showPool(read: () => PoolStanding, registry: Registry): void {
  new Gauge({
    name: 'backhaul_db_pool_connections',
    help: 'Connections to the database, by what they do.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      const { total, idle } = read()
      this.set({ state: 'in_use' }, total - idle)
      this.set({ state: 'idle' }, idle)
    },
  })
  new Gauge({
    name: 'backhaul_db_pool_connections_max',
    help: 'Connections this process may open (BACKHAUL_POOL).',
    registers: [registry],
    collect() {
      this.set(read().most)
    },
  })
  new Gauge({
    name: 'backhaul_db_pool_waiting',
    help: 'Pieces of work that wait for a connection.',
    registers: [registry],
    collect() {
      this.set(read().waiting)
    },
  })
}
