/** Who stands at the desk: whose house, as whom, and what they may touch. Doors find out; the desk decides. */
import type { OrderId, OrgId, ShopId } from '../core/ids.ts'
import type { Actor, Role } from '../core/party.ts'
import { type Refusal, refuse } from '../core/refusal.ts'

export const SCOPES = [
  'returns:read',
  'returns:write',
  'orders:read',
  'orders:write',
  'policy:read',
  'policy:write',
  'shops:read',
  'shops:write',
  'keys:write',
  'people:write',
  'audit:read',
  'files:write',
  'webhooks:read',
  'webhooks:write',
  'data:read',
  'data:write',
] as const
export type Scope = (typeof SCOPES)[number]

/** What a role may at most; a key can hold less, never more. */
export const SCOPES_OF: Record<Role, readonly Scope[]> = {
  owner: SCOPES,
  system: ['returns:read', 'returns:write', 'orders:read', 'orders:write', 'policy:read', 'shops:read', 'files:write'],
  agent: [
    'returns:read',
    'returns:write',
    'orders:read',
    'orders:write',
    'policy:read',
    'shops:read',
    'audit:read',
    'files:write',
    'webhooks:read',
  ],
  warehouse: ['returns:read', 'returns:write', 'orders:read', 'shops:read', 'files:write'],
  arbiter: ['returns:read', 'returns:write', 'orders:read', 'policy:read', 'shops:read', 'files:write'],
  shopper: ['returns:read', 'returns:write', 'orders:read', 'files:write'],
  carrier: ['returns:read', 'returns:write', 'files:write'],
}

export type Caller = {
  org: OrgId
  actor: Actor
  scopes: ReadonlySet<Scope>
  /** null: every shop of the organisation. */
  shops: readonly ShopId[] | null
  /** null: not tied to orders. A shopper who proved one order sees that one and nothing else. */
  orders: readonly OrderId[] | null
}

/** Whose an idempotency key is: two callers may choose the same one. */
export const keyOwner = ({ actor }: Caller): string => `${actor.via}:${actor.id ?? actor.role}`

export function missingScope(caller: Caller, scope: Scope): Refusal | null {
  if (caller.scopes.has(scope)) return null
  return refuse('forbidden', { sentence: `This needs the scope ${scope}, which this caller does not have.`, scope })
}

/** A foreign shop or order is answered like one that does not exist: what is not yours cannot be told apart from nothing. */
export const reachesShop = (caller: Caller, shop: ShopId): boolean =>
  caller.shops === null || caller.shops.includes(shop)

export const reachesOrder = (caller: Caller, shop: ShopId, order: OrderId): boolean =>
  reachesShop(caller, shop) && (caller.orders === null || caller.orders.includes(order))

export const nothingHere = (what: string): Refusal =>
  refuse('not_found', { sentence: `There is no such ${what}, or it is not yours to see.` })
