/** Numbers for returns, fetched in blocks: a process that ends leaves a gap, and nobody waits for anybody. */
import type { OrgId, ShopId } from '../core/ids.ts'
import { takeSerials } from '../db/shops.ts'
import type { Transaction } from '../db/transaction.ts'

const BLOCK = 16

export class Serials {
  readonly #left = new Map<ShopId, number[]>()

  /** A number at hand; undefined when a block has to be fetched first. */
  take(shop: ShopId): number | undefined {
    return this.#left.get(shop)?.shift()
  }

  /** Fetches a block inside the transaction that needs one. Nothing of it may be handed out before that transaction is kept. */
  async fetch(tx: Transaction, org: OrgId, shop: ShopId): Promise<{ first: number; rest: number[] }> {
    const last = await takeSerials(tx, org, shop, BLOCK)
    return { first: last + 1, rest: Array.from({ length: BLOCK - 1 }, (_, place) => last + 2 + place) }
  }

  /** Puts the rest of a block at hand, once the transaction that fetched it has been kept. */
  keep(shop: ShopId, rest: readonly number[]): void {
    this.#left.set(shop, [...(this.#left.get(shop) ?? []), ...rest])
  }
}
