import { refuse } from '../../refusal.ts'
import { happened, type Verb } from '../verb.ts'

/** The shopper allowed an amount to be held: the replacement may leave, and is paid for only if the goods do not come. The gateway confirms as the house. */
export const authorize: Verb<'authorize'> = {
  may: { shopper: {}, system: {} },
  locks: [],

  decide(ret, { charge: id, externalId = null, until }, tray) {
    const charge = ret.charges.find(one => one.id === id)
    if (!charge) return refuse('not_found', { path: 'charge', sentence: 'Nothing like this is asked for.' })
    if (charge.state === 'authorized') return []
    if (charge.state !== 'asked' && charge.state !== 'declined')
      return refuse('not_open', {
        path: 'charge',
        sentence: `This charge is ${charge.state} already.`,
        state: charge.state,
      })
    if (until <= tray.at)
      return refuse('invalid', { path: 'until', sentence: 'This authorization is over already; ask for a new one.' })
    return [happened(tray, 'charge.authorized', { charge: id, externalId, until })]
  },
}
