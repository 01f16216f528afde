import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, eur, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../../test/kit/given.ts'
import { plus } from '../../time.ts'
import type { Return, Terms } from '../return.ts'
import { standingOffer } from '../strands/negotiation.ts'

const keep: Terms = { handling: 'keep', amount: eur(4_000) }
const sendBack: Terms = { handling: 'send_back', amount: eur(9_000) }
const nextDay = { tray: { at: plus(NOON, { hours: 24 }) } }
const limited = aPolicy([
  {
    id: 'limit' as never,
    name: 'limit',
    when: {},
    then: [{ limit: { role: 'agent', amount: eur(3_000) } }],
    priority: 0,
  },
])
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

  test('an agent accepts no more than an agent may promise', () => {
    const asks = (terms: Terms) => submitted({}, { policy: limited }).then({ verb: 'offer', terms }, { by: 'shopper' })
    asks(keep).when(accept, { by: 'agent' }).refuses('limit_exceeded')
    asks(keep)
      .when(accept, { by: 'owner' })
      .leaves({ settlement: ['due'] })
    asks({ ...keep, amount: eur(3_000) })
      .when(accept, { by: 'agent' })
      .leaves({ settlement: ['due'] })
  })

  test('goods that are sent back first promise nothing yet, so no limit is asked', () => {
    submitted({}, { policy: limited })
      .then({ verb: 'offer', terms: sendBack }, { by: 'shopper' })
      .when(accept, { by: 'agent' })
      .leaves({ negotiation: ['agreed'], settlement: ['none'] })
  })

  test('what an owner offered for a purchase written down by hand the shopper may accept', () => {
    const order = anOrder([aLine()], { source: 'stand_in' })
    submitted({}, { order }, 'owner')
      .then({ verb: 'offer', terms: keep }, { by: 'owner' })
      .when(accept, { by: 'shopper' })
      .leaves({ settlement: ['due'] })
  })

  test('who was approved before has the whole time to send again, unless the parcel is under way', () => {
    const fresh = byMerchant(approved(), sendBack)
    expect(fresh.then(accept, { by: 'shopper', ...nextDay }).ret.due.ship).toBe('2026-03-13T12:00:00.000Z')
    const sent = approved()
      .then({ verb: 'ship', carrier: { ref: 7 } })
      .then(
        ret => ({ verb: 'track', shipment: ret.shipments[0]!.id, checkpoint: { at: NOON, kind: 'moving', text: '' } }),
        { by: 'carrier' },
      )
    expect(byMerchant(sent, sendBack).then(accept, { by: 'shopper', ...nextDay }).ret.due.ship).toBe(
      '2026-03-12T12:00:00.000Z',
    )
  })

  test('who keeps the goods sends nothing, and nobody has to look at them', () => {
    const { due } = byMerchant(approved(), keep).then(accept, { by: 'shopper', ...nextDay }).ret
    expect(due.ship).toBe('2026-03-12T12:00:00.000Z')
    expect(due.inspect).toBeUndefined()
  })

  test('an answer that was given has no new time', () => {
    const { due } = submitted()
      .then({ verb: 'offer', terms: sendBack }, { by: 'shopper' })
      .then(accept, { by: 'agent', ...nextDay }).ret
    expect(due).toMatchObject({ answer: '2026-03-12T12:00:00.000Z', ship: '2026-03-13T12:00:00.000Z' })
  })
})
