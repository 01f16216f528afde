/** What the house refuses, in Shopee's words: one total table, told apart by the call where the platform does. */
import type { Refusal, RefusalCode } from '../../core/refusal.ts'
import { read } from '../../core/return/reading.ts'
import type { Columns } from '../../core/return/where.ts'
import { no, type ShopeeNo, TRY_LATER, wrong } from './errors.ts'
import { status } from './words.ts'

/** The calls that can be refused. Reads are refused only for what they name. */
export type ShopeeCall =
  | 'get_return_list'
  | 'get_return_detail'
  | 'get_available_solutions'
  | 'confirm'
  | 'offer'
  | 'accept_offer'
  | 'get_return_dispute_reason'
  | 'dispute'
  | 'convert_image'
  | 'upload_proof'
  | 'query_proof'
  | 'cancel_dispute'
  | 'get_shipping_carrier'
  | 'upload_shipping_proof'
  | 'get_reverse_tracking_info'

type Says = ShopeeNo | ((call: ShopeeCall, refusal: Refusal) => ShopeeNo)

/** What a call says when it names no return, and when it names one that is not there; foreign ones are not there either. */
const NAMING = {
  older: {
    missing: no('error_data', 'lack of param'),
    unknown: no('error_data', "The return you queried doesn't exist."),
  },
  disputes: {
    missing: no('dispute.request.param.error', 'return_sn is a required parameter'),
    unknown: no('dispute.request.param.error', 'The return_sn you requested was not queried, please check it'),
  },
  proofs: {
    missing: no('error_param', 'parameter invalid'),
    unknown: no('returnsn.illegal', 'return sn is illegal'),
  },
  parcels: {
    missing: no('returns.missing_return_sn', 'Return SN is a required parameter'),
    unknown: no('returns.return_not_found', 'Return not found'),
  },
  claims: { missing: no('error_param', 'parameter invalid'), unknown: no('error_data', 'data not exist') },
}

const NAMES: Record<ShopeeCall, (typeof NAMING)[keyof typeof NAMING]> = {
  get_return_list: NAMING.older,
  get_return_detail: NAMING.older,
  get_available_solutions: NAMING.older,
  confirm: NAMING.older,
  offer: NAMING.older,
  accept_offer: NAMING.older,
  get_return_dispute_reason: NAMING.disputes,
  dispute: NAMING.disputes,
  convert_image: NAMING.proofs,
  upload_proof: NAMING.proofs,
  query_proof: NAMING.proofs,
  cancel_dispute: NAMING.claims,
  get_shipping_carrier: NAMING.parcels,
  upload_shipping_proof: NAMING.parcels,
  get_reverse_tracking_info: NAMING.parcels,
}

export const missingSn = (call: ShopeeCall): ShopeeNo => NAMES[call].missing
export const unknownSn = (call: ShopeeCall): ShopeeNo => NAMES[call].unknown

export const REVIEWING = no('error_data', 'Shopee is reviewing the case and will get back to you.')
const RETURN_STATUS = no('error_return_status', 'The return status cannot support this action')
const NEGOTIATION_STATUS = no('error_negotiation_status', 'The negotiation status cannot support this action')
export const OWN_OFFER = no('err_data', 'Cannot accept your own offer.')
const NO_BUYER_OFFER = no('error_no_buyer_offer', 'cannot accept refund offer because there is no proposal from buyer')
const NO_DISPUTE = no(
  'error_return_status',
  'Cannot raise dispute because return SN is not in REQUESTED, RETURN_PROCESSING, or RETURN_ACCEPTED',
)
const NO_CANCEL = no(
  'dispute.cancel.ineligible',
  'Cannot cancel dispute because return SN is not eligible for compensation dispute',
)
const PHOTOS_MISSING = no(
  'error_data',
  'The return case is missing initial evidence from the buyer and will be auto-cancelled if the buyer does not provide evidence by the due date.',
)
const disputeTrouble = (message: string) => no('dispute.request.param.error', message)

/** The word of the status the return had when it was refused; the core names its strands. */
export const invalidStatus = (word: string): ShopeeNo => no('error_data', `Invalid return status: ${word}`)

const statusIn = ({ detail }: Refusal, otherwise = 'CLOSED'): string =>
  (detail.state === undefined ? null : read(status, detail.state as Columns)) ?? otherwise

function notOpen(call: ShopeeCall, refusal: Refusal): ShopeeNo {
  switch (call) {
    case 'offer':
      return RETURN_STATUS
    case 'dispute':
      return NO_DISPUTE
    case 'upload_proof':
    case 'convert_image':
      return unknownSn(call)
    case 'cancel_dispute':
      return NO_CANCEL
    case 'upload_shipping_proof':
      return no('returns.new_seller_arrange_flow_disabled', 'New seller arrange flow is not enabled')
    default:
      return invalidStatus(statusIn(refusal))
  }
}

