/** Automation at the counter: every rule of a shop in one list, what rules would have done to the last returns, and what came of those that were set off. */
import type { AutomationRule } from '../core/automation/automation.ts'
import { everyRule, type Listed } from '../core/automation/built-in.ts'
import { checkAutomations } from '../core/automation/check.ts'
import { type Foreseen, foreseen } from '../core/automation/dry-run.ts'
import { as, type ReturnId, type Rma, type ShopId } from '../core/ids.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import {
  FIRING_STATES,
  type FiringFinding,
  type FiringState,
  listFirings,
  type StoredFiring,
} from '../db/automation.ts'
import { eventsOf } from '../db/return-events.ts'
import { findReturn } from '../db/returns.ts'
import { findShop, livePolicy } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { list, type Page, pageOf, pageSize, surroundings } from './look.ts'

/** How an entry of the log stands, for people: that a worker is at it just now is nobody's concern. */
export const AUTOMATION_STATES = FIRING_STATES.filter(
  (state): state is Exclude<FiringState, 'taken'> => state !== 'taken',
)

/** How a merchant automates is nobody's business but the merchant's. */
async function shopSeen(desk: Desk, caller: Caller, shop: ShopId): Promise<Shop | Refusal> {
  const { role } = caller.actor
  if (role !== 'owner' && role !== 'agent')
    return refuse('forbidden', { sentence: `Rules of automation are not shown to ${role} keys.`, role })
  const denied = missingScope(caller, 'policy:read')
  if (denied) return denied
  const stored = reachesShop(caller, shop) ? await findShop(desk.db, caller.org, shop) : null
  return stored?.shop ?? nothingHere('shop')
}

/** What is built in and the shop's own, in the order in which they get their turn. */
export async function automationsFor(desk: Desk, caller: Caller, id: ShopId): Promise<Listed[] | Refusal> {
  const shop = await shopSeen(desk, caller, id)
  return refused(shop) ? shop : everyRule(shop, await livePolicy(desk.db, caller.org, id))
}

/** What is wrong with rules, as a refusal that names every fault. */
export function automationTrouble(rules: readonly AutomationRule[], shop: Pick<Shop, 'tags'>): Refusal | null {
  const errors = checkAutomations(rules, shop)
  const [first] = errors
  return first ? refuse('invalid', { path: first.path, sentence: first.message, errors }) : null
}

/** Rules that are tried out without being kept; the shop's own when left out. `ret`: this return and no other. */
export type Trial = { automations?: AutomationRule[]; returns?: number; ret?: ReturnId }

/** What rules would have done to one return, and what is still before it. */
export type Tried = { ret: ReturnId; number: Rma; foreseen: Foreseen[] }

const MOST_TRIED = 100

/** Over the last returns of a shop, the newest first. Nothing is changed by asking. */
export async function tryAutomations(
  desk: Desk,
  caller: Caller,
  id: ShopId,
  { automations, returns = 20, ret }: Trial,
): Promise<Tried[] | Refusal> {
  const kept = await shopSeen(desk, caller, id)
  if (refused(kept)) return kept
  const shop = automations ? { ...kept, automations } : kept
  const wrong = automations ? automationTrouble(automations, kept) : null
  if (wrong) return wrong
  const found = await returnsOf(desk, caller, id, ret, returns)
  if (refused(found)) return found
  const tried: Tried[] = []
  for (const one of found) {
    const [log, around] = await Promise.all([eventsOf(desk.db, one.org, one.id), surroundings(desk, one)])
    tried.push({ ret: one.id, number: one.number, foreseen: foreseen(log, { ...around, shop }, desk.now()) })
  }
  return tried
}

async function returnsOf(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  one: ReturnId | undefined,
  limit: number,
): Promise<Return[] | Refusal> {
  if (one !== undefined) {
    const ret = await findReturn(desk.db, caller.org, one)
    return ret?.shop === shop ? [ret] : nothingHere('return')
  }
  const page = await list(desk, caller, {
    shops: [shop],
    sort: 'created_at',
    descending: true,
    limit: pageSize(limit, MOST_TRIED),
  })
  return refused(page) ? page : page.rows
}

export type LogWish = Omit<FiringFinding, 'shop' | 'limit'> & { limit?: number }

/** What was set off and what came of it, the newest first. */
export async function automationLog(
  desk: Desk,
  caller: Caller,
  id: string,
  wish: LogWish,
): Promise<Page<StoredFiring> | Refusal> {
  const shop = await shopSeen(desk, caller, as<ShopId>(id))
  if (refused(shop)) return shop
  const limit = pageSize(wish.limit)
  const states = wish.states?.includes('waiting') ? [...wish.states, 'taken' as const] : wish.states
  const rows = await listFirings(desk.db, caller.org, {
    ...wish,
    ...(states && { states }),
    shop: shop.id,
    limit: limit + 1,
  })
  return pageOf(rows, limit, ({ at, id: last }) => ({ at, id: last }))
}
