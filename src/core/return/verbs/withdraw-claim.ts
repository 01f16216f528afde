import { happened, type Verb } from '../verb.ts'

/** Take a claim back before it is answered. */
export const withdrawClaim: Verb<'withdraw_claim'> = {
  may: { merchant: { compensation: ['requested'] } },
  locks: [],

  decide: (_ret, _args, tray) => [happened(tray, 'claim.withdrawn', {})],
}
