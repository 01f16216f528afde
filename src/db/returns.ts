/** Returns as rows: the whole return as it is now, its state as columns, and the words it is found by. */
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { deadlines, turn } from '../core/return/deadlines.ts'
import type { Return } from '../core/return/return.ts'
import { strands } from '../core/return/strands/strands.ts'
import { nextSweep } from '../core/return/sweeping.ts'
import { tupleOf } from '../core/return/where.ts'
import type { Shop } from '../core/shop.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'
import { returnTerms, wholeQuery } from './terms.ts'

type DocRow = { doc: Return }

export async function findReturn(on: Queryable, org: OrgId, id: ReturnId): Promise<Return | null> {
  const { rows } = await query<DocRow>(on, sql`select doc from returns where org_id = ${org} and id = ${id}`)
  return rows[0]?.doc ?? null
}

/** Holds the row until the transaction ends, so that two people cannot decide on the same return at once. */
export async function lockReturn(on: Queryable, org: OrgId, id: ReturnId): Promise<Return | null> {
  const { rows } = await query<DocRow>(
    on,
    sql`select doc from returns where org_id = ${org} and id = ${id} for no key update`,
  )
  return rows[0]?.doc ?? null
}

export async function findReturnByNumber(on: Queryable, org: OrgId, number: string): Promise<Return | null> {
  const { rows } = await query<DocRow>(on, sql`select doc from returns where org_id = ${org} and number = ${number}`)
  return rows[0]?.doc ?? null
}

export async function findReturnBySerial(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  serial: number,
): Promise<Return | null> {
  const { rows } = await query<DocRow>(
    on,
    sql`select doc from returns where org_id = ${org} and shop_id = ${shop} and serial = ${serial}`,
  )
  return rows[0]?.doc ?? null
}

/** All returns of an order, oldest first. */
export async function returnsOfOrder(on: Queryable, org: OrgId, order: OrderId): Promise<Return[]> {
  const { rows } = await query<DocRow>(
    on,
    sql`select doc from returns where org_id = ${org} and order_id = ${order} order by serial`,
  )
  return rows.map(row => row.doc)
}

/** The other returns of a return's order. */
export async function siblingsOf(on: Queryable, org: OrgId, id: ReturnId): Promise<Return[]> {
  const { rows } = await query<DocRow>(
    on,
    sql`select doc from returns where org_id = ${org} and order_id = (select order_id from returns where org_id = ${org} and id = ${id}) and id <> ${id} order by serial`,
  )
  return rows.map(row => row.doc)
}

/** Returns that carry this tracking number; one parcel may hold several. */
export async function returnsByTracking(on: Queryable, org: OrgId, trackingNumber: string): Promise<Return[]> {
  const word = wholeQuery(trackingNumber)
  if (word === null) return []
  const { rows } = await query<DocRow>(
    on,
    sql`select doc from returns where org_id = ${org} and terms @@ ${word}::tsquery order by created_at, id limit 100`,
  )
  const alike = (known: string | null) => known?.trim().toLowerCase() === trackingNumber.trim().toLowerCase()
  return rows.map(row => row.doc).filter(ret => ret.shipments.some(shipment => alike(shipment.trackingNumber)))
}

/** A return is stored with the order and shop it belongs to: the words it is found by, and when time next has something to do with it, are theirs too. */
export function insertReturn(on: Queryable, ret: Return, order: Order, shop: Shop): Promise<unknown> {
  const columns = strands(ret)
  const running = deadlines(ret, columns)
  return query(
    on,
    sql`insert into returns (org_id, id, shop_id, order_id, group_id, serial, number, version, created_at, updated_at, due_at, sweep_at, tuple,
      request, negotiation, dispute, evidence, compensation, transit, onward, receiving, settlement, handling, kind, inspector, lane, terms, doc)
    values (${ret.org}, ${ret.id}, ${ret.shop}, ${ret.order}, ${ret.group}, ${ret.serial}, ${ret.number}, ${ret.version}, ${ret.createdAt}, ${ret.updatedAt},
      ${turn(ret, running)?.at ?? null}, ${nextSweep(ret, shop, running)}, ${tupleOf(columns)}, ${columns.request}, ${columns.negotiation}, ${columns.dispute}, ${columns.evidence},
      ${columns.compensation}, ${columns.transit}, ${columns.onward}, ${columns.receiving}, ${columns.settlement}, ${columns.handling},
      ${columns.kind}, ${columns.inspector}, ${ret.lane}, array_to_tsvector(${returnTerms(ret, order, shop)}::text[]), ${json(ret)})`,
  )
}

export function updateReturn(on: Queryable, ret: Return, order: Order, shop: Shop): Promise<unknown> {
  const columns = strands(ret)
  const running = deadlines(ret, columns)
  return query(
    on,
    sql`update returns set version = ${ret.version}, updated_at = ${ret.updatedAt}, due_at = ${turn(ret, running)?.at ?? null},
      sweep_at = ${nextSweep(ret, shop, running)}, tuple = ${tupleOf(columns)},
      request = ${columns.request}, negotiation = ${columns.negotiation}, dispute = ${columns.dispute}, evidence = ${columns.evidence},
      compensation = ${columns.compensation}, transit = ${columns.transit}, onward = ${columns.onward}, receiving = ${columns.receiving},
      settlement = ${columns.settlement}, handling = ${columns.handling}, kind = ${columns.kind}, inspector = ${columns.inspector}, lane = ${ret.lane},
      terms = array_to_tsvector(${returnTerms(ret, order, shop)}::text[]), doc = ${json(ret)}
    where org_id = ${ret.org} and id = ${ret.id}`,
  )
}
