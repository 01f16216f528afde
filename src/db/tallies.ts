/** Counting returns per shop, day of filing and state, spread over slots so that busy shops do not queue at one row. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { query } from './pool.ts'
import { send } from './send.ts'
import { sql } from './statement.ts'
import type { Transaction } from './transaction.ts'

export const SLOTS = 8

/** A return moved from one state to another; `from` null: it was born. Rows are touched in order of their key, so two movers never wait for each other in a circle. */
export function tally(
  on: Transaction,
  org: OrgId,
  shop: ShopId,
  move: { from: string | null; to: string; filed: Instant; slot: number },
): void {
  if (move.from === move.to) return
  const day = move.filed.slice(0, 10)
  const changes = [{ tuple: move.to, by: 1 }, ...(move.from === null ? [] : [{ tuple: move.from, by: -1 }])].toSorted(
    (a, b) => (a.tuple < b.tuple ? -1 : 1),
  )
  for (const { tuple, by } of changes) {
    send(
      query(
        on,
        sql`insert into tallies (org_id, shop_id, tuple, day, slot, returns) values (${org}, ${shop}, ${tuple}, ${day}, ${move.slot}, ${by})
        on conflict (org_id, shop_id, tuple, day, slot) do update set returns = tallies.returns + excluded.returns`,
      ),
    )
  }
}
