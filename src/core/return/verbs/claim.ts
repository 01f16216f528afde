import { refuse } from '../../refusal.ts'
import { faultyAmount } from '../amounts.ts'
import { happened, type Verb } from '../verb.ts'

/** Claim compensation from the marketplace. Without an amount the arbiter sets it. */
export const claim: Verb<'claim'> = {
  may: { merchant: { compensation: ['pending_request'] } },
  locks: [],

  decide(_ret, { amount = null, text, media = [] }, tray) {
    if (text.trim() === '' && media.length === 0)
      return refuse('evidence_empty', { sentence: 'Say or show what the claim rests on.', path: 'text' })
    const fault = amount && faultyAmount(amount, tray.order.currency, 'amount')
    return fault ?? [happened(tray, 'claim.made', { claim: { at: tray.at, by: tray.by, amount, text, media } })]
  },
}
