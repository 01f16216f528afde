import { describe, expect, test } from 'vitest'
import { actor } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, ReceivingId } from '../../ids.ts'
import type { Command, Commands } from '../commands.ts'
import { graded, gradedAs } from '../quantities.ts'
import type { Return } from '../return.ts'

const here = () =>
  approved({}, { by: actor('warehouse') }).then(
    ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity: 2 }] }),
    { by: 'warehouse' },
  )
const grade =
  (quantity: number, more: Partial<Commands['grade']> = {}) =>
  (ret: Return): Command => ({
    verb: 'grade',
    receiving: ret.receivings[0]!.id,
    item: ret.items[0]!.id,
    gradings: [{ grade: 'b', quantity, note: 'Scratched' }],
    ...more,
  })

describe('grade', () => {
  test('warehouse and merchant grade what is here, in every state of the request', () => {
    openExactlyTo(['owner', 'agent', 'warehouse'], here(), grade(1))
    openExactlyTo(['owner', 'agent', 'warehouse'], here().then({ verb: 'resolve' }, { by: 'agent' }), grade(1))
  })

  test('nothing is graded before it came', () => {
    approved()
      .when({ verb: 'grade', receiving: 'any' as ReceivingId, item: 'any' as ItemId, gradings: [] })
      .refuses('not_open')
  })

  test('a piece is graded once', () => {
    const one = here().then(grade(1))
    expect([graded(one.ret, one.ret.items[0]!.id), gradedAs(one.ret, one.ret.items[0]!.id, ['b'])]).toEqual([1, 1])
    one.when(grade(1)).gives(['receiving.graded'])
    one.when(grade(2)).refuses('grading_exceeds', { path: 'gradings', most: 1, asked: 2 })
  })

  test('only pieces of a count that stands are graded', () => {
    here()
      .when(grade(1, { receiving: 'stranger' as ReceivingId }))
      .refuses('not_found', { path: 'receiving' })
    here()
      .when(grade(1, { item: 'stranger' as ItemId }))
      .refuses('unknown_line', { path: 'item' })
    here()
      .when(grade(1, { gradings: [] }))
      .refuses('invalid', { path: 'gradings' })
    here().when(grade(0)).refuses('quantity_invalid', { path: 'gradings[0].quantity' })
    const recounted = here().then(ret => ({
      verb: 'receive',
      key: 'k2',
      source: 'dock',
      replaces: [ret.receivings[0]!.id],
      lines: [{ item: ret.items[0]!.id, quantity: 1 }],
    }))
    recounted.when(grade(1)).refuses('not_open', { path: 'receiving' })
  })
})
