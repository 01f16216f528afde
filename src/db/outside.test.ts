import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { ReturnId } from '../core/ids.ts'
import { epochMs, type Instant, instantOf } from '../core/time.ts'
import { finishErrand, insertErrand, orgsWithErrands, postponeErrand, takeErrands } from './outside.ts'

const kit = await openKit()
const { desk, org } = kit
const now = kit.clock.now
const later = (minutes: number): Instant => instantOf(epochMs(now) + minutes * 60_000)
/** Each for a return of its own, unless one is named. */
const put = (key: string, at = now, ret: ReturnId = desk.fresh()) =>
  insertErrand(desk.db, { org, id: desk.fresh(), shop: kit.shop.id, ret, kind: 'label', key, body: {} }, at)
const take = (at: Instant, limit: number) => takeErrands(desk.db, org, at, later(5), limit)

test('work is taken once, never more than asked for, however many take at the same moment', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, place) => put(`work-${place}`)))
  const taken = await Promise.all(Array.from({ length: 8 }, () => take(now, 3)))
  for (const some of taken) expect(some.length).toBeLessThanOrEqual(3)
  const rest = await take(now, 100)
  const keys = [...taken.flat(), ...rest].map(errand => errand.key)
  expect(keys.toSorted()).toEqual(Array.from({ length: 40 }, (_, place) => `work-${place}`).toSorted())
  expect(await take(now, 100)).toEqual([])
  expect(await orgsWithErrands(desk.db, now)).toEqual([])
})

test('work whose taker died is due again when its time is over, and counts the attempt', async () => {
  expect(await take(later(4), 100)).toEqual([])
  const again = await take(later(5), 100)
  expect(again).toHaveLength(40)
  expect(new Set(again.map(errand => errand.attempts))).toEqual(new Set([2]))
  for (const errand of again) await finishErrand(desk.db, org, errand.id, 'done', null)
  expect(await take(later(60), 100)).toEqual([])
})

test('the same work ordered twice is one piece of work, also after it is done', async () => {
  await put('work-0')
  await put('once')
  await put('once')
  expect((await take(now, 100)).map(errand => errand.key)).toEqual(['once'])
})

test('postponed work waits for its moment, and work of another house is not taken', async () => {
  await put('late')
  const [errand] = await take(now, 100)
  await postponeErrand(desk.db, org, errand?.id ?? '', later(10), 'The carrier is closed.')
  expect(await take(later(9), 100)).not.toContainEqual(expect.objectContaining({ key: 'late' }))
  expect(await takeErrands(desk.db, (await kit.stranger()).org, later(10), later(15), 100)).toEqual([])
  expect(await orgsWithErrands(desk.db, later(10))).toEqual([org])
  expect(await take(later(10), 100)).toContainEqual(expect.objectContaining({ key: 'late', attempts: 2 }))
})

test('while somebody works for a return, nobody else takes other work for it', async () => {
  const ret = desk.fresh<ReturnId>()
  const taking = (limit: number) => takeErrands(desk.db, org, later(30), later(40), limit)
  await put('first', later(20), ret)
  await put('second', later(21), ret)
  const mine = (await taking(100)).filter(errand => errand.ret === ret)
  await put('third', later(22), ret)
  expect(await taking(100)).toEqual([])
  for (const errand of mine) await finishErrand(desk.db, org, errand.id, 'done', null)
  const rest = (await taking(100)).map(errand => errand.key)
  expect([...mine.map(errand => errand.key), ...rest].toSorted()).toEqual(['first', 'second', 'third'])
})
