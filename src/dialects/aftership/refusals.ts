/** AfterShip's words for every no of the core, by the call it was given to. */
import type { Refusal, RefusalCode } from '../../core/refusal.ts'
import { type Answer, no, type WireError } from './envelope.ts'

/** The calls as far as their noes differ; `transition` and the rest with `older_` belong to the older generation. */
export type Call =
  | 'read'
  | 'create'
  | 'approve'
  | 'resolve'
  | 'reject'
  | 'receive'
  | 'attach'
  | 'remove'
  | 'item'
  | 'drop'
  | 'link'
  | 'older_transition'
  | 'older_receive'
  | 'older_ship'
  | 'older_item'

type Said = (call: Call, refusal: Refusal) => Answer

/** A core refusal in the words of the call it was given to. */
export const refusalOf = (call: Call, refusal: Refusal): Answer => NOES[refusal.code](call, refusal)

const missing: Said = call =>
  no(404, call === 'item' || call === 'older_item' ? 40406 : 40400, 'NotFound', 'Return not found')

const forbidden: Said = (_call, { detail }) => no(403, 40300, 'Forbidden', detail.sentence ?? 'This is not allowed.')

const unfit = (message: string, code = 42200): Said => {
  return (_call, refusal) => no(422, code, 'UnprocessableEntity', message, errorsOf(refusal))
}

const unprocessable = unfit('Unprocessable entity')

function errorsOf({ detail }: Refusal): WireError[] {
  if (detail.errors) return detail.errors.map(({ path, message }) => ({ path, info: message }))
  return detail.sentence === undefined ? [] : [{ path: detail.path ?? '', info: detail.sentence }]
}

/** The platform's own texts, as it publishes them. */
const CONFLICTS: Partial<Record<Call, string>> = {
  approve: 'Approval status can only be changed from submitted to approved',
  resolve: 'Approval status can only be changed from approve, expired to done',
  reject: 'Approval status can only be changed from approve, expired to rejected',
}

const conflict: Said = (call, { detail }) =>
  no(409, 40900, 'Conflict', CONFLICTS[call] ?? detail.sentence ?? 'Not possible as the return stands.')

/** The type is misspelt on the wire. */
const invalidTransition: Said = () => no(422, 42252, 'InvalidTransitonStatuses', 'Invalid transition statuses.')

/** Not as the return stands: the calls that change the approval status answer 409, all others 422. */
const closed: Said = (call, refusal) => {
  if (call === 'older_transition') return invalidTransition(call, refusal)
  return (call in CONFLICTS ? conflict : unprocessable)(call, refusal)
}

const tooMany: Said = () => no(429, 42900, 'TooManyRequests', 'Too many requests')

const stale: Said = (call, refusal) =>
  call === 'older_transition'
    ? no(409, 40901, 'ConflictTransitionStatuses', 'Conflict transition statuses.')
    : no(409, 40900, 'Conflict', refusal.detail.sentence ?? 'The return was changed at the same moment; send it again.')

const RECEIVING: readonly Call[] = ['receive', 'older_receive']

const unknownLine: Said = (call, refusal) => {
  if (call === 'create') return unfit('Request items mismatch order items')(call, refusal)
  if (RECEIVING.includes(call)) return unfit('Return item not exists', 42225)(call, refusal)
  if (call === 'item' || call === 'older_item') return no(404, 40425, 'NotFound', 'Return item not found')
  return unprocessable(call, refusal)
}

const overReceived = unfit('Exceeds the acceptable return item quantity', 42213)

const tooManyPieces: Said = (call, refusal) => {
  if (RECEIVING.includes(call)) return overReceived(call, refusal)
  if (call === 'remove') return unfit('Cannot remove more items than available in the return')(call, refusal)
  return (call === 'create' ? unfit('Request items mismatch order items') : unprocessable)(call, refusal)
}

const NOES = {
  not_found: missing,
  forbidden,
  not_open: closed,
  disputed: closed,
  photos_missing: unprocessable,
  own_offer: closed,
  no_offer: closed,
  offer_superseded: closed,
  counters_exhausted: closed,
  amount_required: unprocessable,
  amount_fixed: unprocessable,
  amount_invalid: unprocessable,
  amount_too_low: unprocessable,
  amount_too_high: unprocessable,
  currency_mismatch: unprocessable,
  terms_unavailable: unprocessable,
  reason_unknown: unprocessable,
  reason_required: unprocessable,
  evidence_incomplete: unprocessable,
  evidence_empty: unprocessable,
  evidence_too_many: unprocessable,
  evidence_overdue: unprocessable,
  file_unsupported: unprocessable,
  file_too_large: unprocessable,
  carrier_unknown: unprocessable,
  tracking_invalid: unprocessable,
  proof_exists: unprocessable,
  unknown_line: unknownLine,
  quantity_invalid: unprocessable,
  quantity_exceeded: tooManyPieces,
  over_received: overReceived,
  grading_exceeds: unfit('Grading quantity should not exceed the receive item quantity', 42247),
  goods_received: (call, refusal) => (call === 'reject' ? conflict : closedGoods)(call, refusal),
  already_granted: (call, refusal) => (call === 'older_transition' ? invalidTransition : conflict)(call, refusal),
  settled_elsewhere: conflict,
  payout_exceeds: conflict,
  payout_in_flight: conflict,
  not_delivered: unprocessable,
  not_eligible: unprocessable,
  override_needed: unprocessable,
  out_of_stock: unprocessable,
  method_unavailable: unprocessable,
  label_unavailable: unprocessable,
  limit_exceeded: forbidden,
  stale_version: stale,
  key_reused: unprocessable,
  busy: tooMany,
  invalid: unprocessable,
} satisfies Record<RefusalCode, Said>

function closedGoods(call: Call, refusal: Refusal): Answer {
  return call === 'remove' ? tooManyPieces(call, refusal) : closed(call, refusal)
}
