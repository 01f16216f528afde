/** The ground that crash and fault runs stand on: a shop with its keys and orders, a way into its database, and everything that waits brought to its end. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import type { OrgId } from '../../src/core/ids.ts'
import type { Currency } from '../../src/core/money.ts'
import { refused } from '../../src/core/refusal.ts'
import { openDatabase } from '../../src/db/connect.ts'
import { DbFault } from '../../src/db/fault.ts'
import { insertOrg } from '../../src/db/orgs.ts'
import { type Pool, query } from '../../src/db/pool.ts'
import { transaction } from '../../src/db/transaction.ts'
import { type Caller, SCOPES_OF } from '../../src/desk/caller.ts'
import type { Desk } from '../../src/desk/desk.ts'
import { writeKey } from '../../src/desk/keys.ts'
import { enterOne } from '../../src/desk/orders.ts'
import { foundShop } from '../../src/desk/shops.ts'
import { openHouse } from '../../src/open-house.ts'
import type { Receiver } from './receiver.ts'
import type { Keys } from './writers.ts'

/** Where an installation keeps its things; without an address it runs a database of its own in the folder. */
export type Place = {
  folder: string
  databaseUrl?: string
  /** Where what the processes say is written down, when that should not be in the folder. */
  logs?: string
}

/** Amounts that end so make the stand-in for payments decline, lose its answer, lose the order or take its time. */
export const ENDINGS = [0, 0, 0, 13, 17, 19, 23]

/** Numbers that look like chance and are the same every time (the minimal standard of Park and Miller). */
export function dice(seed: number): (sides: number) => number {
  let state = seed + 1
  return sides => {
    state = (state * 48_271) % 2_147_483_647
    return state % sides
  }
}

export type Seeded = { org: OrgId; shop: string; keys: Keys; orders: { id: string; line: string; unitMinor: number }[] }

/** An organisation, a shop, its keys and its orders, entered the ordinary way before the first process starts. */
export async function seed(place: Place, orders: number, endings: readonly number[] = ENDINGS): Promise<Seeded> {
  const config = { ...readConfig({}), dataDir: place.folder, databaseUrl: place.databaseUrl ?? null }
  const { desk, close } = await openHouse(config, { migrate: true })
  try {
    return await seedAt(desk, orders, endings)
  } finally {
    await close()
  }
}

export async function seedAt(desk: Desk, many: number, endings: readonly number[] = ENDINGS): Promise<Seeded> {
  const org = desk.fresh<OrgId>()
  await insertOrg(desk.db, { id: org, name: 'Crash', createdAt: desk.now() })
  const shop = await transaction(desk.db, tx =>
    foundShop(tx, desk, org, { name: 'Crash', currency: 'EUR' as Currency }),
  )
  const secretOf = async (role: keyof Keys) => (await writeKey(desk.db, desk, org, { name: role, role })).secret
  const keys: Keys = {
    owner: await secretOf('owner'),
    agent: await secretOf('agent'),
    shopper: await secretOf('shopper'),
    warehouse: await secretOf('warehouse'),
  }
  const orders: Seeded['orders'] = []
  for (let place = 0; place < many; place++) {
    const unitMinor = 2_000 + (endings[place % endings.length] ?? 0)
    const entered = await enterOne(desk, ownerOf(org), shop.id, {
      externalId: `o${place}`,
      number: `C${place}`,
      placedAt: desk.now(),
      currency: 'EUR' as Currency,
      taxesIncluded: true,
      customer: { firstName: 'Maja', lastName: 'Lund', emails: [`maja${place}@example.com`] },
      country: 'DE',
      shipping: { name: 'Maja Lund', street1: 'Lindenweg 4', city: 'Berlin', postalCode: '10115', country: 'DE' },
      lines: [{ externalId: 'l1', title: 'Shirt', sku: 'SHIRT-M', quantity: 6, unitPrice: { amountMinor: unitMinor } }],
      payments: [{ externalId: 'pay', kind: 'card', gateway: 'simulated', captured: { amountMinor: unitMinor * 6 } }],
      fulfilments: [
        { externalId: 'f1', lines: [{ line: 'l1', quantity: 6 }], sentAt: desk.now(), deliveredAt: desk.now() },
      ],
    })
    if (refused(entered)) throw new Error(JSON.stringify(entered))
    orders.push({ id: entered.order.id, line: entered.order.lines[0]?.id ?? '', unitMinor })
  }
  return { org, shop: shop.id, keys, orders }
}

export const ownerOf = (org: OrgId): Caller => ({
  org,
  actor: { role: 'owner', id: null, name: 'Crash', via: 'job', email: null },
  scopes: new Set(SCOPES_OF.owner),
  shops: null,
  orders: null,
})

export const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** One connection of our own, only for as long as it is needed: whoever holds the embedded database open also keeps it alive. */
export async function withDatabase<T>({ folder, databaseUrl }: Place, work: (db: Pool) => Promise<T>): Promise<T> {
  const where = databaseUrl === undefined ? { dataDir: join(folder, 'postgres') } : { databaseUrl }
  const database = await openDatabase({ ...where, poolSize: 1 })
  try {
    return await work(database.pool)
  } finally {
    await database.close()
  }
}

const sql = (db: Pool, text: string) => query<Record<string, number>>(db, { text, prepare: false })

/**
 * Waits that would last minutes or days are over at once, and so are the leases of messages, which may go twice. Those of errands are kept to: their holder
 * may be alive and about to move money.
 */
export async function hurry(db: Pool): Promise<number> {
  await sql(
    db,
    `update deliveries set next_at = now(), taken_until = least(taken_until, now()) where state in ('waiting', 'taken')`,
  )
  await sql(db, `update errands set next_at = now() where state = 'waiting'`)
  return leftOver(db)
}

/** How much waits to be told or done. */
export async function leftOver(db: Pool): Promise<number> {
  const { rows } = await sql(
    db,
    `select (select count(*) from outbox)::int + (select count(*) from deliveries where state in ('waiting', 'taken'))::int
      + (select count(*) from errands where state in ('waiting', 'taken'))::int as open`,
  )
  return rows[0]?.open ?? 0
}

/** Those whose work is hurried are at it, so two may stand in each other's way; the next attempt is a second later. */
function inTheWay(fault: unknown): number {
  if (fault instanceof DbFault && fault.kind === 'contention') return 1
  throw fault
}

export async function settle(place: Place): Promise<void> {
  for (let attempt = 0; attempt < 90; attempt++) {
    if ((await withDatabase(place, hurry).catch(inTheWay)) === 0) return
    await pause(1_000)
  }
  throw new Error('Work is left over that nobody does.')
}

/** Has a receiver told everything that happens. */
export async function register(
  url: string,
  keys: Keys,
  receiver: Pick<Receiver, 'url' | 'listenTo'>,
  name = 'Crash',
): Promise<void> {
  const answer = await fetch(`${url}/v1/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.owner}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, url: receiver.url, concurrency: 8 }),
  })
  const body = (await answer.json()) as { secret: string }
  if (!answer.ok) throw new Error(`The receiver could not be registered: ${JSON.stringify(body)}`)
  receiver.listenTo(body.secret)
}
