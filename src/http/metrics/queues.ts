import { Gauge, type Registry } from 'prom-client'

type Queue = { waiting: number; lateSeconds: number }

/** What waits, over the whole installation: every process tells the same. */
export type QueueStanding = {
  outbox: Queue
  overdue: Queue
  errands: (Queue & { kind: string; givenUp: number })[]
  deliveries: (Queue & { format: string; dead: number })[]
  jobs: { queue: string; waiting: number; deferred: number; underWay: number; failed: number }[]
}

/** Figures of queues are counted in the database, so not for every reader anew. */
const FRESH_MS = 5_000
/** A database that does not answer must not keep the other figures from being read. */
const PATIENCE_MS = 4_000

type Row = [labels: Record<string, string>, value: number]

/** Gives what brings the figures up to date before a reading. When they cannot be had they vanish, and `backhaul_queues_up` is 0. */
export function queueMetrics(registry: Registry, read: () => Promise<QueueStanding>): () => Promise<void> {
  const gauges = GAUGES.map(({ name, help, label, rows }) => ({
    gauge: new Gauge({ name, help, labelNames: label ? [label] : [], registers: [registry] }),
    isOne: label === undefined,
    rows,
  }))
  const up = new Gauge({
    name: 'backhaul_queues_up',
    help: 'Whether the figures of the queues could be read: 1 or 0.',
    registers: [registry],
  })
  const write = (standing: QueueStanding | null): void => {
    up.set(standing === null ? 0 : 1)
    for (const { gauge, isOne, rows } of gauges) {
      gauge.reset()
      // A figure without labels is put to 0 rather than taken away.
      if (isOne) gauge.remove()
      for (const [labels, value] of standing === null ? [] : rows(standing)) gauge.set(labels, value)
    }
  }
  return cached(async () => write(await within(read(), PATIENCE_MS)))
}

const GAUGES: { name: string; help: string; label?: string; rows: (standing: QueueStanding) => Row[] }[] = [
  {
    name: 'backhaul_outbox_waiting',
    help: 'Acts whose news is not yet spread to the endpoints.',
    rows: ({ outbox }) => [[{}, outbox.waiting]],
  },
  {
    name: 'backhaul_outbox_oldest_age_seconds',
    help: 'Age of the oldest news that is not yet spread.',
    rows: ({ outbox }) => [[{}, outbox.lateSeconds]],
  },
  {
    name: 'backhaul_returns_overdue',
    help: 'Returns whose default outcome or reminder is due and has not happened.',
    rows: ({ overdue }) => [[{}, overdue.waiting]],
  },
  {
    name: 'backhaul_returns_overdue_seconds',
    help: 'How long the first of them has been due.',
    rows: ({ overdue }) => [[{}, overdue.lateSeconds]],
  },
  {
    name: 'backhaul_errands_waiting',
    help: 'Work outside the house that is ordered and not done, by kind.',
    label: 'kind',
    rows: ({ errands }) => errands.map(({ kind, waiting }) => [{ kind }, waiting]),
  },
  {
    name: 'backhaul_errands_oldest_age_seconds',
    help: 'Age of the oldest work outside the house that is not done, by kind.',
    label: 'kind',
    rows: ({ errands }) => errands.map(({ kind, lateSeconds }) => [{ kind }, lateSeconds]),
  },
  {
    name: 'backhaul_errands_given_up',
    help: 'Work outside the house that was tried too often and needs a person, by kind.',
    label: 'kind',
    rows: ({ errands }) => errands.map(({ kind, givenUp }) => [{ kind }, givenUp]),
  },
  {
    name: 'backhaul_deliveries_waiting',
    help: 'Webhook messages on their way, back-off included, by format.',
    label: 'format',
    rows: ({ deliveries }) => deliveries.map(({ format, waiting }) => [{ format }, waiting]),
  },
  {
    name: 'backhaul_deliveries_late_seconds',
    help: 'How long the next attempt of the latest webhook message has been due, by format.',
    label: 'format',
    rows: ({ deliveries }) => deliveries.map(({ format, lateSeconds }) => [{ format }, lateSeconds]),
  },
  {
    name: 'backhaul_deliveries_dead',
    help: 'Webhook messages whose attempts are used up and that were not put back on the way, by format.',
    label: 'format',
    rows: ({ deliveries }) => deliveries.map(({ format, dead }) => [{ format }, dead]),
  },
  {
    name: 'backhaul_jobs_waiting',
    help: 'Jobs in the queue of the database, deferred ones included, as the queue last counted them.',
    label: 'queue',
    rows: ({ jobs }) => jobs.map(({ queue, waiting }) => [{ queue }, waiting]),
  },
  {
    name: 'backhaul_jobs_in_progress',
    help: 'Jobs somebody is at, as the queue last counted them.',
    label: 'queue',
    rows: ({ jobs }) => jobs.map(({ queue, underWay }) => [{ queue }, underWay]),
  },
  {
    name: 'backhaul_jobs_failed',
    help: 'Jobs that failed for good, as the queue last counted them.',
    label: 'queue',
    rows: ({ jobs }) => jobs.map(({ queue, failed }) => [{ queue }, failed]),
  },
]

/** Those who ask while somebody is asking wait for the same answer. */
function cached(bringUpToDate: () => Promise<void>): () => Promise<void> {
  let latest: Promise<void> | null = null
  let freshUntilMs = 0
  return () => {
    if (latest === null || performance.now() > freshUntilMs) {
      freshUntilMs = performance.now() + FRESH_MS
      latest = bringUpToDate()
    }
    return latest
  }
}

async function within<T>(answer: Promise<T>, limitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<null>(resolve => {
    timer = setTimeout(resolve, limitMs, null)
  })
  try {
    return await Promise.race([answer, tooLate])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
