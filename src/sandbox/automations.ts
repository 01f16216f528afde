/** Two rules of automation on the sample shop, both on trial: their log fills, and no return of the seed is touched. */
import { ALWAYS, type AutomationRule } from '../core/automation/automation.ts'
import { as } from '../core/ids.ts'

const TRIED = { after: null, priority: 0, state: 'dry_run' } as const

export const AUTOMATIONS: AutomationRule[] = [
  {
    ...TRIED,
    id: as('first_scan_refund'),
    name: 'Refund small returns at the first scan',
    when: { events: ['shipment.tracked'], scans: ['picked_up', 'moving'] },
    if: {
      state: [{ request: ['approved'], dispute: ['none'], settlement: ['none'] }],
      facts: { fact: 'value', is: { below: 10_000 } },
    },
    then: { verb: 'refund', basis: 'asked' },
    once: 'per_return',
  },
  {
    ...TRIED,
    id: as('restock_as_new'),
    name: 'What is as good as new goes back on the shelf',
    when: { events: ['receiving.recorded', 'receiving.graded'] },
    if: ALWAYS,
    then: { verb: 'dispose', to: 'restock', grades: ['a'] },
    once: 'per_event',
  },
]
