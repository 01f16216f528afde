/** Goods without paper, kept until somebody says whose they are. */
import type { OrgId, ShopId, StrayId } from '../core/ids.ts'
import type { Stray } from '../core/return/return.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export const insertStray = (on: Queryable, stray: Stray): Promise<unknown> =>
  query(
    on,
    sql`insert into strays (org_id, id, shop_id, at, doc) values (${stray.org}, ${stray.id}, ${stray.shop}, ${stray.at}, ${json(stray)})`,
  )

export const updateStray = (on: Queryable, stray: Stray): Promise<unknown> =>
  query(
    on,
    sql`update strays set matched = ${stray.matched}, doc = ${json(stray)} where org_id = ${stray.org} and id = ${stray.id}`,
  )

export async function lockStrays(on: Queryable, org: OrgId, ids: readonly StrayId[]): Promise<Stray[]> {
  const { rows } = await query<{ doc: Stray }>(
    on,
    sql`select doc from strays where org_id = ${org} and id = any (${ids}::uuid[]) order by id for update`,
  )
  return rows.map(row => row.doc)
}

/** Oldest first: what waits longest is dealt with first. */
export async function listStrays(
  on: Queryable,
  org: OrgId,
  shops: readonly ShopId[],
  open: boolean,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<Stray[]> {
  const { rows } = await query<{ doc: Stray }>(
    on,
    sql`select doc from strays where org_id = ${org} and shop_id = any (${shops}::uuid[]) and (not ${open}::boolean or matched is null)
      and (at, id) > (${after?.at ?? '0001-01-01T00:00:00.000Z'}::timestamptz, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid) order by at, id limit ${limit}`,
  )
  return rows.map(row => row.doc)
}
