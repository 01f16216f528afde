import { describe, expect, test } from 'vitest'
import { aShop, eur } from '../../../../test/kit/cast.ts'
import { approved, type Story, submitted } from '../../../../test/kit/given.ts'
import type { Instant } from '../../time.ts'

const terms = { handling: 'keep', amount: eur(4_000) } as const
const inTime = '2026-03-12T11:59:59.999Z' as Instant
const over = '2026-03-12T12:00:00.000Z' as Instant
const clock = (at: Instant) => ({ by: 'system' as const, tray: { at } })
const disputed = () => submitted().then({ verb: 'dispute', reason: 'objection', text: '' })
const entitled = () =>
  submitted({}, { shop: aShop({ compensation: true }) })
    .then({ verb: 'approve', handling: 'keep' })
    .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' })

describe('lapse', () => {
  test('only the clock says that time is over, and only once it is', () => {
    const offered = submitted().then({ verb: 'offer', terms })
    for (const by of ['shopper', 'agent', 'arbiter'] as const)
      offered.when({ verb: 'lapse', kind: 'offer' }, { by, tray: { at: over } }).refuses('forbidden')
    offered.when({ verb: 'lapse', kind: 'offer' }, clock(inTime)).refuses('not_open', { until: over })
    offered.when({ verb: 'lapse', kind: 'offer' }, clock(over)).gives(['offer.lapsed'])
  })

  test('a deadline that was moved makes a late alarm harmless', () => {
    const more = submitted()
      .then({ verb: 'offer', terms })
      .then({ verb: 'extend', kind: 'offer', to: '2026-03-20T12:00:00.000Z' as Instant, why: 'On holiday' })
    expect(more.ret.offers[0]?.until).toBe('2026-03-20T12:00:00.000Z')
    more.when({ verb: 'lapse', kind: 'offer' }, clock(over)).refuses('not_open')
  })

  test('a shopper’s silence gives the merchant the whole time to answer again', () => {
    const { ret } = submitted()
      .then({ verb: 'offer', terms }, { by: 'agent' })
      .then({ verb: 'lapse', kind: 'offer' }, clock(over))
    expect(ret.due.answer).toBe('2026-03-14T12:00:00.000Z')
  })

  test('a merchant’s silence ends the merchant’s time to answer', () => {
    const { ret } = submitted()
      .then({ verb: 'offer', terms }, { by: 'shopper' })
      .then({ verb: 'lapse', kind: 'offer' }, clock(over))
    expect(ret.due.answer).toBe(over)
  })

  test('a merchant’s silence ends it when the offer’s time is over, and leaves an approved return alone', () => {
    const nextDay = '2026-03-11T12:00:00.000Z' as Instant
    const dayAfter = '2026-03-13T12:00:00.000Z' as Instant
    const answerOf = (story: Story) =>
      story
        .then({ verb: 'offer', terms }, { by: 'shopper', tray: { at: nextDay } })
        .then({ verb: 'lapse', kind: 'offer' }, clock(dayAfter)).ret.due.answer
    expect(answerOf(submitted())).toBe(dayAfter)
    expect(answerOf(approved())).toBe(over)
  })

  test('of an approved return only the offer goes', () => {
    const { ret } = approved().then({ verb: 'offer', terms }).then({ verb: 'lapse', kind: 'offer' }, clock(over))
    expect(ret.offers[0]?.end).toBe('lapsed')
    expect(ret.request.state).toBe('approved')
  })

  test('evidence that never came lets the arbiter go on', () => {
    disputed().when({ verb: 'lapse', kind: 'evidence' }, clock(over)).gives(['evidence.missed', 'dispute.examined'])
    disputed()
      .then({ verb: 'examine' }, { by: 'arbiter' })
      .when({ verb: 'lapse', kind: 'evidence' }, clock(over))
      .gives(['evidence.missed'])
  })

  test('a claim nobody made is gone', () => {
    entitled()
      .when({ verb: 'lapse', kind: 'claim' }, clock(over))
      .leaves({ compensation: ['not_eligible'] })
  })

  test('nothing lapses that nobody waits for', () => {
    submitted().when({ verb: 'lapse', kind: 'offer' }, clock(over)).refuses('no_offer')
    disputed().when({ verb: 'lapse', kind: 'offer' }, clock(over)).refuses('no_offer', { path: 'kind' })
    disputed().when({ verb: 'lapse', kind: 'claim' }, clock(over)).refuses('not_open', { path: 'kind' })
    submitted()
      .then({ verb: 'offer', terms })
      .when({ verb: 'lapse', kind: 'evidence' }, clock(over))
      .refuses('not_open')
  })
})
