/** Policies at the counter: written as drafts, checked, and made live at a moment; what has been live is never changed again. */
import { as, type PolicyVersionId, type ShopId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import { checkPolicy } from '../core/policy/check.ts'
import type { Policy, Rule } from '../core/policy/policy.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { constraintOf } from '../db/fault.ts'
import { send } from '../db/send.ts'
import { findPolicy, findShop, listPolicies, livePolicy, lockShop, nextPolicyVersion, savePolicy } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Keyed, note, once } from './once.ts'

export async function draftPolicy(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  wish: { name: string; rules: Rule[] },
  keyed: Keyed = {},
): Promise<Policy | Refusal> {
  const denied = missingScope(caller, 'policy:write')
  if (denied) return denied
  if (!reachesShop(caller, shop)) return nothingHere('shop')
  try {
    return await once(desk, caller, { key: keyed.key, request: { shop, wish } }, async tx => {
      const stored = await findShop(tx, caller.org, shop)
      if (stored === null) return nothingHere('shop')
      const wrong = refusalFor(wish.rules, stored.shop.currency)
      if (wrong) return wrong
      const policy: Policy = {
        id: desk.fresh(),
        org: caller.org,
        shop,
        version: await nextPolicyVersion(tx, caller.org, shop),
        state: 'draft',
        name: wish.name,
        validFrom: null,
        validUntil: null,
        rules: wish.rules,
      }
      send(savePolicy(tx, policy, desk.now()))
      note(tx, desk, caller, 'policy.drafted', policy.id, { version: policy.version, name: policy.name })
      return policy
    })
  } catch (thrown) {
    if (constraintOf(thrown) === 'policies_org_id_shop_id_version_key')
      return refuse('busy', { sentence: 'Another draft was written at the same moment; send it again.' })
    throw thrown
  }
}

/** What is wrong with rules, field by field; an empty list means they can be made live. */
export const mistakesIn = (rules: Rule[]) => checkPolicy(rules)

function refusalFor(rules: Rule[], currency: Currency): Refusal | null {
  const errors = checkPolicy(rules, currency)
  return errors.length === 0
    ? null
    : refuse('invalid', {
        path: errors[0]?.path ?? 'rules',
        sentence: errors[0]?.message ?? 'The rules do not fit together.',
        errors,
      })
}

export async function policiesFor(desk: Desk, caller: Caller, shop: ShopId): Promise<Policy[] | Refusal> {
  const denied = missingScope(caller, 'policy:read')
  if (denied) return denied
  return reachesShop(caller, shop) ? listPolicies(desk.db, caller.org, shop) : nothingHere('shop')
}

export async function policyFor(desk: Desk, caller: Caller, shop: ShopId, id: string): Promise<Policy | Refusal> {
  const denied = missingScope(caller, 'policy:read')
  if (denied) return denied
  const policy = reachesShop(caller, shop) ? await findPolicy(desk.db, caller.org, as<PolicyVersionId>(id)) : null
  return policy !== null && policy.shop === shop ? policy : nothingHere('policy')
}

/**
 * Makes a draft the live version from `at` (now, when left out; never in the past, because orders have been judged by what was live then).
 * The version before ends at that moment. Orders keep the version of the day they were placed.
 */
export async function activatePolicy(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  id: string,
  at: Instant | null,
  keyed: Keyed = {},
): Promise<Policy | Refusal> {
  const denied = missingScope(caller, 'policy:write')
  if (denied) return denied
  if (!reachesShop(caller, shop)) return nothingHere('shop')
  return once(desk, caller, { key: keyed.key, request: { shop, id, at } }, async tx => {
    // One at a time per shop: the second must see what the first made live.
    const stored = await lockShop(tx, caller.org, shop)
    if (stored === null) return nothingHere('shop')
    const draft = await findPolicy(tx, caller.org, as<PolicyVersionId>(id))
    if (draft === null || draft.shop !== shop) return nothingHere('policy')
    if (draft.state !== 'draft')
      return refuse('not_open', { sentence: `Version ${draft.version} has been live already; write a new draft.` })
    const wrong = refusalFor(draft.rules, stored.shop.currency)
    if (wrong) return wrong
    const now = desk.now()
    const from = at ?? now
    if (from < now && at !== null)
      return refuse('invalid', {
        path: 'at',
        sentence: 'A policy cannot start in the past; leave the moment out to start now.',
      })
    const before = await livePolicy(tx, caller.org, shop)
    if (before !== null && before.validFrom !== null && before.validFrom > from) {
      return refuse('not_open', {
        sentence: `Version ${before.version} starts later, at ${before.validFrom}; start this one after it.`,
      })
    }
    if (before !== null) send(savePolicy(tx, { ...before, state: 'past', validUntil: from }, now))
    const live: Policy = { ...draft, state: 'live', validFrom: from, validUntil: null }
    send(savePolicy(tx, live, now))
    note(tx, desk, caller, 'policy.activated', live.id, { version: live.version, from })
    return live
  })
}
