/** A house to measure: a real server in a process of its own, and a desk beside it on the same database for the bare loops. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OrgId } from '../src/core/ids.ts'
import type { Currency } from '../src/core/money.ts'
import type { Order } from '../src/core/order/order.ts'
import { refused } from '../src/core/refusal.ts'
import type { Return } from '../src/core/return/return.ts'
import type { Shop } from '../src/core/shop.ts'
import type { Instant } from '../src/core/time.ts'
import { type Database, openDatabase } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { insertOrg } from '../src/db/orgs.ts'
import { query } from '../src/db/pool.ts'
import { transaction } from '../src/db/transaction.ts'
import { act } from '../src/desk/act.ts'
import { type Caller, SCOPES_OF } from '../src/desk/caller.ts'
import type { Desk } from '../src/desk/desk.ts'
import { writeKey } from '../src/desk/keys.ts'
import { openDesk } from '../src/desk/open-desk.ts'
import { enterOne } from '../src/desk/orders.ts'
import { foundShop } from '../src/desk/shops.ts'
import { openStore } from '../src/files/store.ts'

export type House = {
  desk: Desk
  database: Database
  org: OrgId
  shop: Shop
  owner: Caller
  url: string
  key: string
  serverPid: number
  /** Plain orders of one line of two pieces, each with its own delivery and payment, cloned from one that entered the ordinary way. */
  moreOrders: (many: number) => Promise<string[]>
  /** Fills the shop up to so many returns, in some twenty states, filed over three years. */
  fillTo: (many: number) => Promise<void>
  close: () => Promise<void>
}

const CLIENTS = 8

export async function openHouse(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'backhaul-bench-'))
  const database = await openDatabase({ dataDir: join(folder, 'postgres'), poolSize: CLIENTS + 2 })
  await migrate(database.pool)
  const desk = await openDesk(database.pool, await openStore({ kind: 'folder', path: join(folder, 'files') }))
  const org = desk.fresh<OrgId>()
  await insertOrg(desk.db, { id: org, name: 'Bench', createdAt: desk.now() })
  const shop = await transaction(desk.db, tx =>
    foundShop(tx, desk, org, { name: 'Bench', currency: 'EUR' as Currency }),
  )
  const { secret } = await writeKey(desk.db, desk, org, { name: 'bench', role: 'owner' })
  const owner: Caller = {
    org,
    actor: { role: 'owner', id: null, name: 'Bench', via: 'api', email: null },
    scopes: new Set(SCOPES_OF.owner),
    shops: null,
    orders: null,
  }
  const port = await freePort()
  const server = await startServer(folder, port)
  const template = await orderTemplate(desk, owner, shop)
  return {
    desk,
    database,
    org,
    shop,
    owner,
    key: secret,
    url: `http://127.0.0.1:${port}`,
    serverPid: server.pid ?? 0,
    moreOrders: many => cloneOrders(desk, template, many),
    fillTo: many => fill(desk, owner, shop, template, many),
    async close() {
      server.kill('SIGTERM')
      await new Promise(resolve => server.once('exit', resolve))
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['bin/backhaul.js', 'start', '--empty', '--port', String(port), '--data', folder],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DATABASE_URL: '', BACKHAUL_RATE_LIMIT: 'off', BACKHAUL_LOG_LEVEL: 'warn' },
    },
  )
  for (let attempt = 0; attempt < 200; attempt++) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer?.ok) return child
    if (child.exitCode !== null) throw new Error('The server did not start.')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('The server did not become ready within ten seconds.')
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function orderTemplate(desk: Desk, owner: Caller, shop: Shop): Promise<Order> {
  const entered = await enterOne(desk, owner, shop.id, {
    externalId: 'template',
    number: 'T1',
    placedAt: desk.now(),
    currency: 'EUR' as Currency,
    taxesIncluded: true,
    customer: { firstName: 'Maja', lastName: 'Lund', emails: ['maja@example.com'] },
    country: 'DE',
    shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postalCode: '10115', country: 'DE' },
    lines: [
      {
        externalId: 'l1',
        title: 'Shirt',
        sku: 'SHIRT-M',
        quantity: 2,
        unitPrice: { amountMinor: 4990 },
        taxes: [{ title: 'VAT', ratePpm: 190_000 }],
      },
    ],
    freight: { price: { amountMinor: 490 } },
    payments: [{ externalId: 'pay', kind: 'card', gateway: 'simulated', captured: { amountMinor: 10_470 } }],
    fulfilments: [
      { externalId: 'f1', lines: [{ line: 'l1', quantity: 2 }], sentAt: desk.now(), deliveredAt: desk.now() },
    ],
  })
  if (refused(entered)) throw new Error(JSON.stringify(entered))
  return entered.order
}

