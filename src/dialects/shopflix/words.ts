/** Shopflix's letters for what a return is, and what each refusal is there. */
import type { RefusalCode } from '../../core/refusal.ts'
import type { Reading } from '../../core/return/reading.ts'
import { GRANTED } from '../../core/return/where.ts'

/** Read from the top: the first row that holds is the letter. A merchant's "reject" is an objection; support decides, hence W. */
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
export type StatusLetter = keyof typeof status

export const isStatusLetter = (text: string): text is StatusLetter => Object.hasOwn(status, text)

/** What a merchant may say of a return. Both letters mean something else as a state. */
export const DECISIONS = ['V', 'W'] as const
export type Decision = (typeof DECISIONS)[number]

/** Why a return cannot be decided on is never said; each letter has one sentence for every reason. */
export const CANNOT: Record<Decision, string> = { V: 'Cannot Accept Return', W: 'Cannot Reject Return' }

/** `unknown`: as if there were no such return. `cannot`: the letter's one sentence. `invalid`: a sentence about what was sent. */
type Said = 'unknown' | 'cannot' | 'invalid'

export const refusals = {
  not_found: 'unknown',
  forbidden: 'unknown',
  not_open: 'cannot',
  disputed: 'cannot',
  photos_missing: 'cannot',
  own_offer: 'cannot',
  no_offer: 'cannot',
  offer_superseded: 'cannot',
  counters_exhausted: 'cannot',
  amount_required: 'cannot',
  amount_fixed: 'cannot',
  amount_invalid: 'cannot',
  amount_too_low: 'cannot',
  amount_too_high: 'cannot',
  currency_mismatch: 'cannot',
  terms_unavailable: 'cannot',
  reason_unknown: 'cannot',
  reason_required: 'cannot',
  evidence_incomplete: 'cannot',
  evidence_empty: 'cannot',
  evidence_too_many: 'cannot',
  evidence_overdue: 'cannot',
  file_unsupported: 'cannot',
  file_too_large: 'cannot',
  carrier_unknown: 'cannot',
  tracking_invalid: 'cannot',
  proof_exists: 'cannot',
  unknown_line: 'cannot',
  quantity_invalid: 'cannot',
  quantity_exceeded: 'cannot',
  over_received: 'cannot',
  grading_exceeds: 'cannot',
  goods_received: 'cannot',
  already_granted: 'cannot',
  settled_elsewhere: 'cannot',
  payout_exceeds: 'cannot',
  payout_in_flight: 'cannot',
  not_delivered: 'cannot',
  not_eligible: 'cannot',
  override_needed: 'cannot',
  out_of_stock: 'cannot',
  method_unavailable: 'cannot',
  label_unavailable: 'cannot',
  limit_exceeded: 'cannot',
  stale_version: 'cannot',
  key_reused: 'cannot',
  busy: 'cannot',
  invalid: 'invalid',
} as const satisfies Record<RefusalCode, Said>
