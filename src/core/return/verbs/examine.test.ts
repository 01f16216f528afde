import { describe, test } from 'vitest'
import { submitted } from '../../../../test/kit/given.ts'

const raised = () => submitted().then({ verb: 'dispute', reason: 'objection', text: '' })

describe('examine', () => {
  test('the arbiter or the clock takes a raised dispute up', () => {
    for (const by of ['arbiter', 'system'] as const)
      raised()
        .when({ verb: 'examine' }, { by })
        .leaves({ dispute: ['judging'], evidence: ['due'] })
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'carrier'] as const)
      raised().when({ verb: 'examine' }, { by }).refuses('forbidden')
  })

  test('once, and only where there is one', () => {
    submitted().when({ verb: 'examine' }, { by: 'arbiter' }).refuses('not_open')
    raised()
      .then({ verb: 'examine' }, { by: 'arbiter' })
      .when({ verb: 'examine' }, { by: 'arbiter' })
      .refuses('disputed')
  })
})
