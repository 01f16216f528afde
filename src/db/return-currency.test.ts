import { expect, test } from 'vitest'
import { EUR } from '../../test/kit/cast.ts'
import { openKit } from '../../test/kit/desk.ts'
import type { Currency } from '../core/money.ts'
import type { Instant } from '../core/time.ts'
import { countReturns } from './return-counts.ts'
import type { Which } from './return-finding.ts'
import { listReturns } from './return-lists.ts'

const USD = 'USD' as Currency
const kit = await openKit()
const { org, shop } = kit
const home = [await kit.file(await kit.order()), await kit.file(await kit.order()), await kit.file(await kit.order())]
const abroad = await kit.file(await kit.order({ currency: USD }))
const approved = home[0] as (typeof home)[0]
await kit.act(approved, { verb: 'approve' })

const MOMENT = { createdFrom: '2026-03-10T11:00:00.000Z' as Instant }
const cases: [string, Omit<Which, 'shops'>, home: number, abroad: number][] = [
  ['of every state', {}, 3, 1],
  ['of one state', { where: { request: ['submitted'] } }, 2, 1],
  ['of a part of a day', MOMENT, 3, 1],
  ['of a part of a day and one state', { ...MOMENT, where: { request: ['approved'] } }, 1, 0],
  ['of orders', { orders: [approved.order, abroad.order] }, 1, 1],
  ['found by a word', { words: ['reason:too_small'] }, 3, 1],
]

test.each(cases)('returns %s are listed and counted in one currency alone', async (_, finding, euros, dollars) => {
  for (const [currency, expected] of [
    [EUR, euros],
    [USD, dollars],
    ['JPY' as Currency, 0],
  ] as const) {
    const wish = { ...finding, shops: [shop.id], foreign: currency === EUR ? null : currency }
    expect((await listReturns(kit.desk.db, org, { ...wish, limit: 10 })).rows).toHaveLength(expected)
    expect(await countReturns(kit.desk.db, org, wish)).toBe(expected)
  }
})
