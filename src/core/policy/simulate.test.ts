import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aPolicy, aShop, eur } from '../../../test/kit/cast.ts'
import { filed, goods, lineOf, policyOf, sold } from '../../../test/kit/core-order.ts'
import type { Order } from '../order/order.ts'
import type { Return } from '../return/return.ts'
import type { Instant } from '../time.ts'
import type { Condition, Effect, Policy, Rule } from './policy.ts'
import { compare } from './simulate.ts'
import type { Changed, Past } from './simulation.ts'
import { NOTHING_YET, withCompared } from './simulation-sum.ts'

const at = (text: string) => text as Instant
const days = (n: number | null): Effect => ({
  window: {
    from: 'delivered',
    days: n,
    zone: null,
    workday: false,
    holidays: [],
    fallback: { from: 'sent', plusDays: 7 },
  },
})
const rule = (id: string, then: Effect[], when: Condition = {}, priority = 0): Rule => ({
  id: id as Rule['id'],
  name: `The rule ${id}`,
  when,
  then,
  priority,
})
const past = (order: Order, returns: Return[] = [], history: Past['history'] = null): Past => ({
  order,
  shop: aShop(),
  returns,
  history,
})
const changed = (before: Policy | null, after: Policy | null, what: Past): Changed[] =>
  compare(what, { before, after }).changed
const returnIn = (all: Changed[]) => {
  const found = all.find(one => one.about === 'return')
  if (found?.about !== 'return') throw new Error('No return changed.')
  return found
}
const thirty = policyOf(days(30))

describe('sold lines, on the day they came', () => {
  const order = anOrder()

  test('nothing is told of what would be decided as before', () => {
    const answer = compare(past(order), { before: thirty, after: policyOf(days(30)) })
    expect(answer).toMatchObject({ lines: 1, returns: 0, changed: [] })
  })

  test('a shorter deadline, with the rule that shortens it', () => {
    expect(changed(thirty, aPolicy([rule('short', [days(14)])]), past(order))).toEqual([
      expect.objectContaining({
        about: 'line',
        orderNumber: '1001',
        what: ['earlier'],
        rules: ['The rule short'],
        before: expect.objectContaining({ until: '2026-04-04T21:59:59.999Z' }),
        after: expect.objectContaining({ until: '2026-03-19T22:59:59.999Z' }),
      }),
    ])
    expect(changed(thirty, policyOf(days(31)), past(order))[0]?.what).toEqual(['later'])
    const endless = policyOf(days(null))
    expect(changed(thirty, endless, past(order))[0]?.what).toEqual(['later'])
    expect(changed(endless, thirty, past(order))[0]?.what).toEqual(['earlier'])
  })

  test('a line newly refused, and one newly allowed by a rule that fell away', () => {
    const strict = aPolicy([rule('window', [days(30)]), rule('sale', [{ final: true }])])
    const refused = changed(thirty, strict, past(order))[0]
    expect([refused?.what, refused?.rules]).toEqual([['refused'], ['The rule sale']])
    const allowed = changed(strict, thirty, past(order))[0]
    expect([allowed?.what, allowed?.rules]).toEqual([['allowed'], ['without “The rule sale”']])
  })

  test('pieces, choices, and reasons for the same no', () => {
    const whatChanges = (after: Policy, before = thirty) => changed(before, after, past(order)).flatMap(one => one.what)
    expect(whatChanges(policyOf(days(30), { cap: { per: 'order', pieces: 1, days: null } }))).toEqual(['pieces'])
    expect(whatChanges(policyOf(days(30), { resolutions: ['swap'] }))).toEqual(['terms'])
    expect(whatChanges(policyOf(days(30), { resolutions: ['store_credit', 'original_payment'] }))).toEqual([])
    const blocked = policyOf(days(30), { block: { code: 'hygiene', sentence: 'No.' } })
    expect(whatChanges(policyOf(days(30), { final: true }), blocked)).toEqual(['why_not'])
  })

  test('a shop without a policy went by the standard one', () => {
    expect(
      changed(
        null,
        policyOf(days(30), { resolutions: ['original_payment', 'store_credit', 'replace', 'swap'] }),
        past(order),
      ),
    ).toEqual([])
  })
})

