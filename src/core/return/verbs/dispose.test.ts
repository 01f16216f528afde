import { describe, expect, test } from 'vitest'
import { actor, aShop } from '../../../../test/kit/cast.ts'
import { approved, asked } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, LocationId } from '../../ids.ts'
import type { Command, Commands } from '../commands.ts'
import { disposed } from '../quantities.ts'
import type { Return } from '../return.ts'

const waiting = () => approved({}, { by: actor('warehouse') })
const here = (quantity = 2) =>
  waiting().then(
    ret => ({ verb: 'receive', key: 'k', source: 'dock', lines: [{ item: ret.items[0]!.id, quantity }] }),
    { by: 'warehouse' },
  )
const put =
  (quantity: number, to: Commands['dispose']['to'] = 'restock', more: Partial<Commands['dispose']> = {}) =>
  (ret: Return): Command => ({
    verb: 'dispose',
    key: `${to}-${quantity}`,
    item: ret.items[0]!.id,
    quantity,
    to,
    ...more,
  })

describe('dispose', () => {
  test('warehouse and merchant decide where pieces go, in every state', () => {
    openExactlyTo(['owner', 'agent', 'warehouse'], here(), put(1))
    openExactlyTo(['owner', 'agent', 'warehouse'], here().then({ verb: 'resolve' }, { by: 'agent' }), put(1))
    openExactlyTo(['owner', 'agent', 'warehouse'], waiting(), put(1, 'missing'))
  })

  test('T12: stock moves once, to the location of the disposition', () => {
    const once = here().then(put(2))
    expect(once.ret.dispositions).toMatchObject([{ to: 'restock', quantity: 2, location: 'location-1' }])
    once.when(put(2)).gives([])
    once.when(put(2, 'scrap', { key: 'restock-2' })).refuses('key_reused', { path: 'key' })
    once.when(put(1)).refuses('quantity_exceeded', { path: 'quantity', most: 0 })
    expect(disposed(once.ret, once.ret.items[0]!.id, 'restock')).toBe(2)
  })

  test('never more than came, over all ways together', () => {
    here(1).when(put(2)).refuses('quantity_exceeded', { most: 1, asked: 2 })
    here().then(put(1, 'scrap')).when(put(1, 'repair')).gives(['disposition.recorded'])
    here().then(put(1, 'scrap')).when(put(2, 'repair')).refuses('quantity_exceeded', { most: 1 })
  })

  test('missing is what was announced and did not come', () => {
    here(1)
      .when(put(1, 'missing'))
      .leaves({ receiving: ['received'] })
    here(1).when(put(2, 'missing')).refuses('quantity_exceeded', { path: 'quantity', most: 1 })
    waiting()
      .when(put(2, 'missing'))
      .leaves({ receiving: ['received'] })
    approved({ items: [asked(2, { handling: 'keep' })] })
      .when(put(1, 'missing'))
      .refuses('quantity_exceeded', { most: 0 })
  })

  test('only what goes back on a shelf has a place when none is named', () => {
    expect(here().then(put(1, 'scrap')).ret.dispositions[0]?.location).toBeNull()
    expect(here().when(put(1)).gives(['disposition.recorded'])?.ret.dispositions[0]?.location).toBe('location-1')
  })

  test('a key is for one move: another piece, number, way or place is a new one', () => {
    const [main] = aShop().locations
    const shop = aShop({ locations: [main!, { ...main!, id: 'location-2' as LocationId }] })
    const story = approved({ items: [asked(1), asked(1)] }, { shop, by: actor('warehouse') })
      .then(ret => ({
        verb: 'receive',
        key: 'k',
        source: 'dock',
        lines: ret.items.map(item => ({ item: item.id, quantity: 2 })),
      }))
      .then(put(1, 'restock', { key: 'move', location: 'location-2' as LocationId }))
    const again = (more: Partial<Commands['dispose']>) =>
      story.when(put(1, 'restock', { key: 'move', location: 'location-2' as LocationId, ...more }))
    again({}).gives([])
    again({ item: story.ret.items[1]!.id }).refuses('key_reused')
    again({ quantity: 2 }).refuses('key_reused')
    again({ to: 'scrap' }).refuses('key_reused')
    again({ location: 'location-1' as LocationId }).refuses('key_reused')
  })

  test('what was declared missing is neither declared twice nor taken from what came', () => {
    waiting().then(put(1, 'missing')).when(put(2, 'missing')).refuses('quantity_exceeded', { most: 1 })
    here(1).then(put(1, 'missing')).when(put(1)).gives(['disposition.recorded'])
  })

  test('a piece that goes back to the shopper may be sent back again', () => {
    const back = here().then(put(1, 'back_to_shopper'))
    expect(back.log.at(-1)).toMatchObject({ type: 'units.freed', slices: [{ quantity: 1 }] })
    expect(back.tray.ledger[0]?.held).toBe(1)
  })

  test('a surplus piece was never held: its way home frees none of those that stay', () => {
    const three = here(3).then(put(1, 'back_to_shopper'))
    expect(three.log.at(-1)?.type).toBe('disposition.recorded')
    expect(three.tray.ledger[0]?.held).toBe(2)
    expect(three.then(put(2, 'back_to_shopper')).tray.ledger[0]?.held).toBe(0)
  })

  test('unless money was promised for it: then it has come back for good', () => {
    const paid = here().then({ verb: 'grant' }, { by: 'agent' })
    paid.when(put(1, 'back_to_shopper')).gives(['disposition.recorded'])
  })

  test('a piece that went back and comes again is held again', () => {
    const back = here().then(put(1, 'back_to_shopper'))
    const again = back.then(ret => ({
      verb: 'receive',
      key: 'k2',
      source: 'dock',
      lines: [{ item: ret.items[0]!.id, quantity: 1 }],
    }))
    expect(again.tray.ledger[0]?.held).toBe(2)
  })

  test('odd moves are refused', () => {
    here().when(put(0)).refuses('quantity_invalid', { path: 'quantity' })
    here()
      .when(put(1, 'restock', { item: 'stranger' as ItemId }))
      .refuses('unknown_line', { path: 'item' })
    here()
      .when(put(1, 'restock', { location: 'nowhere' as LocationId }))
      .refuses('invalid', { path: 'location' })
    here()
      .when(put(1, 'restock', { key: 'a\u0000b' }))
      .refuses('invalid', { path: 'key' })
  })
})
