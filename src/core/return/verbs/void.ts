import { refuse } from '../../refusal.ts'
import { parcelState } from '../strands/parcel.ts'
import { happened, type Verb } from '../verb.ts'
import type { Row } from '../where.ts'

const WAITING = ['booked', 'pickup_retry', 'pickup_failed'] as const

/** Something may wait for its carrier: inbound (beside a parcel that moves already), onward, or on its way back to the shopper. */
const WAITS: readonly Row[] = [
  { transit: [...WAITING, 'in_transit'] },
  { onward: WAITING },
  { receiving: ['partial', 'received'] },
]

/** Call a parcel off before its carrier has it; its label is no longer good and no longer given out. */
export const voidParcel: Verb<'void'> = {
  may: { merchant: WAITS, system: WAITS },
  locks: [],

  decide(ret, { shipment: id }, tray) {
    const shipment = ret.shipments.find(one => one.id === id)
    if (!shipment) return refuse('not_found', { path: 'shipment', sentence: 'This return has no such parcel.' })
    const state = parcelState(shipment)
    if (state === 'cancelled') return []
    if (!(WAITING as readonly string[]).includes(state)) {
      return refuse('not_open', {
        path: 'shipment',
        sentence: `The carrier has had this parcel (${state}); it cannot be called off any more.`,
        state,
      })
    }
    return [happened(tray, 'shipment.cancelled', { shipment: id })]
  },
}
