import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emptyDatabase } from '../../test/kit/database.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { query } from './pool.ts'
import { sql } from './statement.ts'

const SHOP = "CREATE TABLE shop (name text);\nINSERT INTO shop VALUES ('Corner');\n"
const SIGN = 'ALTER TABLE shop ADD COLUMN sign text;'

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('migrations are applied in order, once', async () => {
  const { pool } = await emptyDatabase()
  const folder = await folderWith({ '0002-sign.sql': SIGN, '0001-shop.sql': SHOP, 'readme.md': 'not one' })
  expect(await pendingMigrations(pool, folder)).toEqual(['0001-shop', '0002-sign'])
  expect(await migrate(pool, folder)).toEqual(['0001-shop', '0002-sign'])
  expect(await migrate(pool, folder)).toEqual([])
  expect(await pendingMigrations(pool, folder)).toEqual([])
  expect((await query(pool, sql`SELECT name, sign FROM shop`)).rows).toEqual([{ name: 'Corner', sign: null }])
})

test('no migrations at all are no trouble', async () => {
  const { pool } = await emptyDatabase()
  expect(await migrate(pool, await folderWith({}))).toEqual([])
})

test('of several processes that start at once each migration is applied by one', async () => {
  const { pool, open } = await emptyDatabase()
  const folder = await folderWith({ '0001-shop.sql': `${SHOP} SELECT pg_sleep(0.05);`, '0002-sign.sql': SIGN })
  const pools = [pool, await open(), await open(), await open()]
  const applied = await Promise.all(pools.map(each => migrate(each, folder)))
  expect(applied.flat().sort()).toEqual(['0001-shop', '0002-sign'])
  expect((await query(pool, sql`SELECT count(*) AS shops FROM shop`)).rows).toEqual([{ shops: 1 }])
})

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  const { pool } = await emptyDatabase()
  const folder = await folderWith({
    '0001-shop.sql': SHOP,
    '0002-bad.sql': "INSERT INTO shop VALUES ('Other'); SELECT nothing;",
  })
  await expect(migrate(pool, folder)).rejects.toMatchObject({
    code: 'failed',
    message: expect.stringContaining('0002-bad'),
  })
  expect(await pendingMigrations(pool, folder)).toEqual(['0002-bad'])
  expect((await query(pool, sql`SELECT name FROM shop`)).rows).toEqual([{ name: 'Corner' }])
})

test('a file that was changed after it was applied is refused', async () => {
  const { pool } = await emptyDatabase()
  await migrate(pool, await folderWith({ '0001-shop.sql': SHOP }))
  const changed = await folderWith({ '0001-shop.sql': `${SHOP}-- and more`, '0002-sign.sql': SIGN })
  await expect(migrate(pool, changed)).rejects.toMatchObject({
    code: 'changed',
    message: expect.stringContaining('0001-shop'),
  })
  await expect(pendingMigrations(pool, changed)).rejects.toMatchObject({ code: 'changed' })
})

test('other line ends are not a change', async () => {
  const { pool } = await emptyDatabase()
  await migrate(pool, await folderWith({ '0001-shop.sql': SHOP }))
  expect(await migrate(pool, await folderWith({ '0001-shop.sql': SHOP.replaceAll('\n', '\r\n') }))).toEqual([])
})

test('a database that a newer version has migrated is refused', async () => {
  const { pool } = await emptyDatabase()
  await migrate(pool, await folderWith({ '0001-shop.sql': SHOP, '0002-sign.sql': SIGN }))
  const older = await folderWith({ '0001-shop.sql': SHOP })
  await expect(migrate(pool, older)).rejects.toMatchObject({
    code: 'newer',
    message: expect.stringContaining('0002-sign'),
  })
})
