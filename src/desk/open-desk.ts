/** Setting up the counter: clock, ids and secrets. */
import { hkdfSync, randomBytes } from 'node:crypto'
import { NATIVE_TERMS } from '../core/push.ts'
import { instantOf } from '../core/time.ts'
import { installationSecret } from '../db/orgs.ts'
import type { Pool } from '../db/pool.ts'
import type { Store } from '../files/store.ts'
import type { Desk } from './desk.ts'
import { freshId, freshRma } from './ids.ts'
import { KnownKeys } from './known-keys.ts'
import { Serials } from './serials.ts'

/** `secret` is the operator's own; without it the installation makes one at its first start and keeps it in its database. */
export async function openDesk(
  db: Pool,
  store: Store,
  options: Partial<Pick<Desk, 'secret' | 'now' | 'fresh' | 'rma' | 'formats' | 'platforms' | 'plainEndpoints'>> = {},
): Promise<Desk> {
  const now = options.now ?? (() => instantOf(Date.now()))
  const secret = options.secret ?? (await installationSecret(db, randomBytes(32).toString('base64url'), now()))
  return {
    db,
    store,
    now,
    fresh: options.fresh ?? freshId,
    rma: options.rma ?? freshRma,
    serials: new Serials(),
    knownKeys: new KnownKeys(),
    secret,
    formats: { native: NATIVE_TERMS, ...options.formats },
    platforms: options.platforms ?? [],
    plainEndpoints: options.plainEndpoints ?? true,
  }
}

/** A key for one purpose, so that what leaks in one place opens nothing in another. */
export const keyFor = (desk: Pick<Desk, 'secret'>, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', desk.secret, '', `backhaul ${purpose}`, 32))
