import { describe, expect, test } from 'vitest'
import { aShop, eur } from '../../../test/kit/cast.ts'
import type { Condition, Effect, Rule } from './policy.ts'
import { standardPolicy } from './standard.ts'
import { policyWarnings } from './warnings.ts'

const WINDOW: Effect = {
  window: {
    from: 'delivered',
    days: 14,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plusDays: 7 },
  },
}
const rule = (id: string, then: Effect[], when: Condition = {}, priority = 0): Rule => ({
  id: id as Rule['id'],
  name: id,
  when,
  then,
  priority,
})
/** A window is always there, last, so that its lack is only warned of where that is asked. */
const paths = (...rules: Rule[]) =>
  policyWarnings([...rules, rule('window', [WINDOW], {}, -100)]).map(({ path }) => path)
const when = (condition: Condition) => paths(rule('r', [{ final: true }], condition))
const tag = (...words: string[]): Condition => ({ fact: 'tag', is: { in: words } })

test('the standard policy is not doubted', () => expect(policyWarnings(standardPolicy(aShop()).rules)).toEqual([]))

describe('rules that are never heard', () => {
  const final = (id: string, condition: Condition = {}, priority = 0) =>
    rule(id, [{ final: true }], condition, priority)

  test('because one without a condition always speaks first', () => {
    expect(paths(final('a'), final('b', tag('sale')))).toEqual(['rules.1.then.0'])
    expect(paths(final('a', tag('sale')), final('b'))).toEqual([])
    expect(paths(final('a'), final('b', tag('sale'), 5))).toEqual([])
    expect(policyWarnings([final('a'), final('b', tag('sale'))])[0]?.message).toContain('rule "a"')
  })

  test('because one that holds whenever they do speaks first', () => {
    expect(paths(final('a', tag('sale')), final('b', tag('sale')))).toEqual(['rules.1.then.0'])
    expect(paths(final('a', tag('sale', 'old')), final('b', tag('Sale')))).toEqual(['rules.1.then.0'])
    expect(paths(final('a', tag('sale')), final('b', tag('sale', 'old')))).toEqual([])
    expect(paths(final('a', tag('sale')), final('b', { all: [tag('sale'), tag('old')] }))).toEqual(['rules.1.then.0'])
    expect(paths(final('a', { any: [tag('sale'), tag('old')] }), final('b', tag('old')))).toEqual(['rules.1.then.0'])
    expect(paths(final('a', { all: [tag('sale'), tag('old')] }), final('b', tag('old')))).toEqual([])
  })

  test.each<[string, Condition, Condition, boolean]>([
    ['at least', { fact: 'price', is: { atLeast: 5 } }, { fact: 'price', is: { atLeast: 9 } }, true],
    [
      'at least, the other way round',
      { fact: 'price', is: { atLeast: 9 } },
      { fact: 'price', is: { atLeast: 5 } },
      false,
    ],
    ['below', { fact: 'price', is: { below: 9 } }, { fact: 'price', is: { below: 5 } }, true],
    [
      'from a day on',
      { fact: 'placed', is: { onOrAfter: '2026-01-01' } },
      { fact: 'placed', is: { onOrAfter: '2026-02-01' } },
      true,
    ],
    [
      'up to a day',
      { fact: 'placed', is: { onOrBefore: '2026-01-01' } },
      { fact: 'placed', is: { onOrBefore: '2026-02-01' } },
      false,
    ],
    ['anything', { fact: 'sku', is: { matches: '*' } }, { fact: 'sku', is: { in: ['X'] } }, true],
    ['another fact', { fact: 'price', is: { atLeast: 5 } }, { fact: 'value', is: { atLeast: 9 } }, false],
  ])('numbers, days and patterns: %s', (_, wide, narrow, silenced) => {
    expect(paths(final('a', wide), final('b', narrow))).toEqual(silenced ? ['rules.1.then.0'] : [])
  })

  test('but every voice of a kind that speaks of several things is its own', () => {
    expect(
      paths(
        rule('a', [
          { cap: { per: 'order', pieces: 1, days: null } },
          { cap: { per: 'order', returns: 1, days: null } },
          { cap: { per: 'sku', pieces: 1, days: null } },
          { require: 'photo' },
          { require: 'comment' },
          { fee: { kind: 'restocking_fee', ratePpm: 1 } },
          { fee: { kind: 'return_cost', flat: eur(1) } },
          { limit: { role: 'agent', amount: eur(1) } },
          { limit: { role: 'owner', amount: eur(1) } },
          { auto: 'approve' },
          { auto: 'refund' },
          { auto: 'resolve' },
          { allow: true },
          { allow: 'everything' },
        ]),
      ),
    ).toEqual([])
    expect(paths(rule('a', [{ require: 'photo' }, { require: 'photo' }]))).toEqual(['rules.0.then.1'])
    expect(paths(rule('a', [{ auto: 'approve' }]), rule('b', [{ auto: 'reject', reason: 'No.' }]))).toEqual([
      'rules.1.then.0',
    ])
  })
})

