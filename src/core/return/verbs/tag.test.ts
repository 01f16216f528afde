import { describe, expect, test } from 'vitest'
import { aShop } from '../../../../test/kit/cast.ts'
import { submitted } from '../../../../test/kit/given.ts'
import type { ItemId, TagId } from '../../ids.ts'

const item = 'id-1' as ItemId
const vip = 'tag-vip' as TagId

describe('tag', () => {
  test('sets the tags of the return or of one item', () => {
    expect(submitted().then({ verb: 'tag', tags: [vip, vip] }).ret.tags).toEqual([vip])
    const tagged = submitted().then({ verb: 'tag', item, tags: [vip] })
    expect(tagged.ret.items[0]?.tags).toEqual([{ id: vip, at: '2026-03-10T12:00:00.000Z' }])
    expect(tagged.then({ verb: 'tag', item, tags: [] }).ret.items[0]?.tags).toEqual([])
  })

  test('a tag that stays keeps the moment it came', () => {
    const later = { tray: { at: '2026-03-11T12:00:00.000Z' as never } }
    const again = submitted()
      .then({ verb: 'tag', item, tags: [vip] })
      .then({ verb: 'tag', item, tags: [vip] }, later)
    expect(again.ret.items[0]?.tags[0]?.at).toBe('2026-03-10T12:00:00.000Z')
  })

  test('only tags of the shop, only items of the return', () => {
    submitted()
      .when({ verb: 'tag', tags: [vip, 'tag-x' as TagId] })
      .refuses('invalid', { path: 'tags[1]' })
    submitted()
      .when({ verb: 'tag', item: 'nowhere' as ItemId, tags: [vip] })
      .refuses('not_found', { path: 'item' })
  })

  test('any tag the shop has, and the first stranger is named', () => {
    const [first] = aShop().tags
    const shop = aShop({ tags: [first!, { id: 'tag-new' as TagId, name: 'New' }] })
    const tags = ['tag-new' as TagId, vip]
    expect(submitted({}, { shop }).then({ verb: 'tag', tags }).ret.tags).toEqual(tags)
    submitted()
      .when({ verb: 'tag', tags: ['tag-x' as TagId, vip] })
      .refuses('invalid', { path: 'tags[0]' })
  })
})