describe('returns, filed again', () => {
  const order = sold([goods(2, 5_000)])
  const ret = filed(order, [{ quantity: 1 }])
  const late = { ...ret, createdAt: at('2026-03-25T12:00:00.000Z') }
  const sorry = (before: Policy, after: Policy, one: Return = ret) =>
    returnIn(changed(before, after, past(order, [one])))

  test('one that would come too late is refused, and its money stays', () => {
    const answer = sorry(thirty, aPolicy([rule('short', [days(14)])]), late)
    expect(answer).toMatchObject({
      what: ['refused', 'money'],
      rules: ['The rule short'],
      before: { decision: 'person', total: eur(5_000), refusals: [] },
      after: { decision: null, total: eur(0), refusals: [{ code: 'window_closed' }] },
    })
    expect(sorry(policyOf(days(14)), thirty, late).what).toEqual(['allowed', 'money'])
  })

  test('the day that counts is the day it was filed', () => {
    expect(changed(thirty, policyOf(days(14)), past(order, [ret])).filter(one => one.about === 'return')).toEqual([])
  })

  test('fees, bonus and what the way back costs', () => {
    const fee = aPolicy([
      rule('window', [days(30)]),
      rule('fee', [{ fee: { kind: 'restocking_fee', ratePpm: 100_000 } }]),
    ])
    expect(sorry(thirty, fee)).toMatchObject({
      what: ['money'],
      rules: ['The rule fee'],
      after: { total: eur(4_500), fees: eur(500) },
    })
    const credit = {
      ...ret,
      items: ret.items.map(item => ({ ...item, resolution: { type: 'refund', to: 'store_credit' } as const })),
    }
    const bonus = aPolicy([rule('window', [days(30)]), rule('gift', [{ bonus: { ratePpm: 100_000 } }])])
    expect(sorry(thirty, bonus, credit)).toMatchObject({
      rules: ['The rule gift'],
      after: { total: eur(5_500), bonus: eur(500) },
    })
    const label = aPolicy([
      rule('window', [days(30)]),
      rule('label', [{ fee: { kind: 'return_cost', flat: eur(695) } }]),
    ])
    expect(sorry(thirty, label)).toMatchObject({
      rules: ['The rule label'],
      after: { total: eur(4_305), fees: eur(695), method: { type: 'retailer_label', cost: eur(695) } },
    })
  })

  test('decisions that policy makes by itself', () => {
    const auto = aPolicy([rule('window', [days(30)]), rule('at_once', [{ auto: 'approve' }])])
    expect(sorry(thirty, auto)).toMatchObject({
      what: ['decision'],
      rules: ['The rule at_once'],
      after: { decision: 'approve' },
    })
    expect(sorry(auto, thirty).rules).toEqual(['without “The rule at_once”'])
    const never = aPolicy([rule('window', [days(30)]), rule('no', [{ auto: 'reject', reason: 'No.' }])])
    expect(sorry(thirty, never)).toMatchObject({
      what: ['decision', 'money'],
      after: { decision: 'reject', total: eur(0) },
    })
  })

  test('who is asked for a comment writes one, and is asked', () => {
    const asks = aPolicy([rule('window', [days(30)]), rule('why', [{ require: 'comment' }])])
    expect(sorry(thirty, asks)).toMatchObject({
      what: ['terms'],
      rules: ['The rule why'],
      before: { requires: [] },
      after: { requires: ['comment'], decision: 'person' },
    })
  })

  test('a choice that is not on offer any more is a no', () => {
    const swaps = aPolicy([rule('window', [days(30)]), rule('swaps', [{ resolutions: ['swap'] }])])
    expect(sorry(thirty, swaps)).toMatchObject({
      what: ['refused', 'money'],
      rules: ['The rule swaps'],
      after: { refusals: [{ code: 'terms_unavailable' }] },
    })
  })

  test('a way back that is not on offer any more gives way to the first that is', () => {
    const bound = {
      ...ret,
      method: {
        type: 'retailer_label',
        name: 'Label',
        zone: 'DE',
        rule: null,
        cost: { parts: [], total: { presentment: eur(0), shop: eur(0) } },
      } as Return['method'],
    }
    const store = aPolicy([
      rule('window', [days(30)]),
      rule('store', [{ methods: [{ type: 'in_store', cost: { flat: eur(100) } }] }]),
    ])
    expect(sorry(thirty, store, bound)).toMatchObject({
      what: ['money'],
      rules: ['The rule store'],
      before: { method: { type: 'retailer_label' } },
      after: { method: { type: 'in_store', cost: eur(100) }, total: eur(4_900) },
    })
  })

  test('earlier returns hold their pieces and count, later ones do not', () => {
    const early = { ...filed(order, [{ quantity: 1 }]), serial: 1 }
    const later = { ...filed(order, [{ quantity: 1 }]), serial: 2, createdAt: at('2026-03-11T12:00:00.000Z') }
    const capped = aPolicy([
      rule('window', [days(30)]),
      rule('one', [{ cap: { per: 'order', returns: 1, days: null } }]),
    ])
    const refused = changed(thirty, capped, past(order, [early, later])).filter(one => one.about === 'return')
    expect(refused.map(one => [one.returnNumber, one.what])).toEqual([[later.number, ['refused', 'money']]])
  })

  test('what the customer filed before counts as of that day', () => {
    const capped = aPolicy([
      rule('window', [days(30)]),
      rule('two', [{ cap: { per: 'customer', pieces: 2, days: null } }]),
    ])
    const history = (day: string) => [{ at: at(`${day}T00:00:00.000Z`), pieces: 2 }]
    const whatChanges = (filedBefore: Past['history']) =>
      changed(thirty, capped, past(order, [ret], filedBefore)).filter(one => one.about === 'return')
    expect(whatChanges(history('2026-03-10'))).toHaveLength(1)
    expect(whatChanges(history('2026-03-11'))).toHaveLength(0)
  })

  test('the special lane is never refused', () => {
    const special = { ...late, lane: 'special' as const }
    expect(changed(thirty, policyOf(days(1)), past(order, [special])).filter(one => one.about === 'return')).toEqual([])
  })
})

describe('the sum', () => {
  const order = sold([goods(2, 5_000), goods(1, 1_000)])
  const ret = { ...filed(order, [{ quantity: 2 }]), createdAt: at('2026-03-25T12:00:00.000Z') }

  test('counts orders, lines and returns, every way a decision changes, and the money of all returns', () => {
    const other = anOrder([aLine()])
    const sides = { before: thirty, after: aPolicy([rule('short', [days(14)])]) }
    const none = { before: thirty, after: thirty }
    const sum = [compare(past(order, [ret]), sides), compare(past(other), none)].reduce(withCompared, NOTHING_YET)
    expect(sum).toMatchObject({
      orders: 2,
      lines: 3,
      returns: 1,
      changed: { orders: 1, lines: 2, returns: 1 },
      changes: {
        earlier: { lines: 2, returns: 0 },
        refused: { lines: 0, returns: 1 },
        money: { lines: 0, returns: 1 },
        later: { lines: 0, returns: 0 },
      },
      money: [{ currency: 'EUR', returns: 1, total: { before: eur(10_000), after: eur(0) } }],
    })
    expect(lineOf(order).quantity).toBe(2)
  })
})
