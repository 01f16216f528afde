/** Keys that opened the door a moment ago, so that a busy caller does not cost a look-up per call. */
import { LRUCache } from 'lru-cache'
import type { ApiKey } from '../db/orgs.ts'

/** How long a key may still open something after another process has withdrawn it. In the process that withdraws it, it ends at once. */
export const KNOWN_FOR_MS = 1_000

const MOST = 10_000

export class KnownKeys {
  readonly #byHash = new LRUCache<string, ApiKey>({ max: MOST, ttl: KNOWN_FOR_MS })

  get(hash: string): ApiKey | undefined {
    return this.#byHash.get(hash)
  }

  keep(hash: string, key: ApiKey): void {
    this.#byHash.set(hash, key)
  }

  forget(id: string): void {
    for (const [hash, key] of this.#byHash.entries()) if (key.id === id) this.#byHash.delete(hash)
  }
}
