import { describe, expect, test } from 'vitest'
import { actor, aLine, anOrder, NOON } from '../../../../test/kit/cast.ts'
import { approved, asked, submitted } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { DropoffId, ItemId } from '../../ids.ts'
import { plus } from '../../time.ts'
import type { Command, Commands } from '../commands.ts'
import type { Return } from '../return.ts'
import { dropoffState } from '../strands/transit.ts'

const book = { verb: 'book', provider: 'happy_returns', number: 'HR-1' } as const
/** From here on the carrier tells. */
const booked = () => approved().then(book, { tray: { by: actor('carrier') } })
const drop =
  (quantity: number, more: Partial<Commands['drop']> = {}) =>
  (ret: Return): Command => ({
    verb: 'drop',
    dropoff: ret.dropoffs[0]!.id,
    lines: [{ item: ret.items[0]!.id, quantity }],
    ...more,
  })
const forward =
  (quantity: number, externalId = 'box-1') =>
  (ret: Return): Command => ({
    verb: 'forward',
    dropoff: ret.dropoffs[0]!.id,
    externalId,
    carrierCode: 'ups',
    trackingNumber: '1Z',
    contents: [{ item: ret.items[0]!.id, quantity }],
  })

describe('book', () => {
  test('merchant, carrier and house open a drop-off while goods may set out', () => {
    openExactlyTo(['owner', 'agent', 'carrier', 'system'], approved(), book)
    openExactlyTo([], approved().then({ verb: 'resolve' }), book)
    openExactlyTo([], submitted({ items: [asked(2, { handling: 'keep' })] }), book)
  })

  test('it is opened for everything in no parcel, once per number', () => {
    expect(booked().ret.dropoffs).toMatchObject([
      { provider: 'happy_returns', number: 'HR-1', contents: [{ quantity: 2 }], drops: [] },
    ])
    booked().when(book).gives([])
    booked()
      .when({ ...book, number: ' ' })
      .refuses('tracking_invalid', { path: 'number' })
    booked()
      .when({ ...book, number: 'HR-2' })
      .gives(['dropoff.made'])
    booked()
      .when({ ...book, provider: 'paket_shop' })
      .gives(['dropoff.made'])
    approved()
      .when({ ...book, number: '1'.repeat(100) })
      .gives(['dropoff.made'])
    for (const number of ['1'.repeat(101), 'HR\u00071', '\u0007HR-1', 'HR-1\u0007'])
      approved()
        .when({ ...book, number })
        .refuses('tracking_invalid', { path: 'number' })
    approved()
      .when(ret => ({ ...book, contents: [{ item: ret.items[0]!.id, quantity: 3 }] }))
      .refuses('quantity_exceeded', { path: 'contents[0].quantity' })
  })
})

describe('drop', () => {
  test('carrier, warehouse and house tell what was handed over, in every state', () => {
    openExactlyTo(['warehouse', 'carrier', 'system'], booked(), drop(1))
    openExactlyTo(['warehouse', 'carrier', 'system'], booked().then({ verb: 'cancel' }, { by: 'agent' }), drop(1))
  })

  test('handed over bit by bit, never more than it was opened for', () => {
    const half = booked().then(drop(1))
    expect(dropoffState(half.ret.dropoffs[0]!)).toBe('partially_dropped')
    half.when(drop(2)).refuses('quantity_exceeded', { path: 'lines[0].quantity', most: 1 })
    expect(dropoffState(half.then(drop(1)).ret.dropoffs[0]!)).toBe('dropped')
    half.when(drop(1)).leaves({ transit: ['in_transit'] })
  })

  test('the same drop told twice with its moment counts once', () => {
    booked()
      .then(drop(1, { at: NOON }))
      .when(drop(1, { at: NOON }))
      .gives([])
  })

  test('it happened when the provider says, else when it was told', () => {
    const earlier = plus(NOON, { hours: -2 })
    const moment = (more: Partial<Commands['drop']>) => booked().then(drop(1, more)).ret.dropoffs[0]?.drops[0]
    expect(moment({ at: earlier })).toMatchObject({ at: earlier, createdAt: NOON })
    expect(moment({})).toMatchObject({ at: NOON, createdAt: NOON })
  })

  test('other pieces at the same moment, or the same number at another, are another drop', () => {
    const order = anOrder([aLine({ quantity: 4 })])
    const one = approved({ items: [asked(4)] }, { order })
      .then(book, { tray: { by: actor('carrier') } })
      .then(drop(1, { at: NOON }))
    one.when(drop(2, { at: NOON })).gives(['dropoff.dropped'])
    const two = one.then(drop(1, { at: plus(NOON, { hours: 1 }) }))
    expect(two.ret.dropoffs[0]?.drops).toHaveLength(2)
    two.when(drop(1, { at: NOON })).gives([])
    two.when(drop(1)).gives(['dropoff.dropped'])
  })

  test('odd drops are refused', () => {
    booked().when(drop(0)).refuses('quantity_invalid', { path: 'lines[0].quantity' })
    booked()
      .when(drop(1, { lines: [] }))
      .refuses('quantity_invalid', { path: 'lines' })
    booked()
      .when(drop(1, { lines: [{ item: 'stranger' as ItemId, quantity: 1 }] }))
      .refuses('unknown_line', { path: 'lines[0].item' })
    booked()
      .when(drop(1, { dropoff: 'stranger' as DropoffId }))
      .refuses('not_found', { path: 'dropoff' })
    booked()
      .when(drop(1, { at: plus(NOON, { hours: 30 }) }))
      .refuses('invalid', { path: 'at' })
  })

  test('dropped pieces are in no parcel of the shopper’s', () => {
    const [event] = booked()
      .then(drop(2))
      .when({ verb: 'ship', carrier: { ref: 7 } })
      .events()
    expect(event).toMatchObject({ shipment: { contents: [] } })
  })
})

describe('forward', () => {
  test('carrier, warehouse and house tell of the provider’s own parcel', () => {
    openExactlyTo(['warehouse', 'carrier', 'system'], booked().then(drop(2)), forward(2))
  })

  test('each box once, never more than the drop-off was opened for', () => {
    const one = booked().then(forward(1))
    expect(one.ret.dropoffs[0]?.shipments).toMatchObject([
      { externalId: 'box-1', contents: [{ quantity: 1, bagBarcodes: [] }] },
    ])
    one.when(forward(1)).gives([])
    one.when(forward(2, 'box-2')).refuses('quantity_exceeded', { path: 'contents[0].quantity', most: 1 })
    one
      .when({ ...(forward(1, 'box-3')(one.ret) as Command<'forward'>), dropoff: 'stranger' as DropoffId })
      .refuses('not_found', { path: 'dropoff' })
  })
})
