/** Copies made inside the database: what is measured later is not how orders enter or returns are filed. */
import type { OrderId } from '../src/core/ids.ts'
import type { Order } from '../src/core/order/order.ts'
import type { Return } from '../src/core/return/return.ts'
import { findOrder } from '../src/db/orders.ts'
import { type Queryable, query } from '../src/db/pool.ts'
import type { House } from './house.ts'

const STEP = 20_000

/** Sends SQL as it stands. */
export const run = (on: Queryable, text: string, values: unknown[] = []): Promise<unknown> =>
  query(on, { text, values, prepare: false })

/** What is measured afterwards is not the filling's aftermath: nothing dead lies about, the planner knows the tables, and the disk has what it is owed. */
export async function tidy({ database: { pool } }: House): Promise<void> {
  await run(pool, 'vacuum analyze')
  await run(pool, 'checkpoint')
}

/** Plain orders, each with its own delivery and payment. */
export async function cloneOrders({ desk, template }: House, many: number): Promise<OrderId[]> {
  const { rows } = await query<{ id: OrderId }>(desk.db, {
    prepare: false,
    text: `with made as materialized (select gen_random_uuid() as order_id, gen_random_uuid() as payment from generate_series(1, ${many})),
      ${copiesOf(template)} select order_id as id from made`,
  })
  return rows.map(row => row.id)
}

/** For every row of `made` an order with what belongs to it; as much of it is held and spoken for as of the first one. */
const copiesOf = ({ id, refs: { externalId }, payments: [payment] }: Order): string =>
  `ordered as (
    insert into orders (org_id, id, shop_id, external_id, number, state, version, placed_at, created_at, updated_at, terms, doc)
    select o.org_id, made.order_id, o.shop_id, made.order_id::text, left(made.order_id::text, 8), o.state, 1, o.placed_at, o.created_at, o.updated_at, o.terms,
      replace(replace(replace(o.doc::text, '${id}', made.order_id::text), '${payment?.id}', made.payment::text), '"${externalId}"', '"' || made.order_id || '"')::json
    from orders o, made where o.id = '${id}'
  ), delivered as (
    insert into sold (org_id, order_id, line_id, fulfilment_id, delivered, held)
    select s.org_id, made.order_id, s.line_id, s.fulfilment_id, s.delivered, s.held from sold s, made where s.order_id = '${id}'
  ), paid as (
    insert into payments (org_id, id, order_id, currency, captured, spoken)
    select p.org_id, made.payment, made.order_id, p.currency, p.captured, p.spoken from payments p, made where p.order_id = '${id}'
  )`

/**
 * Copies of a return, each with its own order and its own log. `changes` are made to what it says; `sweepAt` (SQL) is when time has something to do with it.
 * Numbers are from a range the house does not reach by itself.
 */
export async function cloneReturns(
  { desk, org }: House,
  source: Return,
  many: number,
  { changes = {}, sweepAt = 'null' }: { changes?: Partial<Return>; sweepAt?: string } = {},
): Promise<void> {
  const order = await findOrder(desk.db, org, source.order)
  if (order === null) throw new Error('A return without an order.')
  for (let done = 0; done < many; done += STEP)
    await run(
      desk.db,
      `with made as materialized (
        select gen_random_uuid() as id, gen_random_uuid() as order_id, gen_random_uuid() as payment, base + n as serial,
          upper(left(md5(random()::text || n), 8)) || (base + n) as number
        from generate_series(1, ${Math.min(STEP, many - done)}) n, (select greatest(max(serial), 100000000) as base from returns) s
      ), ${copiesOf(order)}, logged as (
        insert into return_events (org_id, return_id, sequence, id, type, at, body)
        select e.org_id, made.id, e.sequence, gen_random_uuid(), e.type, e.at, e.body from return_events e, made where e.return_id = $1
      )
      insert into returns (org_id, id, shop_id, order_id, group_id, serial, number, version, created_at, updated_at, due_at, sweep_at, tuple, request, negotiation,
        dispute, evidence, compensation, transit, onward, receiving, settlement, handling, kind, inspector, lane, terms, doc)
      select r.org_id, made.id, r.shop_id, made.order_id, null, made.serial, made.number, r.version, r.created_at, r.updated_at, r.due_at, ${sweepAt}, r.tuple,
        r.request, r.negotiation, r.dispute, r.evidence, r.compensation, r.transit, r.onward, r.receiving, r.settlement, r.handling, r.kind, r.inspector, r.lane,
        array_to_tsvector(tsvector_to_array(r.terms) || lower(made.number)),
        ('{"id":"' || made.id || '","order":"' || made.order_id || '","serial":' || made.serial || ',"number":"' || made.number || '",' || $2)::json
      from made, returns r where r.id = $1`,
      [source.id, restOf({ ...source, ...changes }, ['id', 'order', 'serial', 'number'])],
    )
}

/** What differs from copy to copy stands at the head of its document, so that the rest is one text per source. */
export const restOf = (ret: Return, head: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(Object.entries(ret).filter(([name]) => !head.includes(name)))).slice(1)
