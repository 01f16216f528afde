/** Lists with numbered pages and totals, for doors whose platform has no cursors: each return with everything around it. */
import type { OrgId } from '../core/ids.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Refusal } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { ordersOf, othersAround, policiesById, shopsById } from '../db/around.ts'
import { countReturns } from '../db/return-counts.ts'
import { listReturnsBehind } from '../db/return-lists.ts'
import { type Caller, missingScope } from './caller.ts'
import type { Desk } from './desk.ts'
import { reachable, type Seen, type Wish } from './look.ts'

export type NumberedWish = Omit<Wish, 'limit' | 'after' | 'sort'>

/** `page` counts from zero. Without `total` nobody counts, which is cheaper. */
export type NumberedPage = { page: number; size: number; total?: boolean }

export type Numbered = {
  rows: Seen[]
  /** Whether there is a page behind this one. */
  more: boolean
  /** How many there are in all; null when nobody asked. */
  total: number | null
}

/** One page in order of filing, newest first unless `descending` is false. */
export async function numbered(
  desk: Desk,
  caller: Caller,
  wish: NumberedWish,
  { page, size, total = false }: NumberedPage,
): Promise<Numbered | Refusal> {
  const denied = missingScope(caller, 'returns:read')
  if (denied) return denied
  const finding = reachable(caller, wish)
  const [listed, count] = await Promise.all([
    listReturnsBehind(desk.db, caller.org, page * size, { ...finding, limit: size + 1 }),
    total ? countReturns(desk.db, caller.org, finding) : null,
  ])
  const rows = await seenAll(desk, caller.org, listed.rows.slice(0, size))
  return { rows, more: listed.rows.length > size, total: count }
}

/** What lies around many returns, fetched in two rounds however many there are. */
export async function seenAll(desk: Desk, org: OrgId, rows: readonly Return[]): Promise<Seen[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const [others, orders, shops] = await Promise.all([
    othersAround(desk.db, org, ids),
    ordersOf(desk.db, org, ids),
    shopsById(desk.db, org, [...new Set(rows.map(({ shop }) => shop))]),
  ])
  const versions = new Set([...orders.values()].flatMap(({ policy }) => policy ?? []))
  const policies = versions.size === 0 ? [] : await policiesById(desk.db, org, [...versions])
  const policyOf = new Map<string, Policy>(policies.map(policy => [policy.id, policy]))
  const all = [...rows, ...others].toSorted((one, other) => one.serial - other.serial)
  return rows.flatMap(ret => {
    const order = orders.get(ret.order)
    const shop = shops.find(({ id }) => id === ret.shop)
    // Erased between two rounds: it is no longer there to be shown.
    if (!order || !shop) return []
    const siblings = all.filter(other => other.order === ret.order && other.id !== ret.id)
    return [{ ret, order, shop, policy: (order.policy && policyOf.get(order.policy)) ?? null, siblings }]
  })
}
