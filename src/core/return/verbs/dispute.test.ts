import { describe, expect, test } from 'vitest'
import { aShop, aTray, eur } from '../../../../test/kit/cast.ts'
import { approved, type Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import type { FileId } from '../../ids.ts'
import type { Instant } from '../../time.ts'
import type { Commands } from '../commands.ts'
import type { Return } from '../return.ts'

const object = (more: Partial<Commands['dispute']> = {}) =>
  ({ verb: 'dispute', reason: 'objection', text: 'Worn', ...more }) as const
const rejected = () => submitted().then({ verb: 'reject', reason: 'Worn' })
const paid = () => submitted().then({ verb: 'approve', handling: 'keep' })
const photo = (n: number) => `file-${n}` as FileId
const shop = aShop({
  disputeReasons: [
    {
      id: 2,
      code: 'objection',
      requirement: 'Tell us why',
      samples: [],
      modules: [{ index: 1, requirement: 'Photo of the parcel label', required: true }],
    },
  ],
})

describe('dispute by the merchant', () => {
  test('asks the arbiter, and the merchant has to prove it', () => {
    const answer = submitted().when(object(), { by: 'agent' }).gives(['dispute.raised', 'evidence.asked'])
    expect(answer?.ret.evidence).toEqual({ state: 'due', by: '2026-03-12T12:00:00.000Z' })
    expect(answer?.ret.due).toMatchObject({ evidence: '2026-03-12T12:00:00.000Z', verdict: '2026-03-12T12:00:00.000Z' })
    approved()
      .when(object(), { by: 'owner' })
      .leaves({ dispute: ['raised'], evidence: ['due'] })
  })

  test('only before anything is promised and while the request is open', () => {
    paid().when(object()).refuses('already_granted')
    rejected().when(object()).refuses('not_open')
    approved().then({ verb: 'resolve' }).when(object()).refuses('not_open')
    submitted().then(object()).when(object()).refuses('disputed')
  })

  test('the offer that stood is overtaken', () => {
    submitted()
      .then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })
      .when(object())
      .gives(['dispute.raised', 'evidence.asked', 'offer.overtaken'])
  })

  test('a dispute that was taken back can be raised again', () => {
    submitted().then(object()).then({ verb: 'withdraw' }).when(object()).gives(['dispute.raised', 'evidence.asked'])
  })

  test('works where the owner is the bench', () => {
    submitted({}, { shop: aShop({ bench: 'owner' }) })
      .when(object(), { by: 'agent' })
      .leaves({ dispute: ['raised'] })
  })

  test('the reason is one of the shop’s', () => {
    submitted()
      .when(object({ reasonId: 2 }))
      .gives(['dispute.raised', 'evidence.asked'])
    submitted()
      .when(object({ reasonId: 99 }))
      .refuses('reason_unknown', { path: 'reasonId', known: [2] })
    submitted()
      .when(object({ reasonId: 2, reason: 'not_received' }))
      .refuses('reason_unknown', { path: 'reasonId' })
    submitted()
      .when(object({ reason: 'boredom' as never }))
      .refuses('reason_unknown', { path: 'reason' })
    submitted()
      .when(object({ reason: '' as never }))
      .refuses('reason_required', { path: 'reason' })
  })

  test('the form’s number may be left open; an unknown one is answered with those of its kind', () => {
    submitted()
      .when(object({ reasonId: null }))
      .gives(['dispute.raised', 'evidence.asked'])
    const [entry] = aShop().disputeReasons
    const two = aShop({ disputeReasons: [entry!, { ...entry!, id: 3, code: 'not_received' }] })
    submitted({}, { shop: two })
      .when(object({ reasonId: 99 }))
      .refuses('reason_unknown', { known: [2] })
  })

  test('each part of the form that is wanted is shown in its own place, the others may be left out', () => {
    const [entry] = shop.disputeReasons
    const form = aShop({
      disputeReasons: [
        {
          ...entry!,
          modules: [
            { index: 0, requirement: 'The letter', required: false },
            { index: 1, requirement: 'The parcel label', required: true },
            { index: 2, requirement: 'The damage', required: true },
          ],
        },
      ],
    })
    const shown = (...places: number[]) =>
      object({ reasonId: 2, modules: places.map(index => ({ index, requirement: '', media: [photo(index)] })) })
    const story = submitted({}, { shop: form })
    story.when(shown(1)).refuses('evidence_incomplete', { module: 2 })
    story.when(shown(0, 2)).refuses('evidence_incomplete', { module: 1 })
    story.when(shown(1, 2)).gives(['dispute.raised', 'evidence.asked'])
  })

  test('the case is kept as it was told; what was not said is left open', () => {
    expect(submitted().then(object(), { by: 'agent' }).ret.dispute).toMatchObject({
      case: { by: 'merchant', reason: 'objection', reasonId: null, text: 'Worn', email: null, modules: [] },
    })
  })

  test('what the reason wants shown is shown, in three photos at most', () => {
    const label = (media: FileId[]) => [{ index: 1, requirement: 'Photo of the parcel label', media }]
    const story = submitted({}, { shop })
    story.when(object({ reasonId: 2 })).refuses('evidence_incomplete', { path: 'modules', module: 1 })
    story.when(object({ reasonId: 2, modules: label([]) })).refuses('evidence_incomplete')
    story
      .when(object({ reasonId: 2, modules: label([1, 2, 3, 4].map(photo)) }))
      .refuses('evidence_too_many', { path: 'modules[0].media', limit: 3 })
    const { ret } = story.then(object({ reasonId: 2, modules: label([1, 2, 3].map(photo)), email: 'shop@example.com' }))
    expect(ret.dispute).toMatchObject({
      case: { by: 'merchant', reasonId: 2, email: 'shop@example.com', modules: [{ index: 1 }] },
    })
  })
})

