import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import type { Currency } from '../core/money.ts'
import { refused } from '../core/refusal.ts'
import { changeShop, createShop, shopFor, shopsFor } from './shops.ts'

const kit = await openKit()
const { desk, shop } = kit
const owner = kit.as('owner')
const EUR = 'EUR' as Currency

test('shops founded at once get serials of their own; whoever comes too late is asked to come again', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, place) => createShop(desk, owner, { name: `Shop ${place}`, currency: EUR })),
  )
  const made = answers.filter(answer => !refused(answer))
  expect(made.length).toBeGreaterThan(0)
  for (const answer of answers.filter(refused)) expect(answer).toMatchObject({ code: 'busy' })
  const shops = await shopsFor(desk, owner)
  if (refused(shops)) throw new Error(shops.code)
  expect(shops.map(stored => stored.shop.serial)).toEqual(shops.map((_, place) => place + 1))
  expect(shops).toHaveLength(made.length + 1)
})

test('a change touches what it names and nothing else', async () => {
  const changed = await changeShop(desk, owner, shop.id, { timeZone: 'Europe/Athens' })
  expect(changed).toEqual({ shop: { ...shop, timeZone: 'Europe/Athens' }, version: 2 })
  expect(await shopFor(desk, owner, shop.id)).toEqual(changed)
})

test('two who change the same version: one wins, the other reads again', async () => {
  const before = await shopFor(desk, owner, shop.id)
  if (refused(before)) throw new Error(before.code)
  const answers = await Promise.all(
    ['A', 'B', 'C'].map(name => changeShop(desk, owner, shop.id, { name }, { expectedVersion: before.version })),
  )
  expect(answers.map(answer => (refused(answer) ? answer.code : 'done')).toSorted()).toEqual([
    'done',
    'stale_version',
    'stale_version',
  ])
})

test('changes of different settings at once are all kept', async () => {
  await Promise.all([
    changeShop(desk, owner, shop.id, { name: 'Both' }),
    changeShop(desk, owner, shop.id, { compensation: true }),
    changeShop(desk, owner, shop.id, { bench: 'owner' }),
  ])
  expect(await shopFor(desk, owner, shop.id)).toMatchObject({
    shop: { name: 'Both', compensation: true, bench: 'owner' },
  })
})

test.each([
  [{ currency: 'EURO' as Currency }, 'currency'],
  [{ timeZone: 'Mars/Olympus' }, 'time_zone'],
  [{ reasons: [...shop.reasons.slice(0, 1), ...shop.reasons.slice(0, 1)] }, 'reasons'],
])('%j is refused with its path', async (wish, path) => {
  expect(await changeShop(desk, owner, shop.id, wish)).toMatchObject({ code: 'invalid', detail: { path } })
  expect(await createShop(desk, owner, { name: 'New', currency: EUR, ...wish })).toMatchObject({
    code: 'invalid',
    detail: { path },
  })
})

test('walls: other houses, tied keys and roles without the scope', async () => {
  const stranger = (await kit.stranger()).as('owner')
  expect(await shopFor(desk, stranger, shop.id)).toMatchObject({ code: 'not_found' })
  expect(await changeShop(desk, stranger, shop.id, { name: 'Theirs' })).toMatchObject({ code: 'not_found' })
  expect(await createShop(desk, kit.as('owner', { shops: [shop.id] }), { name: 'More', currency: EUR })).toMatchObject({
    code: 'forbidden',
  })
  expect(await changeShop(desk, kit.as('owner', { shops: [] }), shop.id, { name: 'None' })).toMatchObject({
    code: 'not_found',
  })
  expect(await changeShop(desk, kit.as('agent'), shop.id, { name: 'Mine' })).toMatchObject({ code: 'forbidden' })
  expect(await shopsFor(desk, kit.as('carrier'))).toMatchObject({ code: 'forbidden' })
})
