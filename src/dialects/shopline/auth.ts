/** Who calls: the holder of an access token, and what that token opens. */
import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { refused } from '../../core/refusal.ts'
import { findCredential, nameOfKey } from '../../desk/credentials.ts'
import { shopFor } from '../../desk/shops.ts'
import { callerOfClient, type Client, type DialectHouse } from '../dialect.ts'
import { type No, no } from './answer.ts'

/** The singular of the second one is the platform's own. */
export const SCOPES = ['read_returns', 'write_return', 'read_orders', 'write_orders'] as const
export type Scope = (typeof SCOPES)[number]

/** `scopes`: what the token opens; without it, everything. */
export type Secret = { handle: string; access_token: string; app_secret: string; scopes?: Scope[] }

export type Recognised = { client: Client; scopes: readonly Scope[] }

/** A token nobody was given, a revoked one and one for another store are told apart by nobody. */
export async function recognise(house: DialectHouse, request: FastifyRequest): Promise<Recognised | No> {
  const token = bearerIn(request)
  const known = token === null ? null : await findCredential<Secret>(house.desk, 'shopline', nameOfKey(token))
  if (token === null || known === null || !same(token, known.secret.access_token) || !isStore(request, known.secret))
    return no(401, 'The access token is missing, wrong or expired.')
  const caller = callerOfClient(known, { via: 'shopline', name: 'SHOPLINE' })
  const shop = await shopOf(house, caller, known.shop)
  if (shop === null) return no(401, 'The access token is missing, wrong or expired.')
  return { client: { caller, shop, credential: known.id }, scopes: known.secret.scopes ?? SCOPES }
}

async function shopOf({ desk }: DialectHouse, caller: Client['caller'], id: string): Promise<Client['shop'] | null> {
  const stored = await shopFor(desk, caller, id)
  return refused(stored) ? null : stored.shop
}

const bearerIn = ({ headers }: FastifyRequest): string | null =>
  /^bearer +(\S{1,4096})$/i.exec(headers.authorization ?? '')?.[1] ?? null

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(nameOfKey(one)), Buffer.from(nameOfKey(other))]
  return timingSafeEqual(a, b)
}

/** Several stores may share one server. Where the platform's own host name is used, it must be that of the token's store. */
function isStore({ host }: FastifyRequest, { handle }: Secret): boolean {
  const named = /^([^.]+)\.myshopline\.com(?::\d+)?$/i.exec(host ?? '')?.[1]
  return named === undefined || named.toLowerCase() === handle.toLowerCase()
}
