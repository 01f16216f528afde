/** Orders as rows, their delivered pieces and their payments. */
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { PaymentLeft, Sold } from '../core/return/tray.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { send } from './send.ts'
import { json, sql } from './statement.ts'
import { exactQuery, orderTerms, searchQuery } from './terms.ts'
import type { Transaction } from './transaction.ts'

export async function findOrder(on: Queryable, org: OrgId, id: OrderId): Promise<Order | null> {
  const { rows } = await query<{ doc: Order }>(on, sql`select doc from orders where org_id = ${org} and id = ${id}`)
  return rows[0]?.doc ?? null
}

export async function findOrderByExternalId(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  externalId: string,
): Promise<Order | null> {
  const { rows } = await query<{ doc: Order }>(
    on,
    sql`select doc from orders where org_id = ${org} and shop_id = ${shop} and external_id = ${externalId}`,
  )
  return rows[0]?.doc ?? null
}

/** Order numbers are what people type, and nothing promises that a shop uses each only once. */
export async function findOrdersByNumber(
  on: Queryable,
  org: OrgId,
  shops: readonly ShopId[],
  number: string,
): Promise<Order[]> {
  const { rows } = await query<{ doc: Order }>(
    on,
    sql`select doc from orders where org_id = ${org} and shop_id = any (${shops}::uuid[]) and lower(number) = lower(${number}) order by placed_at desc limit 20`,
  )
  return rows.map(row => row.doc)
}

/** The order with the shop it belongs to and the policy frozen on it: the standing half of every tray. */
export async function findPurchase(
  on: Queryable,
  org: OrgId,
  id: OrderId,
): Promise<{ order: Order; shop: Shop; policy: Policy | null } | null> {
  const { rows } = await query<{ order: Order; shop: Shop; policy: Policy | null }>(
    on,
    sql`select orders.doc as order, shops.doc as shop, policies.doc as policy from orders
      join shops on shops.org_id = orders.org_id and shops.id = orders.shop_id
      left join policies on policies.org_id = orders.org_id and policies.id = (orders.doc ->> 'policy')::uuid
      where orders.org_id = ${org} and orders.id = ${id}`,
  )
  return rows[0] ?? null
}

/** Same, by one of its returns. */
export async function findPurchaseOf(
  on: Queryable,
  org: OrgId,
  ret: ReturnId,
): Promise<{ order: Order; shop: Shop; policy: Policy | null } | null> {
  const { rows } = await query<{ order: Order; shop: Shop; policy: Policy | null }>(
    on,
    sql`select orders.doc as order, shops.doc as shop, policies.doc as policy from returns
      join orders on orders.org_id = returns.org_id and orders.id = returns.order_id
      join shops on shops.org_id = orders.org_id and shops.id = orders.shop_id
      left join policies on policies.org_id = orders.org_id and policies.id = (orders.doc ->> 'policy')::uuid
      where returns.org_id = ${org} and returns.id = ${ret}`,
  )
  return rows[0] ?? null
}

/** Locks the order itself against a second entry at the same time. */
export async function lockOrder(on: Queryable, org: OrgId, shop: ShopId, externalId: string): Promise<Order | null> {
  const { rows } = await query<{ doc: Order }>(
    on,
    sql`select doc from orders where org_id = ${org} and shop_id = ${shop} and external_id = ${externalId} for no key update`,
  )
  return rows[0]?.doc ?? null
}

export function saveOrder(on: Queryable, order: Order): Promise<unknown> {
  return query(
    on,
    sql`insert into orders (org_id, id, shop_id, external_id, number, state, version, placed_at, created_at, updated_at, terms, doc)
      values (${order.org}, ${order.id}, ${order.shop}, ${order.refs.externalId}, ${order.refs.number}, ${order.state}, 1, ${order.placedAt}, ${order.createdAt},
        ${order.updatedAt}, array_to_tsvector(${orderTerms(order)}::text[]), ${json(order)})
      on conflict (org_id, id) do update set number = excluded.number, state = excluded.state, version = orders.version + 1, placed_at = excluded.placed_at,
        updated_at = excluded.updated_at, terms = excluded.terms, doc = excluded.doc`,
  )
}

