/** The orders somebody may mean by what was typed, and as many others as it takes to always fetch the same number. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** `words`: numbers and names, in small letters. `ids`: the shop's own ids, which mind capitals. */
export type Typed = { words: readonly string[]; ids: readonly string[] }

/** `meant` is false for an order that only stands in, so that a number nobody knows costs what a known one does. */
export type Candidate = { order: Order; meant: boolean }

/** Nothing promises that a shop uses a number only once; this many of the same are looked at, the newest first. */
export const CANDIDATES = 3

/** A shop that calls all its orders the same is no reason to read them all. */
const MOST_ALIKE = 20

/** Forgotten orders belong to nobody, and are not found. */
export async function ordersMeant(on: Queryable, org: OrgId, shop: ShopId, typed: Typed): Promise<Candidate[]> {
  const { rows } = await query<{ doc: Order; meant: boolean }>(
    on,
    sql`with named as (
        (select id from orders where org_id = ${org} and shop_id = ${shop} and lower(number) = any (${typed.words}::text[]) limit ${MOST_ALIKE})
        union (select id from orders where org_id = ${org} and shop_id = ${shop} and lower(doc -> 'refs' ->> 'name') = any (${typed.words}::text[]) limit ${MOST_ALIKE})
        union (select id from orders where org_id = ${org} and shop_id = ${shop} and external_id = any (${typed.ids}::text[]) limit ${MOST_ALIKE})
      ), meant as (
        select doc, true as meant, placed_at from orders where org_id = ${org} and id in (select id from named) and erased_at is null
        order by placed_at desc limit ${CANDIDATES}
      ), others as (
        select doc, false as meant, placed_at from orders where org_id = ${org} and shop_id = ${shop} and erased_at is null
        order by created_at desc limit ${CANDIDATES}
      )
      select doc, meant from (select doc, meant, placed_at from meant union all select doc, meant, placed_at from others) fetched order by meant desc, placed_at desc limit ${CANDIDATES}`,
  )
  return rows.map(({ doc, meant }) => ({ order: doc, meant }))
}
