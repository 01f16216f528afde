/** What a message is written from: the event or act, and the return as it stood right after it. */
import type { OrgId, PolicyVersionId, ShopId } from '../core/ids.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { News } from '../core/push.ts'
import type { Recorded } from '../core/return/events.ts'
import { evolve } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { policiesById, shopsById } from '../db/around.ts'
import { gatherMaterial, type Material, type Place } from '../db/news.ts'
import type { Pool } from '../db/pool.ts'

/** Shops and policies, fetched once and kept for a round: a thousand messages are about the same few. */
export class Standing {
  #shops = new Map<ShopId, Shop>()
  #policies = new Map<PolicyVersionId, Policy>()

  /** Whoever is still looking at the old ones keeps them. */
  forget(): void {
    this.#shops = new Map()
    this.#policies = new Map()
  }

  async around(db: Pool, org: OrgId, { returns, orders }: Material) {
    const [shops, policies] = [this.#shops, this.#policies]
    const shopIds = new Set([...returns.values()].map(ret => ret.shop).filter(id => !shops.has(id)))
    const policyIds = new Set(
      [...orders.values()].flatMap(({ policy: id }) => (id === null || policies.has(id) ? [] : [id])),
    )
    const [foundShops, foundPolicies] = await Promise.all([
      shopIds.size > 0 ? shopsById(db, org, [...shopIds]) : [],
      policyIds.size > 0 ? policiesById(db, org, [...policyIds]) : [],
    ])
    for (const shop of foundShops) shops.set(shop.id, shop)
    for (const policy of foundPolicies) policies.set(policy.id, policy)
    return { shops, policies }
  }
}

type Around = Awaited<ReturnType<Standing['around']>>

/** With what the message is about there, and under which name. */
export type ToldPlace = Place & { event: string; word: string | null }

/** Everything the messages about these places are written from, fetched at once. */
export async function gatherNews(
  db: Pool,
  org: OrgId,
  places: readonly ToldPlace[],
  standing: Standing,
): Promise<(place: ToldPlace) => News | null> {
  if (places.length === 0) return () => null
  const material = await gatherMaterial(db, org, places)
  const around = await standing.around(db, org, material)
  return place => newsAt(material, place, around)
}

/** Null when the return is gone. */
function newsAt(
  { returns, orders, events: logs }: Material,
  { ret: id, sequence, fromSequence, event: named, word }: ToldPlace,
  { shops, policies }: Around,
): News | null {
  const now = returns.get(id)
  const log = logs.get(id) ?? []
  const events = fromSequence === null ? log.slice(-1) : log.slice(fromSequence - 1)
  const event = events.find(one => one.id === named)
  const order = now && orders.get(now.order)
  const shop = now && shops.get(now.shop)
  if (!now || !order || !shop || event === undefined || log.at(-1)?.sequence !== sequence) return null
  return {
    event,
    word,
    events,
    before: fromSequence === null ? null : asOf(log.slice(0, fromSequence - 1)),
    ret: now.version === sequence ? now : (asOf(log) as Return),
    order,
    shop,
    policy: (order.policy && policies.get(order.policy)) ?? null,
    siblings: [...returns.values()].filter(other => other.order === now.order && other.id !== id),
  }
}

const asOf = (log: readonly Recorded[]): Return | null => log.reduce<Return | null>(evolve, null)
