import { offerOvertaken } from '../consequences.ts'
import { happened, type Verb } from '../verb.ts'
import { QUIET } from '../where.ts'

/** Close the case. Money is left as it is: some shops pay elsewhere, some later, and a resolved return can still be paid. */
export const resolve: Verb<'resolve'> = {
  may: {
    merchant: { request: ['approved', 'expired'], ...QUIET },
    system: { request: ['approved', 'expired'], ...QUIET },
  },
  locks: [],

  decide: (ret, { note = null }, tray) => [happened(tray, 'request.resolved', { note }), ...offerOvertaken(ret, tray)],
}
