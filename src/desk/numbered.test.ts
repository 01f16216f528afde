import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import type { OrderInput } from '../core/order/order-input.ts'
import { surroundings } from './look.ts'
import { type Numbered, type NumberedPage, type NumberedWish, numbered } from './numbered.ts'

const kit = await openKit()
const { desk } = kit
const owner = kit.as('owner')

const line = (externalId: string): OrderInput['lines'][number] => ({
  externalId,
  title: 'Shirt',
  sku: externalId,
  quantity: 4,
  unitPrice: { amountMinor: 2500 },
})

const several = await kit.order({
  lines: [line('l1')],
  fulfilments: [
    { externalId: 'f1', lines: [{ line: 'l1', quantity: 4 }], sentAt: kit.clock.now, deliveredAt: kit.clock.now },
  ],
})
const filed = [
  await kit.file(several),
  await kit.file(await kit.order()),
  await kit.file(several),
  await kit.file(several),
  await kit.file(await kit.order()),
]
const newestFirst = filed.map(({ id }) => id).toReversed()

async function page(wish: NumberedWish, of: NumberedPage): Promise<Numbered> {
  const found = await numbered(desk, owner, wish, of)
  if (refused(found)) throw new Error(found.code)
  return found
}

describe('numbered pages', () => {
  test('hold every return once, newest first, and tell whether another page follows', async () => {
    const pages = [0, 1, 2, 3].map(number => page({}, { page: number, size: 2, total: true }))
    const found = await Promise.all(pages)
    expect(found.flatMap(({ rows }) => rows.map(({ ret }) => ret.id)).toSorted()).toEqual(newestFirst.toSorted())
    expect(found.map(({ rows }) => rows.length)).toEqual([2, 2, 1, 0])
    expect(found.map(({ more }) => more)).toEqual([true, true, false, false])
    expect(found.map(({ total }) => total)).toEqual([5, 5, 5, 5])
    expect((await page({}, { page: 0, size: 2 })).total).toBeNull()
  })

  test('bring along exactly what lies around each return, on the page or not', async () => {
    for (const size of [1, 2, 3, 5])
      for (const seen of (await page({}, { page: 0, size })).rows)
        expect(seen).toEqual(await surroundings(desk, seen.ret))
  })

  test('are within what the caller reaches', async () => {
    const stranger = await kit.stranger()
    const theirs = await numbered(desk, stranger.as('owner'), {}, { page: 0, size: 10, total: true })
    expect(theirs).toEqual({ rows: [], more: false, total: 0 })
    const tied = await numbered(desk, kit.as('shopper', { orders: [several.id] }), {}, { page: 0, size: 10 })
    expect(refused(tied) ? tied : tied.rows).toHaveLength(3)
    const nobody = await numbered(desk, kit.as('owner', { scopes: new Set() }), {}, { page: 0, size: 10 })
    expect(refused(nobody) && nobody.code).toBe('forbidden')
  })
})
