import { sideOf } from '../../party.ts'
import { calledOff } from '../consequences.ts'
import type { CancelCause } from '../return.ts'
import type { Verb } from '../verb.ts'
import { BEFORE_PICKUP, OPEN, type Row, UNPAID } from '../where.ts'

const NOT_HERE_YET: Row = { ...OPEN, ...UNPAID, receiving: ['not_needed', 'awaited'] }
const NOT_ARRIVED: Row = {
  ...NOT_HERE_YET,
  transit: ['not_needed', ...BEFORE_PICKUP, 'in_transit', 'delivery_failed', 'lost'],
}
const NOT_MOVING: Row = { ...NOT_HERE_YET, transit: ['not_needed', ...BEFORE_PICKUP, 'delivery_failed', 'lost'] }

/** Call a return off before goods or money moved. A shopper cannot once the parcel is under way: it would arrive at a return that is gone. */
export const cancel: Verb<'cancel'> = {
  may: { shopper: NOT_MOVING, merchant: NOT_ARRIVED, system: NOT_ARRIVED },
  locks: ['goods'],

  decide(ret, { reason = null, cause }, tray) {
    const side = sideOf(tray.by.role)
    const named: CancelCause = tray.by.role === 'system' && cause ? cause : side
    return calledOff(ret, tray, named, reason)
  },
}
