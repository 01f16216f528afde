import { refuse } from '../../refusal.ts'
import { starting } from '../deadlines.ts'
import { standingOffer } from '../strands/negotiation.ts'
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
    const offer = standingOffer(ret)
    if (offer?.id !== id) {
      const sentence = 'Another offer took its place; read the return again and answer that one.'
      return refuse('offer_superseded', { sentence, path: 'offer', standing: offer?.id ?? null })
    }
    const answering = offer.by === 'merchant' && ret.request.state === 'submitted'
    return [happened(tray, 'offer.declined', { offer: offer.id }, answering ? starting(tray, 'answer') : undefined)]
  },
}
