/** What a message about a return is written from: the return with its log, its purchase, its shop and policy, for many at once. */
import type { OrderId, OrgId, ReturnId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Event, Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { ordersOf, returnsAround } from './around.ts'
import { type Pool, type Queryable, query, withClient } from './pool.ts'
import { sql } from './statement.ts'

/** Where in the life of a return a message stands: behind one event, or with `fromSequence` behind the act that began there. */
export type Place = { ret: ReturnId; sequence: number; fromSequence: number | null }

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

/**
 * Where the return has moved on since, all events up to the place; where it has not, the row says the same, and only the last one is fetched. What stood
 * before an act is known from all of them.
 */
async function eventsUpTo(on: Queryable, org: OrgId, places: readonly Place[]): Promise<Map<ReturnId, Recorded[]>> {
  const { rows } = await query<{ return_id: ReturnId; sequence: number; id: string; body: Event }>(
    on,
    sql`select event.return_id, event.sequence, event.id, event.body
      from unnest(${places.map(({ ret }) => ret)}::uuid[], ${places.map(({ sequence }) => sequence)}::int[],
          ${places.map(({ fromSequence }) => fromSequence)}::int[]) as place (return_id, sequence, from_sequence)
        join returns ret on ret.org_id = ${org} and ret.id = place.return_id
        join return_events event on event.org_id = ${org} and event.return_id = place.return_id
          and event.sequence between case when ret.version = place.sequence and place.from_sequence is null then place.sequence else 1 end and place.sequence
      order by event.return_id, event.sequence`,
  )
  const found = new Map<ReturnId, Recorded[]>()
  for (const { return_id: ret, sequence, id, body } of rows)
    found.set(ret, [...(found.get(ret) ?? []), { ...body, sequence, id }])
  return found
}
