/** The one counter everything goes over. It holds the clock, the source of ids and the keys of the house; nothing below it does. */
import type { Rma } from '../core/ids.ts'
import type { FormatTerms } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import type { Pool } from '../db/pool.ts'
import type { Store } from '../files/store.ts'
import type { KnownKeys } from './known-keys.ts'
import type { Platforms } from './platforms.ts'
import type { Serials } from './serials.ts'

export type Desk = {
  db: Pool
  store: Store
  now: () => Instant
  /** A new unique id: 128 bits, rising with time, so that indexes grow at their end. */
  fresh: <I extends string>() => I
  /** A new return number for people: short, without letters that look alike. */
  rma: () => Rma
  serials: Serials
  knownKeys: KnownKeys
  /** Seals and signs; from the configuration, else the installation's own. */
  secret: string
  /** The languages in which others can be told, by the names endpoints choose. */
  formats: Readonly<Record<string, FormatTerms>>
  /** The platforms whose language is spoken here. */
  platforms: Platforms
  /** Whether those who are told may be told without TLS; only where everything stays on one machine or in one network. */
  plainEndpoints: boolean
}
