import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chosen, conditionHolds, type Facts, inOrder, NO_FACTS } from './condition.ts'
import type { Condition, Effect, Fact, Rule, Test } from './policy.ts'
import { FACTS } from './policy.ts'

const facts: Facts = {
  ...NO_FACTS,
  tag: ['Sale', 'summer'],
  price: 5_000,
  gift: false,
  country: ['DE'],
  sku: ['SHIRT-M-RED'],
}
const is = (fact: Fact, test: Test): boolean => conditionHolds({ fact, is: test }, facts)
const yes: Condition = { fact: 'country', is: { in: ['DE'] } }
const no: Condition = { fact: 'country', is: { in: ['FR'] } }

describe('conditions', () => {
  test('texts are in a list or match a pattern, whatever their case', () => {
    expect([
      is('tag', { in: ['SALE'] }),
      is('tag', { in: ['winter', 'summer'] }),
      is('tag', { in: ['sal'] }),
      is('tag', { in: [] }),
    ]).toEqual([true, true, false, false])
  })

  test.each([
    ['SHIRT-M-RED', true],
    ['shirt-*', true],
    ['*-red', true],
    ['shirt*red', true],
    ['*-m-*', true],
    ['s*-m-*d', true],
    ['*', true],
    ['**', true],
    ['SHIRT', false],
    ['*-blue', false],
    ['shirt-m-red*red', false],
    ['shirt*-l-*', false],
    ['*m-red-*', false],
    ['shirt-m-r*-red', false],
    ['', false],
    ['a*', false],
    ['*red*red', false],
    ['*-m-*-m-*', false],
    ['*m-red*red', false],
  ])('the pattern %s', (pattern, wanted) => {
    expect(is('sku', { matches: pattern })).toBe(wanted)
  })

  test('numbers are compared from their bound, yes and no as they are', () => {
    expect([
      is('price', { atLeast: 5_000 }),
      is('price', { atLeast: 5_001 }),
      is('price', { below: 5_000 }),
      is('price', { below: 5_001 }),
    ]).toEqual([true, false, false, true])
    expect([
      is('gift', { equals: false }),
      is('gift', { equals: true }),
      is('tag', { atLeast: 0 }),
      is('tag', { below: 9 }),
    ]).toEqual([true, false, false, false])
    expect([is('price', { in: ['5000'] }), is('gift', { in: ['false'] })]).toEqual([true, true])
  })

  test('nothing holds of an unknown fact, so "not" of it does', () => {
    const tests: Test[] = [{ in: ['x'] }, { matches: '*' }, { below: 9 }, { atLeast: 0 }, { equals: false }]
    for (const fact of FACTS) for (const one of tests) expect(conditionHolds({ fact, is: one }, NO_FACTS)).toBe(false)
    expect(conditionHolds({ not: { fact: 'value', is: { below: 9 } } }, NO_FACTS)).toBe(true)
  })

  test('all, any and not nest, and an empty condition holds', () => {
    expect([
      conditionHolds({}, NO_FACTS),
      conditionHolds({ all: [yes, no] }, facts),
      conditionHolds({ all: [yes, yes] }, facts),
    ]).toEqual([true, false, true])
    expect([
      conditionHolds({ any: [no, yes] }, facts),
      conditionHolds({ any: [no, no] }, facts),
      conditionHolds({ not: no }, facts),
      conditionHolds({ not: yes }, facts),
    ]).toEqual([true, false, true, false])
    expect(conditionHolds({ all: [{ any: [no, yes] }, { not: { all: [yes, no] } }] }, facts)).toBe(true)
  })

  test('a pattern of a text with parts cut out of it matches that text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 3, maxLength: 20 }).filter(text => !text.includes('*')),
        fc.nat(19),
        fc.nat(19),
        (text, a, b) => {
          const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
          const pattern = `${text.slice(0, from)}*${text.slice(to)}`
          expect(conditionHolds({ fact: 'sku', is: { matches: pattern } }, { ...NO_FACTS, sku: [text] })).toBe(true)
        },
      ),
    )
  })
})

describe('first match per kind of effect', () => {
  const rule = (id: string, priority: number, then: Effect[], when: Condition = {}): Rule => ({
    id: id as Rule['id'],
    name: id,
    when,
    then,
    priority,
  })
  const rules = [
    rule('low', 1, [{ final: true }, { basis: 'asked' }]),
    rule('high', 9, [{ basis: 'received' }], yes),
    rule('also-high', 9, [
      { basis: 'accepted' },
      { cap: { per: 'sku', pieces: 1, days: null } },
      { cap: { per: 'order', pieces: 2, days: null } },
    ]),
    rule('not-here', 99, [{ basis: 'asked' }], no),
  ]

  test('goes by falling priority, then as written', () => {
    expect(inOrder(rules).map(one => one.id)).toEqual(['not-here', 'high', 'also-high', 'low'])
    expect(rules[0]?.id).toBe('low')
    expect(chosen({ rules }, 'basis', facts)).toEqual({ rule: rules[1], effect: { basis: 'received' } })
    expect(chosen({ rules }, 'basis', NO_FACTS)?.rule.id).toBe('also-high')
    expect(chosen({ rules }, 'final', facts)?.rule.id).toBe('low')
    expect(chosen({ rules }, 'freeExchange', facts)).toBeNull()
  })

  test('a kind that speaks of several things is asked about one of them', () => {
    expect(chosen({ rules }, 'cap', facts, effect => effect.cap.per === 'order')?.effect.cap).toMatchObject({
      pieces: 2,
    })
    expect(chosen({ rules }, 'cap', facts, effect => effect.cap.per === 'customer')).toBeNull()
  })
})
