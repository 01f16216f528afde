/** The shape of every verb: who may when, what must be locked, and what comes of it. */
import type { Role } from '../party.ts'
import type { Refusal } from '../refusal.ts'
import type { Shop } from '../shop.ts'
import type { Commands, VerbName } from './commands.ts'
import type { Event, EventType, Payloads } from './events.ts'
import type { Return } from './return.ts'
import type { Tray } from './tray.ts'
import { rowsOf, type Where } from './where.ts'

/** `merchant` stands for owner and agent alike; approval limits are policy, not roles. */
export type May = Partial<Record<Role | 'merchant', Where>>

/**
 * `goods`: the order's sold pieces are locked, because a hold or a grant changes; `money`: its payments too. Always in the order goods, return, money.
 */
export type Lock = 'goods' | 'money'

export type Verb<V extends VerbName> = {
  may: May
  locks: readonly Lock[]
  /** Roles that appeal with this verb: they may only where an arbiter sits, because nobody appeals to the side that refused. */
  appeals?: readonly Role[]
  /** Called only when `may` holds for the actor. Gives what happened, or says no; it never changes anything itself. */
  decide: (ret: Return, args: Commands[V], tray: Tray) => Event[] | Refusal
}

/** Where this role may use a verb; null when never. In a shop without an arbiter the owner sits on the bench and may what an arbiter may. */
export function whereFor(
  { may, appeals = [] }: Pick<Verb<VerbName>, 'may' | 'appeals'>,
  role: Role,
  bench: Shop['bench'],
): Where | null {
  if (bench !== 'arbiter' && appeals.includes(role)) return null
  const merchant = role === 'owner' || role === 'agent' ? may.merchant : undefined
  const judging = role === 'owner' && bench === 'owner' ? may.arbiter : undefined
  const wheres = [may[role], merchant, judging].filter(where => where !== undefined)
  return wheres.length === 0 ? null : wheres.flatMap(rowsOf)
}

/** Writes an event down as of this tray's moment, actor and cause. */
export function happened<T extends EventType>(tray: Tray, type: T, payload: Payloads[T], due?: Event['due']): Event<T> {
  return {
    type,
    ...payload,
    at: tray.at,
    by: tray.by,
    rule: tray.rule,
    cause: tray.cause,
    ...(due && Object.keys(due).length > 0 && { due }),
  }
}

/** Filing is the one verb that has no return before it. */
export type Submit = Omit<Verb<'submit'>, 'decide'> & {
  decide: (args: Commands['submit'], tray: Tray) => Event[] | Refusal
}
