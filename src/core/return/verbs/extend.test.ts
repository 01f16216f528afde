import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import type { Instant } from '../../time.ts'

const to = '2026-03-20T12:00:00.000Z' as Instant
const more = { verb: 'extend', to, why: 'On holiday' } as const
const disputed = () => submitted().then({ verb: 'dispute', reason: 'objection', text: '' })

describe('extend', () => {
  test('the merchant gives more time for what runs', () => {
    for (const by of ['owner', 'agent'] as const)
      expect(approved().then({ ...more, kind: 'ship' }, { by }).ret.due.ship).toBe(to)
    for (const by of ['shopper', 'warehouse', 'carrier', 'system'] as const)
      approved()
        .when({ ...more, kind: 'ship' }, { by })
        .refuses('forbidden')
  })

  test('only for a wait that runs, only forward, and with a reason', () => {
    submitted()
      .when({ ...more, kind: 'ship' })
      .refuses('not_open', { path: 'kind' })
    approved()
      .when({ ...more, kind: 'ship', to: '2026-03-12T12:00:00.000Z' as Instant })
      .refuses('invalid', { path: 'to' })
    approved()
      .when({ ...more, kind: 'ship', why: '  ' })
      .refuses('reason_required', { path: 'why' })
    approved()
      .when({ ...more, kind: 'ship' }, { tray: { at: '2026-03-21T00:00:00.000Z' as Instant } })
      .refuses('invalid', { path: 'to' })
  })

  test('a wait without an end may be given one', () => {
    const shop = aShop({ lengths: { ...aShop().lengths, ship: null } })
    expect(approved({}, { shop }).then({ ...more, kind: 'ship' }).ret.due.ship).toBe(to)
  })

  test('before the arbiter the merchant does not set their own time; the arbiter does', () => {
    disputed()
      .when({ ...more, kind: 'evidence' }, { by: 'agent' })
      .refuses('forbidden', { path: 'kind' })
    expect(disputed().then({ ...more, kind: 'evidence' }, { by: 'arbiter' }).ret.evidence).toEqual({
      state: 'due',
      by: to,
    })
    approved()
      .when({ ...more, kind: 'ship' }, { by: 'arbiter' })
      .refuses('forbidden', { path: 'kind' })
  })

  test('where the owner is the bench the shop moves everything', () => {
    const shop = aShop({ bench: 'owner' })
    const story = submitted({}, { shop }).then({ verb: 'dispute', reason: 'objection', text: '' })
    expect(story.then({ ...more, kind: 'evidence' }, { by: 'owner' }).ret.due.evidence).toBe(to)
  })
})
