import { describe, expect, test } from 'vitest'
import { aPolicy, aShop, eur } from '../../../test/kit/cast.ts'
import { approved, asked, type Story, submitted, TIME_IS_UP } from '../../../test/kit/given.ts'
import type { RuleId } from '../ids.ts'
import type { Instant } from '../time.ts'
import type { Command } from './commands.ts'
import { DEADLINES } from './deadlines.ts'
import { DUE_KINDS } from './return.ts'
import { causeOf, dueTasks, nextSweep } from './sweeping.ts'

const NEAR = '2026-03-12T00:00:00.000Z' as Instant
const OVER = '2026-03-12T12:00:00.000Z' as Instant
const WEEK_LATER = '2026-03-19T12:00:00.000Z' as Instant

const next = ({ ret, tray }: Story) => nextSweep(ret, tray.shop)
const due = ({ ret, tray }: Story, at: Instant) => dueTasks(ret, tray.shop, at).map(task => task.command)
const remind = (kind: 'answer' | 'ship' | 'offer') => ({ verb: 'remind', kind }) as const
const offered = () =>
  submitted().then({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } }, { by: 'shopper' })
const quiet = aShop({ reminders: Object.fromEntries(DUE_KINDS.map(kind => [kind, null])) as never })

describe('when time next has something to do', () => {
  test('first it reminds, then the wait ends', () => {
    expect(next(approved())).toBe(NEAR)
    expect(due(approved(), '2026-03-11T23:59:59.999Z' as Instant)).toEqual([])
    expect(due(approved(), NEAR)).toEqual([remind('ship')])
    const reminded = approved().then(remind('ship'), { by: 'system', tray: { at: NEAR } })
    expect(next(reminded)).toBe(OVER)
    expect(due(reminded, NEAR)).toEqual([])
    expect(due(reminded, OVER)).toEqual([{ verb: 'expire' }])
  })

  test('a shop that does not remind is only visited at the end', () => {
    expect(next(approved({}, { shop: quiet }))).toBe(OVER)
  })

  test('never, while only people are awaited, or nobody', () => {
    const endless = aShop({ lengths: Object.fromEntries(DUE_KINDS.map(kind => [kind, null])) as never })
    expect(next(submitted({}, { shop: endless }))).toBeNull()
    const told = submitted().then(remind('answer'), TIME_IS_UP)
    expect(next(told)).toBeNull()
    expect(due(told, WEEK_LATER)).toEqual([])
    expect(next(submitted().then({ verb: 'cancel' }))).toBeNull()
  })

  test('a deadline that was moved is worked towards anew', () => {
    const to = '2026-03-20T12:00:00.000Z' as Instant
    const extend = { verb: 'extend', kind: 'answer', to, why: 'On holiday' } as const
    const moved = submitted()
      .then(remind('answer'), { by: 'system', tray: { at: NEAR } })
      .then(extend, { by: 'agent' })
    expect(next(moved)).toBe('2026-03-20T00:00:00.000Z')
  })

  test('a shop founded before there were reminders has none', () => {
    const { reminders: _none, ...older } = aShop()
    expect(nextSweep(approved().ret, older as never)).toBe(OVER)
  })
})

describe('after a week switched off', () => {
  test('nobody is reminded of what has passed', () => {
    expect(due(approved(), WEEK_LATER)).toEqual([{ verb: 'expire' }])
    expect(due(submitted(), WEEK_LATER)).toEqual([remind('answer')])
  })

  test('several ends come in the order of their moments', () => {
    const later = offered().then(
      { verb: 'extend', kind: 'answer', to: '2026-03-13T12:00:00.000Z' as Instant, why: 'On holiday' },
      { by: 'agent' },
    )
    expect(due(later, WEEK_LATER)).toEqual([{ verb: 'lapse', kind: 'offer' }, remind('answer')])
  })
})

describe('what happens by itself', () => {
  const photos = aPolicy([
    { id: 'photos' as RuleId, name: 'photos', when: {}, then: [{ require: 'photo' }], priority: 0 },
  ])
  const stories: [string, Story, Command][] = [
    [
      'photos that never came',
      submitted({}, { policy: photos, shop: quiet }),
      { verb: 'cancel', cause: 'evidence_missing' },
    ],
    ['goods that were never sent', approved({}, { shop: quiet }), { verb: 'expire' }],
    [
      'goods nobody inspects',
      approved({ items: [asked(2, { handling: 'keep' })] }, { shop: quiet }),
      { verb: 'refund' },
    ],
    [
      'evidence nobody gives',
      submitted({}, { shop: quiet }).then({ verb: 'dispute', reason: 'objection', text: '' }),
      { verb: 'lapse', kind: 'evidence' },
    ],
    [
      'a claim nobody makes',
      submitted({}, { shop: { ...quiet, compensation: true } })
        .then({ verb: 'approve', handling: 'keep' })
        .then({ verb: 'entitle', outcome: 'pending_request' }, { by: 'arbiter' }),
      { verb: 'lapse', kind: 'claim' },
    ],
  ]
  for (const [what, story, command] of stories)
    test(`${what}: ${command.verb}, and the core lets it happen`, () => {
      const task = dueTasks(story.ret, story.tray.shop, OVER).find(one => one.command.verb !== 'remind')
      expect(task).toMatchObject({ command, until: OVER, at: OVER })
      const cause = causeOf(task!)
      const { events } = story.when(command, { by: 'system', tray: { at: OVER, cause } }).leaves({}) as never as {
        events: { at: Instant; cause: string }[]
      }
      expect(events.map(event => [event.at, event.cause])).toEqual(events.map(() => [OVER, cause]))
    })

  test('every default is known here', () => {
    const verbs = DUE_KINDS.map(kind => DEADLINES[kind].default).filter(verb => verb !== null)
    expect([...new Set(verbs)].sort()).toEqual(['cancel', 'expire', 'lapse', 'refund'])
  })
})

describe('whoever acts for a deadline', () => {
  const cause = causeOf({ kind: 'inspect', until: OVER })
  const kept = () => approved({ items: [asked(2, { handling: 'keep' })] })

  test('is refused before it has come', () => {
    const early = { by: 'system', tray: { at: NEAR, cause } } as const
    kept().when({ verb: 'refund' }, early).refuses('not_open', { until: OVER })
    kept()
      .when({ verb: 'refund' }, { by: 'system', tray: { at: OVER, cause } })
      .leaves({ settlement: ['ordered'] })
  })

  test('is refused when it was moved or is over', () => {
    const moved = kept().then({
      verb: 'extend',
      kind: 'inspect',
      to: '2026-03-20T12:00:00.000Z' as Instant,
      why: 'On holiday',
    })
    moved.when({ verb: 'refund' }, { by: 'system', tray: { at: OVER, cause } }).refuses('not_open')
    const paid = kept().then({ verb: 'refund' })
    paid.when({ verb: 'refund' }, { by: 'system', tray: { at: OVER, cause } }).refuses('payout_in_flight')
  })

  test('another cause, or a person, is not held up', () => {
    kept()
      .when({ verb: 'refund' }, { by: 'system' })
      .leaves({ settlement: ['ordered'] })
    kept()
      .when({ verb: 'refund' }, { by: 'agent', tray: { cause } })
      .leaves({ settlement: ['ordered'] })
  })
})
