import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { leftIn, secretPerson } from '../../test/kit/secrets.ts'
import type { FileId } from '../core/ids.ts'
import { ERASED } from '../core/privacy/rule.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Retention } from '../core/shop.ts'
import { findOne } from './look.ts'
import { keepPhoto, openPhoto } from './photos.ts'
import { retain } from './retention.ts'
import { changeShop } from './shops.ts'

const kit = await openKit()
const { desk, org, shop, clock } = kit
const DAY = 24

const ok = <T>(answer: T | Refusal): T => {
  if (refused(answer)) throw new Error(`${answer.code}: ${JSON.stringify(answer.detail)}`)
  return answer
}
const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#b03030' } })
  .jpeg()
  .toBuffer()
const opens = async (id: FileId) => !refused(await openPhoto(desk, org, id, 'full'))
const keepFor = async (retention: Retention) => ok(await changeShop(desk, kit.as('owner'), shop.id, { retention }))

async function shownReturn() {
  const photo = ok(await keepPhoto(desk, kit.as('shopper'), shop.id, bytes)).id
  const [placedAt, sentAt, deliveredAt] = [clock.now, clock.now, clock.now]
  const fulfilments = [{ externalId: photo, lines: [{ line: 'l1', quantity: 2 }], sentAt, deliveredAt }]
  const order = await kit.order({ ...secretPerson(), placedAt, fulfilments })
  const ret = await kit.file(order, 1, {
    items: [{ line: order.lines[0]!.id, quantity: 1, reason: { code: 'damaged', comment: 'Secret' }, media: [photo] }],
  })
  return { photo, order, ret }
}

describe('photos', () => {
  test('stay half a year after a return is over, and while it is not', async () => {
    const [over, open] = [await shownReturn(), await shownReturn()]
    await kit.act(over.ret, { verb: 'reject', reason: 'Worn.' })
    clock.forward(179 * DAY)
    expect(await retain(desk, org)).toEqual({ files: 0, orders: 0 })
    clock.forward(2 * DAY)
    expect(await retain(desk, org)).toEqual({ files: 1, orders: 0 })
    expect([await opens(over.photo), await opens(open.photo)]).toEqual([false, true])
    expect(await retain(desk, org)).toEqual({ files: 0, orders: 0 })
    const { ret } = ok(await findOne(desk, kit.as('owner'), over.ret.id))
    expect(ret.items[0]?.media).toMatchObject([{ id: over.photo, by: 'shopper' }])
    expect(ret.items[0]?.reason.comment).toBe('Secret')
  })

  test('stay for ever in a shop that says so, and go earlier in one that wants that', async () => {
    await keepFor({ photosDays: null, personDays: null })
    const { photo, ret } = await shownReturn()
    await kit.act(ret, { verb: 'reject', reason: 'Worn.' })
    clock.forward(1_000 * DAY)
    expect(await retain(desk, org)).toEqual({ files: 0, orders: 0 })
    await keepFor({ photosDays: 30, personDays: null })
    expect(await retain(desk, org, 1)).toEqual({ files: 1, orders: 0 })
    expect(await opens(photo)).toBe(false)
  })
})

describe('persons', () => {
  test('are forgotten when nothing has happened for as long as the shop says, but not while something is under way', async () => {
    const [over, open] = [await shownReturn(), await shownReturn()]
    await kit.act(over.ret, { verb: 'reject', reason: 'Worn.' })
    await keepFor({ photosDays: null, personDays: 1_095 })
    clock.forward(1_000 * DAY)
    await kit.act(over.ret, { verb: 'note', note: 'Secretwinter called.' })
    clock.forward(100 * DAY)
    const before = await retain(desk, org)
    expect(before.orders).toBeGreaterThan(0)
    expect(ok(await findOne(desk, kit.as('owner'), over.ret.id)).ret.contact.lastName).toBe('Secretwinter')

    clock.forward(1_000 * DAY)
    expect((await retain(desk, org)).orders).toBe(1)
    const { ret, order } = ok(await findOne(desk, kit.as('owner'), over.ret.id))
    expect(ret).toMatchObject({ note: ERASED, marks: { erased: { by: { role: 'system', name: 'Backhaul' } } } })
    expect(order).toMatchObject({ customer: { lastName: ERASED }, erasedAt: clock.now })
    expect(await opens(over.photo)).toBe(false)
    expect(ok(await findOne(desk, kit.as('owner'), open.ret.id)).ret.contact.lastName).toBe('Secretwinter')

    await kit.act(open.ret, { verb: 'reject', reason: 'Worn.' })
    clock.forward(1_100 * DAY)
    await retain(desk, org)
    expect(await retain(desk, org)).toEqual({ files: 0, orders: 0 })
    expect(ok(await findOne(desk, kit.as('owner'), open.ret.id)).ret.contact.lastName).toBe(ERASED)
  })

  test('are forgotten a few at a time', async () => {
    for (let place = 0; place < 3; place++) await kit.order(secretPerson())
    clock.forward(1_100 * DAY)
    expect([await retain(desk, org, 2), await retain(desk, org, 2)].map(({ orders }) => orders)).toEqual([2, 1])
    const left = await leftIn(desk.db, org)
    expect(left.orders).toBe(1)
  })
})
