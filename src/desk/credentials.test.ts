import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { as, type OrgId, type ShopId } from '../core/ids.ts'
import { insertOrg } from '../db/orgs.ts'
import { findCredential, findCredentialsNamed, issueCredential, renewCredential } from './credentials.ts'
import { openDesk } from './open-desk.ts'

const { pool } = await freshDatabase()
const shelf = {} as Parameters<typeof openDesk>[1]
const desk = await openDesk(pool, shelf, { secret: 'a secret of more than thirty-two letters' })
const org = as<OrgId>(randomUUID())
const shop = as<ShopId>(randomUUID())
await insertOrg(pool, { id: org, name: 'Linnea', createdAt: desk.now() })

test('a credential is found by its name, in its dialect only, and opened', async () => {
  const id = await issueCredential(pool, desk, {
    org,
    shop,
    dialect: 'shopflix',
    name: 'owner@example.com',
    secret: { password: 'open sesame' },
  })
  expect(await findCredential(desk, 'shopflix', 'owner@example.com')).toEqual({
    id,
    org,
    shop,
    since: expect.any(String),
    secret: { password: 'open sesame' },
  })
  expect(await findCredential(desk, 'shopee', 'owner@example.com')).toBeNull()
  expect(await findCredential(desk, 'shopflix', 'stranger@example.com')).toBeNull()
})

test('what is kept does not show the secret, and changes when the secret does', async () => {
  const id = await issueCredential(pool, desk, {
    org,
    shop,
    dialect: 'shopee',
    name: '1001:900001',
    secret: { access_token: 'first' },
  })
  const kept = async () =>
    (await pool.query<{ sealed: string }>('select sealed from dialect_credentials where id = $1', [id])).rows[0]?.sealed
  const before = await kept()
  expect(before).not.toContain('first')
  await renewCredential(desk, id, () => ({ secret: { access_token: 'second' }, answer: null }))
  expect(await kept()).not.toBe(before)
  expect(await findCredential(desk, 'shopee', '1001:900001')).toMatchObject({ secret: { access_token: 'second' } })
})

test('a sealed text opens neither with another secret nor under another name', async () => {
  await issueCredential(pool, desk, { org, shop, dialect: 'shopline', name: 'one', secret: { app_secret: 'x' } })
  const other = await openDesk(pool, shelf, { secret: 'another secret of more than thirty-two letters' })
  await expect(findCredential(other, 'shopline', 'one')).rejects.toThrow('BACKHAUL_SECRET is not the one')
  await pool.query("update dialect_credentials set name = 'two' where name = 'one'")
  await expect(findCredential(desk, 'shopline', 'two')).rejects.toThrow('cannot be opened')
})

test('all whose names begin alike are found, in the order in which they were made, and nobody’s beside them', async () => {
  for (const name of ['31:1', '31:2', '310:1', '3_:1'])
    await issueCredential(pool, desk, { org, shop, dialect: 'shopee', name, secret: { name } })
  const named = async (start: string) =>
    (await findCredentialsNamed<{ name: string }>(desk, 'shopee', start)).map(({ secret }) => secret.name)
  expect(await named('31:')).toEqual(['31:1', '31:2'])
  expect(await named('3_:')).toEqual(['3_:1'])
  expect(await findCredentialsNamed(desk, 'shopline', '31:')).toEqual([])
})

test('of many who use up what can be used once, one does', async () => {
  const id = await issueCredential(pool, desk, { org, shop, dialect: 'shopee', name: '7:7', secret: { uses: 1 } })
  const use = () =>
    renewCredential<{ uses: number }, boolean>(desk, id, ({ uses }) =>
      uses > 0 ? { secret: { uses: uses - 1 }, answer: true } : { secret: null, answer: false },
    )
  const answers = await Promise.all(Array.from({ length: 10 }, use))
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await findCredential(desk, 'shopee', '7:7')).toMatchObject({ secret: { uses: 0 } })
})

test('what was revoked or never made is not renewed', async () => {
  const id = await issueCredential(pool, desk, { org, shop, dialect: 'shopee', name: '8:8', secret: {} })
  await pool.query('update dialect_credentials set revoked_at = now() where id = $1', [id])
  expect(await renewCredential(desk, id, secret => ({ secret, answer: 'yes' }))).toBeNull()
  expect(await renewCredential(desk, randomUUID(), secret => ({ secret, answer: 'yes' }))).toBeNull()
})
