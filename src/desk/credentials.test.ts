import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../test/kit/database.ts'
import { as, type OrgId, type ShopId } from '../core/ids.ts'
import { insertOrg } from '../db/orgs.ts'
import { changeCredential, findCredential, issueCredential } from './credentials.ts'
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
  await changeCredential(desk, { id, dialect: 'shopee', name: '1001:900001' }, { access_token: 'second' })
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
