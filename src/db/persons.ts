/** Everything of one person in an organisation, found by the words they are named with. */
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Money } from '../core/money.ts'
import type { Instant } from '../core/time.ts'
import { type PersonNames, wordsFinding } from './person-words.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'
import { exactQuery } from './terms.ts'

/**
 * The orders that name the person, themselves or in one of their returns, in the order of their ids. A purchase and everything that came of it is one
 * matter: nobody could say whose the one half is without the other.
 */
export async function ordersNaming(
  on: Queryable,
  org: OrgId,
  shops: readonly ShopId[] | null,
  names: PersonNames,
): Promise<OrderId[]> {
  const words = wordsFinding(names).map(exactQuery)
  if (words.length === 0) return []
  const { rows } = await query<{ id: OrderId }>(
    on,
    sql`select id from orders where org_id = ${org} and terms @@ ${words.join(' | ')}::tsquery and (${shops}::uuid[] is null or shop_id = any (${shops}::uuid[]))
      union
      select order_id from returns where org_id = ${org} and terms @@ ${words.join(' | ')}::tsquery and (${shops}::uuid[] is null or shop_id = any (${shops}::uuid[]))
      union
      select returns.order_id from credits join returns on returns.org_id = credits.org_id and returns.id = credits.return_id
        where credits.org_id = ${org} and lower(credits.customer) = any (${(names.emails ?? []).map(email => email.toLowerCase())}::text[])
        and (${shops}::uuid[] is null or returns.shop_id = any (${shops}::uuid[]))
      order by id`,
  )
  return rows.map(row => row.id)
}

export type Credit = { id: string; ret: ReturnId; customer: string; reference: string; amount: Money; at: Instant }

/** Store credit these returns gave, oldest first. */
export async function creditsOf(on: Queryable, org: OrgId, returns: readonly ReturnId[]): Promise<Credit[]> {
  const { rows } = await query<{
    id: string
    return_id: ReturnId
    customer: string
    reference: string
    amount: number
    currency: Money['currency']
    at: Instant
  }>(
    on,
    sql`select id, return_id, customer, reference, amount, currency, at from credits where org_id = ${org} and return_id = any (${returns}::uuid[]) order by at, id`,
  )
  return rows.map(({ return_id, amount, currency, ...row }) => ({
    ...row,
    ret: return_id,
    amount: { amountMinor: amount, currency },
  }))
}

/** Orders whose person is known still although nothing has happened on them for long, oldest first. */
export async function quietOrders(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  before: Instant,
  after: { at: Instant; id: OrderId } | null,
  limit: number,
): Promise<{ at: Instant; id: OrderId }[]> {
  const { rows } = await query<{ at: Instant; id: OrderId }>(
    on,
    sql`select created_at as at, id from orders where org_id = ${org} and shop_id = ${shop} and erased_at is null and created_at < ${before} and updated_at < ${before}
      and (created_at, id) > (${after?.at ?? '0001-01-01T00:00:00.000Z'}::timestamptz, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
      and not exists (select from returns where returns.org_id = ${org} and returns.order_id = orders.id and returns.updated_at >= ${before})
      order by created_at, id limit ${limit}`,
  )
  return rows
}
