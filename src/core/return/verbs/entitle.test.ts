import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'

const granted = () => submitted({}, { shop: aShop({ compensation: true }) }).then({ verb: 'approve', handling: 'keep' })

describe('entitle', () => {
  test('the marketplace says whether a claim may be made', () => {
    for (const by of ['arbiter', 'system'] as const) {
      for (const outcome of ['pending_request', 'not_required', 'not_eligible'] as const) {
        granted()
          .when({ verb: 'entitle', outcome }, { by })
          .leaves({ compensation: [outcome] })
      }
    }
    for (const by of ['shopper', 'owner', 'agent', 'warehouse', 'carrier'] as const) {
      granted().when({ verb: 'entitle', outcome: 'not_required' }, { by }).refuses('forbidden')
    }
  })

  test('once, and only after a promise', () => {
    granted()
      .then({ verb: 'entitle', outcome: 'not_required' }, { by: 'arbiter' })
      .when({ verb: 'entitle', outcome: 'not_required' }, { by: 'arbiter' })
      .refuses('not_open')
    submitted({}, { shop: aShop({ compensation: true }) })
      .when({ verb: 'entitle', outcome: 'not_required' }, { by: 'arbiter' })
      .refuses('not_open')
  })

  test('the time to claim is the shop’s, or what the marketplace said', () => {
    const until = '2026-04-01T00:00:00.000Z' as never
    expect(granted().then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' }).ret.due.claim).toBe(
      '2026-03-12T12:00:00.000Z',
    )
    const { ret } = granted().then({ verb: 'entitle', outcome: 'pending_request', until }, { by: 'arbiter' })
    expect(ret.compensation).toEqual({ state: 'pending_request', until })
    expect(ret.due.claim).toBe(until)
  })
})
