/** How fast one access token may call: a bucket that holds so many calls and drains so many a second. */
import { LRUCache } from 'lru-cache'

/** More tokens than these at the same moment, and those not seen for longest start with an empty bucket. */
const MOST_TOKENS = 10_000

export class Buckets {
  readonly #levels = new LRUCache<string, { level: number; atMs: number }>({ max: MOST_TOKENS })

  /** One more call at this moment: null when it fits, else after how many whole seconds one will. Counted in this process alone. */
  pour(token: string, nowMs: number, { size, perSecond }: { size: number; perSecond: number }): number | null {
    if (perSecond === 0) return null
    const { level, atMs } = this.#levels.get(token) ?? { level: 0, atMs: nowMs }
    const drained = Math.max(0, level - (Math.max(0, nowMs - atMs) / 1000) * perSecond)
    const fits = drained + 1 <= size
    this.#levels.set(token, { level: fits ? drained + 1 : drained, atMs: nowMs })
    return fits ? null : Math.max(1, Math.ceil((drained + 1 - size) / perSecond))
  }
}
