/** Policies at the counter: written as drafts, checked, and made live at a moment; what has been live is never changed again. */
import { as, type PolicyVersionId, type ShopId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import { checkPolicy, type PolicyFault } from '../core/policy/check.ts'
import type { Policy, Rule } from '../core/policy/policy.ts'
import { templateNamed } from '../core/policy/templates/templates.ts'
import { policyWarnings } from '../core/policy/warnings.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { constraintOf } from '../db/fault.ts'
import { send } from '../db/send.ts'
import { findPolicy, findShop, listPolicies, livePolicy, lockShop, nextPolicyVersion, savePolicy } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Keyed, note, once } from './once.ts'

/** Rules of one's own, or those of a template to start from; the template's title is the name where none is given. */
export type DraftWish = { name?: string; rules?: Rule[]; template?: string }

export async function draftPolicy(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  wish: DraftWish,
  keyed: Keyed = {},
): Promise<Policy | Refusal> {
  const denied = missingScope(caller, 'policy:write')
  if (denied) return denied
  if (!reachesShop(caller, shop)) return nothingHere('shop')
  const written = writtenOut(wish)
  if (refused(written)) return written
  try {
    return await once(desk, caller, { key: keyed.key, request: { shop, wish } }, async tx => {
      const stored = await findShop(tx, caller.org, shop)
      if (stored === null) return nothingHere('shop')
      const wrong = refusalForRules(written.rules, stored.shop.currency)
      if (wrong) return wrong
      const policy: Policy = {
        id: desk.fresh(),
        org: caller.org,
        shop,
        version: await nextPolicyVersion(tx, caller.org, shop),
        state: 'draft',
        name: written.name,
        validFrom: null,
        validUntil: null,
        rules: written.rules,
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

function writtenOut(wish: DraftWish): { name: string; rules: Rule[] } | Refusal {
  const { name, rules, template: named } = wish
  if ((rules === undefined) === (named === undefined))
    return refuse('invalid', {
      path: 'rules',
      sentence: 'Send rules, or name a template to start from; one of the two.',
    })
  const template = named === undefined ? null : templateNamed(named)
  if (named !== undefined && template === null) return nothingHere('template')
  const called = name ?? template?.title
  if (called === undefined) return refuse('invalid', { path: 'name', sentence: 'Give the draft a name.' })
  return { name: called, rules: [...(rules ?? template?.rules ?? [])] }
}

/** What is wrong with rules, field by field, and what is doubtful; without mistakes they can be made live. */
export type Checked = { errors: PolicyFault[]; warnings: PolicyFault[] }

/** The shop's own currency, ways back and reasons are what they are held against. */
export async function checkFor(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  rules: readonly Rule[],
): Promise<Checked | Refusal> {
  const denied = missingScope(caller, 'policy:read')
  if (denied) return denied
  const stored = reachesShop(caller, shop) ? await findShop(desk.db, caller.org, shop) : null
  if (stored === null) return nothingHere('shop')
  return { errors: checkPolicy(rules, stored.shop.currency), warnings: policyWarnings(rules, stored.shop) }
}

/** Null when they can be made live. */
export function refusalForRules(rules: Rule[], currency: Currency): Refusal | null {
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
    const wrong = refusalForRules(draft.rules, stored.shop.currency)
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

/**
 * Takes a version back that was to start later: it is a draft again, and the one before stays live. Nothing was decided by it yet, so nothing is undone.
 */
export async function callOffPolicy(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  id: string,
  keyed: Keyed = {},
): Promise<Policy | Refusal> {
  const denied = missingScope(caller, 'policy:write')
  if (denied) return denied
  if (!reachesShop(caller, shop)) return nothingHere('shop')
  return once(desk, caller, { key: keyed.key, request: { shop, id, callOff: true } }, async tx => {
    if ((await lockShop(tx, caller.org, shop)) === null) return nothingHere('shop')
    const planned = await findPolicy(tx, caller.org, as<PolicyVersionId>(id))
    if (planned === null || planned.shop !== shop) return nothingHere('policy')
    const now = desk.now()
    if (planned.state !== 'live' || planned.validFrom === null || planned.validFrom <= now)
      return refuse('not_open', { sentence: 'Only a version that is to start later can be called off.' })
    const before = (await listPolicies(tx, caller.org, shop)).find(
      one => one.state === 'past' && one.validUntil === planned.validFrom && one.id !== planned.id,
    )
    const draft: Policy = { ...planned, state: 'draft', validFrom: null, validUntil: null }
    send(savePolicy(tx, draft, now))
    if (before) send(savePolicy(tx, { ...before, state: 'live', validUntil: null }, now))
    note(tx, desk, caller, 'policy.called_off', draft.id, { version: draft.version })
    return draft
  })
}