/**
 * Writes the delivered pieces of an order, and that nothing is delivered of what the order no longer names; what is held stays as it is.
 * A delivery that shrinks below what is held breaks `sold_no_piece_twice`. Lock the rows first (`ledgerOf`): acts lock them in order, this does not.
 */
export function saveSold(on: Queryable, order: Order): Promise<unknown> {
  const delivered = order.fulfilments.flatMap(fulfilment =>
    fulfilment.lines.map(line => ({
      line: line.line,
      fulfilment: fulfilment.id,
      quantity: fulfilment.state === 'sent' ? line.quantity : 0,
    })),
  )
  return query(
    on,
    sql`with told as (
        select line, fulfilment, sum(quantity) as quantity from unnest(${delivered.map(row => row.line)}::uuid[], ${delivered.map(row => row.fulfilment)}::uuid[],
          ${delivered.map(row => row.quantity)}::int[]) as row (line, fulfilment, quantity) group by line, fulfilment
      ), gone as (
        update sold set delivered = 0 where org_id = ${order.org} and order_id = ${order.id} and delivered > 0
          and not exists (select from told where told.line = sold.line_id and told.fulfilment = sold.fulfilment_id)
      )
      insert into sold (org_id, order_id, line_id, fulfilment_id, delivered) select ${order.org}::uuid, ${order.id}::uuid, line, fulfilment, quantity from told
      on conflict (org_id, order_id, line_id, fulfilment_id) do update set delivered = excluded.delivered`,
  )
}

/**
 * Captured money can grow, and shrink no further than what is spoken for (`payments_not_over_refunded`). An exchange's order names the payments of the
 * order before it, which stand here already with all they took; only what was paid on top is new.
 */
export function savePayments(on: Queryable, order: Order): Promise<unknown> {
  const ids = order.payments.map(payment => payment.id)
  const currencies = order.payments.map(payment => payment.captured.currency)
  const amounts = order.payments.map(payment => payment.captured.amountMinor)
  const keepOthers = order.source === 'exchange'
  return query(
    on,
    sql`insert into payments (org_id, id, order_id, currency, captured)
      select ${order.org}::uuid, id, ${order.id}::uuid, currency, captured
      from unnest(${ids}::uuid[], ${currencies}::text[], ${amounts}::bigint[]) as row (id, currency, captured)
      on conflict (org_id, id) do update set captured = excluded.captured
      where payments.order_id = excluded.order_id and not ${keepOthers}::boolean`,
  )
}

type SoldRow = { line_id: string; fulfilment_id: string; delivered: number; held: number }
const soldOf = (row: SoldRow): Sold => ({
  line: row.line_id as Sold['line'],
  fulfilment: row.fulfilment_id as Sold['fulfilment'],
  delivered: row.delivered,
  held: row.held,
})

export async function ledgerOf(on: Queryable, org: OrgId, order: OrderId, lock: boolean): Promise<Sold[]> {
  const statement = lock
    ? sql`select line_id, fulfilment_id, delivered, held from sold where org_id = ${org} and order_id = ${order} order by line_id, fulfilment_id for update`
    : sql`select line_id, fulfilment_id, delivered, held from sold where org_id = ${org} and order_id = ${order}`
  return (await query<SoldRow>(on, statement)).rows.map(soldOf)
}

/** The ledger of a return's order, locked before the return itself is known: goods first, then the return, then money. */
export async function ledgerOfReturn(on: Queryable, org: OrgId, ret: ReturnId, lock: boolean): Promise<Sold[]> {
  const statement = lock
    ? sql`select line_id, fulfilment_id, delivered, held from sold where org_id = ${org} and order_id = (select order_id from returns where org_id = ${org} and id = ${ret})
        order by line_id, fulfilment_id for update`
    : sql`select line_id, fulfilment_id, delivered, held from sold where org_id = ${org} and order_id = (select order_id from returns where org_id = ${org} and id = ${ret})`
  return (await query<SoldRow>(on, statement)).rows.map(soldOf)
}

