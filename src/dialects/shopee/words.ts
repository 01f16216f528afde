/** Shopee's words. Statuses are read from the top: the first row that holds is the word. */
import type { ReasonCode } from '../../core/reasons.ts'
import type { Reading } from '../../core/return/reading.ts'
import type { DispositionKind, DisputeReasonCode, Handling, Inspector, Kind, Return } from '../../core/return/return.ts'
import { GRANTED, type Word } from '../../core/return/where.ts'

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
  LOGISTICS_PENDING_ARRANGE: { transit: ['to_arrange'] },
  LOGISTICS_READY: { transit: ['ready'] },
  LOGISTICS_REQUEST_CREATED: { transit: ['booked'] },
  LOGISTICS_PICKUP_RETRY: { transit: ['pickup_retry'] },
  LOGISTICS_PICKUP_FAILED: { transit: ['pickup_failed'] },
  LOGISTICS_PICKUP_DONE: { transit: ['in_transit'] },
  LOGISTICS_DELIVERY_FAILED: { transit: ['delivery_failed'] },
  LOGISTICS_LOST: { transit: ['lost'] },
  LOGISTICS_DELIVERY_DONE: { transit: ['delivered'] },
} as const satisfies Reading

/** Requests made before the parcel was received at all: the parcel is turned round, and only its end is told. */
export const turnedRoundStatus = {
  Delivered: { transit: ['delivered'] },
  'Delivery Failed': { transit: ['delivery_failed'] },
  Lost: { transit: ['lost'] },
  Preparing: { transit: ['to_arrange', 'ready', 'booked', 'pickup_retry', 'pickup_failed', 'in_transit'] },
} as const satisfies Reading

/** From the warehouse that inspected to the seller. One L in CANCELED, here only. Null: nothing was sent on, and the field is left out. */
export const onwardWords = {
  none: null,
  booked: 'POST_RETURN_LOGISTICS_REQUEST_CREATED',
  pickup_retry: 'POST_RETURN_LOGISTICS_PICKUP_RETRY',
  pickup_failed: 'POST_RETURN_LOGISTICS_PICKUP_FAILED',
  in_transit: 'POST_RETURN_LOGISTICS_PICKUP_DONE',
  delivery_failed: 'POST_RETURN_LOGISTICS_DELIVERY_FAILED',
  lost: 'POST_RETURN_LOGISTICS_LOST',
  delivered: 'POST_RETURN_LOGISTICS_DELIVERY_DONE',
  cancelled: 'POST_RETURN_LOGISTICS_REQUEST_CANCELED',
} as const satisfies Record<Word<'onward'>, string | null>

export const reasonWords = {
  none: 'NONE',
  not_received: 'NOT_RECEIPT',
  wrong_item: 'WRONG_ITEM',
  damaged: 'ITEM_DAMAGED',
  physical_damage: 'PHYSICAL_DMG',
  defective: 'FUNCTIONAL_DMG',
  wrong_or_damaged: 'ITEM_WRONGDAMAGED',
  not_as_described: 'DIFFERENT_DESCRIPTION',
  mutual_agreement: 'MUTUAL_AGREE',
  other: 'OTHER',
  changed_mind: 'CHANGE_MIND',
  missing_item: 'ITEM_MISSING',
  expectation: 'EXPECTATION_FAILED',
  fake: 'ITEM_FAKE',
  wrong_color: 'DIFFERENT_DESCRIPTION',
  too_large: 'EXPECTATION_FAILED',
  too_small: 'EXPECTATION_FAILED',
  style: 'CHANGE_MIND',
} as const satisfies Record<ReasonCode, string>

export const disputeReasonWords = {
  not_received: 'NON_RECEIPT',
  objection: 'OTHER',
  not_returned: 'NOT_RECEIVED',
  unknown: 'UNKNOWN',
} as const satisfies Record<DisputeReasonCode, string>

export const solutionWords = { send_back: 'RETURN_REFUND', keep: 'REFUND' } as const satisfies Record<Handling, string>

/** The same, where a number is wanted. */
export const solutionNumbers = { send_back: 0, keep: 1 } as const satisfies Record<Handling, number>

export const requestTypes = { after_delivery: 0, in_transit: 1, on_the_spot: 2 } as const satisfies Record<Kind, number>

export const validationTypes = {
  merchant: 'seller_validation',
  warehouse: 'warehouse_validation',
} as const satisfies Record<Inspector, string>

/** Who pays for the way back, told in Brazil only. The shopper has no word there. */
export const freightWords = {
  undecided: 'Pending',
  shopper: 'Pending',
  merchant: 'Seller',
  platform: 'Shopee',
} as const satisfies Record<Return['freight']['payer'], string>

/** What a warehouse did with goods that are not sold again by it; resale has stages of its own, 3 to 6. */
export const followUpNumbers = {
  scrap: 1,
  donate: 1,
  recycle: 1,
  return_to_vendor: 2,
  restock: 7,
  quarantine: 7,
  refurbish: 7,
  repair: 7,
  back_to_shopper: 8,
  missing: 9,
} as const satisfies Record<DispositionKind, number>