function disputed(call: ShopeeCall, refusal: Refusal): ShopeeNo {
  if (call === 'confirm' || call === 'accept_offer') return REVIEWING
  if (call === 'offer')
    return no('error_ongoing_dispute', 'cannot offer refund to buyer when return has ongoing dispute')
  return notOpen(call, refusal)
}

/** Where the platform has no word of its own, ours stands behind "detail". */
const inOurWords = (_call: ShopeeCall, { detail }: Refusal): ShopeeNo =>
  wrong(detail.sentence ?? detail.path ?? 'parameter invalid')

/** As above, for what is no fault of a parameter. */
const asData = (_call: ShopeeCall, { detail }: Refusal): ShopeeNo =>
  no('error_data', detail.sentence ?? 'Something wrong. Please try later.')

const paid = (call: ShopeeCall, refusal: Refusal): ShopeeNo =>
  call === 'confirm' || call === 'accept_offer' ? invalidStatus('ACCEPTED') : notOpen(call, refusal)

const REFUSALS = {
  not_found: call => unknownSn(call),
  forbidden: no('error_permission', "You don't have permission to view this return data."),
  not_open: notOpen,
  disputed,
  photos_missing: PHOTOS_MISSING,
  own_offer: call => (call === 'offer' ? NEGOTIATION_STATUS : OWN_OFFER),
  no_offer: call => (call === 'accept_offer' ? NO_BUYER_OFFER : NEGOTIATION_STATUS),
  offer_superseded: NEGOTIATION_STATUS,
  counters_exhausted: NEGOTIATION_STATUS,
  amount_required: no('error_param', 'Please fill a value for proposed adjusted refund amount'),
  amount_fixed: no('error_param', 'The proposed solution cannot have adjusted refund amount'),
  amount_invalid: no('error_param', 'The proposed adjusted refund amount must be positive'),
  amount_too_low: no('error_param', 'The proposed adjusted refund amount can not be lower than min refund amount'),
  amount_too_high: no('error_param', 'The proposed adjusted refund amount can not exceed max refund amount'),
  currency_mismatch: inOurWords,
  terms_unavailable: no('error_param', 'This proposed solution is not one of the available solutions for this return.'),
  reason_unknown: disputeTrouble("Can't raise dispute because the return_sn and dispute_reason_id does not match."),
  reason_required: disputeTrouble("Can't raise dispute because the dispute reason is empty"),
  evidence_incomplete: disputeTrouble("can't raise dispute because mandatory evidence is missing"),
  evidence_empty: no('no.proof', 'no proof'),
  evidence_too_many: call =>
    call === 'dispute'
      ? disputeTrouble('Invalid images, images max size is 3 per module')
      : no('number.error', 'not support entry count'),
  evidence_overdue: no('proof.overdue', 'proof is overdue'),
  file_unsupported: no('format.unsupport', 'The Image Format Not Support'),
  file_too_large: no('image.upload.fail', 'image upload fail'),
  carrier_unknown: no('returns.invalid_carrier_id', 'Reverse Logistics carrier ID is invalid'),
  tracking_invalid: no('returns.invalid_tracking_no', 'Tracking Number is invalid'),
  proof_exists: no('returns.exceed_shipping_proof', 'Shipping Proof have already been uploaded'),
  unknown_line: no('error_data', 'data not exist'),
  quantity_invalid: inOurWords,
  quantity_exceeded: inOurWords,
  over_received: asData,
  grading_exceeds: asData,
  goods_received: asData,
  already_granted: paid,
  settled_elsewhere: paid,
  payout_exceeds: paid,
  payout_in_flight: paid,
  not_delivered: asData,
  not_eligible: asData,
  override_needed: asData,
  out_of_stock: asData,
  method_unavailable: asData,
  label_unavailable: asData,
  limit_exceeded: no('error_permission', "You don't have permission to view this return data."),
  stale_version: TRY_LATER,
  key_reused: inOurWords,
  busy: no('error_data', 'Something wrong. Please try later. [20]'),
  invalid: inOurWords,
} satisfies Record<RefusalCode, Says>

/** The no of a call for a refusal of the house. */
export function refusalOf(call: ShopeeCall, refusal: Refusal): ShopeeNo {
  const says: Says = REFUSALS[refusal.code]
  return typeof says === 'function' ? says(call, refusal) : says
}
