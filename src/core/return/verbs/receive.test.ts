import { describe, expect, test } from 'vitest'
import { actor, aLine, anOrder, aShop, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, Story, submitted, TIME_IS_UP } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, LineId, LocationId, ReceivingId } from '../../ids.ts'
import { plus } from '../../time.ts'
import type { Command, Commands } from '../commands.ts'
import { received, surplus } from '../quantities.ts'
import type { Return } from '../return.ts'
import { strands } from '../strands/strands.ts'

const three = (quantity = 3) =>
  approved(
    { items: [asked(quantity)] },
    { order: anOrder([aLine({ quantity: 3, paid: 26_997 })]), by: actor('warehouse') },
  )
const count =
  (quantity: number, more: Partial<Commands['receive']> = {}) =>
  (ret: Return): Command => ({
    verb: 'receive',
    key: `key-${quantity}`,
    source: 'dock',
    lines: [{ item: ret.items[0]!.id, quantity }],
    ...more,
  })
const first = (story: Story) => story.ret.items[0]!

describe('receive', () => {
  test('warehouse, merchant, carrier and house count in, in every state', () => {
    const roles = ['owner', 'agent', 'warehouse', 'system'] as const
    const late = three().then({ verb: 'resolve' }, { by: 'agent' })
    for (const story of [three(), late]) openExactlyTo(roles, story, count(1))
    openExactlyTo([...roles, 'carrier'], three(), count(1, { source: 'carrier' }))
  })

  test('T05: receipts add up', () => {
    const one = three().then(count(1))
    expect(strands(one.ret).receiving).toBe('partial')
    const all = one.then(count(2))
    expect(received(all.ret, first(all).id)).toBe(3)
    expect(strands(all.ret).receiving).toBe('received')
    expect(all.ret.receivings).toHaveLength(2)
  })

  test('T06: the same receipt key counts once', () => {
    const once = three().then(count(3))
    once.when(count(3)).gives([])
    once.when(count(3, { at: plus(NOON, { hours: 1 }) })).gives([])
    once.when(count(2, { key: 'key-3' })).refuses('key_reused', { path: 'key' })
    once.when(count(3, { source: 'store' })).refuses('key_reused')
  })

  test('T07: more than announced is written down, and one piece waits for a decision', () => {
    const two = three(1).then(count(2))
    expect(received(two.ret, first(two).id)).toBe(2)
    expect(surplus(two.ret, first(two))).toBe(1)
    expect(two.ret.flagged).toBe('More pieces came than were announced.')
    const paid = two.when({ verb: 'refund' }, { by: 'agent' }).leaves({ settlement: ['ordered'] })
    expect(paid.ret.payouts).toMatchObject([{ amount: { amountMinor: 8_999 } }])
  })

  test('T07: less than announced, the rest declared missing, closes the line at what came', () => {
    const one = three()
      .then(count(1))
      .then(ret => ({ verb: 'dispose', key: 'm', item: ret.items[0]!.id, quantity: 2, to: 'missing' }))
    expect(strands(one.ret).receiving).toBe('received')
    expect(one.then({ verb: 'refund' }, { by: 'agent' }).ret.payouts).toMatchObject([
      { amount: { amountMinor: 8_999 } },
    ])
  })

  test('the first count marks the return received and starts the inspection, once', () => {
    const one = three().then(count(1))
    expect(one.ret.marks.received?.by.role).toBe('warehouse')
    expect(one.ret.due.inspect).toBe(plus(NOON, { hours: 48 }))
    const later = one.then(count(2), { tray: { at: plus(NOON, { hours: 5 }) } })
    expect(later.ret.marks.received?.at).toBe(NOON)
    expect(later.ret.due.inspect).toBe(plus(NOON, { hours: 48 }))
  })

  test('a count by hand takes the place of what the carrier said', () => {
    const said = three().then(count(3, { source: 'carrier', key: 'auto' }), { by: 'carrier' })
    const counted = said.then(count(2))
    expect(counted.ret.receivings[1]?.replaces).toEqual([said.ret.receivings[0]?.id])
    expect(received(counted.ret, first(counted).id)).toBe(2)
  })

  test('what the carrier says after a count by hand adds nothing to it', () => {
    const counted = three().then(count(2))
    const said = counted.then(count(3, { source: 'carrier', key: 'auto' }), { by: 'carrier' })
    expect(received(said.ret, first(said).id)).toBe(3)
    said.when(count(3, { source: 'carrier', key: 'auto' }), { by: 'carrier' }).gives([])
    three()
      .then(count(3))
      .when(count(3, { source: 'carrier', key: 'auto' }), { by: 'carrier' })
      .gives([])
  })

  test('a recount names what it replaces', () => {
    const wrong = three().then(count(3))
    const right = wrong.then(ret => count(2, { replaces: [ret.receivings[0]!.id] })(ret))
    expect(received(right.ret, first(right).id)).toBe(2)
    wrong.when(count(2, { replaces: ['stranger' as ReceivingId] })).refuses('not_found', { path: 'replaces[0]' })
  })

  test('a parcel that was turned away is told, and counts nothing', () => {
    const { leaves } = three().when(count(3, { refused: 'Wet through', lines: [] }))
    leaves({ receiving: ['awaited'] })
    three()
      .when(count(3, { refused: 'Wet through', lines: [] }))
      .gives(['receiving.refused'])
    expect(three().then(count(3, { refused: 'Wet through', lines: [] })).ret.marks.received).toBeUndefined()
  })

  test('odd counts are refused with their place', () => {
    three().when(count(0)).refuses('quantity_invalid', { path: 'lines[0].quantity' })
    three().when(count(1.5)).refuses('quantity_invalid', { path: 'lines[0].quantity' })
    three()
      .when(count(1, { lines: [] }))
      .refuses('quantity_invalid', { path: 'lines' })
    three()
      .when(count(1, { lines: [{ item: 'stranger' as ItemId, quantity: 1 }] }))
      .refuses('unknown_line', { path: 'lines[0].item' })
    three()
      .when(count(1, { key: '' }))
      .refuses('invalid', { path: 'key' })
    three()
      .when(count(1, { place: 'nowhere' as LocationId }))
      .refuses('invalid', { path: 'place' })
    three()
      .when(count(1, { at: plus(NOON, { hours: 30 }) }))
      .refuses('invalid', { path: 'at' })
    three().when(count(1), { by: 'carrier' }).refuses('forbidden', { path: 'source', role: 'carrier' })
    three()
      .when(count(1, { source: 'carrier', replaces: ['any' as ReceivingId] }))
      .refuses('invalid', { path: 'replaces' })
  })

  test('the place is any of the shop’s', () => {
    const [main] = aShop().locations
    const shop = aShop({ locations: [main!, { ...main!, id: 'location-2' as LocationId }] })
    const counted = approved({}, { shop }).then(count(1, { place: 'location-2' as LocationId }))
    expect(counted.ret.receivings[0]?.place).toBe('location-2')
  })

  test('a recount may name any count there was', () => {
    const twice = three().then(count(1)).then(count(2))
    const replaces = twice.ret.receivings.map(one => one.id)
    twice.when(count(3, { replaces })).gives(['receiving.recorded'])
    twice.when(count(3, { replaces: [...replaces, 'stranger' as ReceivingId] })).refuses('not_found', {
      path: 'replaces[2]',
    })
  })

  test('a key the carrier used is not one for a count by hand', () => {
    three()
      .then(count(3, { source: 'carrier' }), { by: 'carrier' })
      .when(count(3))
      .refuses('key_reused')
  })

  test('a carrier grades nothing', () => {
    const said = three().then(
      ret =>
        count(1, {
          source: 'carrier',
          lines: [{ item: ret.items[0]!.id, quantity: 1, gradings: [{ grade: 'a', quantity: 1 }] }],
        })(ret),
      { by: 'carrier' },
    )
    expect(said.ret.receivings[0]?.lines[0]?.gradings).toEqual([])
  })

  test('pieces may be graded with the count, never more than were counted', () => {
    const graded = (quantity: number) => (ret: Return) =>
      count(2, {
        lines: [
          {
            item: ret.items[0]!.id,
            quantity: 2,
            gradings: [
              { grade: 'a', quantity: 1 },
              { grade: 'c', quantity, note: 'Torn' },
            ],
          },
        ],
      })(ret)
    expect(three().then(graded(1)).ret.receivings[0]?.lines[0]?.gradings).toMatchObject([
      { grade: 'a', inspector: 'The warehouse', at: NOON },
      { grade: 'c', note: 'Torn' },
    ])
    three().when(graded(2)).refuses('grading_exceeds', { path: 'lines[0].gradings', most: 2, asked: 3 })
    three().when(graded(0)).refuses('quantity_invalid', { path: 'lines[0].gradings[1].quantity' })
  })

  test('an item named twice is one line with the sum', () => {
    const twice = three().then(ret =>
      count(1, { lines: [1, 2].map(quantity => ({ item: ret.items[0]!.id, quantity })) })(ret),
    )
    expect(twice.ret.receivings[0]?.lines).toMatchObject([{ quantity: 3 }])
  })
})

