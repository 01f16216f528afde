/** How an order enters: checked, its money shared out to the lines once, its kits taken apart. */
import type { LineId, OrgId, PolicyVersionId } from './ids.ts'
import type { Order } from './order.ts'
import type { OrderInput } from './order-input.ts'
import type { Refusal } from './refusal.ts'
import type { Shop } from './shop.ts'
import type { Instant } from './time.ts'

/** `policy`: the version live when the order was placed; it is written down at the first entry and stays. */
export type Entry = { shop: Shop; policy: PolicyVersionId | null; at: Instant; org: OrgId; fresh: <I extends string>() => I }

/** Refuses `invalid` with every wrong field. Entering an unchanged order again gives the known order itself back. */
export function enterOrder(_input: OrderInput, _before: Order | null, _entry: Entry): Order | Refusal {
  throw new Error('Not written yet.')
}

/** Lines whose money is not what it was: the desk refuses that once something of such a line was returned. */
export function changedShares(_before: Order, _after: Order): LineId[] {
  throw new Error('Not written yet.')
}
