import { describe, expect, test } from 'vitest'
import { actor, eur, NOON, two } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import type { GrantId, PayoutId } from '../../ids.ts'
import type { Grant, Payout, Return } from '../return.ts'
import { elsewhere, grantedMinor, inFlight, owedMinor, paidMinor, settlement } from './settlement.ts'

const base = approved().ret
const grant = (amountMinor: number, more: Partial<Grant> = {}): Grant => ({
  id: 'grant-1' as GrantId,
  at: NOON,
  by: actor('agent'),
  basis: 'asked',
  lines: [],
  figure: { parts: [], total: two(amountMinor) },
  to: 'original_payment',
  replaces: [],
  ...more,
})
const payout = (state: Payout['state'], amountMinor = 10, more: Partial<Payout> = {}): Payout => ({
  id: 'payout-1' as PayoutId,
  key: 'k',
  grant: 'grant-1' as GrantId,
  kind: 'refund',
  state,
  amount: eur(amountMinor),
  lines: [],
  payment: null,
  gateway: 'simulated',
  externalId: null,
  reference: null,
  transactions: [],
  at: NOON,
  doneAt: null,
  why: null,
  ...more,
})
const money = (grants: Grant[], payouts: Payout[] = []): Return => ({ ...base, grants, payouts })
const read = (grants: Grant[], ...payouts: Payout[]) => settlement(money(grants, payouts))

describe('settlement', () => {
  test('the table, read from the top', () => {
    expect([
      read([]),
      read([grant(10)]),
      read([grant(10)], payout('planned')),
      read([grant(10)], payout('sent')),
      read([grant(10)], payout('unknown')),
      read([grant(10)], payout('done')),
      read([grant(10)], payout('declined')),
      read([grant(10)], payout('done', 4)),
      read([grant(10)], payout('done', 4), payout('declined', 6)),
      read([grant(10)], payout('declined', 6), payout('done', 4)),
      read([grant(10)], payout('declined'), payout('done')),
      read([grant(10)], payout('done', 4), payout('planned', 6)),
      read([grant(0)]),
      read([grant(10)], payout('done', 10, { kind: 'elsewhere' })),
      read([grant(10)], payout('declined', 10, { kind: 'elsewhere' })),
      read([grant(10)], payout('declined'), payout('declined', 10, { kind: 'elsewhere' })),
    ]).toEqual([
      'none',
      'due',
      'ordered',
      'ordered',
      'ordered',
      'settled',
      'failed',
      'part',
      'failed',
      'part',
      'settled',
      'ordered',
      'settled',
      'elsewhere',
      'due',
      'failed',
    ])
  })

  test('a promise that was replaced is owed no more', () => {
    const grants = [grant(10), grant(4, { id: 'grant-2' as GrantId, replaces: ['grant-1' as GrantId] })]
    expect(grantedMinor(money(grants))).toBe(4)
    expect(read(grants, payout('done', 4))).toBe('settled')
  })

  test('promised, paid, on its way and owed add up', () => {
    const ret = money(
      [grant(10), grant(5, { id: 'grant-2' as GrantId })],
      [payout('done', 4), payout('sent', 3), payout('declined', 8)],
    )
    expect([grantedMinor(ret), paidMinor(ret), owedMinor(ret), inFlight(ret).length]).toEqual([15, 4, 8, 1])
  })

  test('a lifted mark stands no more', () => {
    expect(elsewhere(money([grant(10)], [payout('declined', 10, { kind: 'elsewhere' })]))).toBeUndefined()
  })
})
