import { refuse } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import { deadlines } from '../../../core/return/deadlines.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Seen } from '../../../desk/look.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { invalidStatus, OWN_OFFER, REVIEWING } from '../refusals.ts'
import { type Act, change } from './change.ts'
import { cameAfterCompletion, statusOf } from './standing.ts'

/** Grant the whole request: all the money, and the buyer keeps the goods. A parcel that is under way travels on and is received as a fact. */
export const confirm: Act = async asked => {
  const done = await change(asked, seen => gates(seen) ?? inFull(seen))
  return isNo(done) ? done : { return_sn: snOf(done.ret) }
}

function inFull({ ret }: Seen): Command[] {
  return ret.request.state === 'submitted'
    ? [{ verb: 'approve', handling: 'keep' }]
    : [{ verb: 'grant', basis: 'asked', handling: 'keep' }]
}

/** Request type, validation and order completion are gates of this platform alone. */
function gates(seen: Seen) {
  const { ret } = seen
  const word = statusOf(ret)
  if (word === 'SELLER_DISPUTE' || word === 'JUDGING') return REVIEWING
  if (word !== 'REQUESTED' && word !== 'PROCESSING') return invalidStatus(word)
  if (ret.kind !== 'after_delivery') return notByShop(ret.kind === 'in_transit' ? 1 : 2)
  if (ret.inspector === 'warehouse') return BY_WAREHOUSE
  if (cameAfterCompletion(seen)) return AFTER_COMPLETION
  if (deadlines(ret).some(({ kind }) => kind === 'photos')) return refuse('photos_missing')
  return strands(ret).negotiation === 'awaiting_shopper' ? OWN_OFFER : null
}

const notByShop = (type: 1 | 2): ShopeeNo =>
  no('error_return_request_type', `Action cannot be performed by shop because the Return Refund Request Type = ${type}`)
const BY_WAREHOUSE = no(
  'error_validation',
  'Action cannot be performed by shop because the validation_type of Return/Refund request = warehouse_validation',
)
const AFTER_COMPLETION = no('rraoc_refund_not_allowed', 'Type of return does not allow seller to offer refund')
