/** A draft tried out on what the shop has sold: read page by page, without a lock, and nothing is written. */
import type { OrderId, OrgId, PolicyVersionId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy, Rule } from '../core/policy/policy.ts'
import { compare } from '../core/policy/simulate.ts'
import type { Changed, Past } from '../core/policy/simulation.ts'
import { NOTHING_YET, type Summary, withCompared } from '../core/policy/simulation-sum.ts'
import { templateNamed } from '../core/policy/templates/templates.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { listOrders } from '../db/orders.ts'
import type { Queryable } from '../db/pool.ts'
import { customerHistory } from '../db/return-counts.ts'
import { listReturns } from '../db/return-lists.ts'
import { findPolicy, findShop, policyAt } from '../db/shops.ts'
import { transaction } from '../db/transaction.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { policyFor, refusalForRules } from './policies.ts'

/** How many orders are looked at unless somebody says otherwise, and how many at most. */
export const USUAL_ORDERS = 1_000
export const MOST_ORDERS = 10_000
/** Changed decisions that are told one by one; the sums are of all. */
export const MOST_TOLD = 1_000

/** Orders held at a time. */
const PAGE = 100

export type SimulationWish = {
  /** What is tried: rules that are not kept anywhere, a version of the shop by its id, or a template. One of them. */
  rules?: readonly Rule[]
  policy?: string
  template?: string
  /** What it is compared with: the version each order was placed under, or the one that holds now. */
  against?: 'then' | 'now'
  /** Only orders placed then or later. */
  since?: Instant | null
  /** The newest so many. */
  limit?: number
  /** Told of as pages are done. */
  progress?: (orders: number) => void
}

/** `more`: changed decisions that are in the sums and not told one by one. */
export type Simulated = {
  against: 'then' | 'now'
  tried: { id: PolicyVersionId | null; version: number | null; name: string | null }
  /** When the first and the last of the orders were placed. */
  placed: { from: Instant; to: Instant } | null
  summary: Summary
  changes: Changed[]
  more: number
}

/** Needs to read policies, orders and returns; a caller tied to single orders sees too little to judge a policy by. */
export async function simulatePolicy(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  wish: SimulationWish,
): Promise<Simulated | Refusal> {
  const denied =
    missingScope(caller, 'policy:read') ?? missingScope(caller, 'orders:read') ?? missingScope(caller, 'returns:read')
  if (denied) return denied
  if (!reachesShop(caller, shop) || caller.orders !== null) return nothingHere('shop')
  const stored = await findShop(desk.db, caller.org, shop)
  if (stored === null) return nothingHere('shop')
  const tried = await triedIn(desk, caller, stored.shop, wish)
  if (refused(tried)) return tried
  return transaction(desk.db, tx => new Simulation(tx, desk.now(), stored.shop, tried, wish).run(), {
    isolation: 'repeatable read',
    readOnly: true,
  })
}

async function triedIn(desk: Desk, caller: Caller, shop: Shop, wish: SimulationWish): Promise<Policy | Refusal> {
  const named = (['rules', 'policy', 'template'] as const).filter(one => wish[one] !== undefined)
  if (named.length !== 1)
    return refuse('invalid', { path: named[1] ?? 'rules', sentence: 'Name either rules, a version or a template.' })
  if (wish.policy !== undefined) return policyFor(desk, caller, shop.id, wish.policy)
  const template = wish.template === undefined ? null : templateNamed(wish.template)
  if (wish.template !== undefined && template === null) return nothingHere('template')
  const rules = [...(wish.rules ?? template?.rules ?? [])]
  const wrong = refusalForRules(rules, shop.currency)
  if (wrong) return wrong
  return {
    id: TRIED,
    org: caller.org,
    shop: shop.id,
    version: 0,
    state: 'draft',
    name: template?.title ?? '',
    validFrom: null,
    validUntil: null,
    rules,
  }
}

/** Rules that are kept nowhere have no id. */
const TRIED = 'tried' as PolicyVersionId

class Simulation {
  readonly #on: Queryable
  readonly #org: OrgId
  readonly #now: Instant
  readonly #shop: Shop
  readonly #tried: Policy
  readonly #wish: SimulationWish
  readonly #policies = new Map<string, Promise<Policy | null>>()
  readonly #histories = new Map<string, Promise<Past['history']>>()

