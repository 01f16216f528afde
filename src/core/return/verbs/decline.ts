import { refused } from '../../refusal.ts'
import { starting } from '../deadlines.ts'
import { offerNamed } from '../strands/negotiation.ts'
import { happened, type Verb } from '../verb.ts'
import { OPEN, QUIET, UNPAID } from '../where.ts'

/** Turn the other side's offer down. When the shopper does, the merchant has to find another answer, with the whole time for it. */
export const decline: Verb<'decline'> = {
  may: {
    merchant: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_merchant'] },
    shopper: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_shopper'] },
  },
  locks: [],

  decide(ret, { offer: id }, tray) {
    const offer = offerNamed(ret, id)
    if (refused(offer)) return offer
    const answering = offer.by === 'merchant' && ret.request.state === 'submitted'
    return [happened(tray, 'offer.declined', { offer: offer.id }, answering ? starting(tray, 'answer') : undefined)]
  },
}
