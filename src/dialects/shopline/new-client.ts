/** What one more client of a shop is given: the store's handle, a token to call with, a secret that signs what it is told. */
import { randomBytes } from 'node:crypto'
import { type Refusal, refuse } from '../../core/refusal.ts'
import type { Shop } from '../../core/shop.ts'
import { nameOfKey } from '../../desk/credentials.ts'
import type { NewClient } from '../../desk/platforms.ts'
import { SCOPES, type Scope, type Secret } from './auth.ts'

/** A token may be given less than everything (`scopes`); nothing else can be chosen. */
export function newClient(shop: Shop, wish: Readonly<Record<string, unknown>>): NewClient | Refusal {
  const { scopes, ...strange } = wish
  const [unknown] = Object.keys(strange)
  if (unknown !== undefined)
    return refuse('invalid', { path: unknown, sentence: 'A client of SHOPLINE chooses nothing but its scopes.' })
  if (scopes !== undefined && !isScopes(scopes))
    return refuse('invalid', { path: 'scopes', sentence: `Scopes are a list of ${SCOPES.join(', ')}.` })
  const access_token = randomBytes(32).toString('hex')
  const secret: Secret = {
    handle: shop.refs.handle,
    access_token,
    app_secret: randomBytes(20).toString('hex'),
    ...(scopes !== undefined && { scopes }),
  }
  return { name: nameOfKey(access_token), secret }
}

const isScopes = (value: unknown): value is Scope[] =>
  Array.isArray(value) && value.length > 0 && value.every(scope => SCOPES.includes(scope))
