/** Which of the shop's dispute reasons fit a return as it stands: what `get_return_dispute_reason` offers, `dispute` takes. */
import { strands } from '../../core/return/strands/strands.ts'
import { type Columns, holds, type Where } from '../../core/return/where.ts'
import type { DisputeReason } from '../../core/shop.ts'
import type { Seen } from '../../desk/look.ts'

/** Damaged, incomplete, another product, used: what can only be said of goods that came back (Data Definition). */
const ABOUT_WHAT_CAME = new Set([47, 48, 49, 56, 82, 83, 84, 89])

const CAME: Where = [{ receiving: ['partial', 'received'] }, { transit: ['delivered'] }]
const ALL_CAME: Where = { receiving: ['received'] }

export function disputeReasonsFor({ ret, shop }: Pick<Seen, 'ret' | 'shop'>): DisputeReason[] {
  const columns = strands(ret)
  return shop.disputeReasons.filter(reason => fits(reason, columns))
}

function fits({ id, code }: DisputeReason, columns: Columns): boolean {
  if (code === 'not_returned') return !holds(ALL_CAME, columns)
  return !ABOUT_WHAT_CAME.has(id) || holds(CAME, columns)
}
