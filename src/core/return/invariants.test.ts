import { describe, expect, test } from 'vitest'
import { actor, NOON, two } from '../../../test/kit/cast.ts'
import { approved, submitted } from '../../../test/kit/given.ts'
import type { GrantId, OfferId, SliceId } from '../ids.ts'
import { assertInvariants, brokenRules } from './invariants.ts'
import type { Grant, Offer, Return } from './return.ts'
import { type Columns, columnsOf } from './where.ts'

const filed = columnsOf('aaaaaaaaaaaa')
const broken = (more: Partial<Columns>) => brokenRules({ ...filed, ...more }).length > 0
const by = actor('agent')
const grant = (amountMinor = 1): Grant => ({
  id: 'g' as GrantId,
  at: NOON,
  by,
  basis: 'asked',
  lines: [],
  figure: { parts: [], total: two(amountMinor) },
  to: 'original_payment',
  replaces: [],
})
const offer: Offer = {
  id: 'o' as OfferId,
  by: 'merchant',
  person: 'Kim',
  at: NOON,
  until: null,
  terms: { handling: 'keep', amount: null },
  end: null,
  endedAt: null,
}

describe('what must always be true', () => {
  test('an offer stands only while the request is open and nothing is promised', () => {
    expect(broken({ negotiation: 'awaiting_shopper' })).toBe(false)
    expect(broken({ negotiation: 'awaiting_shopper', request: 'resolved' })).toBe(true)
    expect(broken({ negotiation: 'awaiting_merchant', request: 'approved', settlement: 'due' })).toBe(true)
    expect(broken({ negotiation: 'agreed', request: 'resolved' })).toBe(false)
  })

  test('nothing is promised on a request that waits, was refused or called off', () => {
    for (const request of ['submitted', 'rejected', 'cancelled'] as const)
      expect(broken({ request, settlement: 'due' })).toBe(true)
    for (const request of ['approved', 'resolved', 'expired'] as const)
      expect(broken({ request, settlement: 'due' })).toBe(false)
  })

  test('evidence is due only during a dispute, and one the merchant raised has nothing promised', () => {
    expect([broken({ evidence: 'due' }), broken({ evidence: 'due', dispute: 'judging' })]).toEqual([true, false])
    expect([
      broken({ request: 'approved', dispute: 'raised', settlement: 'due' }),
      broken({ request: 'approved', dispute: 'judging', settlement: 'part' }),
    ]).toEqual([true, false])
  })

  test('compensation follows a promise', () => {
    expect([
      broken({ compensation: 'initial' }),
      broken({ compensation: 'initial', request: 'approved', settlement: 'due' }),
    ]).toEqual([true, false])
  })

  test('a breach is a fault: it names the return and what is wrong', () => {
    const ret: Return = { ...submitted().ret, grants: [grant()] }
    expect(() => assertInvariants(ret)).toThrow(/RMA-1 .*nobody has approved/)
    expect(() => assertInvariants({ ...approved().ret, offers: [offer], grants: [grant()] })).toThrow(/offer stands/)
  })

  test('counts hold: nothing removed beyond what was asked, no empty hold, no promise below zero', () => {
    const ret = approved().ret
    const [item] = ret.items
    const changed = (more: Partial<NonNullable<typeof item>>): Return => ({ ...ret, items: [{ ...item!, ...more }] })
    expect(() => assertInvariants(ret)).not.toThrow()
    expect(() =>
      assertInvariants(changed({ removed: [{ quantity: 3, mark: { at: NOON, by, rule: null }, why: '' }] })),
    ).toThrow(/removed/)
    expect(() => assertInvariants(changed({ slices: [{ ...item!.slices[0]!, quantity: 3 }] }))).toThrow(
      /More pieces are held/,
    )
    expect(() =>
      assertInvariants(changed({ slices: [{ ...item!.slices[0]!, id: 's' as SliceId, quantity: 0 }] })),
    ).toThrow(/empty/)
    expect(() => assertInvariants({ ...ret, grants: [grant(-1)] })).toThrow(/below zero/)
  })
})
