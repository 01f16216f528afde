import { describe, expect, test } from 'vitest'
import { eur } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import type { Return, Terms } from '../return.ts'
import { standingOffer } from '../strands/negotiation.ts'

const keep: Terms = { handling: 'keep', amount: eur(4_000) }
const sendBack: Terms = { handling: 'send_back', amount: eur(9_000) }
const byMerchant = (story: Story, terms: Terms) => story.then({ verb: 'offer', terms }, { by: 'agent' })
const accept = (ret: Return) => ({ verb: 'accept', offer: standingOffer(ret)!.id }) as const

describe('accept', () => {
  test('the shopper accepts what the merchant offered, and the other way round', () => {
    byMerchant(submitted(), keep)
      .when(accept, { by: 'shopper' })
      .gives(['offer.accepted', 'request.approved', 'item.changed', 'payout.granted'])
    submitted()
      .then({ verb: 'offer', terms: keep }, { by: 'shopper' })
      .when(accept, { by: 'owner' })
      .leaves({ negotiation: ['agreed'], settlement: ['due'] })
  })

  test('nobody accepts their own offer, nor a colleague’s', () => {
    byMerchant(submitted(), keep).when(accept, { by: 'agent' }).refuses('own_offer')
    byMerchant(submitted(), keep).when(accept, { by: 'owner' }).refuses('own_offer')
    submitted()
      .then({ verb: 'offer', terms: keep }, { by: 'shopper' })
      .when(accept, { by: 'shopper' })
      .refuses('own_offer')
  })

  test('others have no say', () => {
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      byMerchant(submitted(), keep).when(accept, { by }).refuses('forbidden')
  })

  test('without an offer there is nothing to accept', () => {
    submitted()
      .when({ verb: 'accept', offer: 'none' as never }, { by: 'shopper' })
      .refuses('no_offer')
  })

  test('an offer that was replaced meanwhile is not accepted by its old name', () => {
    const first = byMerchant(submitted(), keep)
    const old = standingOffer(first.ret)!.id
    byMerchant(first, { handling: 'keep', amount: eur(5_000) })
      .when({ verb: 'accept', offer: old }, { by: 'shopper' })
      .refuses('offer_superseded', { path: 'offer' })
  })

  test('keeping pays the agreed amount, to the cent and at once', () => {
    const { ret } = byMerchant(submitted(), keep).then(accept, { by: 'shopper' })
    expect(ret.grants).toMatchObject([{ basis: 'agreed', figure: { total: { presentment: eur(4_000) } } }])
  })

  test('sending back fixes the amount for later and starts the shopper’s time', () => {
    const answer = byMerchant(submitted(), sendBack)
      .when(accept, { by: 'shopper' })
      .gives(['offer.accepted', 'request.approved'])
    expect(answer?.ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
    expect(answer?.ret.grants).toEqual([])
  })

  test('goods that were to be kept and now travel get a date as well', () => {
    const kept = approved({ items: [asked(2, { handling: 'keep' })] })
    const answer = byMerchant(kept, sendBack).when(accept, { by: 'shopper' }).gives(['offer.accepted', 'item.changed'])
    expect(answer?.ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
  })
})
