/** Keys of the native API: made once, shown once, kept only as a hash. */
import { createHash, randomBytes } from 'node:crypto'
import { type ActorId, as, type OrgId, type ShopId } from '../core/ids.ts'
import { type Door, ROLES, type Role } from '../core/party.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { type ApiKey, findKey, insertKey, listKeys, revokeKey } from '../db/orgs.ts'
import { shopIds } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop, SCOPES_OF, type Scope } from './caller.ts'
import type { Desk } from './desk.ts'
import { note, once } from './once.ts'

/** `bh_` and 32 random bytes: recognisable in a leak, impossible to guess. */
export const newSecret = (): string => `bh_${randomBytes(32).toString('base64url')}`

const hashKey = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export type KeyWish = {
  name: string
  role: Role
  scopes?: readonly Scope[]
  shops?: readonly ShopId[] | null
  expiresAt?: Instant | null
  secret?: string
}

/** The key as it may be shown for ever, and the secret as it is shown once. */
export async function createKey(
  desk: Desk,
  caller: Caller,
  wish: Omit<KeyWish, 'secret'>,
): Promise<{ key: ApiKey; secret: string } | Refusal> {
  const denied = missingScope(caller, 'keys:write')
  if (denied) return denied
  if (!ROLES.includes(wish.role))
    return refuse('invalid', { path: 'role', sentence: `There is no such role. Use one of ${ROLES.join(', ')}.` })
  const scopes = wish.scopes ?? SCOPES_OF[wish.role]
  const beyond = scopes.filter(scope => !SCOPES_OF[wish.role].includes(scope) || !caller.scopes.has(scope))
  if (beyond.length > 0)
    return refuse('forbidden', {
      path: 'scopes',
      sentence: `A key cannot hold more than its role and its maker: ${beyond.join(', ')}.`,
    })
  return once(desk, caller, {}, async tx => {
    const known = await shopIds(tx, caller.org)
    const shops = wish.shops ?? caller.shops
    const foreign = (shops ?? []).filter(
      shop => !known.includes(shop) || (caller.shops !== null && !caller.shops.includes(shop)),
    )
    if (foreign.length > 0) return nothingHere('shop')
    const { name, role, expiresAt = null } = wish
    return writeKey(tx, desk, caller.org, { name, role, expiresAt, scopes, shops }, key =>
      note(tx, desk, caller, 'key.created', key.id, { name: key.name, role: key.role, scopes: key.scopes }),
    )
  })
}

/** For the command line and the sandbox, where nobody stands at the door yet. */
export async function writeKey(
  tx: Parameters<typeof insertKey>[0],
  desk: Desk,
  org: OrgId,
  wish: KeyWish,
  told: (key: ApiKey) => void = () => {},
): Promise<{ key: ApiKey; secret: string }> {
  const secret = wish.secret ?? newSecret()
  const key: ApiKey = {
    id: desk.fresh(),
    org,
    hint: secret.slice(0, 8),
    name: wish.name,
    role: wish.role,
    scopes: [...(wish.scopes ?? SCOPES_OF[wish.role])],
    shops: wish.shops ? [...wish.shops] : null,
    createdAt: desk.now(),
    expiresAt: wish.expiresAt ?? null,
    revokedAt: null,
  }
  await insertKey(tx, key, hashKey(secret))
  told(key)
  return { key, secret }
}

/** A caller tied to shops sees the keys of those shops, and withdraws no others. */
export async function keysOf(desk: Desk, caller: Caller): Promise<ApiKey[] | Refusal> {
  return (
    missingScope(caller, 'keys:write') ?? (await listKeys(desk.db, caller.org)).filter(key => reachesKey(caller, key))
  )
}

const reachesKey = (caller: Caller, { shops }: ApiKey): boolean =>
  caller.shops === null || (shops?.every(shop => reachesShop(caller, shop)) ?? false)

/** From now on the key opens nothing. Doing it twice is fine. */
export async function withdrawKey(desk: Desk, caller: Caller, id: string): Promise<ApiKey | Refusal> {
  const denied = missingScope(caller, 'keys:write')
  if (denied) return denied
  const withdrawn = await once(desk, caller, {}, async tx => {
    const key = await revokeKey(tx, caller.org, id, desk.now())
    if (key === null || !reachesKey(caller, key)) return nothingHere('key')
    note(tx, desk, caller, 'key.revoked', key.id, { name: key.name })
    return key
  })
  desk.knownKeys.forget(id)
  return withdrawn
}

/** Whose key this is. Looked up by its hash, so that neither the database nor the time it takes tells how near a guess was. */
export async function callerOf(desk: Desk, secret: string, via: Door): Promise<Caller | Refusal> {
  const hash = hashKey(secret)
  const key = desk.knownKeys.get(hash) ?? (await findKey(desk.db, hash))
  if (key === null)
    return refuse('forbidden', {
      sentence: 'This key is not known. Create one with `backhaul keys create`, or check for a missing character.',
    })
  if (key.revokedAt !== null) return refuse('forbidden', { sentence: 'This key has been revoked; use another one.' })
  if (key.expiresAt !== null && key.expiresAt <= desk.now())
    return refuse('forbidden', { sentence: 'This key has expired; create a new one.' })
  if (desk.knownKeys.get(hash) === undefined) desk.knownKeys.keep(hash, key)
  return {
    org: key.org,
    actor: { role: key.role, id: as<ActorId>(key.id), name: key.name, via, email: null },
    scopes: new Set(key.scopes as Scope[]),
    shops: key.shops,
    orders: null,
  }
}