/** Copies made inside the database: what is measured later is not how orders enter. */
async function cloneOrders(desk: Desk, template: Order, many: number): Promise<string[]> {
  const payment = template.payments[0]?.id
  const { rows } = await query<{ id: string }>(desk.db, {
    prepare: false,
    text: `with made as (
        select gen_random_uuid() as id, gen_random_uuid() as payment from generate_series(1, ${many})
      ), entered as (
        insert into orders (org_id, id, shop_id, external_id, number, state, version, placed_at, created_at, updated_at, terms, doc)
        select o.org_id, made.id, o.shop_id, made.id::text, left(made.id::text, 8), o.state, 1, o.placed_at, o.created_at, o.updated_at, o.terms,
          replace(replace(replace(o.doc::text, '${template.id}', made.id::text), '${payment}', made.payment::text), '"template"', '"' || made.id || '"')::json
        from orders o, made where o.id = '${template.id}' returning id
      ), delivered as (
        insert into sold (org_id, order_id, line_id, fulfilment_id, delivered) select s.org_id, made.id, s.line_id, s.fulfilment_id, s.delivered from sold s, made where s.order_id = '${template.id}'
      ), paid as (
        insert into payments (org_id, id, order_id, currency, captured) select p.org_id, made.payment, made.id, p.currency, p.captured from payments p, made where p.order_id = '${template.id}'
      ) select id from entered`,
  })
  return rows.map(row => row.id)
}

/** Some twenty states, made the ordinary way, then copied with other numbers and days. */
async function fill(desk: Desk, owner: Caller, shop: Shop, template: Order, many: number): Promise<void> {
  const { rows } = await query<{ have: number }>(desk.db, {
    text: 'select count(*)::int as have from returns where org_id = $1 and shop_id = $2',
    values: [owner.org, shop.id],
  })
  const missing = many - (rows[0]?.have ?? 0)
  if (missing <= 0) return
  const sources = await statesToCopy(desk, owner, template)
  const orders = await cloneOrders(desk, template, Math.min(missing, 100_000))
  await query(desk.db, {
    prepare: false,
    text: `create table if not exists bench_orders (place int primary key, id uuid)`,
  })
  await query(desk.db, { prepare: false, text: 'truncate bench_orders' })
  await query(desk.db, {
    text: 'insert into bench_orders select place, id from unnest($1::uuid[]) with ordinality as one (id, place)',
    values: [orders],
  })
  const step = 20_000
  for (let done = 0; done < missing; done += step) {
    await copyReturns(desk, sources, Math.min(step, missing - done), orders.length)
  }
  await query(desk.db, { prepare: false, text: 'delete from tallies' })
  await query(desk.db, {
    prepare: false,
    text: `insert into tallies (org_id, shop_id, tuple, day, slot, returns) select org_id, shop_id, tuple, (created_at at time zone 'UTC')::date, 0, count(*) from returns group by 1, 2, 3, 4`,
  })
  await query(desk.db, { prepare: false, text: `update serials set last = last + 100000000` })
  for (const table of ['returns', 'tallies', 'orders'])
    await query(desk.db, { prepare: false, text: `vacuum analyze ${table}` })
}

