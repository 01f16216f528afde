/** How often a platform lets somebody call: so many times in a stretch of time, counted from its first call. */
import { LRUCache } from 'lru-cache'

export type Counted = { allowed: boolean; limit: number; remaining: number; resetMs: number }

/** More callers than these at the same moment, and those not seen for longest are counted anew. */
const MOST_CALLERS = 10_000

/** Counts in this process; `now` is in milliseconds. With three processes a caller may call three times as often. */
export class Rate {
  readonly #limit: number
  readonly #windowMs: number
  readonly #begun = new LRUCache<string, { at: number; calls: number }>({ max: MOST_CALLERS })

  constructor({ limit, windowMs }: { limit: number; windowMs: number }) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  /** One more call of this caller. `resetMs` is the moment when counting begins anew. */
  count(caller: string, nowMs: number): Counted {
    const before = this.#begun.get(caller)
    const window = before && nowMs - before.at < this.#windowMs ? before : { at: nowMs, calls: 0 }
    window.calls++
    this.#begun.set(caller, window)
    return {
      allowed: window.calls <= this.#limit,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.calls),
      resetMs: window.at + this.#windowMs,
    }
  }
}
