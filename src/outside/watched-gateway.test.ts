import { expect, test } from 'vitest'
import type { Provider, RefundAnswer, RefundOrder } from './gateway.ts'
import { type Paid, watchedGateway } from './watched-gateway.ts'

const ORDER: RefundOrder = {
  key: 'k',
  amount: { amountMinor: 100, currency: 'EUR' as never },
  payment: null,
  order: { externalId: 'o', number: 'o' },
  ret: { number: 'r' },
}

async function told(refund: Provider['refund']): Promise<{ outcome: string; answer: unknown }> {
  const heard: Parameters<Paid>[0][] = []
  const gateway = watchedGateway({ refund, find: async () => ({ outcome: 'absent' }) }, attempt => heard.push(attempt))
  if (gateway === 'by_hand') throw new Error('It was a provider')
  const answer = await gateway.refund(ORDER, AbortSignal.timeout(1_000)).catch((fault: Error) => fault.message)
  expect(await gateway.find(ORDER, AbortSignal.timeout(1_000))).toEqual({ outcome: 'absent' })
  expect(heard).toHaveLength(1)
  return { outcome: heard[0]?.outcome ?? '', answer }
}

test.each<RefundAnswer>([
  { outcome: 'done', externalId: 'x', transactions: [] },
  { outcome: 'declined', why: 'Closed.' },
])('what the provider answers is passed on and told: $outcome', async answer => {
  expect(await told(async () => answer)).toEqual({ outcome: answer.outcome, answer })
})

test('a provider that does not answer leaves it unknown', async () => {
  expect(await told(() => Promise.reject(new Error('gone')))).toEqual({ outcome: 'unknown', answer: 'gone' })
})

test('what is done by hand is not watched', () => {
  expect(watchedGateway('by_hand', () => {})).toBe('by_hand')
})
