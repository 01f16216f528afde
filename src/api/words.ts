/** What this door calls each no. `code` is the core's own word; here it gets its status and its title. */
import type { Refusal, RefusalCode } from '../core/refusal.ts'
import type { FieldError, ProblemParts } from '../http/problem.ts'
import { said } from './said.ts'
import { wirePath } from './wire/names.ts'

type Said = { status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429; title: string }

export const REFUSALS = {
  not_found: { status: 404, title: 'Not found' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_open: { status: 409, title: 'Not open now' },
  disputed: { status: 409, title: 'Before the arbiter' },
  photos_missing: { status: 409, title: 'Photos are missing' },
  own_offer: { status: 409, title: 'Your own offer' },
  no_offer: { status: 409, title: 'No offer stands' },
  offer_superseded: { status: 409, title: 'Another offer stands' },
  counters_exhausted: { status: 409, title: 'No more offers' },
  amount_required: { status: 422, title: 'An amount is needed' },
  amount_fixed: { status: 422, title: 'The amount is fixed' },
  amount_invalid: { status: 422, title: 'Not an amount' },
  amount_too_low: { status: 422, title: 'Too little' },
  amount_too_high: { status: 422, title: 'Too much' },
  currency_mismatch: { status: 422, title: 'Another currency' },
  terms_unavailable: { status: 422, title: 'Terms not on offer' },
  reason_unknown: { status: 422, title: 'Unknown reason' },
  reason_required: { status: 422, title: 'A reason is needed' },
  evidence_incomplete: { status: 422, title: 'Evidence is incomplete' },
  evidence_empty: { status: 422, title: 'Evidence is empty' },
  evidence_too_many: { status: 422, title: 'Too much evidence' },
  evidence_overdue: { status: 409, title: 'Too late for evidence' },
  file_unsupported: { status: 415, title: 'File not supported' },
  file_too_large: { status: 413, title: 'File too large' },
  carrier_unknown: { status: 422, title: 'Unknown carrier' },
  tracking_invalid: { status: 422, title: 'Not a tracking number' },
  proof_exists: { status: 409, title: 'Proof is there already' },
  unknown_line: { status: 422, title: 'Unknown line' },
  quantity_invalid: { status: 422, title: 'Not a quantity' },
  quantity_exceeded: { status: 422, title: 'More than there is' },
  over_received: { status: 422, title: 'More than was announced' },
  grading_exceeds: { status: 422, title: 'More graded than came' },
  goods_received: { status: 409, title: 'Goods are here already' },
  already_granted: { status: 409, title: 'Money is promised already' },
  settled_elsewhere: { status: 409, title: 'Paid another way' },
  payout_exceeds: { status: 422, title: 'More than was paid' },
  payout_in_flight: { status: 409, title: 'A payout is under way' },
  not_delivered: { status: 422, title: 'Not delivered' },
  not_eligible: { status: 422, title: 'Policy says no' },
  override_needed: { status: 422, title: 'Policy advises against it' },
  out_of_stock: { status: 409, title: 'Out of stock' },
  method_unavailable: { status: 422, title: 'No such way back' },
  label_unavailable: { status: 422, title: 'No label for it' },
  limit_exceeded: { status: 403, title: 'Above your limit' },
  stale_version: { status: 409, title: 'Moved on since' },
  key_reused: { status: 422, title: 'Key used for something else' },
  busy: { status: 429, title: 'Try again' },
  invalid: { status: 400, title: 'Does not fit' },
} as const satisfies Record<RefusalCode, Said>

/** How a refusal's fields were named on this wire, where that is not the rule. */
export type Naming = (path: string) => string

/** A refusal as a problem: the sentence, the field it is about, what is open instead, and the figures behind it. */
export function problemFor({ code, detail }: Refusal, naming: Naming = wirePath): ProblemParts {
  const { sentence, path, errors, allowed, role, until, ...more } = detail
  const { status, title } = REFUSALS[code]
  const fields =
    errors?.map(error => fieldError(code, naming(error.path), error.message)) ??
    (path === undefined ? [] : [fieldError(code, naming(path), sentence ?? title)])
  const open = {
    ...(allowed && { verbs: allowed }),
    ...(role && { role }),
    ...(until && { until }),
    ...(said(more) as object),
  }
  return {
    status,
    code,
    title,
    detail: sentence ?? `${title}.`,
    ...(fields.length > 0 && { errors: fields }),
    ...(Object.keys(open).length > 0 && { allowed: open }),
  }
}

const fieldError = (code: string, path: string, message: string): FieldError => ({ in: 'body', path, code, message })
