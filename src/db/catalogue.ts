/** What the database says its tables look like, in words that are the same on every version of PostgreSQL we run on. */
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** By name. Columns in their order; the definitions are SQL. */
export type Shape = {
  columns: Record<string, string>
  constraints: Record<string, string>
  /** Those that do not belong to a constraint. */
  indexes: Record<string, string>
}

export type Catalogue = Record<string, Shape>

type Row = { table: string; part: keyof Shape; name: string; definition: string }

/**
 * Everything in the schema our tables are made in. Newer servers list "not null" as constraints too; it stands with the column already. A Citus
 * coordinator tells the same of a distributed table as of a plain one.
 */
export async function catalogueOf(on: Queryable): Promise<Catalogue> {
  const { rows } = await query<Row>(
    on,
    sql`with ours as (
        select c.oid, c.relname as name, n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind in ('r', 'p')
      )
      select ours.name as table, 'columns' as part, a.attname as name,
        format_type(a.atttypid, a.atttypmod) || case when l.collname <> 'default' then ' collate ' || quote_ident(l.collname) else '' end
        || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as definition, a.attnum as place
      from pg_attribute a join ours on ours.oid = a.attrelid left join pg_attrdef d on d.adrelid = ours.oid and d.adnum = a.attnum
      left join pg_collation l on l.oid = a.attcollation and a.attcollation <> 0 where a.attnum > 0 and not a.attisdropped
      union all
      select ours.name, 'constraints', k.conname, pg_get_constraintdef(k.oid), 0 from pg_constraint k join ours on ours.oid = k.conrelid
      where k.contype in ('p', 'u', 'f', 'c')
      union all
      select ours.name, 'indexes', i.relname, replace(pg_get_indexdef(i.oid), ' ON ' || quote_ident(ours.schema) || '.', ' ON '), 0
      from pg_index x join ours on ours.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where not exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u'))
      order by 1, 2, 5, 3`,
  )
  const catalogue: Catalogue = {}
  for (const { table, part, name, definition } of rows) {
    catalogue[table] ??= { columns: {}, constraints: {}, indexes: {} }
    catalogue[table][part][name] = definition
  }
  return catalogue
}

/** Indexes that were begun and never finished: they cost with every change and help with nothing, and a unique one guards nothing. */
export async function brokenIndexes(on: Queryable): Promise<string[]> {
  const { rows } = await query<{ name: string }>(
    on,
    sql`select c.relname as name from pg_index x join pg_class c on c.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and not x.indisvalid order by 1`,
  )
  return rows.map(({ name }) => name)
}
