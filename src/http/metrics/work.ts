import { Histogram, type Registry } from 'prom-client'

const BUCKETS_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]

/** Conversations with the outside, told by whoever held them. Outcomes are words from a closed list of the one who tells. */
export type WorkMetrics = {
  delivered(attempt: { format: string; outcome: string; latencyMs: number }): void
  paid(attempt: { outcome: string; latencyMs: number }): void
}

export function workMetrics(registry: Registry): WorkMetrics {
  const deliveries = new Histogram({
    name: 'backhaul_delivery_duration_seconds',
    help: 'Attempts to deliver a webhook message, by format and what came of them.',
    labelNames: ['format', 'outcome'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  // Not by provider: its name comes from the order, and whoever enters orders could make as many figures as they like.
  const payouts = new Histogram({
    name: 'backhaul_payout_duration_seconds',
    help: 'Calls to payment providers that give money back, by what they answered.',
    labelNames: ['outcome'] as const,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  return {
    delivered: ({ format, outcome, latencyMs }) => deliveries.observe({ format, outcome }, latencyMs / 1000),
    paid: ({ outcome, latencyMs }) => payouts.observe({ outcome }, latencyMs / 1000),
  }
}
