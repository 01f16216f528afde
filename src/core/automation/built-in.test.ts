/** The list of what happens by itself is true: held against what the clock and the filing of returns really do. */
import { describe, expect, test } from 'vitest'
import { Automated, aRule } from '../../../test/kit/automated.ts'
import { aPolicy, aShop, eur } from '../../../test/kit/cast.ts'
import { submitted } from '../../../test/kit/given.ts'
import { as } from '../ids.ts'
import type { Effect, Rule } from '../policy/policy.ts'
import { DEADLINES, deadlines } from '../return/deadlines.ts'
import { DUE_KINDS, type Return } from '../return/return.ts'
import { strands } from '../return/strands/strands.ts'
import { agenda } from '../return/sweeping.ts'
import { holds, rowsOf } from '../return/where.ts'
import { deadlineRule, everyRule, isBuiltIn, reminderRule, ruleOf } from './built-in.ts'
import { describe as sentenceOf } from './describe.ts'

const shop = aShop({ compensation: true })
const listed = everyRule(shop, null)
const named = (id: string) => listed.find(rule => rule.id === id)

/** Returns on which, between them, most waits run. */
function returns(): Return[] {
  const house = (then: (house: Automated) => void) => {
    const made = new Automated([], { compensation: true })
    then(made)
    return made.ret
  }
  return [
    house(() => {}),
    house(one => one.act({ verb: 'offer', terms: { handling: 'keep', amount: eur(4_000) } })),
    house(one => one.act({ verb: 'approve' })),
    house(one => one.act({ verb: 'dispute', reason: 'objection', text: 'Worn' })),
    house(one => one.act({ verb: 'approve', handling: 'keep' })),
    house(one => {
      one.act({ verb: 'approve' })
      const [item] = one.ret.items
      one.act({ verb: 'receive', key: 'r', source: 'dock', lines: [{ item: item?.id ?? as(''), quantity: 2 }] })
    }),
    house(one => {
      one.act({ verb: 'approve' })
      one.act({ verb: 'settle_elsewhere', reference: 'B', why: 'By phone' }, 'owner')
    }),
  ]
}

describe('deadlines', () => {
  test('each stands in the list once, with the verb the clock issues and the state it runs in', () => {
    for (const kind of DUE_KINDS) {
      const rule = named(deadlineRule(kind))
      expect(rule?.then.verb).toBe(DEADLINES[kind].default ?? 'remind')
      expect(rule?.if.state).toEqual(rowsOf(DEADLINES[kind].runs))
    }
    expect(listed.filter(rule => rule.origin === 'deadline')).toHaveLength(DUE_KINDS.length)
  })

  test('what the clock has before it is what the list says, on every return', () => {
    const seen = new Set<string>()
    for (const ret of returns())
      for (const task of agenda(ret, shop)) {
        const rule = named(ruleOf(task))
        seen.add(ruleOf(task))
        expect(rule?.then).toEqual(task.command)
        expect(rule?.state).toBe('on')
        expect(holds(rule?.if.state ?? [], strands(ret))).toBe(true)
        if (rule?.origin === 'reminder') expect(rule.before).toEqual(shop.reminders[task.kind])
      }
    expect(seen.size).toBeGreaterThan(12)
  })

  test('and where the list says that nothing runs, the clock has nothing to do', () => {
    for (const ret of returns()) {
      const running = deadlines(ret).map(({ kind }) => kind)
      const told = DUE_KINDS.filter(kind => holds(named(deadlineRule(kind))?.if.state ?? [], strands(ret)))
      // Photos are awaited only where some are missing, which is no state.
      expect(told.filter(kind => kind !== 'photos')).toEqual(running.filter(kind => kind !== 'photos'))
    }
  })

  test('a wait without an end and a reminder nobody wants are off', () => {
    const patient = aShop({ lengths: { ...shop.lengths, ship: null }, reminders: { ...shop.reminders, answer: null } })
    const states = everyRule(patient, null).filter(rule =>
      [deadlineRule('ship'), reminderRule('answer')].includes(rule.id),
    )
    expect(states.map(rule => rule.state)).toEqual(['off', 'off'])
  })
})

