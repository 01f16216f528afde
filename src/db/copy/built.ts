/** Keys and indexes, taken off while tables are filled and built again afterwards. */
import { type Queryable, query } from '../pool.ts'
import { sql } from '../statement.ts'

/** Both as SQL. */
type Built = { drop: string; build: string }

/** Building an index sorts once; a little memory saves many files. */
const MEMORY = '256MB'

/**
 * In the order in which they can be built: what other tables name, what makes looking up quick, then the foreign keys. Checking them at the end, all
 * rows at once, takes a fraction of checking each row as it comes, and the same goes for every index.
 */
async function builtIn(on: Queryable): Promise<Built[]> {
  const { rows } = await query<Built>(
    on,
    sql`select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as drop,
        format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as build,
        case k.contype when 'f' then 3 else 1 end as turn, k.conname::text as name
      from pg_constraint k join pg_namespace n on n.oid = k.connamespace where n.nspname = current_schema() and k.contype in ('p', 'u', 'f')
      union all
      select format('drop index %s', x.indexrelid::regclass), pg_get_indexdef(x.indexrelid), 2, i.relname::text
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
      where n.nspname = current_schema() and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u'))
      order by turn, name`,
  )
  return rows
}

/** Takes them off, within the transaction of the caller, and gives what builds them again. */
export async function takeOff(on: Queryable): Promise<() => Promise<void>> {
  const all = await builtIn(on)
  for (const { drop } of all.toReversed()) await query(on, { text: drop, prepare: false })
  return async () => {
    await query(on, { text: `SET LOCAL maintenance_work_mem = '${MEMORY}'`, prepare: false })
    for (const { build } of all) await query(on, { text: build, prepare: false })
  }
}
