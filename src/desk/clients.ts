/** Clients of platforms, as a shop gives them out: programs written for a platform that are to call here instead. */
import type { ShopId } from '../core/ids.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Instant } from '../core/time.ts'
import { freeName, listClients, revokeClient, type StoredClient } from '../db/clients.ts'
import { constraintOf } from '../db/fault.ts'
import { findShop } from '../db/shops.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import { issueCredential, nameOfKey, opened } from './credentials.ts'
import type { Desk } from './desk.ts'
import { note, once } from './once.ts'
import type { NewClient, Platform } from './platforms.ts'

/** `name`: what it signs in with; of a key only the beginning, so that people can tell theirs apart. */
export type PlatformClient = {
  id: string
  dialect: string
  name: string
  shop: ShopId
  createdAt: Instant
  revokedAt: Instant | null
}

/** `choices` is what the platform lets people choose, such as a user name; whatever is left out is drawn. */
export type ClientWish = { dialect: string; choices?: Readonly<Record<string, unknown>> }

/** Together with all the client has to be set up with, in the platform's own words: shown once. */
export type ClientMade = { client: PlatformClient; secret: Record<string, unknown> }

const SAME_NAME = 'dialect_credentials_dialect_name_key'

export async function createClient(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  { dialect, choices = {} }: ClientWish,
): Promise<ClientMade | Refusal> {
  const denied = denies(caller, shop)
  if (denied) return denied
  const platform = desk.platforms.find(({ name }) => name === dialect)
  if (platform === undefined) return unknownPlatform(desk, dialect)
  try {
    return await once(desk, caller, {}, async tx => {
      const stored = await findShop(tx, caller.org, shop)
      if (stored === null) return nothingHere('shop')
      const made = chosen(platform.newClient(stored.shop, choices))
      if (refused(made)) return made
      await freeName(tx, dialect, made.name)
      const id = await issueCredential(tx, desk, { org: caller.org, shop, dialect, ...made })
      const name = shownName(made)
      note(tx, desk, caller, 'client.created', id, { dialect, name, shop })
      return { client: { id, dialect, name, shop, createdAt: desk.now(), revokedAt: null }, secret: made.secret }
    })
  } catch (thrown) {
    if (constraintOf(thrown) === SAME_NAME) return taken(platform)
    throw thrown
  }
}

/** What is wrong with a choice is told where it was made. */
const chosen = (made: ReturnType<Platform['newClient']>): ReturnType<Platform['newClient']> =>
  refused(made)
    ? refuse(made.code, { ...made.detail, path: ['choices', made.detail.path].filter(Boolean).join('.') })
    : made

const unknownPlatform = ({ platforms }: Desk, dialect: string): Refusal =>
  refuse('invalid', {
    path: 'dialect',
    sentence: `Nothing called ${dialect} is spoken here; there are ${platforms.map(({ name }) => name).join(', ')}.`,
  })

/** By anybody in this installation: a client names itself before it is known whose it is. */
const taken = ({ name }: Platform): Refusal =>
  refuse('invalid', {
    path: 'choices',
    sentence: `Another client of ${name} is called so already; choose another name, or revoke that one first.`,
  })

/** All a shop was given, without their secrets, oldest first. */
export async function clientsFor(desk: Desk, caller: Caller, shop: ShopId): Promise<PlatformClient[] | Refusal> {
  const denied = denies(caller, shop)
  if (denied) return denied
  if ((await findShop(desk.db, caller.org, shop)) === null) return nothingHere('shop')
  return (await listClients(desk.db, caller.org, shop)).map(stored => shown(desk, stored))
}

/** From its next call on the client is turned away. Doing it twice is fine. */
export async function withdrawClient(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  id: string,
): Promise<PlatformClient | Refusal> {
  const denied = denies(caller, shop)
  if (denied) return denied
  return once(desk, caller, {}, async tx => {
    const stored = await revokeClient(tx, caller.org, shop, id, desk.now())
    if (stored === null) return nothingHere('client')
    const client = shown(desk, stored)
    note(tx, desk, caller, 'client.revoked', id, { dialect: client.dialect, name: client.name, shop })
    return client
  })
}

const denies = (caller: Caller, shop: ShopId): Refusal | null =>
  missingScope(caller, 'shops:write') ??
  (reachesShop(caller, shop) && caller.orders === null ? null : nothingHere('shop'))

function shown(desk: Desk, stored: StoredClient): PlatformClient {
  const { id, dialect, shop, createdAt, revokedAt } = stored
  const { secret } = opened<NewClient['secret']>(desk, stored)
  return { id, dialect, name: shownName({ name: stored.name, secret }), shop, createdAt, revokedAt }
}

const BEGINNING = 9

/** A client that presents nothing but a key is kept under the hash of it, which says nothing to people. */
function shownName({ name, secret }: NewClient): string {
  const key = Object.values(secret).find(value => typeof value === 'string' && nameOfKey(value) === name)
  return typeof key === 'string' ? `${key.slice(0, BEGINNING)}…` : name
}
