import { refused } from '../../refusal.ts'
import type { Asking } from '../../worth/quote.ts'
import { agreed, asIfHandled } from '../consequences.ts'
import { resuming } from '../deadlines.ts'
import type { Event } from '../events.ts'
import { aboveLimit } from '../promising.ts'
import type { Return, Terms } from '../return.ts'
import { offerNamed } from '../strands/negotiation.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { OPEN, QUIET, UNPAID } from '../where.ts'

/**
 * Accept the other side's offer. Whose turn it is stands in `may`: nobody accepts for the side that offered. What a merchant's role may promise was
 * asked when it offered, and is asked here when it accepts.
 */
export const accept: Verb<'accept'> = {
  may: {
    merchant: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_merchant'] },
    shopper: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_shopper'] },
  },
  locks: ['goods'],

  decide(ret, { offer: id }, tray) {
    const offer = offerNamed(ret, id)
    if (refused(offer)) return offer
    const { terms } = offer
    const asking: Asking = { basis: 'agreed', amount: terms.amount }
    const limit =
      terms.handling === 'keep' && offer.by === 'shopper' ? aboveLimit(asIfHandled(ret, 'keep'), tray, asking) : null
    if (limit) return limit
    const then = agreed(ret, tray, terms.handling, asking)
    return refused(then)
      ? then
      : [happened(tray, 'offer.accepted', { offer: offer.id, terms }, sendingAgain(ret, terms, tray)), ...then]
  },
}

/** Who was approved before they talked has the whole time to send from here on. */
const sendingAgain = (ret: Return, { handling }: Terms, tray: Tray): Event['due'] =>
  handling === 'send_back' && ret.request.state === 'approved' ? resuming(asIfHandled(ret, handling), tray) : undefined
