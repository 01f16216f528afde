/** A shop as it looks after years: returns in some twenty states, each made the ordinary way and then copied with other numbers and days. */
import { refused } from '../src/core/refusal.ts'
import type { Command } from '../src/core/return/commands.ts'
import type { Return } from '../src/core/return/return.ts'
import type { Instant } from '../src/core/time.ts'
import { query } from '../src/db/pool.ts'
import { act } from '../src/desk/act.ts'
import type { Caller } from '../src/desk/caller.ts'
import { cloneOrders, restOf, run, tidy } from './copies.ts'
import type { House } from './house.ts'

const STEP = 20_000
const MOST_ORDERS = 100_000

/** Fills the shop up to so many returns, filed over three years. */
export async function fillTo(house: House, many: number): Promise<void> {
  const { desk, org, shop } = house
  const { rows } = await query<{ have: number }>(desk.db, {
    text: 'select count(*)::int as have from returns where org_id = $1 and shop_id = $2',
    values: [org, shop.id],
  })
  const missing = many - (rows[0]?.have ?? 0)
  if (missing <= 0) return
  const sources = await statesToCopy(house)
  const orders = await cloneOrders(house, Math.min(missing, MOST_ORDERS))
  await run(desk.db, 'create table bench_orders (place int primary key, id uuid)')
  await run(
    desk.db,
    'insert into bench_orders select place, id from unnest($1::uuid[]) with ordinality as one (id, place)',
    [orders],
  )
  for (let done = 0; done < missing; done += STEP)
    await copyReturns(house, sources, Math.min(STEP, missing - done), orders.length)
  await run(desk.db, 'drop table bench_orders')
  await run(desk.db, 'delete from tallies')
  await run(
    desk.db,
    `insert into tallies (org_id, shop_id, tuple, day, slot, returns)
      select org_id, shop_id, tuple, (created_at at time zone 'UTC')::date, 0, count(*) from returns group by 1, 2, 3, 4`,
  )
  await run(desk.db, 'update serials set last = last + 100000000')
  await tidy(house)
}

const HEAD = ['id', 'order', 'serial', 'number', 'createdAt', 'updatedAt']

const copyReturns = ({ desk, org }: House, sources: Return[], many: number, orders: number): Promise<unknown> =>
  run(
    desk.db,
    `insert into returns (org_id, id, shop_id, order_id, group_id, serial, number, version, created_at, updated_at, due_at, tuple, request, negotiation, dispute,
        evidence, compensation, transit, onward, receiving, settlement, handling, kind, inspector, lane, terms, doc)
      select r.org_id, made.id, r.shop_id, made.order_id, null, made.serial, made.number, r.version, made.at, made.at, null, r.tuple, r.request, r.negotiation, r.dispute,
        r.evidence, r.compensation, r.transit, r.onward, r.receiving, r.settlement, r.handling, r.kind, r.inspector, r.lane,
        array_to_tsvector(array[made.number, 'sku:shirt', lower(made.number), 'maja@example.com']),
        ('{"id":"' || made.id || '","order":"' || made.order_id || '","serial":' || made.serial || ',"number":"' || made.number
          || '","createdAt":"' || made.text || '","updatedAt":"' || made.text || '",' || ($3::text[])[made.source])::json
      from (
        select *, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as text from (
          select gen_random_uuid() as id, (select id from bench_orders where place = 1 + (n % ${orders})) as order_id, s.base + n as serial,
            upper(left(md5(random()::text || n), 8)) || (s.base + n) as number,
            date_trunc('milliseconds', now() - random() * interval '1000 days') as at, 1 + (n * 7919) % cardinality($1::uuid[]) as source
          from generate_series(1, ${many}) n, (select coalesce(max(serial), 0) + 100 as base from returns) s
        ) numbered
      ) made join returns r on r.org_id = $2 and r.id = ($1::uuid[])[made.source]`,
    [sources.map(ret => ret.id), org, sources.map(ret => restOf(ret, HEAD))],
  )

/** Does it and gives what became of it; whoever is refused here has nothing to measure. */
export async function go(house: House, caller: Caller, ret: Return, ...commands: Command[]): Promise<Return> {
  const acted = await act(house.desk, caller, { ret: ret.id }, commands)
  if (refused(acted)) throw new Error(`${JSON.stringify(commands)} ${JSON.stringify(acted)}`)
  return acted.ret
}

export async function filed(house: House, handling: 'send_back' | 'keep' = 'send_back'): Promise<Return> {
  const [order] = await cloneOrders(house, 1)
  const line = house.template.lines[0]?.id
  if (order === undefined || line === undefined) throw new Error('There is nothing to return.')
  const { shopper } = peopleOf(house)
  const acted = await act(house.desk, shopper, { order }, [
    { verb: 'submit', items: [{ line, quantity: 1, reason: { code: 'too_small' }, handling }] },
  ])
  if (refused(acted)) throw new Error(JSON.stringify(acted))
  return acted.ret
}

export const peopleOf = ({ owner }: House) => ({
  owner,
  agent: { ...owner, actor: { ...owner.actor, role: 'agent' } } satisfies Caller,
  shopper: { ...owner, actor: { ...owner.actor, role: 'shopper' } } satisfies Caller,
  carrier: { ...owner, actor: { ...owner.actor, role: 'carrier' } } satisfies Caller,
})

async function statesToCopy(house: House): Promise<Return[]> {
  const { owner, agent, shopper, carrier } = peopleOf(house)
  const made: Return[] = []
  const approved = async (handling: 'send_back' | 'keep', ...more: Command[]): Promise<Return> =>
    go(house, agent, await filed(house, handling), { verb: 'approve' }, ...more)
  const parcel = { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' } as const
  const scan = (ret: Return, kind: 'picked_up' | 'delivered' | 'lost') =>
    ({
      verb: 'track',
      shipment: ret.shipments[0]?.id as never,
      checkpoint: { at: new Date().toISOString() as Instant, kind, text: kind },
    }) as const
  for (const handling of ['send_back', 'keep'] as const) {
    made.push(await filed(house, handling))
    made.push(await approved(handling))
    made.push(await go(house, agent, await filed(house, handling), { verb: 'reject', reason: 'Worn.' }))
    made.push(await go(house, shopper, await filed(house, handling), { verb: 'cancel', reason: 'No longer.' }))
    made.push(await approved(handling, { verb: 'resolve' }))
    const objection = { verb: 'dispute', reason: 'objection', text: 'Not so.' } as const
    made.push(await go(house, agent, await filed(house, handling), objection))
  }
  made.push(await approved('send_back', parcel))
  for (const kind of ['picked_up', 'delivered', 'lost'] as const) {
    const ret = await approved('send_back', parcel)
    made.push(await go(house, carrier, ret, scan(ret, kind)))
  }
  const kept = await go(house, agent, await filed(house, 'keep'), { verb: 'approve', handling: 'keep' })
  made.push(kept)
  made.push(await go(house, owner, kept, { verb: 'settle_elsewhere', reference: 'bank-1', why: 'By bank.' }))
  const back = await approved('send_back')
  const item = back.items[0]?.id as never
  made.push(
    await go(house, agent, back, { verb: 'receive', key: 'box', source: 'dock', lines: [{ item, quantity: 1 }] }),
  )
  return made
}
