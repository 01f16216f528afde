/** SHOPLINE's words: what a return is, why it comes back, and what kind of no a no is. */
import type { ReasonCode } from '../../core/reasons.ts'
import type { RefusalCode } from '../../core/refusal.ts'
import type { Reading } from '../../core/return/reading.ts'

/** Read from the top: the first row that holds is the word. */
export const status = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading

export const webhookStatus = {
  CLOSED: { request: ['resolved'] },
  DECLINED: { request: ['rejected'] },
  CANCELED: { request: ['cancelled', 'expired'] },
  REQUESTED: { request: ['submitted'] },
  OPEN: { request: ['submitted', 'approved'] },
} as const satisfies Reading

export type StatusWord = keyof typeof webhookStatus

/** For shops that keep to the two words of the published page (`seed_words_only`). */
export const SEED_WORD = {
  CLOSED: 'CLOSED',
  DECLINED: 'CLOSED',
  CANCELED: 'CLOSED',
  REQUESTED: 'OPEN',
  OPEN: 'OPEN',
} as const satisfies Record<StatusWord, StatusWord>

export const LINE_REASONS = [
  'COLOR',
  'DEFECTIVE',
  'NOT_AS_DESCRIBED',
  'OTHER',
  'SIZE_TOO_LARGE',
  'SIZE_TOO_SMALL',
  'STYLE',
  'UNWANTED',
  'WRONG_ITEM',
] as const
export type LineReason = (typeof LINE_REASONS)[number]

/** What each of our reasons is called; a line without a reason says nothing. */
export const REASON_WORD = {
  none: null,
  not_received: 'OTHER',
  wrong_item: 'WRONG_ITEM',
  damaged: 'DEFECTIVE',
  physical_damage: 'DEFECTIVE',
  defective: 'DEFECTIVE',
  wrong_or_damaged: 'WRONG_ITEM',
  not_as_described: 'NOT_AS_DESCRIBED',
  mutual_agreement: 'OTHER',
  other: 'OTHER',
  changed_mind: 'UNWANTED',
  missing_item: 'OTHER',
  expectation: 'UNWANTED',
  fake: 'NOT_AS_DESCRIBED',
  wrong_color: 'COLOR',
  too_large: 'SIZE_TOO_LARGE',
  too_small: 'SIZE_TOO_SMALL',
  style: 'STYLE',
} as const satisfies Record<ReasonCode, LineReason | null>

/** What each of theirs becomes here, so that it comes back as itself. */
export const REASON_HEARD = {
  COLOR: 'wrong_color',
  DEFECTIVE: 'defective',
  NOT_AS_DESCRIBED: 'not_as_described',
  OTHER: 'other',
  SIZE_TOO_LARGE: 'too_large',
  SIZE_TOO_SMALL: 'too_small',
  STYLE: 'style',
  UNWANTED: 'changed_mind',
  WRONG_ITEM: 'wrong_item',
} as const satisfies Record<LineReason, ReasonCode>

/** The platform has no codes: the status says what kind of no it is, the sentence says the rest. */
export const REFUSAL_STATUS = {
  not_found: 404,
  forbidden: 403,
  not_open: 422,
  disputed: 422,
  photos_missing: 422,
  own_offer: 422,
  no_offer: 422,
  offer_superseded: 422,
  counters_exhausted: 422,
  amount_required: 422,
  amount_fixed: 422,
  amount_invalid: 422,
  amount_too_low: 422,
  amount_too_high: 422,
  currency_mismatch: 422,
  terms_unavailable: 422,
  reason_unknown: 422,
  reason_required: 422,
  evidence_incomplete: 422,
  evidence_empty: 422,
  evidence_too_many: 422,
  evidence_overdue: 422,
  file_unsupported: 422,
  file_too_large: 422,
  carrier_unknown: 422,
  tracking_invalid: 422,
  proof_exists: 422,
  unknown_line: 422,
  quantity_invalid: 422,
  quantity_exceeded: 422,
  over_received: 422,
  grading_exceeds: 422,
  goods_received: 422,
  already_granted: 422,
  settled_elsewhere: 422,
  payout_exceeds: 422,
  payout_in_flight: 422,
  not_delivered: 422,
  not_eligible: 422,
  override_needed: 422,
  out_of_stock: 422,
  method_unavailable: 422,
  label_unavailable: 422,
  limit_exceeded: 403,
  stale_version: 422,
  key_reused: 422,
  busy: 429,
  invalid: 422,
} as const satisfies Record<RefusalCode, 403 | 404 | 422 | 429>
