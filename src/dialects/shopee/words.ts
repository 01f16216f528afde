/** Shopee's words for what a return is, read from the top: the first row that holds is the word. */
import type { Reading } from '../../core/return/reading.ts'
import { GRANTED } from '../../core/return/where.ts'

export const status = {
  JUDGING: { dispute: ['judging'] },
  SELLER_DISPUTE: { dispute: ['raised'] },
  ACCEPTED: { settlement: GRANTED },
  CANCELLED: { request: ['cancelled', 'expired'] },
  CLOSED: { request: ['rejected', 'resolved'] },
  PROCESSING: { request: ['approved'] },
  REQUESTED: { request: ['submitted'] },
} as const satisfies Reading

export const negotiationStatus = {
  PENDING_BUYER_RESPOND: { negotiation: ['awaiting_shopper'] },
  PENDING_RESPOND: [
    { negotiation: ['awaiting_merchant'] },
    { negotiation: ['none'], request: ['submitted'], dispute: ['none', 'withdrawn'] },
  ],
  TERMINATED: { negotiation: ['none', 'agreed', 'ended'] },
} as const satisfies Reading

export const proofStatus = {
  NOT_NEEDED: { evidence: ['not_due'] },
  PENDING: { evidence: ['due'] },
  UPLOADED: { evidence: ['given'] },
  OVERDUE: { evidence: ['overdue'] },
} as const satisfies Reading

export const compensationStatus = {
  COMPENSATION_NOT_APPLICABLE: { compensation: ['not_applicable'] },
  COMPENSATION_INITIAL_STAGE: { compensation: ['initial'] },
  COMPENSATION_NOT_REQUIRED: { compensation: ['not_required'] },
  COMPENSATION_NOT_ELIGIBLE: { compensation: ['not_eligible'] },
  COMPENSATION_PENDING_REQUEST: { compensation: ['pending_request'] },
  COMPENSATION_REQUESTED: { compensation: ['requested'] },
  COMPENSATION_CANCELLED: { compensation: ['cancelled'] },
  COMPENSATION_REJECTED: { compensation: ['rejected'] },
  COMPENSATION_APPROVED: { compensation: ['approved'] },
} as const satisfies Reading

/** Goods that need not travel have no word here, which is why this one alone is not total. */
export const logisticsStatus = {
  LOGISTICS_NOT_STARTED: { transit: ['to_arrange'] },
  LOGISTICS_READY: { transit: ['ready'] },
  LOGISTICS_REQUEST_CREATED: { transit: ['booked'] },
  LOGISTICS_PICKUP_RETRY: { transit: ['pickup_retry'] },
  LOGISTICS_PICKUP_FAILED: { transit: ['pickup_failed'] },
  LOGISTICS_PICKUP_DONE: { transit: ['in_transit'] },
  LOGISTICS_DELIVERY_FAILED: { transit: ['delivery_failed'] },
  LOGISTICS_LOST: { transit: ['lost'] },
  LOGISTICS_DELIVERY_DONE: { transit: ['delivered'] },
} as const satisfies Reading
