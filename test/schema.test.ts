/** The schema as it really is: held against its golden dump, and against what a cluster of databases allows. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Pool, query } from '../src/db/pool.ts'
import { freshDatabase } from './kit/database.ts'

const GOLDEN = join(import.meta.dirname, 'schema.sql')

/** Found without a tenant, so every node of a cluster has them whole. */
const REFERENCE = ['api_keys', 'dialect_credentials', 'installation', 'memberships', 'migration', 'orgs', 'people']

describe('the schema', async () => {
  const { pool } = await freshDatabase()

  test('is the one in test/schema.sql (write it anew with UPDATE_SCHEMA=1)', async () => {
    const dump = await dumpOf(pool)
    if (process.env.UPDATE_SCHEMA) writeFileSync(GOLDEN, dump)
    expect(dump).toBe(readFileSync(GOLDEN, 'utf8'))
  })

  test('every table is either for reference or belongs to organisations', async () => {
    const broken = (await tablesOf(pool)).filter(
      ({ name, columns }) => !REFERENCE.includes(name) && columns[0]?.name !== 'org_id',
    )
    expect(broken.map(({ name }) => name)).toEqual([])
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

type Table = { name: string; columns: { name: string; definition: string }[]; rest: string[] }

async function tablesOf(pool: Pool): Promise<Table[]> {
  const columns = await query<{ table: string; name: string; definition: string }>(pool, {
    text: `select c.relname as table, a.attname as name,
        format_type(a.atttypid, a.atttypmod) || case when l.collname <> 'default' then ' collate ' || quote_ident(l.collname) else '' end
        || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as definition
      from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum left join pg_collation l on l.oid = a.attcollation and a.attcollation <> 0
      where a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
  })
  // Newer servers list "not null" as constraints too; it stands with the column already.
  const rest = await query<{ table: string; definition: string }>(pool, {
    text: `select c.relname as table, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as definition from pg_constraint k
        join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public' where k.contype in ('p', 'u', 'f', 'c')
      union all
      select t.relname, replace(pg_get_indexdef(x.indexrelid), 'public.', '') from pg_index x join pg_class t on t.oid = x.indrelid
        join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public' where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u'))
      order by 1, 2`,
  })
  const names = [...new Set(columns.rows.map(row => row.table))]
  return names.map(name => ({
    name,
    columns: columns.rows.filter(row => row.table === name),
    rest: rest.rows
      .filter(row => row.table === name)
      .map(row => row.definition)
      .toSorted(),
  }))
}

async function dumpOf(pool: Pool): Promise<string> {
  const tables = await tablesOf(pool)
  const texts = tables.map(({ name, columns, rest }) =>
    [
      `table ${name}`,
      ...columns.map(column => `  ${column.name} ${column.definition}`),
      ...rest.map(line => `  ${line}`),
    ].join('\n'),
  )
  return `${texts.join('\n\n')}\n`
}
