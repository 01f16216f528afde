import { describe, expect, test } from 'vitest'
import { actor, NOON } from '../../../../test/kit/cast.ts'
import { approved } from '../../../../test/kit/given.ts'
import { openExactlyTo } from '../../../../test/kit/may.ts'
import type { ItemId, LocationId, OrgId, ReturnId, ShopId, StrayId } from '../../ids.ts'
import type { Command, Commands } from '../commands.ts'
import { received } from '../quantities.ts'
import type { Return, Stray } from '../return.ts'

const aStray = (more: Partial<Stray> = {}): Stray => ({
  id: 'stray-1' as StrayId,
  org: 'org-1' as OrgId,
  shop: 'shop-1' as ShopId,
  at: NOON,
  by: actor('warehouse'),
  place: 'location-1' as LocationId,
  text: 'A shirt',
  sku: null,
  quantity: 1,
  media: [],
  trackingNumber: null,
  matched: null,
  ...more,
})
const found = (more: Partial<Stray> = {}) => approved({}, { strays: [aStray(more)], by: actor('warehouse') })
const match =
  (more: Partial<Commands['match']> = {}) =>
  (ret: Return): Command => ({ verb: 'match', stray: 'stray-1' as StrayId, item: ret.items[0]!.id, ...more })

describe('T08: match', () => {
  test('warehouse and merchant say whose goods without paper were, in every state', () => {
    openExactlyTo(['owner', 'agent', 'warehouse'], found(), match())
    openExactlyTo(['owner', 'agent', 'warehouse'], found().then({ verb: 'resolve' }, { by: 'agent' }), match())
  })

  test('they count as received from when they were found; nothing is restocked or paid by it', () => {
    const story = found().then(match())
    expect(story.log.slice(-2).map(event => event.type)).toEqual(['stray.matched', 'receiving.recorded'])
    expect(story.ret.receivings).toMatchObject([
      {
        source: 'dock',
        at: NOON,
        place: 'location-1',
        key: 'stray:stray-1',
        replaces: [],
        lines: [{ quantity: 1, gradings: [] }],
      },
    ])
    expect(story.log.at(-2)).toMatchObject({ stray: 'stray-1' })
    expect(received(story.ret, story.ret.items[0]!.id)).toBe(1)
    expect([story.ret.dispositions, story.ret.grants]).toEqual([[], []])
  })

  test('goods are matched once', () => {
    found({ matched: 'return-1' as ReturnId })
      .when(match())
      .gives([])
    found({ matched: 'return-2' as ReturnId })
      .when(match())
      .refuses('not_open', { path: 'stray', matched: 'return-2' })
  })

  test('odd matches are refused', () => {
    found()
      .when(match({ stray: 'stranger' as StrayId }))
      .refuses('not_found', { path: 'stray' })
    found()
      .when(match({ item: 'stranger' as ItemId }))
      .refuses('unknown_line', { path: 'item' })
    found()
      .when(match({ quantity: 2 }))
      .refuses('quantity_exceeded', { path: 'quantity', most: 1 })
    found()
      .when(match({ quantity: 0 }))
      .refuses('quantity_invalid', { path: 'quantity' })
  })
})