describe('two items in one count', () => {
  const two = () => approved({ items: [asked(1), asked(1)] }, { by: actor('warehouse') })
  const both = (ret: Return, more: Partial<Commands['receive']['lines'][number]>[] = []) =>
    ret.items.map((item, place) => ({ item: item.id, quantity: 1, ...more[place] }))

  test('are the same count in whichever order they are told', () => {
    const forwards = two().then(ret => count(1, { lines: both(ret) })(ret))
    forwards.when(ret => count(1, { lines: both(ret).toReversed() })(ret)).gives([])
    const backwards = two().then(ret => count(1, { lines: both(ret).toReversed() })(ret))
    backwards.when(ret => count(1, { lines: both(ret) })(ret)).gives([])
  })

  test('have their own gradings each, and a refusal names the line', () => {
    const graded =
      (...quantities: number[]) =>
      (ret: Return) =>
        count(1, {
          lines: both(
            ret,
            quantities.map((quantity, place) => ({ gradings: [{ grade: place === 0 ? 'a' : 'c', quantity }] })),
          ),
        })(ret)
    expect(two().then(graded(1, 1)).ret.receivings[0]?.lines).toMatchObject([
      { gradings: [{ grade: 'a' }] },
      { gradings: [{ grade: 'c' }] },
    ])
    two().when(graded(1, 2)).refuses('grading_exceeds', { path: 'lines[1].gradings', most: 1, asked: 2 })
  })

  test('that the carrier told of are not counted again by a hand that counts one of them', () => {
    const said = two().then(ret => count(1, { source: 'carrier', key: 'auto', lines: both(ret) })(ret), {
      by: 'carrier',
    })
    const counted = said.then(count(1))
    expect(received(counted.ret, first(counted).id)).toBe(1)
  })
})

