import { refuse } from '../../refusal.ts'
import { happened, type Verb } from '../verb.ts'

/** Let a charge go that is not needed: the goods came, or the shop waives it. What was collected is given back by a refund instead. */
export const release: Verb<'release'> = {
  may: { system: {}, merchant: {} },
  locks: [],

  decide(ret, { charge: id }, tray) {
    const charge = ret.charges.find(one => one.id === id)
    if (!charge) return refuse('not_found', { path: 'charge', sentence: 'Nothing like this is asked for.' })
    if (charge.state === 'released') return []
    if (charge.state === 'sent' || charge.state === 'done') {
      return refuse('not_open', {
        path: 'charge',
        sentence: 'The money is on its way or here; pay it back instead.',
        state: charge.state,
      })
    }
    return [happened(tray, 'charge.released', { charge: id })]
  },
}
