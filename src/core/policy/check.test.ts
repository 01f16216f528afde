import { expect, test } from 'vitest'
import { aShop, EUR, eur } from '../../../test/kit/cast.ts'
import { GBP } from '../../../test/kit/core-order.ts'
import { money } from '../money.ts'
import { checkPolicy } from './check.ts'
import type { Condition, Effect, Rule, Window } from './policy.ts'
import { standardPolicy } from './standard.ts'

const rule = (more: Partial<Rule> & { id?: never } = {}, id = 'r'): Rule => ({
  name: 'r',
  when: {},
  then: [{ final: true }],
  priority: 0,
  ...more,
  id: id as Rule['id'],
})
const paths = (...rules: Rule[]) => checkPolicy(rules, EUR).map(one => one.path)
const when = (condition: Condition) => paths(rule({ when: condition }))
const then = (...effects: Effect[]) => paths(rule({ then: effects }))
const windowOf = (more: Partial<Window> = {}): Effect => ({
  window: {
    from: 'delivered',
    days: 14,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plusDays: 7 },
    ...more,
  },
})
const season = { placedFrom: '2026-11-01', placedTo: '2026-12-24', until: '2027-01-31' }

test('the standard policy has no fault', () => {
  expect(checkPolicy(standardPolicy(aShop()).rules, EUR)).toEqual([])
})

test('rules need names of their own, whole priorities and an effect', () => {
  expect(checkPolicy([rule(), rule({}, 's'), rule()])).toEqual([
    { path: 'rules.2.id', message: 'Two rules are called r.' },
  ])
  expect(paths(rule({ priority: 0.5 }))).toEqual(['rules.0.priority'])
  expect(then()).toEqual(['rules.0.then'])
})

test('conditions are never empty inside others, and test a fact in a way that fits it', () => {
  expect(when({})).toEqual([])
  expect(when({ all: [] })).toEqual(['rules.0.when.all'])
  expect(when({ any: [{}, { not: {} }, { all: [] }] })).toEqual([
    'rules.0.when.any.0',
    'rules.0.when.any.1.not',
    'rules.0.when.any.2.all',
  ])
  expect(when({ fact: 'weather' as never, is: { in: ['rain'] } })).toEqual(['rules.0.when.fact'])
  expect(when({ fact: 'tag', is: { in: [] } })).toEqual(['rules.0.when.is.in'])
  expect(when({ fact: 'tag', is: { atLeast: 1 } })).toEqual(['rules.0.when.is'])
  expect(when({ fact: 'price', is: { in: ['1'] } })).toEqual(['rules.0.when.is'])
  expect(when({ fact: 'gift', is: { matches: 'x' } })).toEqual(['rules.0.when.is'])
  expect(when({ fact: 'placed', is: { in: ['2026-01-01'] } })).toEqual(['rules.0.when.is'])
  expect(when({ fact: 'placed', is: { onOrAfter: '2026-02-30' } })).toEqual(['rules.0.when.is.onOrAfter'])
  expect(when({ fact: 'placed', is: { onOrBefore: 'soon' } })).toEqual(['rules.0.when.is.onOrBefore'])
  for (const condition of [
    { fact: 'placed', is: { onOrBefore: '2026-02-28' } },
    { fact: 'days_since_delivery', is: { below: 3 } },
    { fact: 'email_domain', is: { in: ['example.com'] } },
    { fact: 'tag', is: { matches: '*' } },
    { fact: 'tag', is: { in: ['x'] } },
    { fact: 'value', is: { below: 1 } },
    { fact: 'value', is: { atLeast: 1 } },
    { fact: 'gift', is: { equals: true } },
  ] as Condition[]) {
    expect(when({ not: condition })).toEqual([])
  }
})

test('windows count whole days in known zones, from days that can be known', () => {
  expect(then(windowOf({ days: -1 }))).toEqual(['rules.0.then.0.window.days'])
  expect(then(windowOf({ days: null }))).toEqual([])
  expect(then(windowOf({ days: 1.5, zone: 'Mars/Olympus' }))).toEqual([
    'rules.0.then.0.window.days',
    'rules.0.then.0.window.zone',
  ])
  expect(then(windowOf({ zone: 'Europe/Athens', fallback: { from: 'order', plusDays: 0.5 } }))).toEqual([
    'rules.0.then.0.window.fallback.plusDays',
  ])
  expect(then(windowOf({ from: 'sent' }))).toEqual(['rules.0.then.0.window.fallback.from'])
  expect(then(windowOf({ from: 'sent', fallback: { from: 'order', plusDays: 0 } }))).toEqual([])
})

test('seasons have dates in order', () => {
  const seasons = (more: Partial<typeof season>) => then(windowOf({ holidays: [{ ...season, ...more }] }))
  expect(seasons({})).toEqual([])
  expect(seasons({ placedFrom: '2026-02-30', until: 'later' })).toEqual([
    'rules.0.then.0.window.holidays.0.placedFrom',
    'rules.0.then.0.window.holidays.0.until',
  ])
  expect(seasons({ placedTo: '2026-10-31' })).toEqual(['rules.0.then.0.window.holidays.0.placedTo'])
  expect(seasons({ until: '2026-12-23' })).toEqual(['rules.0.then.0.window.holidays.0.until'])
  expect(seasons({ placedTo: '2026-11-01', until: '2026-11-01' })).toEqual([])
})

test('two windows never contradict each other in silence', () => {
  const always = (id: string) => rule({ then: [windowOf()] }, id)
  expect(
    paths(always('a'), always('b'), rule({ when: { fact: 'gift', is: { equals: true } }, then: [windowOf()] }, 'c')),
  ).toEqual(['rules.1.when'])
  expect(then(windowOf(), windowOf())).toEqual(['rules.0.then'])
})

test('amounts are in the shop’s currency, rates are parts per million', () => {
  expect(then({ keepBelow: money(1, GBP) })).toEqual(['rules.0.then.0.keepBelow.currency'])
  expect(checkPolicy([rule({ then: [{ keepBelow: money(1, GBP) }] })])).toEqual([])
  expect(then({ keepBelow: eur(-1) })).toEqual(['rules.0.then.0.keepBelow.amountMinor'])
  expect(then({ methods: [{ type: 'in_store', cost: { flat: money(1, GBP) } }] })).toEqual([
    'rules.0.then.0.methods.0.cost.flat.currency',
  ])
  expect(then({ fee: { kind: 'restocking_fee', ratePpm: 1_000_001 } })).toEqual(['rules.0.then.0.fee.ratePpm'])
  expect(then({ bonus: { ratePpm: 0.1 } }, { bonus: { ratePpm: 1_000_000 } })).toEqual(['rules.0.then.0.bonus.ratePpm'])
})

test('caps, lists and rejections say something', () => {
  expect(then({ cap: { per: 'order', returns: 0.5, days: 0 } })).toEqual([
    'rules.0.then.0.cap.returns',
    'rules.0.then.0.cap.days',
  ])
  expect(then({ cap: { per: 'order', pieces: -1, days: 0 } })).toEqual([
    'rules.0.then.0.cap.pieces',
    'rules.0.then.0.cap.days',
  ])
  expect(then({ cap: { per: 'order', pieces: 0, days: 1 } }, { cap: { per: 'sku', pieces: 1, days: null } })).toEqual(
    [],
  )
  expect(then({ resolutions: [] }, { reasons: [] }, { auto: 'reject', reason: ' ' }, { auto: 'approve' })).toEqual([
    'rules.0.then.0.resolutions',
    'rules.0.then.1.reasons',
    'rules.0.then.2.reason',
  ])
})
