/** Reading: one return with everything around it, lists, counts and logs, always within what the caller reaches. */
import type { OrderId, ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import { turn } from '../core/return/deadlines.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { type Columns, columnsOf } from '../core/return/where.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { findPurchase } from '../db/orders.ts'
import { eventsOf } from '../db/return-events.ts'
import { countByTuple, countReturns } from '../db/return-counts.ts'
import type { Finding } from '../db/return-finding.ts'
import { type Listed, listReturns } from '../db/return-lists.ts'
import { findReturn, findReturnByNumber, findReturnBySerial, returnsByTracking, siblingsOf } from '../db/returns.ts'
import { shopIds } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesOrder, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'

/** A return with what is needed to say anything about it: its purchase, its shop, the policy frozen on it, the other returns of the order. */
export type Seen = { ret: Return; order: Order; shop: Shop; policy: Policy | null; siblings: Return[] }

/** How a door names a return: our id, the number for people, or the shop's own counter. */
export type Named = ReturnId | { number: string } | { shop: ShopId; serial: number }

export async function findOne(desk: Desk, caller: Caller, named: Named): Promise<Seen | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  const ret = await rowOf(desk, caller, named)
  if (ret === null || !reachesOrder(caller, ret.shop, ret.order)) return nothingHere('return')
  return surroundings(desk, ret)
}

function rowOf(desk: Desk, { org }: Caller, named: Named): Promise<Return | null> {
  if (typeof named === 'string') return findReturn(desk.db, org, named)
  return 'number' in named
    ? findReturnByNumber(desk.db, org, named.number)
    : findReturnBySerial(desk.db, org, named.shop, named.serial)
}

/** What lies around a return that is already at hand. */
export async function surroundings(desk: Desk, ret: Return): Promise<Seen> {
  const [purchase, siblings] = await Promise.all([
    findPurchase(desk.db, ret.org, ret.order),
    siblingsOf(desk.db, ret.org, ret.id),
  ])
  if (purchase === null) throw new Error(`Return ${ret.id} has lost its order.`)
  return { ret, siblings, ...purchase }
}

export type Wish = Omit<Finding, 'shops' | 'orders' | 'limit'> & {
  shops?: readonly ShopId[]
  order?: OrderId
  limit?: number
}

export type Page<T> = { rows: T[]; next: { at: Instant; id: string } | null }

export const PAGE_LIMIT = 100

/** How many rows a page has: what was asked for, at least one, never more than the most. */
export const pageSize = (asked = 20, most = PAGE_LIMIT): number => Math.min(Math.max(asked, 1), most)

/** One page of returns and their shops, since whoever sees a return may know whose it is; `next` names the last row when there may be more. */
export async function list(
  desk: Desk,
  caller: Caller,
  wish: Wish,
): Promise<(Page<Return> & Pick<Listed, 'shops'>) | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  const limit = pageSize(wish.limit)
  const { rows, shops } = await listReturns(desk.db, caller.org, { ...reachable(caller, wish), limit: limit + 1 })
  return { ...pageOf(rows, limit, ret => ({ at: sortValue(ret, wish.sort), id: ret.id })), shops }
}

const sortValue = (ret: Return, sort: Finding['sort']): Instant => {
  if (sort === 'updated_at') return ret.updatedAt
  if (sort === 'due_at') return turn(ret)?.at ?? ret.createdAt
  return ret.createdAt
}

export function pageOf<T>(rows: T[], limit: number, place: (row: T) => { at: Instant; id: string }): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? place(last) : null }
}

/** How many returns a wish finds. */
export async function count(
  desk: Desk,
  caller: Caller,
  wish: Omit<Wish, 'limit' | 'sort' | 'descending' | 'after'>,
): Promise<number | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  return countReturns(desk.db, caller.org, reachable(caller, wish))
}

/** A wish, narrowed to what the caller reaches: a caller tied to orders finds the returns of those orders and no others. */
export function reachable(caller: Caller, { order, shops, ...wish }: Wish): Omit<Finding, 'limit'> {
  const asked = order === undefined ? null : [order]
  const orders = caller.orders === null ? asked : caller.orders.filter(known => asked === null || asked.includes(known))
  return { ...wish, shops: shops?.filter(shop => reachesShop(caller, shop)) ?? caller.shops, ...(orders && { orders }) }
}

/** The shops a wish is about: those asked for that the caller reaches, else all it reaches. */
export async function shopsOf(desk: Desk, caller: Caller, asked?: readonly ShopId[]): Promise<readonly ShopId[]> {
  if (asked) return asked.filter(shop => reachesShop(caller, shop))
  return caller.shops ?? shopIds(desk.db, caller.org)
}

/** The log of one return, oldest first. */
export async function history(
  desk: Desk,
  caller: Caller,
  named: Named,
  range: { after?: number; limit?: number } = {},
): Promise<Recorded[] | Refusal> {
  const seen = await findOne(desk, caller, named)
  return refused(seen) ? seen : eventsOf(desk.db, caller.org, seen.ret.id, range)
}

/** How many returns stand in each state, for queues. */
export async function countsByState(
  desk: Desk,
  caller: Caller,
  asked?: readonly ShopId[],
): Promise<{ state: Columns; count: number }[] | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  if (caller.orders !== null) return nothingHere('count')
  const rows = await countByTuple(desk.db, caller.org, await shopsOf(desk, caller, asked))
  return rows.map(row => ({ state: columnsOf(row.tuple), count: row.count }))
}

/** Every return that waits for this parcel. */
export async function byTracking(desk: Desk, caller: Caller, trackingNumber: string): Promise<Return[] | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  const found = await returnsByTracking(desk.db, caller.org, trackingNumber)
  return found.filter(ret => reachesOrder(caller, ret.shop, ret.order))
}
