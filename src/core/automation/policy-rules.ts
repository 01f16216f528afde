/** Policy's `auto: refund` and `auto: resolve`, as rules: policy says whether, here stands when. */
import { as } from '../ids.ts'
import { QUIET } from '../return/where.ts'
import type { AutomationRule } from './automation.ts'

/** Everything that had to come back is here, or nothing had to. */
const HERE = { receiving: ['received', 'not_needed'] } as const

/** Once the goods are here, or need not travel. What is payable then is policy's word too: pieces that wait for a grade are paid when they have one. */
export const POLICY_REFUNDS: AutomationRule = {
  id: as('policy.refund'),
  name: 'Policy refunds by itself',
  when: { events: ['request.approved', 'receiving.recorded', 'receiving.graded'] },
  if: {
    state: [{ request: ['approved'], ...QUIET, ...HERE, settlement: ['none', 'due', 'part'] }],
    facts: {},
  },
  after: null,
  then: { verb: 'refund' },
  priority: 0,
  state: 'on',
  once: 'per_event',
}

/** Once nothing is owed and nothing is awaited. */
export const POLICY_RESOLVES: AutomationRule = {
  id: as('policy.resolve'),
  name: 'Policy closes by itself',
  when: { events: ['payout.done', 'settlement.marked_elsewhere', 'receiving.recorded', 'exchange.ordered'] },
  if: {
    state: [{ request: ['approved', 'expired'], ...QUIET, ...HERE, settlement: ['settled', 'elsewhere'] }],
    facts: {},
  },
  after: null,
  then: { verb: 'resolve' },
  priority: 0,
  state: 'on',
  once: 'per_event',
}
