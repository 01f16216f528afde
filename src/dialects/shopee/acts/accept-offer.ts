import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import type { Return } from '../../../core/return/return.ts'
import { newestOffer } from '../../../core/return/strands/negotiation.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { invalidStatus, REVIEWING } from '../refusals.ts'
import { type Act, change } from './change.ts'
import { statusOf } from './standing.ts'

/** Take what the buyer proposed. Refund alone is granted at once; otherwise the goods come first and the agreed amount waits for them. */
export const acceptOffer: Act = async asked => {
  const done = await change(asked, ({ ret }) => closed(ret) ?? accepted(ret))
  return isNo(done) ? done : { return_sn: snOf(done.ret) }
}

/** Each status has its own no here (reference of the call, read together with its list of errors). */
function closed(ret: Return): ShopeeNo | null {
  const word = statusOf(ret)
  switch (word) {
    case 'REQUESTED':
      return null
    case 'PROCESSING':
      return no('error_data', 'Accept offer is not available for this return')
    case 'SELLER_DISPUTE':
      return no('error_return_status', 'The return status cannot support this action')
    case 'JUDGING':
      return REVIEWING
    default:
      return invalidStatus(word)
  }
}

function accepted(ret: Return): Command[] | Refusal | ShopeeNo {
  const offer = newestOffer(ret)
  if (offer === undefined) return refuse('no_offer')
  if (offer.end === null) return offer.by === 'merchant' ? refuse('own_offer') : [{ verb: 'accept', offer: offer.id }]
  return offer.by === 'merchant' ? NO_COUNTER : refuse('offer_superseded')
}

const NO_COUNTER = no(
  'error_no_buyer_offer',
  'cannot accept refund offer because there is no counter proposal from buyer',
)
