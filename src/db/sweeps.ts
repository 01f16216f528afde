/** Finding the returns with which time has something to do. Nothing is locked while looking: whoever acts decides under the row's own lock. */
import type { OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** `since`: how long its oldest one has been waiting. */
type Waiting = { org: OrgId; since: Instant }

/** Organisations where something is due, those that have waited longest first: one look into the index for each organisation there is. */
export async function orgsToSweep(on: Queryable, at: Instant): Promise<Waiting[]> {
  const { rows } = await query<{ id: OrgId; since: Instant }>(
    on,
    sql`select orgs.id, first.sweep_at as since from orgs cross join lateral (
        select sweep_at from returns where org_id = orgs.id and sweep_at <= ${at} order by sweep_at limit 1
      ) first order by first.sweep_at`,
  )
  return rows.map(row => ({ org: row.id, since: row.since }))
}

export type Due = { ret: Return; shop: Shop }

/** Some of an organisation's due returns, the longest overdue first, with their shops as they are set now. */
export async function returnsToSweep(on: Queryable, org: OrgId, at: Instant, limit: number): Promise<Due[]> {
  const { rows } = await query<{ doc: Return; shop_id: ShopId }>(
    on,
    sql`select doc, shop_id from returns where org_id = ${org} and sweep_at <= ${at} order by sweep_at, id limit ${limit}`,
  )
  const { rows: shops } = await query<{ id: ShopId; doc: Shop }>(
    on,
    sql`select id, doc from shops where org_id = ${org} and id = any (${[...new Set(rows.map(row => row.shop_id))]}::uuid[])`,
  )
  const byId = new Map(shops.map(shop => [shop.id, shop.doc]))
  return rows.flatMap(({ doc, shop_id }) => {
    const shop = byId.get(shop_id)
    return shop ? [{ ret: doc, shop }] : []
  })
}

/** Sets when to look again, unless the return has moved on meanwhile: then it has said so itself. */
export const putOffSweep = (
  on: Queryable,
  { org, id, version }: Pick<Return, 'org' | 'version'> & { id: ReturnId },
  until: Instant | null,
): Promise<unknown> =>
  query(on, sql`update returns set sweep_at = ${until} where org_id = ${org} and id = ${id} and version = ${version}`)
