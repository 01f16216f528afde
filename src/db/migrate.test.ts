import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { emptyDatabase } from '../../test/kit/database.ts'
import { migrate, migrationsAhead, pendingMigrations } from './migrate.ts'
import { type Pool, query } from './pool.ts'
import { sql } from './statement.ts'
import { transaction } from './transaction.ts'

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

describe('a database that a newer version has migrated', async () => {
  const shop = { '0001-shop.sql': SHOP }

  test('is worked with: what came later only adds', async () => {
    const { pool } = await emptyDatabase()
    await migrate(pool, await folderWith({ ...shop, '0002-sign.sql': SIGN }))
    const older = await folderWith(shop)
    expect(await migrate(pool, older)).toEqual([])
    expect(await pendingMigrations(pool, older)).toEqual([])
    expect(await migrationsAhead(pool, older)).toEqual(['0002-sign'])
  })

  test('is worked with by a version that knows what it needs, and by no other', async () => {
    const { pool } = await emptyDatabase()
    const second = { ...shop, '0002-sign.sql': SIGN }
    const third = '-- needs: 0002-sign\nALTER TABLE shop DROP COLUMN name;'
    await migrate(pool, await folderWith({ ...second, '0003-no-name.sql': third }))
    expect(await migrationsAhead(pool, await folderWith(second))).toEqual(['0003-no-name'])
    await expect(migrate(pool, await folderWith(shop))).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringContaining('0003-no-name'),
    })
  })

  test('is refused when it went another way', async () => {
    const { pool } = await emptyDatabase()
    await migrate(pool, await folderWith({ ...shop, '0002-sign.sql': SIGN }))
    await expect(migrate(pool, await folderWith({ ...shop, '0003-other.sql': 'SELECT 1;' }))).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringContaining('0002-sign'),
    })
  })
})

test('a database from before migrations had needs is brought on', async () => {
  const { pool } = await emptyDatabase()
  await migrate(pool, await folderWith({ '0001-shop.sql': SHOP }))
  await query(pool, { text: 'ALTER TABLE migration DROP COLUMN needs', prepare: false })
  const folder = await folderWith({ '0001-shop.sql': SHOP, '0002-sign.sql': SIGN })
  expect(await pendingMigrations(pool, folder)).toEqual(['0002-sign'])
  expect(await migrate(pool, folder)).toEqual(['0002-sign'])
})

describe('beside those who work', () => {
  const INDEX = `-- outside a transaction
    CREATE INDEX CONCURRENTLY IF NOT EXISTS shop_name ON shop (name); -- the first;
    CREATE INDEX CONCURRENTLY IF NOT EXISTS shop_length ON shop (length(name));`

  const indexes = async (pool: Pool) =>
    (
      await query(
        pool,
        sql`SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'shop'::regclass ORDER BY 1`,
      )
    ).rows

  test('an index is built without stopping them, by several processes at once', async () => {
    const { pool, open } = await emptyDatabase()
    await migrate(pool, await folderWith({ '0001-shop.sql': SHOP }))
    const folder = await folderWith({ '0001-shop.sql': SHOP, '0002-index.sql': INDEX })
    const pools = [pool, await open(), await open()]
    const applied = await Promise.all(pools.map(each => migrate(each, folder)))
    expect(applied.flat()).toEqual(['0002-index'])
    expect(await indexes(pool)).toEqual([
      { relname: 'shop_length', indisvalid: true },
      { relname: 'shop_name', indisvalid: true },
    ])
  })

  test('an index whose building was broken off is built anew', async () => {
    const { pool } = await emptyDatabase()
    await migrate(pool, await folderWith({ '0001-shop.sql': `${SHOP} INSERT INTO shop VALUES ('Corner');` }))
    const unique = { text: 'CREATE UNIQUE INDEX CONCURRENTLY shop_name ON shop (name)', prepare: false }
    await expect(query(pool, unique)).rejects.toMatchObject({ kind: 'conflict' })
    expect(await indexes(pool)).toEqual([{ relname: 'shop_name', indisvalid: false }])
    await migrate(
      pool,
      await folderWith({ '0001-shop.sql': `${SHOP} INSERT INTO shop VALUES ('Corner');`, '0002-index.sql': INDEX }),
    )
    expect((await indexes(pool)).every(({ indisvalid }) => indisvalid)).toBe(true)
  })

  test('a migration gives way to whoever holds its table, and comes back', async () => {
    const { pool } = await emptyDatabase()
    await migrate(pool, await folderWith({ '0001-shop.sql': SHOP }))
    const folder = await folderWith({ '0001-shop.sql': SHOP, '0002-sign.sql': SIGN })
    const { promise: done, resolve: letGo } = Promise.withResolvers<void>()
    const holding = transaction(pool, async tx => {
      await tx.query(sql`SELECT name FROM shop`)
      await done
    })
    const blocked = migrate(pool, folder, { lockWaitMs: 20, tries: 1 })
    await expect(blocked).rejects.toMatchObject({
      code: 'blocked',
      message: expect.stringMatching(/0002-sign needs a table .*process \d+, backhaul/),
    })
    const patient = migrate(pool, folder, { lockWaitMs: 20 })
    letGo()
    await holding
    expect(await patient).toEqual(['0002-sign'])
  })
})
