import { describe, expect, test } from 'vitest'
import { actor, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import type { DispositionId, ReceivingId } from '../../ids.ts'
import type { Disposition, Receiving, Return } from '../return.ts'
import { receiving } from './receiving.ts'

const base = approved({ items: [asked(1), asked(1)] }).ret
const [first, second] = [base.items[0]!, base.items[1]!]
let last = 0
const came = (quantities: [number, number?], more: Partial<Receiving> = {}): Receiving => ({
  id: `receiving-${++last}` as ReceivingId,
  key: `${last}`,
  at: NOON,
  by: actor('warehouse'),
  source: 'dock',
  place: null,
  refused: null,
  replaces: [],
  lines: [first, second].flatMap((item, place) =>
    quantities[place] === undefined ? [] : [{ item: item.id, quantity: quantities[place], gradings: [] }],
  ),
  ...more,
})
const missing = (item = second, quantity = 1): Disposition => ({
  id: 'disposition-1' as DispositionId,
  key: 'm',
  item: item.id,
  quantity,
  to: 'missing',
  location: null,
  at: NOON,
  by: actor('warehouse'),
  resale: null,
})
const read = (receivings: Receiving[], dispositions: Disposition[] = [], ret: Return = base) =>
  receiving({ ...ret, receivings, dispositions })

describe('receiving', () => {
  test('awaited until something is counted, received when everything is', () => {
    expect([read([]), read([came([1])]), read([came([1]), came([0, 1])]), read([came([1, 1])])]).toEqual([
      'awaited',
      'partial',
      'received',
      'received',
    ])
  })

  test('surplus of one item does not stand in for another', () => {
    expect(read([came([2])])).toBe('partial')
    expect(read([came([2, 1])])).toBe('received')
  })

  test('what was declared missing is not awaited any more', () => {
    expect(read([came([1])], [missing()])).toBe('received')
    expect(read([], [missing()])).toBe('partial')
    expect(read([], [missing(), missing(first)])).toBe('received')
  })

  test('a parcel that was turned away brought nothing', () => {
    expect(read([came([1, 1], { refused: 'Wet through' })])).toBe('awaited')
  })

  test('a replaced count counts no more', () => {
    const said = came([1, 1], { source: 'carrier' })
    expect(read([said])).toBe('received')
    expect(read([said, came([1], { replaces: [said.id] })])).toBe('partial')
  })

  test('kept goods are not needed, and received when they come all the same', () => {
    const kept = { ...base, items: base.items.map(item => ({ ...item, handling: 'keep' as const })) }
    expect([read([], [], kept), read([came([1])], [], kept)]).toEqual(['not_needed', 'received'])
  })

  test('items that were taken off are not awaited', () => {
    const mark = { at: NOON, by: actor('agent'), rule: null }
    const less = { ...base, items: [first, { ...second, removed: [{ quantity: 1, mark, why: '' }] }] }
    expect(read([came([1])], [], less)).toBe('received')
  })
})
