/** A return as a row of `get_return_list`: some statuses are flat here that the detail nests. */
import { read } from '../../core/return/reading.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Columns } from '../../core/return/where.ts'
import type { Shop } from '../../core/shop.ts'
import type { Seen } from '../../desk/look.ts'
import { sayItems } from './say-items.ts'
import { sumsOf } from './say-money.ts'
import { type SayingTo, sayShared } from './say-shared.ts'
import { settingsFor } from './settings.ts'
import { compensationStatus, negotiationStatus, proofStatus } from './words.ts'

export function sayRow(seen: Seen, to: SayingTo) {
  const columns = strands(seen.ret)
  return {
    ...sayShared(seen, sumsOf(seen), to, columns),
    item: sayItems(seen.ret, seen.order),
    negotiation_status: read(negotiationStatus, columns) ?? '',
    seller_proof_status: sayProofStatus(columns, seen.shop),
    seller_compensation_status: read(compensationStatus, columns) ?? '',
  }
}

/** The developer guide has no word for "nothing to prove"; a later page has. */
export function sayProofStatus(columns: Columns, shop: Shop): string {
  const word = read(proofStatus, columns) ?? ''
  return word === 'NOT_NEEDED' && settingsFor(shop).seed_words_only ? '' : word
}
