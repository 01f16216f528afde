import { type Refusal, refuse } from '../../refusal.ts'
import { starting } from '../deadlines.ts'
import type { Event } from '../events.ts'
import type { Return } from '../return.ts'
import { standingOffer } from '../strands/negotiation.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Somebody's time is over. Only the clock says so, and only once the moment set for it has passed: a deadline that was moved meanwhile
 * makes a late alarm harmless.
 */
export const lapse: Verb<'lapse'> = {
  may: {
    system: [
      { negotiation: ['awaiting_merchant', 'awaiting_shopper'] },
      { evidence: ['due'] },
      { compensation: ['pending_request'] },
    ],
  },
  locks: [],

  decide(ret, { kind }, tray) {
    const until = ret.due[kind]
    if (until !== undefined && tray.at < until)
      return refuse('not_open', { sentence: `There is time until ${until}.`, path: 'kind', until })
    return LAPSING[kind](ret, tray)
  },
}

const LAPSING: Record<'offer' | 'evidence' | 'claim', (ret: Return, tray: Tray) => Event[] | Refusal> = {
  offer: (ret, tray) => {
    const offer = standingOffer(ret)
    if (!offer) return refuse('no_offer', { sentence: 'No offer is waiting for an answer.', path: 'kind' })
    return [happened(tray, 'offer.lapsed', { offer: offer.id }, answerAfter(ret, tray))]
  },
  evidence: (ret, tray) => {
    if (ret.evidence.state !== 'due') return nobodyAwaited()
    return [
      happened(tray, 'evidence.missed', {}),
      ...(ret.dispute.state === 'raised' ? [happened(tray, 'dispute.examined', {})] : []),
    ]
  },
  claim: (ret, tray) =>
    ret.compensation.state === 'pending_request' ? [happened(tray, 'claim.lapsed', {})] : nobodyAwaited(),
}

/** Silence of the shopper gives the merchant the whole time again; the merchant's own silence was an answer's time too, and ends it. */
function answerAfter(ret: Return, tray: Tray): Event['due'] {
  if (ret.request.state !== 'submitted') return undefined
  return standingOffer(ret)?.by === 'merchant' ? starting(tray, 'answer') : { answer: tray.at }
}

const nobodyAwaited = (): Refusal => refuse('not_open', { sentence: 'Nobody is awaited for this.', path: 'kind' })
