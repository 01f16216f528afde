import { describe, expect, test } from 'vitest'
import { aPolicy, aShop, aTray, NOON } from '../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted } from '../../../test/kit/given.ts'
import type { FileId, RuleId } from '../ids.ts'
import { plus } from '../time.ts'
import type { Command } from './commands.ts'
import { deadlines, photosMissing, resuming, rolesOf, starting, turn } from './deadlines.ts'
import type { Checkpoint, Return } from './return.ts'

const in48 = plus(NOON, { hours: 48 })
const running = (story: Story) => deadlines(story.ret).map(({ kind, owner, default: verb }) => [kind, owner, verb])
const sent = () => approved().then({ verb: 'ship', carrier: { ref: 7 } })
const seen =
  (kind: Checkpoint['kind']) =>
  (ret: Return): Command => ({
    verb: 'track',
    shipment: ret.shipments[0]!.id,
    checkpoint: { at: NOON, kind, text: '' },
  })
const kept = () => approved({ items: [asked(2, { handling: 'keep' })] })
const offer = { verb: 'offer', terms: { handling: 'keep', amount: { amountMinor: 4_000, currency: 'EUR' } } } as Command

describe('deadlines', () => {
  test('answer: the merchant is awaited on what was filed, unless the shopper has an offer to answer', () => {
    expect(running(submitted())).toEqual([['answer', 'merchant', null]])
    expect(running(submitted().then(offer, { by: 'agent' }))).toEqual([['offer', 'shopper', 'lapse']])
    expect(running(submitted().then(offer, { by: 'shopper' }))).toEqual([
      ['answer', 'merchant', null],
      ['offer', 'merchant', 'lapse'],
    ])
  })

  test('photos: the shopper is awaited while required ones are missing', () => {
    const policy = aPolicy([
      { id: 'photos' as RuleId, name: 'photos', when: {}, then: [{ require: 'photo' }], priority: 0 },
    ])
    const waiting = submitted({}, { policy })
    expect(running(waiting)).toContainEqual(['photos', 'shopper', 'cancel'])
    expect(photosMissing(waiting.ret)).toBe(true)
    expect(photosMissing(submitted().ret)).toBe(false)
  })

  test('photos: shown with some pieces of a line they speak for the others that come back for another reason', () => {
    const policy = aPolicy([
      { id: 'photos' as RuleId, name: 'photos', when: {}, then: [{ require: 'photo' }], priority: 0 },
    ])
    const photo = { media: ['photo-1' as FileId] }
    const both = (first: object) => submitted({ items: [asked(1, first), asked(1)] }, { policy }).ret
    expect(photosMissing(both({}))).toBe(true)
    expect(photosMissing(both(photo))).toBe(false)
  })

  test('ship: the shopper is awaited until a carrier has the goods', () => {
    for (const story of [approved(), sent()]) expect(running(story)).toEqual([['ship', 'shopper', 'expire']])
  })

  test('arrival: goods under way are the merchant’s to chase, lost ones too', () => {
    for (const kind of ['moving', 'delivery_failed', 'lost'] as const) {
      const moving = sent().then(seen(kind))
      expect(running(moving)).toEqual([['arrival', 'merchant', null]])
      expect(moving.ret.due.arrival).toBe(in48)
    }
  })

  test('inspect: the merchant is awaited once goods are here, or need not come', () => {
    expect(running(sent().then(seen('delivered')))).toEqual([['inspect', 'merchant', 'refund']])
    const counted = approved().then(
      ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 1 }] }),
      { by: 'warehouse' },
    )
    expect(running(counted)).toEqual([['inspect', 'merchant', 'refund']])
    expect(running(kept())).toEqual([['inspect', 'merchant', 'refund']])
  })

  test('evidence and verdict: a dispute awaits the merchant’s proof and the arbiter', () => {
    const disputed = approved().then({ verb: 'dispute', reason: 'objection', text: 'Worn' })
    expect(running(disputed)).toContainEqual(['verdict', 'arbiter', null])
    expect(running(disputed).find(([kind]) => kind === 'ship')).toBeUndefined()
  })

  test('goods: paid before they came, the shopper is awaited', () => {
    const paid = approved().then({ verb: 'grant', basis: 'asked' }).then({ verb: 'credit' })
    expect(running(paid)).toEqual([['goods', 'shopper', null]])
  })

  test('payout: ordered or failed money awaits the merchant', () => {
    const ordered = kept().then({ verb: 'refund' })
    for (const story of [kept().then({ verb: 'grant', basis: 'asked' }), ordered])
      expect(running(story)).toEqual([['payout', 'merchant', null]])
    const settle = (outcome: 'done' | 'declined') =>
      ordered.then(ret => ({ verb: 'settle', payout: ret.payouts[0]!.id, outcome, why: '' }), { by: 'system' })
    expect([running(settle('declined')), running(settle('done'))]).toEqual([[['payout', 'merchant', null]], []])
  })

  test('claim: an entitled merchant is awaited', () => {
    const story = approved({}, { shop: aShop({ compensation: true }) })
      .then({ verb: 'grant', basis: 'asked' })
      .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' })
    expect(running(story)).toContainEqual(['claim', 'merchant', 'lapse'])
  })

  test('a moment that has passed or ended stays on record', () => {
    const moving = sent().then(seen('moving'))
    expect(moving.ret.due.ship).toBe(in48)
    expect(deadlines(moving.ret).map(({ kind }) => kind)).toEqual(['arrival'])
  })

  test('moments are counted with the lengths of their day; a kind without a length waits for ever', () => {
    const shop = aShop({ lengths: { ...aShop().lengths, ship: { hours: 5 }, inspect: null } })
    expect(starting(aTray({ shop }), 'ship', 'inspect', 'goods')).toEqual({
      ship: plus(NOON, { hours: 5 }),
      goods: in48,
    })
    const endless = approved({}, { shop: aShop({ lengths: { ...aShop().lengths, ship: null } }) })
    expect(deadlines(endless.ret)).toMatchObject([{ kind: 'ship', at: null }])
  })

  test('whose move it is: the wait that ends first, those without an end last', () => {
    const both = submitted().then(offer, { by: 'shopper', tray: { at: plus(NOON, { hours: 1 }) } })
    expect(turn(both.ret)).toMatchObject({ kind: 'answer', owner: 'merchant' })
    expect(turn({ ...both.ret, due: { ...both.ret.due, answer: undefined } })).toMatchObject({ kind: 'offer' })
    expect(turn(submitted().then({ verb: 'cancel' }).ret)).toBeNull()
  })

  test('what begins anew is what runs now', () => {
    expect(resuming(approved().ret, aTray())).toEqual({ ship: in48 })
    expect(resuming(submitted().ret, aTray())).toEqual({ answer: in48 })
  })

  test('every owner has roles that may move', () => {
    expect(rolesOf).toEqual({ merchant: ['owner', 'agent'], shopper: ['shopper'], arbiter: ['arbiter'] })
  })
})
