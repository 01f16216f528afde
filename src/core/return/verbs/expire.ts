import { exchangeDropped, offerOvertaken, parcelsCancelled, unitsFreed } from '../consequences.ts'
import { tooEarly } from '../sweeping.ts'
import { happened, type Verb } from '../verb.ts'
import { BEFORE_PICKUP, QUIET, UNPAID } from '../where.ts'

/** The shopper did not send in time, which only the clock says, and only once that time is over. Goods that come all the same are received as a fact, and may still be paid. */
export const expire: Verb<'expire'> = {
  may: {
    system: {
      request: ['approved'],
      ...QUIET,
      ...UNPAID,
      receiving: ['awaited'],
      transit: BEFORE_PICKUP,
    },
  },
  locks: ['goods'],

  decide: (ret, _args, tray) =>
    tooEarly(ret.due.ship, tray) ?? [
      happened(tray, 'request.expired', {}),
      ...offerOvertaken(ret, tray),
      ...parcelsCancelled(ret, tray),
      ...exchangeDropped(ret, tray, null),
      ...unitsFreed(ret, tray),
    ],
}