describe('policy', () => {
  const rule = (id: string, priority: number, then: Effect[], when: Rule['when'] = {}): Rule => ({
    id: as(id),
    name: id,
    when,
    then,
    priority,
  })
  const small = { fact: 'value' as const, is: { below: 20_000 } }
  const policy = aPolicy([
    rule('no', 1, [{ auto: 'reject', reason: 'Not that one' }]),
    rule('pays', 0, [{ auto: 'refund' }, { auto: 'resolve' }], small),
    rule('yes', 5, [{ auto: 'approve' }], small),
    rule('window', 9, [{ basis: 'asked' }]),
  ])

  test('approves and rejects first, in the order its rules are read', () => {
    const rules = everyRule(shop, policy)
    expect(rules.slice(0, 2).map(({ id, origin, then }) => [id, origin, then.verb])).toEqual([
      ['yes', 'policy', 'approve'],
      ['no', 'policy', 'reject'],
    ])
    const { ret } = submitted({}, { policy, shop })
    expect(ret.marks.approved?.rule).toBe(rules[0]?.id)
    const dear = submitted({}, { policy: aPolicy([policy.rules[0] as Rule]), shop })
    expect(dear.ret.marks.rejected?.rule).toBe('no')
  })

  test('pays and closes later, by its own condition', () => {
    const later = everyRule(shop, policy).slice(-2)
    expect(later.map(({ id, origin, if: { facts } }) => [id, origin, facts])).toEqual([
      ['policy.refund', 'policy', small],
      ['policy.resolve', 'policy', small],
    ])
    expect(everyRule(shop, aPolicy([])).filter(one => one.origin === 'policy')).toEqual([])
  })

  test('what it says it will do is done, and stands under the name of its rule', () => {
    const basis = rule('basis', 9, [{ basis: 'asked' }])
    const house = new Automated([], {}, { policy: aPolicy([...policy.rules, basis]) })
    const [item] = house.ret.items
    house.act(
      { verb: 'receive', key: 'r', source: 'dock', lines: [{ item: item?.id ?? as(''), quantity: 2 }] },
      'warehouse',
    )
    house.work()
    expect(house.ret.payouts.map(({ state }) => state)).toEqual(['planned'])
    expect(house.log.find(event => event.type === 'payout.ordered')?.rule).toBe('pays')
    const [payout] = house.ret.payouts
    house.act({ verb: 'settle', payout: payout?.id ?? as(''), outcome: 'done' }, 'system')
    house.work()
    expect(house.ret.request.state).toBe('resolved')
    expect(house.ret.marks.resolved?.rule).toBe('pays')
  })
})

test('own rules stand behind what is built in, by falling priority', () => {
  const own = [1, 7, 7].map((priority, place) =>
    aRule(`own-${place}`, { events: ['return.submitted'] }, { verb: 'approve' }, { priority }),
  )
  const rules = everyRule(aShop({ automations: own }), null)
  expect(rules.slice(-3).map(({ id }) => id)).toEqual(['own-1', 'own-2', 'own-0'])
  expect(rules.map(({ origin }) => origin).indexOf('own')).toBe(rules.length - 3)
  expect(rules.filter(({ id, origin }) => isBuiltIn(id) !== (origin !== 'own'))).toEqual([])
})

test('every rule of the list has a sentence', () => {
  const sentences = listed.map(sentenceOf)
  expect(sentences.filter(sentence => !/^[A-Z0-9].*\.$/.test(sentence))).toEqual([])
  expect(sentenceOf(named('deadline.ship') as never)).toBe(
    'When the time for sending the goods is over, if request is approved and dispute is none, for_shopper, for_merchant or withdrawn and transit is to_arrange, ready, booked, pickup_retry or pickup_failed and receiving is awaited and settlement is none and handling is send_back: let it expire.',
  )
  expect(sentenceOf(named('reminder.offer') as never)).toMatch(
    /^12 hours before the time for the answer to an offer is over/,
  )
})
