import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { refused } from '../core/refusal.ts'
import { act } from './act.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './open-desk.ts'
import { Serials } from './serials.ts'

const kit = await openKit()

/** Another process on the same database. */
const another = (): Promise<Desk> => openDesk(kit.desk.db, kit.desk.store, { now: kit.desk.now })

async function serialsFiled(desk: Desk, many: number): Promise<number[]> {
  const orders = await Promise.all(Array.from({ length: many }, () => kit.order()))
  const answers = await Promise.all(
    orders.map(order =>
      act(desk, kit.as('shopper'), { order: order.id }, [
        { verb: 'submit', items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'too_small' } }] },
      ]),
    ),
  )
  return answers.map(answer => {
    if (refused(answer)) throw new Error(answer.code)
    return answer.ret.serial
  })
}

test('returns filed at once by several processes get numbers of their own', async () => {
  const desks = [kit.desk, await another(), await another()]
  const serials = (await Promise.all(desks.map(desk => serialsFiled(desk, 20)))).flat()
  expect(new Set(serials).size).toBe(60)
  expect(Math.min(...serials)).toBe(1)
  for (const serial of serials) expect(Number.isInteger(serial)).toBe(true)
})

test('one process at rest counts on without gaps until its block is used up', async () => {
  const desk = await another()
  const serials: number[] = []
  for (let place = 0; place < 16; place++) serials.push(...(await serialsFiled(desk, 1)))
  expect(serials).toEqual(Array.from({ length: 16 }, (_, place) => (serials[0] ?? 0) + place))
})

test('a filing that is refused hands its block to nobody, so a number is never given twice', async () => {
  const desk = await another()
  const order = await kit.order()
  const refusedOne = await act(desk, kit.as('shopper'), { order: order.id }, [
    { verb: 'submit', items: [{ line: order.lines[0]?.id as never, quantity: 99, reason: { code: 'too_small' } }] },
  ])
  expect(refusedOne).toMatchObject({ code: 'quantity_exceeded' })
  expect(desk.serials.take(kit.shop.id)).toBeUndefined()
  const [mine = 0] = await serialsFiled(desk, 1)
  const [theirs = 0] = await serialsFiled(await another(), 1)
  expect(theirs).toBe(mine + 16)
})

test('a preview uses no number up', async () => {
  const desk = await another()
  const order = await kit.order()
  const command = {
    verb: 'submit' as const,
    items: [{ line: order.lines[0]?.id as never, quantity: 1, reason: { code: 'too_small' as const } }],
  }
  const [before = 0] = await serialsFiled(desk, 1)
  await act(desk, kit.as('shopper'), { order: order.id }, [command], { preview: true })
  expect(await serialsFiled(desk, 1)).toEqual([before + 1])
})

test('numbers of one shop are not handed to another', () => {
  const serials = new Serials()
  serials.keep('one' as never, [5, 6])
  expect(serials.take('other' as never)).toBeUndefined()
  expect([serials.take('one' as never), serials.take('one' as never), serials.take('one' as never)]).toEqual([
    5,
    6,
    undefined,
  ])
})