export function moveHolds(
  on: Transaction,
  org: OrgId,
  order: OrderId,
  moves: readonly { line: string; fulfilment: string; by: number }[],
): void {
  const sums = new Map<string, { line: string; fulfilment: string; by: number }>()
  for (const move of moves) {
    const key = `${move.line} ${move.fulfilment}`
    sums.set(key, { ...move, by: (sums.get(key)?.by ?? 0) + move.by })
  }
  for (const move of [...sums.values()]
    .filter(({ by }) => by !== 0)
    .toSorted((a, b) => (`${a.line}${a.fulfilment}` < `${b.line}${b.fulfilment}` ? -1 : 1))) {
    send(
      query(
        on,
        sql`update sold set held = held + ${move.by} where org_id = ${org} and order_id = ${order} and line_id = ${move.line} and fulfilment_id = ${move.fulfilment}`,
      ),
    )
  }
}

/** Capacity per payment, locked in order of their ids. */
export async function paymentsOf(
  on: Queryable,
  org: OrgId,
  ids: readonly string[],
  lock: boolean,
): Promise<PaymentLeft[]> {
  const statement = lock
    ? sql`select id, currency, captured, spoken from payments where org_id = ${org} and id = any (${ids}::uuid[]) order by id for update`
    : sql`select id, currency, captured, spoken from payments where org_id = ${org} and id = any (${ids}::uuid[]) order by id`
  const { rows } = await query<{ id: string; currency: string; captured: number; spoken: number }>(on, statement)
  return rows.map(row => ({
    id: row.id as PaymentLeft['id'],
    captured: { amountMinor: row.captured, currency: row.currency as Currency },
    spoken: { amountMinor: row.spoken, currency: row.currency as Currency },
  }))
}

export function movePayment(on: Transaction, org: OrgId, id: string, byMinor: number): void {
  if (byMinor !== 0)
    send(query(on, sql`update payments set spoken = spoken + ${byMinor} where org_id = ${org} and id = ${id}`))
}

export type OrderFinding = {
  shops: readonly ShopId[]
  /** Only these. */
  ids?: readonly OrderId[]
  text?: string
  words?: readonly string[]
  number?: string
  state?: Order['state']
  createdFrom?: Instant
  createdBefore?: Instant
  after?: { at: Instant; id: string }
  limit: number
}

/** Newest first. */
export async function listOrders(on: Queryable, org: OrgId, finding: OrderFinding): Promise<Order[]> {
  const typed = finding.text === undefined ? null : searchQuery(finding.text)
  const parts = [...(typed === null ? [] : [typed]), ...(finding.words ?? []).map(exactQuery)]
  const wordTest = parts.length === 0 ? '$3::text is null' : 'terms @@ $3::tsquery'
  const numberTest = finding.number === undefined ? '$4::text is null' : 'lower(number) = lower($4)'
  const idTest = finding.ids === undefined ? '$11::uuid[] is null' : 'id = any ($11::uuid[])'
  const { rows } = await query<{ doc: Order }>(on, {
    prepare: parts.length === 0,
    text: `select doc from orders where org_id = $1 and shop_id = any ($2::uuid[]) and ${idTest} and ${wordTest} and ${numberTest} and ($5::text is null or state = $5)
      and created_at >= $6 and created_at < $7 and (created_at, id) < ($8, $9::uuid) order by created_at desc, id desc limit $10`,
    values: [
      org,
      finding.shops,
      parts.length === 0 ? null : parts.join(' & '),
      finding.number ?? null,
      finding.state ?? null,
      finding.createdFrom ?? '0001-01-01T00:00:00.000Z',
      finding.createdBefore ?? '9999-12-31T23:59:59.999Z',
      finding.after?.at ?? '9999-12-31T23:59:59.999Z',
      finding.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      finding.limit,
      finding.ids ?? null,
    ],
  })
  return rows.map(row => row.doc)
}
