import { expect, test } from 'vitest'
import { openKit } from '../../test/kit/desk.ts'
import { refuse, refused } from '../core/refusal.ts'
import { query } from '../db/pool.ts'
import { once } from './once.ts'
import { auditFor, organisationOf, renameOrganisation } from './organisation.ts'
import { createShop, shopsFor } from './shops.ts'

const kit = await openKit()
const { desk } = kit
const owner = kit.as('owner')
const wish = { name: 'North', currency: kit.shop.currency }
const shopCount = async () => {
  const shops = await shopsFor(desk, owner)
  return refused(shops) ? -1 : shops.length
}
const keysKept = async () => (await query(desk.db, { text: 'select key from idempotency' })).rows.length

test('the same key ten times at once makes one shop, and everybody is told of that one', async () => {
  const before = await shopCount()
  const answers = await Promise.all(Array.from({ length: 10 }, () => createShop(desk, owner, wish, { key: 'north' })))
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]).toMatchObject({ shop: { name: 'North' }, version: 1 })
  expect(await shopCount()).toBe(before + 1)
  const log = await auditFor(desk, owner, { limit: 50 })
  expect(refused(log) ? log : log.rows.filter(entry => entry.what === 'shop.created')).toHaveLength(1)
})

test('the same key for something else is refused, also for another kind of change', async () => {
  await createShop(desk, owner, wish, { key: 'taken' })
  expect(await createShop(desk, owner, { ...wish, name: 'South' }, { key: 'taken' })).toMatchObject({
    code: 'key_reused',
  })
  expect(await renameOrganisation(desk, owner, 'North', { key: 'taken' })).toMatchObject({ code: 'key_reused' })
})

test('keys of different people and houses do not meet', async () => {
  const stranger = await kit.stranger()
  const agent = kit.as('owner', { actor: { ...owner.actor, id: 'somebody-else' as never } })
  const mine = await createShop(desk, owner, wish, { key: 'shared' })
  for (const other of [agent, stranger.as('owner')]) {
    const theirs = await createShop(desk, other, { ...wish, name: 'Theirs' }, { key: 'shared' })
    expect(theirs).toMatchObject({ shop: { name: 'Theirs' } })
    expect(theirs).not.toEqual(mine)
  }
})

test('a refusal keeps nothing, not even the key', async () => {
  const before = await keysKept()
  expect(await createShop(desk, owner, { ...wish, timeZone: 'Mars/Olympus' }, { key: 'again' })).toMatchObject({
    code: 'invalid',
  })
  expect(await once(desk, owner, { key: 'again', request: 1 }, async () => refuse('busy'))).toMatchObject({
    code: 'busy',
  })
  expect(await keysKept()).toBe(before)
  expect(await createShop(desk, owner, wish, { key: 'again' })).toMatchObject({ shop: { name: 'North' } })
})

test('a fault keeps nothing either, and the next try goes through', async () => {
  const before = await organisationOf(desk, owner)
  await expect(
    once(desk, owner, { key: 'broken', request: 1 }, async tx => {
      await tx.query({ text: `update orgs set name = 'Half done'` })
      throw new Error('Out of paper.')
    }),
  ).rejects.toThrow('Out of paper.')
  expect(await organisationOf(desk, owner)).toEqual(before)
  expect(await once(desk, owner, { key: 'broken', request: 1 }, async () => 'done')).toBe('done')
})
