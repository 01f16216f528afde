/** AfterShip's words for what a return is, of both generations, read from the top: the first row that holds is the word. */
import type { Reading } from '../../core/return/reading.ts'

export const approvalStatus = {
  done: { request: ['resolved'] },
  rejected: { request: ['rejected', 'cancelled'] },
  expired: { request: ['expired'] },
  approved: { request: ['approved'] },
  submitted: { request: ['submitted'] },
} as const satisfies Reading

export const olderStatus = {
  done: { request: ['resolved'] },
  rejected: { request: ['rejected', 'cancelled'] },
  expired: { request: ['expired'] },
  received: { request: ['approved'], receiving: ['received'] },
  shipped: [
    { request: ['approved'], receiving: ['partial'] },
    { request: ['approved'], transit: ['in_transit', 'delivery_failed', 'lost', 'delivered'] },
  ],
  approved: { request: ['approved'] },
  submitted: { request: ['submitted'] },
} as const satisfies Reading
