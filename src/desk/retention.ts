/** What a shop no longer wants to keep goes by itself, some at a time, every night. */
import type { OrderId, OrgId, ShopId } from '../core/ids.ts'
import { HOUSE } from '../core/party.ts'
import { retentionOf } from '../core/shop.ts'
import { type Instant, plus } from '../core/time.ts'
import { withdrawOld } from '../db/files.ts'
import { quietOrders } from '../db/persons.ts'
import { listShops } from '../db/shops.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { eraseOrder } from './erase-order.ts'
import { clearWithdrawn } from './photos.ts'

/** `files`: photos and films that are gone; `orders`: purchases nobody knows any more whose they were. */
export type Retained = { files: number; orders: number }

/** The most of either that go in one night: the first night after years must not keep the house awake. */
const MOST = 5_000
const BATCH = 200

/** Safe to run twice, at the same time even, and to be stopped anywhere. */
export async function retain(desk: Desk, org: OrgId, most = MOST): Promise<Retained> {
  const retained: Retained = { files: 0, orders: 0 }
  for (const { shop } of await listShops(desk.db, org)) {
    const { photosDays, personDays } = retentionOf(shop)
    if (photosDays !== null) await withdraw(desk, org, shop.id, daysAgo(desk, photosDays), most)
    if (personDays !== null)
      retained.orders += await forget(desk, org, shop.id, daysAgo(desk, personDays), most - retained.orders)
  }
  retained.files = await clear(desk, org, most)
  return retained
}

const daysAgo = (desk: Desk, days: number): Instant => plus(desk.now(), { hours: -24 * days })

async function withdraw(desk: Desk, org: OrgId, shop: ShopId, before: Instant, most: number): Promise<void> {
  for (let left = most; left > 0; left -= BATCH)
    if ((await withdrawOld(desk.db, org, shop, before, desk.now(), Math.min(BATCH, left))) < BATCH) return
}

/** Orders on which something is still under way are passed over, and looked at again the next night. */
async function forget(desk: Desk, org: OrgId, shop: ShopId, before: Instant, most: number): Promise<number> {
  const erasing = { id: desk.fresh<string>(), person: null, force: null, quietSince: before }
  let erased = 0
  let after: { at: Instant; id: OrderId } | null = null
  while (erased < most) {
    const limit = Math.min(BATCH, most - erased)
    const orders: { at: Instant; id: OrderId }[] = await quietOrders(desk.db, org, shop, before, after, limit)
    for (const { id } of orders) if ((await eraseOrder(desk, houseOf(org), id, erasing))?.erased) erased++
    after = orders.at(-1) ?? null
    if (orders.length < limit) return erased
  }
  return erased
}

async function clear(desk: Desk, org: OrgId, most: number): Promise<number> {
  let cleared = 0
  while (cleared < most) {
    const more = await clearWithdrawn(desk, org, BATCH)
    cleared += more
    if (more < BATCH) return cleared
  }
  return cleared
}

const houseOf = (org: OrgId): Caller => ({
  org,
  actor: HOUSE,
  scopes: new Set(),
  shops: null,
  orders: null,
})
