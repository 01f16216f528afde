/** One-time codes that were sent to a customer. */
import type { OrderId, OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** `order` is null for a code nobody was sent. */
export type StoredCode = {
  org: OrgId
  id: string
  shop: ShopId
  order: OrderId | null
  hash: string
  createdAt: Instant
  expiresAt: Instant
}

export const insertCode = (on: Queryable, code: StoredCode): Promise<unknown> =>
  query(
    on,
    sql`insert into codes (org_id, id, shop_id, order_id, hash, created_at, expires_at)
      values (${code.org}, ${code.id}, ${code.shop}, ${code.order}, ${code.hash}, ${code.createdAt}, ${code.expiresAt})`,
  )

/** Counts a try and gives the code, as long as there are tries left and it is neither used nor over. */
export async function tryCode(
  on: Queryable,
  { org, shop, id }: Pick<StoredCode, 'org' | 'shop' | 'id'>,
  { at, most }: { at: Instant; most: number },
): Promise<Pick<StoredCode, 'order' | 'hash'> | null> {
  const { rows } = await query<{ order_id: OrderId | null; hash: string }>(
    on,
    sql`update codes set tries = tries + 1 where org_id = ${org} and id = ${id} and shop_id = ${shop} and tries < ${most} and used_at is null and expires_at > ${at}
      returning order_id, hash`,
  )
  const [row] = rows
  return row ? { order: row.order_id, hash: row.hash } : null
}

/** Of several who come with the right digits at once one is told true. */
export async function useCode(on: Queryable, org: OrgId, id: string, at: Instant): Promise<boolean> {
  const { rowCount } = await query(
    on,
    sql`update codes set used_at = ${at} where org_id = ${org} and id = ${id} and used_at is null`,
  )
  return rowCount === 1
}

export const forgetCodes = (on: Queryable, org: OrgId, order: OrderId): Promise<unknown> =>
  query(on, sql`delete from codes where org_id = ${org} and order_id = ${order}`)
