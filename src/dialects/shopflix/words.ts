/** Shopflix's letters for what a return is, read from the top: the first row that holds is the letter. A merchant's "reject" is an objection; support decides, hence W. */
import type { Reading } from '../../core/return/reading.ts'
import { GRANTED } from '../../core/return/where.ts'

export const status = {
  V: [
    { request: ['resolved'] },
    { request: ['expired'], settlement: GRANTED },
    { request: ['approved'], dispute: ['for_shopper'], settlement: GRANTED },
  ],
  W: { dispute: ['raised', 'judging'], settlement: ['none'] },
  X: { request: ['rejected', 'cancelled', 'expired'] },
  T: [{ receiving: ['partial', 'received'] }, { transit: ['delivered'] }],
  A: { transit: ['in_transit', 'delivery_failed', 'lost'] },
  U: { request: ['submitted', 'approved'] },
} as const satisfies Reading
