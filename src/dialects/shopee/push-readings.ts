/** The four readings of a return whose changes are pushed. Offers, compensation, amounts and due dates are not: they have to be asked for. */
import type { News } from '../../core/push.ts'
import { read } from '../../core/return/reading.ts'
import type { Return } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Shop } from '../../core/shop.ts'
import { secondsOf } from './amounts.ts'
import { sayProofStatus } from './say-list.ts'
import { reverseStatusOf } from './say-parcel.ts'
import { solutionWords, status } from './words.ts'

/** How return_solution is written in a push is not published; it is the word here, as with the other three. */
function readingsOf(ret: Return, shop: Shop) {
  const columns = strands(ret)
  return {
    return_status: read(status, columns) ?? '',
    return_solution: solutionWords[columns.handling],
    seller_proof_status: sayProofStatus(columns, shop),
    logistics_status: reverseStatusOf(ret, columns),
  }
}
type Field = keyof ReturnType<typeof readingsOf>

const FIELDS = [
  'return_status',
  'return_solution',
  'seller_proof_status',
  'logistics_status',
] as const satisfies readonly Field[]

export type Update = { update_field: Field; old_value: string; new_value: string; update_time: number }

/** What an act changed. A return that was just filed had no readings before, so every word it has by then is new. */
export function updatesIn({ before, ret, shop, event }: Pick<News, 'before' | 'ret' | 'shop' | 'event'>): Update[] {
  const old = before && readingsOf(before, shop)
  const now = readingsOf(ret, shop)
  return FIELDS.filter(field => (old?.[field] ?? '') !== now[field]).map(field => ({
    update_field: field,
    old_value: old?.[field] ?? '',
    new_value: now[field],
    update_time: secondsOf(event.at),
  }))
}
