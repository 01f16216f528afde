/** Statements of withdrawal: written once, and what came of them. */
import type { OrderId, OrgId, ReturnId, ShopId, WithdrawalId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import type { Statement, Withdrawal } from '../core/withdrawal.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

type Row = {
  org_id: OrgId
  id: WithdrawalId
  shop_id: ShopId
  number: string
  received_at: Instant
  statement: Statement
  order_id: OrderId | null
  returns: ReturnId[]
  state: Withdrawal['state']
  why: Withdrawal['why']
}

const withdrawalOf = (row: Row): Withdrawal => ({
  id: row.id,
  org: row.org_id,
  shop: row.shop_id,
  number: row.number,
  receivedAt: row.received_at,
  statement: row.statement,
  order: row.order_id,
  returns: row.returns,
  state: row.state,
  why: row.why,
})

/** False when it was received before: sent twice, it is one statement. */
export async function insertWithdrawal(
  on: Queryable,
  { org, id, shop, number, receivedAt, statement }: Withdrawal,
): Promise<boolean> {
  const { rowCount } = await query(
    on,
    sql`insert into withdrawals (org_id, id, shop_id, number, received_at, statement, state) values (${org}, ${id}, ${shop}, ${number}, ${receivedAt}, ${json(statement)}, 'received') on conflict (org_id, id) do nothing`,
  )
  return rowCount === 1
}

export async function findWithdrawal(on: Queryable, org: OrgId, id: WithdrawalId): Promise<Withdrawal | null> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, shop_id, number, received_at, statement, order_id, returns, state, why from withdrawals where org_id = ${org} and id = ${id}`,
  )
  return rows[0] ? withdrawalOf(rows[0]) : null
}

/** Notes what came of it; the statement itself is out of reach. */
export const noteOutcome = (
  on: Queryable,
  { org, id, order, returns, state, why }: Pick<Withdrawal, 'org' | 'id' | 'order' | 'returns' | 'state' | 'why'>,
): Promise<unknown> =>
  query(
    on,
    sql`update withdrawals set order_id = ${order}, returns = ${returns}, state = ${state}, why = ${why} where org_id = ${org} and id = ${id}`,
  )

export type WithdrawalFinding = {
  shops: readonly ShopId[] | null
  state?: Withdrawal['state']
  after?: { at: Instant; id: string }
  limit: number
}

/** Newest first. */
export async function listWithdrawals(
  on: Queryable,
  org: OrgId,
  { shops, state, after, limit }: WithdrawalFinding,
): Promise<Withdrawal[]> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, shop_id, number, received_at, statement, order_id, returns, state, why from withdrawals where org_id = ${org}
      and (${shops === null} or shop_id = any (${shops ?? []}::uuid[])) and (${state ?? null}::text is null or state = ${state ?? null})
      and (${after?.at ?? null}::timestamptz is null or (received_at, id) < (${after?.at ?? null}, ${after?.id ?? null}::uuid))
      order by received_at desc, id desc limit ${limit}`,
  )
  return rows.map(withdrawalOf)
}

/** Received and never taken further, because whoever did so broke off. */
export async function unopened(on: Queryable, org: OrgId, before: Instant, limit: number): Promise<Withdrawal[]> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, shop_id, number, received_at, statement, order_id, returns, state, why from withdrawals where org_id = ${org} and state = 'received' and received_at < ${before} order by received_at limit ${limit}`,
  )
  return rows.map(withdrawalOf)
}

/** Forgets who declared it; that and when it was declared, and about which order, stays. */
export const forgetWithdrawals = (on: Queryable, org: OrgId, order: OrderId): Promise<unknown> =>
  query(
    on,
    sql`update withdrawals set statement = json_build_object('name', '', 'orderNumber', statement ->> 'orderNumber', 'email', '', 'scope', json_build_object('kind', 'whole'), 'language', statement ->> 'language', 'words', '')
      where org_id = ${org} and order_id = ${order}`,
  )