describe('T16: late facts', () => {
  const expired = () => three().then({ verb: 'expire' }, TIME_IS_UP)

  test('goods that come a week after expiry take their hold back, and somebody has to look', () => {
    expect(expired().tray.ledger[0]?.held).toBe(0)
    const late = expired().then(count(2), { tray: { at: plus(NOON, { hours: 7 * 24 }) } })
    expect(late.log.slice(-3).map(event => event.type)).toEqual(['receiving.recorded', 'units.held', 'return.flagged'])
    expect(late.tray.ledger[0]?.held).toBe(2)
    expect(late.ret.flagged).toContain('expired')
    late.when({ verb: 'refund' }, { by: 'agent' }).gives(['payout.granted', 'payout.ordered'])
  })

  test('when another return has them by then, they are kept as a fact and not paid', () => {
    const story = expired()
    const taken = story.tray.ledger.map(sold => ({ ...sold, held: 3 }))
    const late = story.then(count(2), { tray: { ledger: taken } })
    expect(late.ret.flagged).toBe('Goods came that another return speaks for.')
    expect(late.ret.items[0]?.slices).toEqual([])
    late.when({ verb: 'refund' }, { by: 'agent', tray: { ledger: taken } }).refuses('quantity_exceeded')
  })

  test('goods of a rejected or cancelled return are received and flagged as well', () => {
    for (const end of [{ verb: 'reject', reason: 'No' }, { verb: 'cancel' }] as Command[]) {
      three().then(end, { by: 'agent' }).when(count(3)).gives(['receiving.recorded', 'units.held', 'return.flagged'])
    }
  })

  test('two items of one line share what is free of it', () => {
    const order = anOrder([aLine({ quantity: 2 })])
    const both = submitted({ items: [asked(1), asked(1)] }, { order, by: actor('warehouse') }).then(
      { verb: 'cancel' },
      { by: 'agent' },
    )
    const ledger = both.tray.ledger.map(sold => ({ ...sold, held: 1 }))
    const late = both.when(
      ret => ({
        verb: 'receive',
        key: 'k',
        source: 'dock',
        lines: ret.items.map(item => ({ item: item.id, quantity: 1 })),
      }),
      { tray: { ledger } },
    )
    const held = late.events().flatMap(event => (event.type === 'units.held' ? event.slices : []))
    expect(held).toMatchObject([{ quantity: 1, line: 'line-1' as LineId }])
  })

  test('paid early, declared lost, then found: received without a second refund', () => {
    const paid = three()
      .then({ verb: 'grant', basis: 'asked' }, { by: 'agent' })
      .then({ verb: 'credit' }, { by: 'agent' })
    const found = paid.then(count(3))
    expect(strands(found.ret)).toMatchObject({ settlement: 'settled', receiving: 'received' })
    found.when({ verb: 'grant' }, { by: 'agent' }).refuses('already_granted')
  })
})