describe('conditions that never hold', () => {
  test('words outside a closed list, countries and addresses in another form', () => {
    expect(when({ fact: 'reason', is: { in: ['too_small', 'ugly'] } })).toEqual(['rules.0.when.is.in.1'])
    expect(when({ fact: 'method', is: { in: ['owl'] } })).toEqual(['rules.0.when.is.in.0'])
    expect(when({ fact: 'country', is: { in: ['de', 'Germany'] } })).toEqual(['rules.0.when.is.in.1'])
    expect(when({ not: { any: [{ fact: 'email', is: { in: ['example.com'] } }] } })).toEqual([
      'rules.0.when.not.any.0.is.in.0',
    ])
    expect(when({ fact: 'email_domain', is: { in: ['@example.com'] } })).toEqual(['rules.0.when.is.in.0'])
    expect(when(tag('anything'))).toEqual([])
  })

  test.each<[string, Condition[]]>([
    [
      'a range without inside',
      [
        { fact: 'price', is: { atLeast: 9 } },
        { fact: 'price', is: { below: 9 } },
      ],
    ],
    [
      'yes and no',
      [
        { fact: 'gift', is: { equals: true } },
        { fact: 'gift', is: { equals: false } },
      ],
    ],
    [
      'two countries',
      [
        { fact: 'country', is: { in: ['DE'] } },
        { fact: 'country', is: { in: ['FR'] } },
      ],
    ],
    [
      'days that passed',
      [
        { fact: 'placed', is: { onOrAfter: '2026-02-01' } },
        { fact: 'placed', is: { onOrBefore: '2026-01-01' } },
      ],
    ],
  ])('%s', (_, all) => {
    expect(when({ all })).toEqual(['rules.0.when.all'])
    expect(when({ any: all })).toEqual([])
  })

  test('of what can have several words two lists may both hold', () => {
    expect(when({ all: [tag('sale'), tag('old')] })).toEqual([])
    expect(
      when({
        all: [
          { fact: 'price', is: { atLeast: 5 } },
          { fact: 'price', is: { below: 9 } },
        ],
      }),
    ).toEqual([])
  })
})

describe('what one rule says at once', () => {
  test('yes and no', () => {
    const block: Effect = { block: { code: 'no', sentence: 'No.' } }
    expect(paths(rule('a', [block, { allow: true }]))).toEqual(['rules.0.then'])
    expect(paths(rule('a', [{ final: true }, WINDOW]))).toEqual(['rules.0.then', 'rules.1.then.0'])
    expect(paths(rule('a', [{ auto: 'approve' }, { auto: 'reject', reason: 'No.' }]))).toEqual([
      'rules.0.then',
      'rules.0.then.1',
    ])
  })

  test('money by what is forgotten when money is counted', () => {
    const often: Condition = { not: { any: [{ fact: 'returns_by_customer', is: { below: 3 } }] } }
    expect(paths(rule('a', [{ fee: { kind: 'restocking_fee', ratePpm: 1 } }], often))).toEqual(['rules.0.when'])
    expect(paths(rule('a', [{ block: { code: 'no', sentence: 'No.' } }], often))).toEqual([])
  })
})

test('a policy without any window', () => {
  expect(policyWarnings([rule('a', [{ final: true }], tag('sale'))]).map(({ path }) => path)).toEqual(['rules'])
  expect(policyWarnings([])).toHaveLength(1)
})

test('what the shop does not offer, where the shop is known', () => {
  const rules = [
    rule('a', [
      WINDOW,
      {
        methods: [
          { type: 'in_store', cost: { free: true } },
          { type: 'happy_returns', cost: { free: true } },
        ],
      },
      { reasons: ['too_small', 'fake'] },
    ]),
  ]
  expect(policyWarnings(rules, aShop()).map(({ path }) => path)).toEqual([
    'rules.0.then.1.methods.1.type',
    'rules.0.then.2.reasons.1',
  ])
  expect(policyWarnings(rules)).toEqual([])
})
