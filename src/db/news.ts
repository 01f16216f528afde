/** What a message about a return is written from: the return with its log, its purchase, its shop and policy, for many at once. */
import type { OrderId, OrgId, PolicyVersionId, ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Event, Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { type Pool, type Queryable, query, withClient } from './pool.ts'
import { sql } from './statement.ts'

export type Place = { ret: ReturnId; sequence: number }

/** `returns`: those asked for and all others of their orders. `events`: per return, what is needed to know it as it stood at the place. */
export type Material = {
  returns: Map<ReturnId, Return>
  orders: Map<OrderId, Order>
  events: Map<ReturnId, Recorded[]>
}

/**
 * Each return is named once. The three statements travel together and are answered in this order; the returns come first, because a return that moves on in
 * between then has more of its log fetched than needed, never less.
 */
export const gatherMaterial = (db: Pool, org: OrgId, places: readonly Place[]): Promise<Material> =>
  withClient(db, async client => {
    const ids = places.map(({ ret }) => ret)
    const [returns, orders, events] = await Promise.all([
      returnsAround(client, org, ids),
      ordersOf(client, org, ids),
      eventsUpTo(client, org, places),
    ])
    return { returns, orders, events }
  })

async function returnsAround(on: Queryable, org: OrgId, ids: readonly ReturnId[]): Promise<Map<ReturnId, Return>> {
  const { rows } = await query<{ doc: Return }>(
    on,
    sql`select doc from returns where org_id = ${org}
      and order_id in (select order_id from returns where org_id = ${org} and id = any (${ids}::uuid[])) order by serial`,
  )
  return new Map(rows.map(({ doc }) => [doc.id, doc]))
}

async function ordersOf(on: Queryable, org: OrgId, ids: readonly ReturnId[]): Promise<Map<OrderId, Order>> {
  const { rows } = await query<{ doc: Order }>(
    on,
    sql`select doc from orders where org_id = ${org}
      and id in (select order_id from returns where org_id = ${org} and id = any (${ids}::uuid[]))`,
  )
  return new Map(rows.map(({ doc }) => [doc.id, doc]))
}

/** Where the return has moved on since, all events up to the place; where it has not, the row says the same, and only the last one is fetched. */
async function eventsUpTo(on: Queryable, org: OrgId, places: readonly Place[]): Promise<Map<ReturnId, Recorded[]>> {
  const { rows } = await query<{ return_id: ReturnId; sequence: number; id: string; body: Event }>(
    on,
    sql`select event.return_id, event.sequence, event.id, event.body
      from unnest(${places.map(({ ret }) => ret)}::uuid[], ${places.map(({ sequence }) => sequence)}::int[]) as place (return_id, sequence)
        join returns ret on ret.org_id = ${org} and ret.id = place.return_id
        join return_events event on event.org_id = ${org} and event.return_id = place.return_id
          and event.sequence between case when ret.version = place.sequence then place.sequence else 1 end and place.sequence
      order by event.return_id, event.sequence`,
  )
  const found = new Map<ReturnId, Recorded[]>()
  for (const { return_id: ret, sequence, id, body } of rows)
    found.set(ret, [...(found.get(ret) ?? []), { ...body, sequence, id }])
  return found
}

export async function shopsById(db: Pool, org: OrgId, ids: readonly ShopId[]): Promise<Shop[]> {
  const { rows } = await query<{ doc: Shop }>(
    db,
    sql`select doc from shops where org_id = ${org} and id = any (${ids}::uuid[])`,
  )
  return rows.map(({ doc }) => doc)
}

export async function policiesById(db: Pool, org: OrgId, ids: readonly PolicyVersionId[]): Promise<Policy[]> {
  const { rows } = await query<{ doc: Policy }>(
    db,
    sql`select doc from policies where org_id = ${org} and id = any (${ids}::uuid[])`,
  )
  return rows.map(({ doc }) => doc)
}
