/** What lies around many returns at once: the other returns of their orders, the orders, the shops and the policies. */
import type { OrderId, OrgId, PolicyVersionId, ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** Those asked for and all others of their orders, in the order in which they were filed. */
export async function returnsAround(
  on: Queryable,
  org: OrgId,
  ids: readonly ReturnId[],
): Promise<Map<ReturnId, Return>> {
  const { rows } = await query<{ doc: Return }>(
    on,
    sql`select doc from returns where org_id = ${org}
      and order_id in (select order_id from returns where org_id = ${org} and id = any (${ids}::uuid[])) order by serial`,
  )
  return new Map(rows.map(({ doc }) => [doc.id, doc]))
}

/** All other returns of the orders of these. */
export async function othersAround(on: Queryable, org: OrgId, ids: readonly ReturnId[]): Promise<Return[]> {
  const { rows } = await query<{ doc: Return }>(
    on,
    sql`select doc from returns where org_id = ${org}
      and order_id in (select order_id from returns where org_id = ${org} and id = any (${ids}::uuid[])) and id <> all (${ids}::uuid[]) order by serial`,
  )
  return rows.map(({ doc }) => doc)
}

/** The orders of these returns. */
export async function ordersOf(on: Queryable, org: OrgId, ids: readonly ReturnId[]): Promise<Map<OrderId, Order>> {
  const { rows } = await query<{ doc: Order }>(
    on,
    sql`select doc from orders where org_id = ${org}
      and id in (select order_id from returns where org_id = ${org} and id = any (${ids}::uuid[]))`,
  )
  return new Map(rows.map(({ doc }) => [doc.id, doc]))
}

export async function shopsById(on: Queryable, org: OrgId, ids: readonly ShopId[]): Promise<Shop[]> {
  const { rows } = await query<{ doc: Shop }>(
    on,
    sql`select doc from shops where org_id = ${org} and id = any (${ids}::uuid[])`,
  )
  return rows.map(({ doc }) => doc)
}

export async function policiesById(on: Queryable, org: OrgId, ids: readonly PolicyVersionId[]): Promise<Policy[]> {
  const { rows } = await query<{ doc: Policy }>(
    on,
    sql`select doc from policies where org_id = ${org} and id = any (${ids}::uuid[])`,
  )
  return rows.map(({ doc }) => doc)
}
