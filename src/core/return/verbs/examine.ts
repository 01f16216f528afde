import { happened, type Verb } from '../verb.ts'

/** Take a dispute up: what both sides had to say is in, or their time is over. */
export const examine: Verb<'examine'> = {
  may: { arbiter: { dispute: ['raised'] }, system: { dispute: ['raised'] } },
  locks: [],

  decide: (_ret, _args, tray) => [happened(tray, 'dispute.examined', {})],
}
