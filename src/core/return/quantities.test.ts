import { describe, expect, test } from 'vitest'
import { actor, eur, NOON, two } from '../../../test/kit/cast.ts'
import { approved, asked } from '../../../test/kit/given.ts'
import type { DispositionId, GrantId, PayoutId, ReceivingId } from '../ids.ts'
import {
  counted,
  disposed,
  graded,
  gradedAs,
  grantedOf,
  heldOf,
  itemOf,
  missing,
  received,
  refunded,
  returned,
  standing,
  surplus,
  travelling,
} from './quantities.ts'
import type { Disposition, Grade, Grant, Payout, Receiving, Return } from './return.ts'

const base = approved({ items: [asked(2)] }).ret
const item = base.items[0]!
const by = actor('warehouse')
let last = 0

const count = (quantity: number, grades: [Grade, number][] = [], more: Partial<Receiving> = {}): Receiving => ({
  id: `receiving-${++last}` as ReceivingId,
  key: `${last}`,
  at: NOON,
  by,
  source: 'dock',
  place: null,
  refused: null,
  replaces: [],
  ...more,
  lines: [
    {
      item: item.id,
      quantity,
      gradings: grades.map(([grade, of]) => ({
        grade,
        quantity: of,
        note: null,
        media: [],
        inspector: null,
        at: NOON,
      })),
    },
  ],
})
const put = (to: Disposition['to'], quantity: number): Disposition => ({
  id: `d-${++last}` as DispositionId,
  key: `${last}`,
  item: item.id,
  quantity,
  to,
  location: null,
  at: NOON,
  by,
  resale: null,
})
const grant = (id: string, quantity: number, replaces: string[] = []): Grant => ({
  id: id as GrantId,
  at: NOON,
  by,
  basis: 'asked',
  lines: [{ item: item.id, quantity }],
  figure: { parts: [], total: two(0) },
  to: 'original_payment',
  replaces: replaces as GrantId[],
})
const payout = (state: Payout['state'], quantity: number): Payout => ({
  id: `p-${++last}` as PayoutId,
  key: `${last}`,
  grant: 'a' as GrantId,
  kind: 'refund',
  state,
  amount: eur(1),
  lines: [{ item: item.id, quantity }],
  payment: null,
  gateway: '',
  externalId: null,
  reference: null,
  transactions: [],
  at: NOON,
  doneAt: null,
  why: null,
})
const having = (more: Partial<Return>): Return => ({ ...base, ...more })

describe('quantities', () => {
  test('returned is what was asked for less what was taken off', () => {
    const mark = { at: NOON, by, rule: null }
    expect([
      returned(item),
      returned({ ...item, removed: [{ quantity: 1, mark, why: '' }] }),
      returned({ ...item, removed: [1, 1].map(quantity => ({ quantity, mark, why: '' })) }),
    ]).toEqual([2, 1, 0])
  })

  test('received skips what was turned away and what a later count replaced', () => {
    const first = count(2, [['a', 1]])
    const ret = having({
      receivings: [first, count(5, [], { refused: 'Wet' }), count(1, [['b', 1]], { replaces: [first.id] })],
    })
    expect(counted(ret)).toHaveLength(1)
    expect([received(ret, item.id), graded(ret, item.id), gradedAs(ret, item.id, ['a'])]).toEqual([1, 1, 0])
  })

  test('received and graded are sums over all counts', () => {
    const ret = having({
      receivings: [
        count(1, [['a', 1]]),
        count(2, [
          ['b', 1],
          ['d', 1],
        ]),
      ],
    })
    expect([received(ret, item.id), graded(ret, item.id), gradedAs(ret, item.id, ['a', 'b'])]).toEqual([3, 3, 2])
  })

  test('surplus is what came beyond what was announced', () => {
    expect([1, 2, 3].map(quantity => surplus(having({ receivings: [count(quantity)] }), item))).toEqual([0, 0, 1])
  })

  test('disposed counts all ways or one, and missing is one of them', () => {
    const ret = having({ dispositions: [put('restock', 1), put('missing', 2), put('restock', 3)] })
    expect([disposed(ret, item.id), disposed(ret, item.id, 'restock'), missing(ret, item.id)]).toEqual([6, 4, 2])
  })

  test('a promise that was replaced counts no more', () => {
    const ret = having({ grants: [grant('a', 2), grant('b', 1, ['a']), grant('c', 1)] })
    expect(standing(ret).map(one => one.id)).toEqual(['b', 'c'])
    expect(grantedOf(ret, item.id)).toBe(2)
  })

  test('refunded are pieces whose money has gone', () => {
    expect(
      refunded(
        having({ payouts: [payout('done', 1), payout('planned', 2), payout('declined', 4), payout('unknown', 8)] }),
        item.id,
      ),
    ).toBe(1)
  })

  test('held is the sum of the slices', () => {
    expect([heldOf(item), heldOf({ ...item, slices: [] })]).toEqual([2, 0])
  })

  test('travelling leaves out what is kept and what was taken off', () => {
    const gone = { ...item, removed: [{ quantity: 2, mark: { at: NOON, by, rule: null }, why: '' }] }
    expect(
      [[item], [{ ...item, handling: 'keep' as const }], [gone]].map(items => travelling(having({ items })).length),
    ).toEqual([1, 0, 0])
  })

  test('an item is found by its id', () => {
    expect([itemOf(base, item.id), itemOf(base, 'stranger' as never)]).toEqual([item, undefined])
  })
})
