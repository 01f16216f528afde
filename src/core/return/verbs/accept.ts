import { refuse, refused } from '../../refusal.ts'
import { agreed } from '../consequences.ts'
import { standingOffer } from '../strands/negotiation.ts'
import { happened, type Verb } from '../verb.ts'
import { OPEN, QUIET, UNPAID } from '../where.ts'

/** Accept the other side's offer. Whose turn it is stands in `may`: nobody accepts for the side that offered. */
export const accept: Verb<'accept'> = {
  may: {
    merchant: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_merchant'] },
    shopper: { ...OPEN, ...QUIET, ...UNPAID, negotiation: ['awaiting_shopper'] },
  },
  locks: ['goods'],

  decide(ret, { offer: id }, tray) {
    const offer = standingOffer(ret)
    if (offer?.id !== id)
      return refuse('offer_superseded', {
        sentence: 'Another offer took its place; read the return again and answer that one.',
        path: 'offer',
        standing: offer?.id ?? null,
      })
    const then = agreed(ret, tray, offer.terms.handling, { basis: 'agreed', amount: offer.terms.amount })
    return refused(then) ? then : [happened(tray, 'offer.accepted', { offer: offer.id, terms: offer.terms }), ...then]
  },
}
