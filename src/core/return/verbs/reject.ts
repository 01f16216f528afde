import { refuse } from '../../refusal.ts'
import { exchangeDropped, offerOvertaken, parcelsCancelled, unitsFreed } from '../consequences.ts'
import { happened, type Verb } from '../verb.ts'
import { type Row, UNPAID } from '../where.ts'

/** Not while a dispute runs, and not against a verdict for the shopper. */
const NOT_DECIDED_OTHERWISE: Row = {
  request: ['submitted', 'approved', 'expired'],
  dispute: ['none', 'withdrawn', 'for_merchant'],
  ...UNPAID,
}

/** Say no, with a reason the shopper will read. Pieces that never came are free again; received ones stay held until they go back to the shopper. */
export const reject: Verb<'reject'> = {
  may: { merchant: NOT_DECIDED_OTHERWISE, system: NOT_DECIDED_OTHERWISE },
  locks: ['goods'],

  decide(ret, { reason }, tray) {
    if (reason.trim() === '')
      return refuse('reason_required', { sentence: 'Say why; the shopper will read it.', path: 'reason' })
    return [
      happened(tray, 'request.rejected', { reason }),
      ...offerOvertaken(ret, tray),
      ...parcelsCancelled(ret, tray),
      ...exchangeDropped(ret, tray, reason),
      ...unitsFreed(ret, tray),
    ]
  },
}
