import type { Gateway, Provider, RefundAnswer } from './gateway.ts'

/** What came of one call that gives money back; `unknown` too when the provider did not answer at all. */
export type Paid = (attempt: { outcome: RefundAnswer['outcome']; latencyMs: number }) => void

/** The same gateway, and somebody is told how each of its refunds went and how long it took. */
export function watchedGateway(gateway: Gateway, paid: Paid): Gateway {
  if (gateway === 'by_hand') return gateway
  const refund: Provider['refund'] = async (order, signal) => {
    const startedMs = performance.now()
    let outcome: RefundAnswer['outcome'] = 'unknown'
    try {
      const answer = await gateway.refund(order, signal)
      outcome = answer.outcome
      return answer
    } finally {
      paid({ outcome, latencyMs: performance.now() - startedMs })
    }
  }
  return { ...gateway, refund }
}
