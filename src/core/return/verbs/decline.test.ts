import { describe, expect, test } from 'vitest'
import { eur } from '../../../../test/kit/cast.ts'
import { approved, submitted } from '../../../../test/kit/given.ts'
import type { Return } from '../return.ts'
import { standingOffer } from '../strands/negotiation.ts'

const terms = { handling: 'keep', amount: eur(4_000) } as const
const decline = (ret: Return) => ({ verb: 'decline', offer: standingOffer(ret)!.id }) as const
const later = { at: '2026-03-11T12:00:00.000Z' as never }

describe('decline', () => {
  test('the awaited side turns an offer down, and the side that made it cannot', () => {
    const byMerchant = submitted().then({ verb: 'offer', terms }, { by: 'agent' })
    byMerchant.when(decline, { by: 'shopper' }).gives(['offer.declined'])
    byMerchant.when(decline, { by: 'owner' }).refuses('own_offer')
    const byShopper = submitted().then({ verb: 'offer', terms }, { by: 'shopper' })
    byShopper.when(decline, { by: 'owner' }).leaves({ negotiation: ['ended'], request: ['submitted'] })
    byShopper.when(decline, { by: 'shopper' }).refuses('own_offer')
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      byShopper.when(decline, { by }).refuses('forbidden')
  })

  test('only the offer that stands is turned down', () => {
    submitted()
      .when({ verb: 'decline', offer: 'none' as never }, { by: 'shopper' })
      .refuses('no_offer')
    const first = submitted().then({ verb: 'offer', terms }, { by: 'agent' })
    const old = standingOffer(first.ret)!.id
    first
      .then({ verb: 'offer', terms }, { by: 'agent' })
      .when({ verb: 'decline', offer: old }, { by: 'shopper' })
      .refuses('offer_superseded', { path: 'offer' })
  })

  test('the shopper’s no gives the merchant the whole time to answer again', () => {
    const declined = submitted()
      .then({ verb: 'offer', terms }, { by: 'agent' })
      .then(decline, { by: 'shopper', tray: later })
    expect(declined.ret.due.answer).toBe('2026-03-13T12:00:00.000Z')
  })

  test('the merchant’s no does not, and an approved return has no answer to wait for', () => {
    const byShopper = submitted()
      .then({ verb: 'offer', terms }, { by: 'shopper' })
      .then(decline, { by: 'agent', tray: later })
    expect(byShopper.ret.due.answer).toBe('2026-03-12T12:00:00.000Z')
    const open = approved()
      .then({ verb: 'offer', terms }, { by: 'agent' })
      .then(decline, { by: 'shopper', tray: later })
    expect(open.ret.due.answer).toBe('2026-03-12T12:00:00.000Z')
  })
})