describe('appeal by the shopper', () => {
  const appeal = object({ text: 'It was new' })

  test('against a refusal goes straight to the arbiter and holds the pieces again', () => {
    const answer = rejected()
      .when(appeal, { by: 'shopper' })
      .gives(['dispute.raised', 'dispute.examined', 'evidence.asked', 'units.held'])
    expect(answer?.ret.request.state).toBe('rejected')
    expect(rejected().then(appeal, { by: 'shopper' }).tray.ledger[0]?.held).toBe(2)
  })

  test('is refused when the pieces are spoken for meanwhile', () => {
    const story = rejected()
    const ledger = story.tray.ledger.map(sold => ({ ...sold, held: sold.delivered }))
    story.when(appeal, { by: 'shopper', tray: { ledger } }).refuses('quantity_exceeded', { returnable: 0 })
  })

  test('only pieces of a rejected request are held again: what never came and was closed stays free', () => {
    approved()
      .then({ verb: 'expire' }, TIME_IS_UP)
      .then({ verb: 'resolve' })
      .when(appeal, { by: 'shopper' })
      .gives(['dispute.raised', 'dispute.examined', 'evidence.asked'])
  })

  test('is open on what was closed or promised, and not before anything was decided', () => {
    approved()
      .then({ verb: 'resolve' })
      .when(appeal, { by: 'shopper' })
      .leaves({ dispute: ['judging'], request: ['resolved'] })
    paid()
      .when(appeal, { by: 'shopper' })
      .leaves({ dispute: ['judging'], settlement: ['due'] })
    submitted().when(appeal, { by: 'shopper' }).refuses('not_open')
    approved().when(appeal, { by: 'shopper' }).refuses('not_open')
    submitted().then({ verb: 'cancel' }, { by: 'shopper' }).when(appeal, { by: 'shopper' }).refuses('not_open')
  })

  const outcome = (story: Story, of: object) =>
    story.then((ret: Return) => ({ verb: 'settle', payout: ret.payouts[0]!.id, ...of }) as never, { by: 'system' })

  test('waits while money is on its way or was turned down, and is open once it arrived', () => {
    const ordered = paid().then({ verb: 'refund' })
    ordered.when(appeal, { by: 'shopper' }).refuses('payout_in_flight')
    outcome(ordered, { outcome: 'declined', why: 'Card closed' })
      .when(appeal, { by: 'shopper' })
      .refuses('already_granted')
    outcome(ordered, { outcome: 'done' })
      .when(appeal, { by: 'shopper' })
      .leaves({ dispute: ['judging'], settlement: ['settled'] })
  })

  test('happens once', () => {
    const lost = rejected()
      .then(appeal, { by: 'shopper' })
      .then({ verb: 'judge', for: 'merchant', pays: 'nothing' }, { by: 'arbiter' })
    lost.when(appeal, { by: 'shopper' }).refuses('not_open')
    rejected().then(appeal, { by: 'shopper' }).when(appeal, { by: 'shopper' }).refuses('disputed')
  })

  test('nobody appeals to the side that refused', () => {
    const story = submitted({}, { shop: aShop({ bench: 'owner' }) }).then({ verb: 'reject', reason: 'Worn' })
    story.when(appeal, { by: 'shopper' }).refuses('forbidden')
  })

  test('the merchant’s form of reasons does not bind the shopper', () => {
    for (const reasonId of [2, 99])
      submitted({}, { shop })
        .then({ verb: 'reject', reason: 'Worn' })
        .when(object({ reasonId }), { by: 'shopper' })
        .leaves({ dispute: ['judging'] })
  })

  test('others neither object nor appeal', () => {
    for (const by of ['warehouse', 'arbiter', 'carrier', 'system'] as const)
      rejected().when(appeal, { by }).refuses('forbidden')
  })

  test('the time for evidence is the shop’s; a shop without one waits for ever', () => {
    const patient = aShop({ lengths: { ...aShop().lengths, evidence: null } })
    const at = '2026-03-15T08:00:00.000Z' as Instant
    expect(submitted({}, { ...aTray(), shop: patient }).then(object()).ret.evidence).toEqual({ state: 'due', by: null })
    expect(submitted().then(object(), { tray: { at } }).ret.due.evidence).toBe('2026-03-17T08:00:00.000Z')
  })
})
