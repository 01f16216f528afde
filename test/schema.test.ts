/** The schema as it really is: held against its golden dump, and against what a cluster of databases allows. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Catalogue, catalogueOf } from '../src/db/catalogue.ts'
import { MIGRATIONS } from '../src/db/migrate.ts'
import { query } from '../src/db/pool.ts'
import { freshDatabase } from './kit/database.ts'

const GOLDEN = join(import.meta.dirname, 'schema.sql')

/** The same for a program: what the doctor holds an installation's tables against. */
const SNAPSHOT = join(MIGRATIONS, 'schema.json')

/** Found without a tenant, so every node of a cluster has them whole. */
const REFERENCE = [
  'api_keys',
  'dialect_credentials',
  'installation',
  'memberships',
  'migration',
  'orgs',
  'people',
  'portals',
]

describe('the schema', async () => {
  const { pool } = await freshDatabase()

  test('is the one in test/schema.sql (write it anew with UPDATE_SCHEMA=1)', async () => {
    const dump = dumpOf(await catalogueOf(pool))
    if (process.env.UPDATE_SCHEMA) writeFileSync(GOLDEN, dump)
    expect(dump).toBe(readFileSync(GOLDEN, 'utf8'))
  })

  test('is the one the doctor compares with, in migrations/schema.json (written anew with the same word)', async () => {
    const snapshot = `${JSON.stringify(await catalogueOf(pool), null, 1)}\n`
    if (process.env.UPDATE_SCHEMA) writeFileSync(SNAPSHOT, snapshot)
    expect(snapshot).toBe(readFileSync(SNAPSHOT, 'utf8'))
  })

  test('every table is either for reference or belongs to organisations', async () => {
    const broken = Object.entries(await catalogueOf(pool)).filter(
      ([name, { columns }]) => !REFERENCE.includes(name) && Object.keys(columns)[0] !== 'org_id',
    )
    expect(broken.map(([name]) => name)).toEqual([])
  })

  test('every key of a tenant table begins with its organisation', async () => {
    const keys = await query<{ table: string; name: string; first: string }>(pool, {
      text: `select c.relname as table, i.relname as name, a.attname as first from pg_index x
        join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0] where x.indisunique`,
    })
    expect(keys.rows.filter(key => !REFERENCE.includes(key.table) && key.first !== 'org_id')).toEqual([])
  })

  test('a foreign key between tenant tables carries the organisation on both sides', async () => {
    const { rows } = await query<{ table: string; target: string; definition: string }>(pool, {
      text: `select c.relname as table, t.relname as target, pg_get_constraintdef(k.oid) as definition from pg_constraint k
        join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' where k.contype = 'f'`,
    })
    const tenant = rows.filter(key => !REFERENCE.includes(key.target))
    expect(tenant.filter(key => !/^FOREIGN KEY \(org_id, .*REFERENCES \w+\(org_id, /.test(key.definition))).toEqual([])
    expect(tenant.filter(key => REFERENCE.includes(key.table))).toEqual([])
  })

  test('there are no triggers: what a trigger would do, the desk does', async () => {
    const { rows } = await query(pool, { text: `select tgname from pg_trigger where not tgisinternal` })
    expect(rows).toEqual([])
  })
})

function dumpOf(catalogue: Catalogue): string {
  const texts = Object.entries(catalogue).map(([name, { columns, constraints, indexes }]) =>
    [
      `table ${name}`,
      ...Object.entries(columns).map(([column, definition]) => `  ${column} ${definition}`),
      ...[
        ...Object.entries(constraints).map(([constraint, definition]) => `constraint ${constraint} ${definition}`),
        ...Object.values(indexes),
      ]
        .toSorted()
        .map(line => `  ${line}`),
    ].join('\n'),
  )
  return `${texts.join('\n\n')}\n`
}
