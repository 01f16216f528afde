import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLine, anOrder, aShop } from '../../../test/kit/cast.ts'
import { as, type ItemId, type LineId, type TagId } from '../../core/ids.ts'
import type { Item } from '../../core/return/return.ts'
import { hexOf, idOf, itemIdOf, itemNamed, itemsOfLine, tagIdOf, tagNamed } from './ids.ts'

test('ids go to 32 hex digits and come back', () => {
  fc.assert(
    fc.property(fc.uuid(), id => {
      expect(hexOf(id)).toMatch(/^[0-9a-f]{32}$/)
      expect(idOf(hexOf(id))).toBe(id)
    }),
  )
})

test.each(['', 'xyz', '0'.repeat(31), '0'.repeat(33), 'g'.repeat(32), '019cd7d0-0000-7000-8000-000000000012'])(
  '%j is no id',
  text => expect(idOf(text)).toBeNull(),
)

const order = anOrder([aLine({ id: 'one' }), aLine({ id: 'two', sku: 'HAT' })])
const item = (line: string, position: number): Item =>
  ({ id: as<ItemId>(`item-${position}`), line: as<LineId>(line), position, kit: null }) as Item

describe('an item', () => {
  test('has the id of its order line, with its place where the line occurs twice', () => {
    const ret = { items: [item('one', 1), item('two', 2), item('one', 3)] } as never
    const ids = [item('one', 1), item('two', 2), item('one', 3)].map(one => itemIdOf(ret, order, one))
    expect(ids).toEqual(['ext-one-1', 'ext-two', 'ext-one-3'])
    expect(ids.map(id => itemNamed(ret, order, id)?.position)).toEqual([1, 2, 3])
  })

  test('is found by its line alone too: the first of them', () => {
    const ret = { items: [item('one', 1), item('one', 2)] } as never
    expect(itemNamed(ret, order, 'ext-one')?.position).toBe(1)
    expect(itemsOfLine(ret, order, 'ext-one')).toHaveLength(2)
    expect(itemNamed(ret, order, 'ext-three')).toBeUndefined()
  })
})

test('tags of any name have ids of 32 hex digits, and are found by them', () => {
  const ids = ['vip', 'da1c35a5-0336-4bf8-bb85-1ffaa49028c4', 'Größe']
  const shop = aShop({ tags: ids.map(id => ({ id: as<TagId>(id), name: id })) })
  for (const id of ids) {
    expect(tagIdOf(id)).toMatch(/^[0-9a-f]{32}$/)
    expect(tagNamed(shop, tagIdOf(id).toUpperCase())).toBe(id)
  }
  expect(tagNamed(shop, '0'.repeat(32))).toBeNull()
})
