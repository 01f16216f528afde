/** The tables as the database itself has them, so that nobody keeps a second list of them by hand. */
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type Table = {
  name: string
  /** In the order they were made, without those the database works out itself. */
  columns: string[]
  /** Null when there is none. */
  primaryKey: string[] | null
  /** Every unique index, the primary key among them; expressions in an index are left out. */
  uniques: { name: string; columns: string[] }[]
  foreignKeys: ForeignKey[]
  triggers: string[]
}

/** `definition` is what stands behind `add constraint`. */
export type ForeignKey = {
  name: string
  columns: string[]
  target: string
  targetColumns: string[]
  definition: string
}

/** Notes which files were applied. It is a note about the tables rather than one of them. */
export const NOTES = 'migration'

/** What the migrations made, where they made it; the job queue lives in a schema of its own. A table stands behind those its foreign keys name. */
export async function readTables(on: Queryable): Promise<Table[]> {
  const { rows } = await query<Table>(
    on,
    sql`select c.relname as name,
        array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
        (select array(select a.attname::text from unnest(x.indkey::int2[]) with ordinality k (number, place) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number order by k.place)
          from pg_index x where x.indrelid = c.oid and x.indisprimary) as "primaryKey",
        (select coalesce(json_agg(json_build_object('name', i.relname, 'columns',
            array(select a.attname::text from unnest(x.indkey::int2[]) with ordinality k (number, place) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number where k.place <= x.indnkeyatts order by k.place)) order by i.relname), '[]')
          from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid and x.indisunique) as uniques,
        (select coalesce(json_agg(json_build_object('name', k.conname, 'target', t.relname, 'definition', pg_get_constraintdef(k.oid),
            'columns', array(select a.attname::text from unnest(k.conkey) with ordinality n (number, place) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.number order by n.place),
            'targetColumns', array(select a.attname::text from unnest(k.confkey) with ordinality n (number, place) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = n.number order by n.place)) order by k.conname), '[]')
          from pg_constraint k join pg_class t on t.oid = k.confrelid where k.conrelid = c.oid and k.contype = 'f') as "foreignKeys",
        array(select g.tgname::text from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal order by 1) as triggers
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind in ('r', 'p') and c.relname <> ${NOTES} order by c.relname`,
  )
  return inOrder(rows)
}

/** So that whatever is named is there before those that name it; otherwise by name, so that the order is always the same. */
export function inOrder(tables: readonly Table[]): Table[] {
  const ordered: Table[] = []
  let waiting = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => name))
    const ready = waiting.filter(
      table => !table.foreignKeys.some(key => key.target !== table.name && names.has(key.target)),
    )
    if (ready.length === 0) throw new Error(`The foreign keys of ${[...names].join(', ')} go in a circle`)
    ordered.push(...ready)
    waiting = waiting.filter(table => !ready.includes(table))
  }
  return ordered
}

export type AppliedMigration = { name: string; checksum: string }

/** In the order they were applied; none when the database is as its maker left it. */
export async function appliedMigrations(on: Queryable): Promise<AppliedMigration[]> {
  const { rows: found } = await query<{ here: boolean }>(on, sql`select to_regclass(${NOTES}) is not null as here`)
  if (!found[0]?.here) return []
  return (await query<AppliedMigration>(on, sql`select name, checksum from migration order by name`)).rows
}

/** A name as SQL wants it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