/** What differs from copy to copy stands at the head of its document, so that the rest is one text per source. */
const HEAD = ['id', 'order', 'serial', 'number', 'createdAt', 'updatedAt']

async function copyReturns(desk: Desk, sources: Return[], many: number, orders: number): Promise<void> {
  const rests = sources.map(source =>
    JSON.stringify(Object.fromEntries(Object.entries(source).filter(([name]) => !HEAD.includes(name)))).slice(1),
  )
  await query(desk.db, {
    text: `insert into returns (org_id, id, shop_id, order_id, group_id, serial, number, version, created_at, updated_at, due_at, tuple, request, negotiation, dispute,
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
    prepare: false,
    values: [sources.map(ret => ret.id), sources[0]?.org, rests],
  })
}

async function statesToCopy(desk: Desk, owner: Caller, template: Order): Promise<Return[]> {
  const made: Return[] = []
  const agent: Caller = { ...owner, actor: { ...owner.actor, role: 'agent' } }
  const shopper: Caller = { ...owner, actor: { ...owner.actor, role: 'shopper' } }
  const file = async (handling: 'send_back' | 'keep'): Promise<Return> => {
    const [id = ''] = await cloneOrders(desk, template, 1)
    const line = template.lines[0]?.id as never
    const acted = await act(desk, shopper, { order: id as never }, [
      { verb: 'submit', items: [{ line, quantity: 1, reason: { code: 'too_small' }, handling }] },
    ])
    if (refused(acted)) throw new Error(JSON.stringify(acted))
    return acted.ret
  }
  const go = async (ret: Return, caller: Caller, ...commands: Parameters<typeof act>[3][number][]): Promise<Return> => {
    const acted = await act(desk, caller, { ret: ret.id }, commands)
    if (refused(acted)) throw new Error(`${JSON.stringify(commands)} ${JSON.stringify(acted)}`)
    return acted.ret
  }
  const parcel = { verb: 'ship', carrier: { slug: 'dhl' }, trackingNumber: 'T1' } as const
  const scan = (ret: Return, kind: 'picked_up' | 'delivered' | 'lost') =>
    ({
      verb: 'track',
      shipment: ret.shipments[0]?.id as never,
      checkpoint: { at: new Date().toISOString() as Instant, kind, text: kind },
    }) as const
  for (const handling of ['send_back', 'keep'] as const) {
    made.push(await file(handling))
    made.push(await go(await file(handling), agent, { verb: 'approve' }))
    made.push(await go(await file(handling), agent, { verb: 'reject', reason: 'Worn.' }))
    made.push(await go(await file(handling), shopper, { verb: 'cancel', reason: 'No longer.' }))
    made.push(await go(await file(handling), agent, { verb: 'approve' }, { verb: 'resolve' }))
    made.push(await go(await file(handling), agent, { verb: 'dispute', reason: 'objection', text: 'Not so.' }))
  }
  made.push(await go(await file('send_back'), agent, { verb: 'approve' }, parcel))
  for (const kind of ['picked_up', 'delivered', 'lost'] as const) {
    const ret = await go(await file('send_back'), agent, { verb: 'approve' }, parcel)
    made.push(await go(ret, { ...owner, actor: { ...owner.actor, role: 'carrier' } }, scan(ret, kind)))
  }
  const kept = await go(await file('keep'), agent, { verb: 'approve', handling: 'keep' })
  made.push(kept)
  made.push(await go(kept, owner, { verb: 'settle_elsewhere', reference: 'bank-1', why: 'By bank.' }))
  const back = await go(await file('send_back'), agent, { verb: 'approve' })
  made.push(
    await go(back, agent, {
      verb: 'receive',
      key: 'box',
      source: 'dock',
      lines: [{ item: back.items[0]?.id as never, quantity: 1 }],
    }),
  )
  return made
}

/** Resident memory of a process in MB. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
