/** "No", as data: one short closed list of reasons, which every door translates into its own words with a total table. */
import type { Role } from './party.ts'
import type { Instant } from './time.ts'

export const REFUSAL_CODES = [
  'not_found',
  'forbidden',
  'not_open',
  'disputed',
  'photos_missing',
  'own_offer',
  'no_offer',
  'offer_superseded',
  'counters_exhausted',
  'amount_required',
  'amount_fixed',
  'amount_invalid',
  'amount_too_low',
  'amount_too_high',
  'currency_mismatch',
  'terms_unavailable',
  'reason_unknown',
  'reason_required',
  'evidence_incomplete',
  'evidence_empty',
  'evidence_too_many',
  'evidence_overdue',
  'file_unsupported',
  'file_too_large',
  'carrier_unknown',
  'tracking_invalid',
  'proof_exists',
  'unknown_line',
  'quantity_invalid',
  'quantity_exceeded',
  'over_received',
  'grading_exceeds',
  'goods_received',
  'already_granted',
  'settled_elsewhere',
  'payout_exceeds',
  'payout_in_flight',
  'not_delivered',
  'not_eligible',
  'override_needed',
  'out_of_stock',
  'method_unavailable',
  'label_unavailable',
  'limit_exceeded',
  'stale_version',
  'key_reused',
  'busy',
  'invalid',
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/**
 * What the asker needs to go on: a sentence in plain English that says what to do next, the field it is about in the words of the command,
 * what is open instead, for whom and until when, and the numbers behind the no.
 */
export type RefusalDetail = {
  sentence?: string
  path?: string
  allowed?: readonly string[]
  role?: Role
  until?: Instant
  errors?: { path: string; message: string }[]
  [more: string]: unknown
}

export class Refusal {
  readonly code: RefusalCode
  readonly detail: RefusalDetail

  constructor(code: RefusalCode, detail: RefusalDetail) {
    this.code = code
    this.detail = detail
  }
}

/** A refusal is a value that is returned; nothing a person can do wrong is ever thrown. */
export const refuse = (code: RefusalCode, detail: RefusalDetail = {}): Refusal => new Refusal(code, detail)

export const refused = (answer: unknown): answer is Refusal => answer instanceof Refusal

/** Closes a switch over a union: a new member fails to compile here instead of sliding into a default. */
export function unreachable(value: never): never {
  throw new Error(`A case was not thought of: ${JSON.stringify(value)}.`)
}
