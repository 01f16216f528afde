import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, eur } from '../../../../test/kit/cast.ts'
import { asked, submitted } from '../../../../test/kit/given.ts'

describe('approve', () => {
  test('merchants and automation approve what was filed, nobody else', () => {
    for (const by of ['owner', 'agent', 'system'] as const)
      submitted().when({ verb: 'approve' }, { by }).gives(['request.approved'])
    for (const by of ['shopper', 'warehouse', 'arbiter', 'carrier'] as const)
      submitted().when({ verb: 'approve' }, { by }).refuses('forbidden', { role: by })
  })

  test('what is decided already is not approved again', () => {
    submitted().then({ verb: 'approve' }).when({ verb: 'approve' }).refuses('not_open')
    submitted().then({ verb: 'reject', reason: 'Worn' }).when({ verb: 'approve' }).refuses('not_open')
  })

  test('a dispute has to end first', () => {
    submitted().then({ verb: 'dispute', reason: 'objection', text: '' }).when({ verb: 'approve' }).refuses('disputed')
  })

  test('plain approval promises nothing and gives the shopper time to send', () => {
    const { answer, leaves } = submitted().when({ verb: 'approve' })
    leaves({ request: ['approved'], settlement: ['none'], handling: ['send_back'] })
    expect('ret' in answer && answer.ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
  })

  test('keeping the goods promises everything that was asked for', () => {
    const answer = submitted()
      .when({ verb: 'approve', handling: 'keep' })
      .gives(['request.approved', 'item.changed', 'payout.granted'])
    expect(answer?.ret.grants.map(grant => grant.figure.total.presentment)).toEqual([eur(10_000)])
    expect(answer?.ret.due.ship).toBeUndefined()
    expect(answer?.ret.due.inspect).toBeUndefined()
  })

  test('keeping is promised by those who may promise as much', () => {
    const rule = { when: {}, then: [{ limit: { role: 'agent' as const, amount: eur(9_999) } }], priority: 0 }
    const policy = aPolicy([{ id: 'limit' as never, name: 'limit', ...rule }])
    const story = submitted({}, { policy })
    story.when({ verb: 'approve', handling: 'keep' }, { by: 'agent' }).refuses('limit_exceeded')
    story.when({ verb: 'approve', handling: 'keep' }, { by: 'owner' }).leaves({ settlement: ['due'] })
    story.when({ verb: 'approve', handling: 'send_back' }, { by: 'agent' }).gives(['request.approved'])
  })

  test('goods that were to be kept may be wanted back', () => {
    const kept = submitted({ items: [asked(2, { handling: 'keep' })] })
    const answer = kept.when({ verb: 'approve', handling: 'send_back' }).gives(['request.approved', 'item.changed'])
    expect(answer?.ret.due.ship).toBe('2026-03-12T12:00:00.000Z')
  })

  test('goods that need not come leave the merchant to look and pay', () => {
    const answer = submitted({ items: [asked(2, { handling: 'keep' })] })
      .when({ verb: 'approve' })
      .leaves({ settlement: ['none'] })
    expect(answer.ret.due).toMatchObject({ inspect: '2026-03-12T12:00:00.000Z' })
    expect(answer.ret.due.ship).toBeUndefined()
  })

  test('an offer that still stood is overtaken', () => {
    submitted()
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
      .when({ verb: 'approve' })
      .gives(['request.approved', 'offer.overtaken'])
  })

  test('an override is kept with the approval', () => {
    const [event] = submitted().when({ verb: 'approve', override: 'A good customer' }).events()
    expect(event).toMatchObject({ type: 'request.approved', override: 'A good customer' })
  })

  test('automation waits for the photos policy wanted; a person need not', () => {
    const policy = aPolicy([
      { id: 'photos' as never, name: 'photos', when: {}, then: [{ require: 'photo' }], priority: 0 },
    ])
    const waiting = submitted({}, { policy })
    waiting.when({ verb: 'approve' }, { by: 'system' }).refuses('photos_missing')
    waiting.when({ verb: 'approve' }, { by: 'agent' }).gives(['request.approved'])
  })

  test('a label may be ordered in the same act, and its refusal ends the act', () => {
    submitted({ method: 'retailer_label' })
      .when({ verb: 'approve', label: {} })
      .gives(['request.approved', 'label.ordered'])
    submitted({ method: 'in_store' })
      .when({ verb: 'approve', label: {} })
      .refuses('label_unavailable', { path: 'label' })
    submitted({ method: 'retailer_label' })
      .when(ret => ({ verb: 'approve', label: { contents: [{ item: ret.items[0]!.id, quantity: 3 }] } }))
      .refuses('quantity_exceeded', { path: 'label.contents[0].quantity' })
  })

  test('what marketplaces compensate is opened with the first promise', () => {
    submitted({}, { shop: aShop({ compensation: true }) })
      .when({ verb: 'approve', handling: 'keep' })
      .leaves({ compensation: ['initial'], settlement: ['due'] })
  })

  test('both pieces of a line that cost an odd cent are promised to the cent', () => {
    const order = anOrder([aLine({ quantity: 3, paid: 9_999 })])
    const answer = submitted({ items: [asked(3)] }, { order })
      .when({ verb: 'approve', handling: 'keep' })
      .leaves({ settlement: ['due'] })
    expect(answer.ret.grants[0]?.figure.total.presentment).toEqual(eur(9_999))
  })
})
