/** Requests that are still being written. */
import type { DraftId, OrderId, OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

/** `doc` is what the shopper has said so far; its shape is the desk's. */
export type StoredDraft<D> = { org: OrgId; id: DraftId; shop: ShopId; version: number; updatedAt: Instant; doc: D }

export async function findDraft<D>(on: Queryable, org: OrgId, id: DraftId): Promise<StoredDraft<D> | null> {
  const { rows } = await query<{ shop_id: ShopId; version: number; updated_at: Instant; doc: D }>(
    on,
    sql`select shop_id, version, updated_at, doc from drafts where org_id = ${org} and id = ${id}`,
  )
  const [row] = rows
  return row ? { org, id, shop: row.shop_id, version: row.version, updatedAt: row.updated_at, doc: row.doc } : null
}

/** One that is there already stays as it is. */
export const insertDraft = <D>(on: Queryable, { org, id, shop, updatedAt, doc }: Omit<StoredDraft<D>, 'version'>) =>
  query(
    on,
    sql`insert into drafts (org_id, id, shop_id, version, created_at, updated_at, doc) values (${org}, ${id}, ${shop}, 1, ${updatedAt}, ${updatedAt}, ${json(doc)}) on conflict do nothing`,
  )

/** False when somebody else – another tab – has changed it since. */
export async function updateDraft<D>(
  on: Queryable,
  { org, id, version, updatedAt, doc }: StoredDraft<D>,
): Promise<boolean> {
  const { rowCount } = await query(
    on,
    sql`update drafts set doc = ${json(doc)}, version = version + 1, updated_at = ${updatedAt} where org_id = ${org} and id = ${id} and version = ${version}`,
  )
  return rowCount === 1
}

/** Lets go what nobody has touched since. */
export async function deleteDrafts(on: Queryable, org: OrgId, before: Instant, limit = 1_000): Promise<number> {
  const { rowCount } = await query(
    on,
    sql`delete from drafts where org_id = ${org} and id in (select id from drafts where org_id = ${org} and updated_at < ${before} limit ${limit})`,
  )
  return rowCount ?? 0
}

/** What is being written about an order. */
export async function draftsOf<D>(on: Queryable, org: OrgId, order: OrderId): Promise<D[]> {
  const { rows } = await query<{ doc: D }>(
    on,
    sql`select doc from drafts where org_id = ${org} and exists (select from json_array_elements_text(doc -> 'orders') as one where one = ${order})`,
  )
  return rows.map(row => row.doc)
}

/** Takes it away, and gives what it said. */
export async function takeDraftsOf<D>(on: Queryable, org: OrgId, order: OrderId): Promise<D[]> {
  const { rows } = await query<{ doc: D }>(
    on,
    sql`delete from drafts where org_id = ${org} and exists (select from json_array_elements_text(doc -> 'orders') as one where one = ${order}) returning doc`,
  )
  return rows.map(row => row.doc)
}