  constructor(on: Queryable, now: Instant, shop: Shop, tried: Policy, wish: SimulationWish) {
    this.#on = on
    this.#org = shop.org
    this.#now = now
    this.#shop = shop
    this.#tried = tried
    this.#wish = wish
  }

  async run(): Promise<Simulated> {
    const { against = 'then' } = this.#wish
    const current =
      against === 'now' ? await this.#policy(await policyAt(this.#on, this.#org, this.#shop.id, this.#now)) : null
    let summary = NOTHING_YET
    let placed: Simulated['placed'] = null
    const changes: Changed[] = []
    let more = 0
    for await (const orders of this.#pages()) {
      const returns = await this.#returnsOf(orders)
      for (const order of orders) {
        const before = against === 'now' ? current : await this.#policy(order.policy)
        const past: Past = {
          order,
          shop: this.#shop,
          returns: returns.get(order.id) ?? [],
          history: await this.#history(order, before),
        }
        const compared = compare(past, { before, after: this.#tried })
        summary = withCompared(summary, compared)
        placed = widened(placed, order.placedAt)
        const told = compared.changed.slice(0, MOST_TOLD - changes.length)
        changes.push(...told)
        more += compared.changed.length - told.length
      }
      this.#wish.progress?.(summary.orders)
    }
    const kept = this.#tried.id !== TRIED
    const { id, version, name } = this.#tried
    const tried = { id: kept ? id : null, version: kept ? version : null, name: name || null }
    return { against, tried, placed, summary, changes, more }
  }

  /** The newest orders, cut to those placed since then. Orders are found by when they were entered, and none is placed after that. */
  async *#pages(): AsyncGenerator<Order[]> {
    const { since = null, limit = USUAL_ORDERS } = this.#wish
    let left = Math.min(limit, MOST_ORDERS)
    let after: { at: Instant; id: string } | undefined
    while (left > 0) {
      const page = await listOrders(this.#on, this.#org, {
        shops: [this.#shop.id],
        limit: Math.min(PAGE, left),
        ...(since && { createdFrom: since }),
        ...(after && { after }),
      })
      const last = page.at(-1)
      if (last === undefined) return
      after = { at: last.createdAt, id: last.id }
      left -= page.length
      yield page.filter(order => since === null || order.placedAt >= since)
    }
  }

  async #returnsOf(orders: readonly Order[]): Promise<Map<OrderId, Return[]>> {
    const found: Return[] = []
    const ids = orders.map(order => order.id)
    let after: { at: Instant; id: string } | undefined
    while (ids.length > 0) {
      const { rows } = await listReturns(this.#on, this.#org, {
        shops: [this.#shop.id],
        orders: ids,
        sort: 'created_at',
        descending: false,
        limit: PAGE,
        ...(after && { after }),
      })
      found.push(...rows)
      const last = rows.at(-1)
      if (last === undefined || rows.length < PAGE) break
      after = { at: last.createdAt, id: last.id }
    }
    return Map.groupBy(found, ret => ret.order)
  }

  #policy(id: PolicyVersionId | null): Promise<Policy | null> {
    if (id === null) return Promise.resolve(null)
    const known = this.#policies.get(id) ?? findPolicy(this.#on, this.#org, id)
    this.#policies.set(id, known)
    return known
  }

  #history(order: Order, before: Policy | null): Promise<Past['history']> {
    const email = order.customer.emails[0]
    if (email === undefined || ![before, this.#tried].some(asksForHistory)) return Promise.resolve(null)
    const known =
      this.#histories.get(email) ??
      customerHistory(this.#on, this.#org, this.#shop.id, email).then(({ filed }) => filed)
    this.#histories.set(email, known)
    return known
  }
}

const asksForHistory = (policy: Policy | null): boolean =>
  policy !== null && /returns_by_customer|"per":"customer"/.test(JSON.stringify(policy.rules))

const widened = (placed: Simulated['placed'], at: Instant): Simulated['placed'] => ({
  from: placed === null || at < placed.from ? at : placed.from,
  to: placed === null || at > placed.to ? at : placed.to,
})
