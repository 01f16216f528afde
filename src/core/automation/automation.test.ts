/** What must be true of rules whatever they say and in whatever order they get their turn. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Automated, aRule } from '../../../test/kit/automated.ts'
import { as, type TagId } from '../ids.ts'
import { refused } from '../refusal.ts'
import type { Command } from '../return/commands.ts'
import type { Role } from '../party.ts'
import { type AutomationRule, type Deed, MOST_DEEP, MOST_TIMES, type TriggerEvent } from './automation.ts'
import { foreseen, outcomeOf } from './dry-run.ts'
import { depthOf, firings } from './firing.ts'

const DEEDS: Deed[] = [
  { verb: 'approve' },
  { verb: 'approve', handling: 'keep' },
  { verb: 'reject', reason: 'No' },
  { verb: 'cancel' },
  { verb: 'resolve' },
  { verb: 'receive' },
  { verb: 'dispose', to: 'restock' },
  { verb: 'grant', basis: 'asked' },
  { verb: 'refund' },
  { verb: 'refund', basis: 'asked' },
  { verb: 'credit', basis: 'asked' },
  { verb: 'label' },
  { verb: 'note', note: 'Noted' },
  { verb: 'tag', tags: [as<TagId>('tag-vip')] },
  { verb: 'flag', why: 'One thing' },
  { verb: 'flag', why: 'Another thing' },
  { verb: 'message', text: 'Hello', to: 'shopper' },
]
const EVENTS: TriggerEvent[] = [
  'return.submitted',
  'request.approved',
  'request.rejected',
  'request.resolved',
  'receiving.recorded',
  'disposition.recorded',
  'payout.granted',
  'payout.done',
  'return.flagged',
  'return.tagged',
  'message.sent',
]

const rules = fc
  .array(
    fc.record({
      events: fc.uniqueArray(fc.constantFrom(...EVENTS), { minLength: 1, maxLength: 4 }),
      then: fc.constantFrom(...DEEDS),
      priority: fc.integer({ min: -2, max: 2 }),
      once: fc.constantFrom('per_event' as const, 'per_event' as const, 'per_return' as const),
      hours: fc.constantFrom(0, 0, 5),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map(drawn =>
    drawn.map(
      ({ events, then, hours, ...more }, place): AutomationRule =>
        aRule(`r${place}`, { events }, then, { ...more, after: hours > 0 ? { hours, working: false } : null }),
    ),
  )

type Step = { by: Role; command: (house: Automated) => Command } | { work: number } | { hours: number }

const PEOPLE: Extract<Step, { by: Role }>[] = [
  { by: 'agent', command: () => ({ verb: 'approve' }) },
  { by: 'agent', command: () => ({ verb: 'reject', reason: 'No' }) },
  { by: 'agent', command: () => ({ verb: 'resolve' }) },
  { by: 'agent', command: () => ({ verb: 'flag', why: null }) },
  { by: 'shopper', command: () => ({ verb: 'message', text: 'Well?', to: 'merchant' }) },
  {
    by: 'warehouse',
    command: ({ ret }) => ({
      verb: 'receive',
      key: `box-${ret.version}`,
      source: 'dock',
      lines: [{ item: ret.items[0]?.id ?? as(''), quantity: 1 }],
    }),
  },
]

const steps = fc.array(
  fc.oneof(
    fc.constantFrom<Step>(...PEOPLE),
    fc.nat(20).map((work): Step => ({ work })),
    fc.constantFrom<Step>({ hours: 1 }, { hours: 6 }),
  ),
  { maxLength: 12 },
)

function step(house: Automated, one: Step): void {
  if ('hours' in one) house.forward(one.hours)
  else if ('by' in one) house.act(one.command(house), one.by)
  else {
    const due = house.due()
    const firing = due[one.work % Math.max(1, due.length)]
    if (firing) house.carryOut(firing)
  }
}

describe('rules', () => {
  test('act at most once for what set them off, whoever has the turn when', () => {
    fc.assert(
      fc.property(rules, steps, (drawn, walk) => {
        const house = new Automated(drawn)
        for (const one of walk) step(house, one)
        house.work()
        const names = house.done.map(({ firing }) => `${firing.rule} ${firing.key}`)
        expect(new Set(names).size).toBe(names.length)
        // In the log, what one rule did for one cause stands together: it happened in one act.
        const acts = house.log
          .map(({ rule, cause }) => (rule === null ? '' : `${rule} ${cause}`))
          .filter((name, place, all) => name !== '' && name !== all[place - 1])
        expect(new Set(acts).size).toBe(acts.length)
      }),
      { numRuns: 300 },
    )
  })

  test('are found again as the same ones, however often an act is looked at', () => {
    fc.assert(
      fc.property(rules, steps, (drawn, walk) => {
        const house = new Automated(drawn)
        for (const one of walk) step(house, one)
        expect(firings(house.ret, house.log, house.around)).toEqual(firings(house.ret, house.log, house.around))
        for (const { rule, key } of firings(house.ret, house.log, house.around))
          expect(key === 'return' || house.log.some(event => event.id === key), rule).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('come to an end, no deeper than a chain may be, and a circle is flagged', () => {
    fc.assert(
      fc.property(rules, steps, (drawn, walk) => {
        const house = new Automated(drawn)
        for (const one of walk) step(house, one)
        house.work()
        house.forward(6 * (MOST_DEEP + 2))
        for (let round = 0; round <= MOST_DEEP + 1; round++) house.work()
        expect(house.waiting.filter(firing => firing.until <= house.now)).toEqual([])
        expect(Math.max(...house.log.map(depthOf))).toBeLessThanOrEqual(MOST_DEEP + 1)
      }),
      { numRuns: 300 },
    )
  })

  test('two that set each other off are stopped, and somebody is told', () => {
    const when = { events: ['return.flagged' as const, 'message.sent' as const] }
    const house = new Automated([
      aRule('a', when, { verb: 'flag', why: 'One thing' }),
      aRule('b', when, { verb: 'flag', why: 'Another thing' }),
    ])
    house.act({ verb: 'message', text: 'Hello', to: 'merchant' }, 'shopper')
    house.work()
    expect(house.ret.flagged).toMatch(/set each other off in a circle; Rule [ab] was stopped\./)
    expect(house.done.some(({ judgement }) => judgement.then === 'stop')).toBe(true)
  })

  test('one that is set off from outside again and again is stopped too', () => {
    const house = new Automated([
      aRule('a', { events: ['return.tagged'] }, { verb: 'message', text: 'Hello', to: 'shopper' }),
    ])
    for (let time = 0; time <= MOST_TIMES; time++) {
      house.act({ verb: 'tag', tags: [] })
      house.work()
    }
    expect(house.ret.messages).toHaveLength(MOST_TIMES)
    expect(house.ret.flagged).toContain(`has acted ${MOST_TIMES} times`)
  })

  test('the more important of two goes first, and the other finds what it left', () => {
    const when = { events: ['return.submitted' as const] }
    const open = { state: [{ request: ['submitted' as const] }], facts: {} }
    const house = new Automated([
      aRule('low', when, { verb: 'reject', reason: 'No' }, { if: open }),
      aRule('high', when, { verb: 'approve' }, { if: open, priority: 5 }),
    ])
    house.work()
    expect(house.ret.request.state).toBe('approved')
    expect(house.done.map(({ firing, judgement }) => [firing.rule, judgement.then])).toEqual([
      ['high', 'act'],
      ['low', 'pass'],
    ])
  })
})

describe('a delay', () => {
  const patient = aRule(
    'late',
    { events: ['request.approved'] },
    { verb: 'cancel' },
    { after: { hours: 24, working: false }, if: { state: [{ request: ['approved'] }], facts: {} } },
  )

  test('is waited for, and then the return is looked at once more', () => {
    const house = new Automated([patient])
    house.act({ verb: 'approve' })
    house.forward(23)
    expect(house.work()).toBe(0)
    house.forward(1)
    house.work()
    expect(house.ret.request.state).toBe('cancelled')
  })

  test('a return that has moved on is left alone, and it is known why', () => {
    const house = new Automated([patient])
    house.act({ verb: 'approve' })
    house.act({ verb: 'resolve' })
    house.forward(24)
    house.work()
    expect(house.done).toMatchObject([
      { judgement: { then: 'pass', why: 'It does not stand as wanted: request is resolved.' }, answer: null },
    ])
  })
})

describe('a dry run', () => {
  test('tells what then happens', () => {
    fc.assert(
      fc.property(rules, fc.array(fc.constantFrom(...PEOPLE), { maxLength: 6 }), (drawn, walk) => {
        const house = new Automated(drawn.map(rule => ({ ...rule, after: null })))
        for (const one of walk) {
          house.forward(1)
          step(house, one)
          const told = foreseen(house.log, house.around, house.now)
          const [next] = house.due().filter(({ at }) => at === house.now)
          if (next) {
            const entry = told.find(({ rule, event }) => rule === next.rule && event?.id === next.event.id)
            const judgement = house.judgementOf(next)
            expect(entry).toMatchObject(outcomeOf(judgement, house.ret, house.around))
            const tried = judgement.then === 'pass' ? null : house.ask(judgement.commands, judgement.by)
            const before = house.log.length
            house.carryOut(next)
            expect(house.types(before)).toEqual(
              tried === null || refused(tried) ? [] : tried.events.map(({ type }) => type),
            )
            if (entry?.outcome === 'refused' || entry?.outcome === 'passes') expect(house.log.length).toBe(before)
          }
          house.waiting.length = 0
        }
      }),
      { numRuns: 300 },
    )
  })

  test('judges a delayed rule by how the return stood when its delay was over, and says what still waits', () => {
    const after = (hours: number) => ({ hours, working: false })
    const approved = { state: [{ request: ['approved' as const] }], facts: {} }
    const when = { events: ['request.approved' as const] }
    const house = new Automated([
      aRule('soon', when, { verb: 'note', note: 'x' }, { after: after(1), if: approved }),
      aRule('late', when, { verb: 'note', note: 'x' }, { after: after(10), if: approved }),
      aRule('later', when, { verb: 'note', note: 'x' }, { after: after(100), if: approved }),
    ])
    house.act({ verb: 'approve' })
    house.forward(5)
    house.act({ verb: 'resolve' })
    house.forward(10)
    const told = foreseen(house.log, house.around, house.now)
    expect(told.map(({ rule, outcome }) => [rule, outcome])).toEqual([
      ['soon', 'acts'],
      ['late', 'passes'],
      ['later', 'waits'],
    ])
  })

  test('tells of the clock too: what it did, and what it will do', () => {
    const house = new Automated([])
    house.act({ verb: 'approve' })
    const told = foreseen(house.log, house.around, house.now)
    expect(told.map(({ rule, outcome, at }) => [rule, outcome, at])).toEqual([
      ['reminder.ship', 'waits', '2026-03-12T00:00:00.000Z'],
      ['deadline.ship', 'waits', '2026-03-12T12:00:00.000Z'],
    ])
  })
})
