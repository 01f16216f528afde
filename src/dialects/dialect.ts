/** What the four platforms' doors have in common: how each is put together, and who stands at it. */
import type { FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import type { ActorId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import type { Refusal } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'
import type { Opened } from '../desk/credentials.ts'
import type { Desk } from '../desk/desk.ts'
import type { NewClient } from '../desk/platforms.ts'
import type { App } from '../http/app.ts'
import type { LinkMaker } from '../http/file-links.ts'

export const DIALECT_NAMES = ['shopee', 'aftership', 'shopflix', 'shopline'] as const
export type DialectName = (typeof DIALECT_NAMES)[number]

export type Dialect = {
  name: DialectName
  /** As the platform calls itself. */
  title: string
  /** What a shop may set for this door. Every member has a default, so that `{}` is a whole value. */
  settings: TObject
  /** What one more client is given. `wish` is what people may choose themselves; a member nobody may choose is refused. */
  newClient(shop: Shop, wish: Readonly<Record<string, unknown>>): NewClient | Refusal
  /** Lays its routes on a scope of its own, which may stand behind a prefix. It sets its own handlers for errors and unknown addresses. */
  open(scope: App, house: DialectHouse): Promise<void>
}

export type DialectHouse = {
  desk: Desk
  links: LinkMaker
  /** Scheme and host by which this caller reaches us, without a slash at the end: foreign clients need whole addresses. */
  origin(request: FastifyRequest): string
  /** Whether platforms' own limits on calls are kept; the headers that tell of them are sent either way. */
  rates: 'on' | 'off'
}

/** Who stands at a platform's door, once recognised. */
export type Client = { caller: Caller; shop: Shop; credential: string }

declare module 'fastify' {
  interface FastifyRequest {
    /** Known on every route of a platform's door behind its sign-in; null before. */
    client: Client | null
  }
}

/** For the log: the ids alone open nothing. */
export const clientOf = ({ client }: FastifyRequest): { org: string; key: string } | undefined =>
  client ? { org: client.caller.org, key: client.credential } : undefined

/** Clients speak for the shop they were set up for and touch returns, orders and files; they manage neither keys nor people. */
const MANAGED = ['keys:write', 'people:write', 'shops:write', 'policy:write', 'audit:read', 'data:read', 'data:write']

/** As whom a client acts. `reach`: its own shop alone, or every shop of its organisation. */
export function callerOfClient(
  { id, org, shop }: Pick<Opened<unknown>, 'id' | 'org' | 'shop'>,
  {
    via,
    name,
    role = 'owner',
    reach = 'shop',
  }: { via: DialectName; name: string; role?: Role; reach?: 'shop' | 'organisation' },
): Caller {
  return {
    org,
    actor: { role, id: id as ActorId, name, via, email: null },
    scopes: new Set(SCOPES_OF[role].filter(scope => !MANAGED.includes(scope))),
    shops: reach === 'shop' ? [shop] : null,
    orders: null,
  }
}
