/** Forgetting a person: the one place where a log that is otherwise never changed is written anew, and the rows around it that repeat what it said. */
import type { OrderId, OrgId, ReturnId } from '../core/ids.ts'
import { ERASED } from '../core/privacy/rule.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return, Stray } from '../core/return/return.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { send } from './send.ts'
import { json, sql } from './statement.ts'
import type { Transaction } from './transaction.ts'

/** All returns of an order, held until the transaction ends. In the order of their ids, so that two who forget do not wait for each other. */
export async function lockReturnsOf(on: Queryable, org: OrgId, order: OrderId): Promise<Return[]> {
  const { rows } = await query<{ doc: Return }>(
    on,
    sql`select doc from returns where org_id = ${org} and order_id = ${order} order by id for no key update`,
  )
  return rows.map(row => row.doc)
}

/** What each event says is replaced; its place, time, type and id stay. */
export const rewriteEvents = (
  on: Queryable,
  org: OrgId,
  ret: ReturnId,
  events: readonly Recorded[],
): Promise<unknown> =>
  query(
    on,
    sql`update return_events set body = event.body::json
      from unnest(${events.map(({ sequence }) => sequence)}::int[], ${events.map(({ id: _, sequence: __, ...body }) => json(body))}::text[]) as event (sequence, body)
      where return_events.org_id = ${org} and return_id = ${ret} and return_events.sequence = event.sequence`,
  )

/** The order is passed over when time is up for others. */
export const markErased = (on: Queryable, org: OrgId, order: OrderId, at: Instant): Promise<unknown> =>
  query(on, sql`update orders set erased_at = coalesce(erased_at, ${at}) where org_id = ${org} and id = ${order}`)

/** Whose credit it was, why work outside went wrong, where photos lay, and what receivers answered to news that still named the person. */
export function forgetAround(on: Transaction, org: OrgId, returns: readonly ReturnId[]): void {
  send(
    query(
      on,
      sql`update credits set customer = ${ERASED} where org_id = ${org} and return_id = any (${returns}::uuid[])`,
    ),
  )
  send(
    query(
      on,
      sql`update errands set why = ${ERASED} where org_id = ${org} and return_id = any (${returns}::uuid[]) and why is not null`,
    ),
  )
  send(
    query(
      on,
      sql`update errands set body = (body::jsonb - 'url')::json where org_id = ${org} and return_id = any (${returns}::uuid[]) and kind = 'file'`,
    ),
  )
  send(
    query(
      on,
      sql`update attempts set answer = ${ERASED} from deliveries
        where attempts.org_id = ${org} and deliveries.org_id = ${org} and deliveries.id = attempts.delivery_id
        and deliveries.return_id = any (${returns}::uuid[]) and attempts.answer is not null`,
    ),
  )
}

/** Goods without paper that were matched to these returns; once matched, nobody else changes them. */
export async function straysMatched(on: Queryable, org: OrgId, returns: readonly ReturnId[]): Promise<Stray[]> {
  const { rows } = await query<{ doc: Stray }>(
    on,
    sql`select doc from strays where org_id = ${org} and matched = any (${returns}::uuid[]) order by id`,
  )
  return rows.map(row => row.doc)
}

export type KeptAnswer = { actor: string; key: string; answer: unknown }

/** Answers that are kept for repetitions and hold one of these things whole. */
export async function answersHolding(on: Queryable, org: OrgId, ids: readonly string[]): Promise<KeptAnswer[]> {
  const { rows } = await query<KeptAnswer>(
    on,
    sql`select actor, key, answer from idempotency where org_id = ${org} and json_typeof(answer) = 'object'
      and (answer ->> 'id' = any (${ids}::text[]) or answer -> 'order' ->> 'id' = any (${ids}::text[]))`,
  )
  return rows
}
