/** The status words of the four platforms as readings of the strands: what the walk holds the model to. */
import type { Reading } from '../../src/core/return/reading.ts'
import { GRANTED } from '../../src/core/return/where.ts'

export const shopee = {
  JUDGING: { dispute: ['judging'] },
  SELLER_DISPUTE: { dispute: ['raised'] },
  ACCEPTED: { settlement: GRANTED },
  CANCELLED: { request: ['cancelled', 'expired'] },
  CLOSED: { request: ['rejected', 'resolved'] },
  PROCESSING: { request: ['approved'] },
  REQUESTED: { request: ['submitted'] },
} as const satisfies Reading

export const shopeeNegotiation = {
  PENDING_BUYER_RESPOND: { negotiation: ['awaiting_shopper'] },
  PENDING_RESPOND: [
    { negotiation: ['awaiting_merchant'] },
    { negotiation: ['none'], request: ['submitted'], dispute: ['none', 'withdrawn'] },
  ],
  TERMINATED: { negotiation: ['none', 'agreed', 'ended'] },
} as const satisfies Reading

export const shopeeProof = {
  NOT_NEEDED: { evidence: ['not_due'] },
  PENDING: { evidence: ['due'] },
  UPLOADED: { evidence: ['given'] },
  OVERDUE: { evidence: ['overdue'] },
} as const satisfies Reading

export const shopeeCompensation = {
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
export const shopeeLogistics = {
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

export const aftership = {
  done: { request: ['resolved'] },
  rejected: { request: ['rejected', 'cancelled'] },
  expired: { request: ['expired'] },
  approved: { request: ['approved'] },
  submitted: { request: ['submitted'] },
} as const satisfies Reading

export const aftershipOlder = {
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

export const shopflix = {
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

export const shopline = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading

export const shoplineWebhook = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  REQUESTED: { request: ['submitted'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading

/** Readings that have a word for every state. */
export const TOTAL: Record<string, Reading> = {
  shopee,
  shopeeNegotiation,
  shopeeProof,
  aftership,
  aftershipOlder,
  shopflix,
  shopline,
  shoplineWebhook,
}
