/** Whatever is done to an endpoint is done by somebody who reaches it, once per key, under its lock, at the version it rests on. */
import type { Endpoint } from '../core/push.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import { lockEndpoint, type StoredEndpoint, updateEndpoint } from '../db/endpoints.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Keyed, note, once } from './once.ts'

export type Conditions = Keyed & { expectedVersion?: number }

/** `what` is the word behind `webhook.` in the audit; with `request` it makes two calls the same one. */
export type Doing = { caller: Caller; id: string; what: string; request?: object; conditions: Conditions }

/** An endpoint that is told of shops a caller does not reach is not theirs to see. */
export const reachesEndpoint = (caller: Caller, { shops }: Endpoint): boolean =>
  caller.orders === null && (caller.shops === null || (shops?.every(shop => reachesShop(caller, shop)) ?? false))

export async function onEndpoint<T>(
  desk: Desk,
  { caller, id, what, request, conditions: { key, expectedVersion } }: Doing,
  work: (tx: Transaction, stored: StoredEndpoint) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const denied = missingScope(caller, 'webhooks:write')
  if (denied) return denied
  const asked = { act: `webhook.${what}`, id, request, expectedVersion }
  return once(desk, caller, { ...(key !== undefined && { key }), request: asked }, async tx => {
    const stored = await lockEndpoint(tx, caller.org, id)
    if (stored === null || !reachesEndpoint(caller, stored.endpoint)) return nothingHere('endpoint')
    if (expectedVersion !== undefined && expectedVersion !== stored.version)
      return refuse('stale_version', {
        sentence: `The endpoint is at version ${stored.version} now; read it again first.`,
        version: stored.version,
      })
    return work(tx, stored)
  })
}

/** What becomes of it, and what the audit says about that: never a secret. */
export type Changed = { endpoint: Endpoint; sealed?: string; detail: Record<string, unknown> }

export const changing = (
  desk: Desk,
  doing: Doing,
  change: (tx: Transaction, stored: StoredEndpoint) => Promise<Changed | Refusal>,
): Promise<StoredEndpoint | Refusal> =>
  onEndpoint(desk, doing, async (tx, stored) => {
    const changed = await change(tx, stored)
    if (refused(changed)) return changed
    const at = desk.now()
    const { endpoint, sealed = stored.sealed, detail } = changed
    send(updateEndpoint(tx, endpoint, sealed, at))
    note(tx, desk, doing.caller, `webhook.${doing.what}`, doing.id, detail)
    return { endpoint: { ...endpoint, updatedAt: at }, sealed, version: stored.version + 1 }
  })
