/** Where one parcel is: the last thing its carrier said that tells something. */
import type { CheckpointKind, Label, Shipment } from '../return.ts'

export type ParcelState =
  | 'booked'
  | 'pickup_retry'
  | 'pickup_failed'
  | 'in_transit'
  | 'delivery_failed'
  | 'lost'
  | 'delivered'
  | 'cancelled'

const TELLS: Record<CheckpointKind, ParcelState | null> = {
  announced: 'booked',
  pickup_retry: 'pickup_retry',
  pickup_failed: 'pickup_failed',
  picked_up: 'in_transit',
  moving: 'in_transit',
  out_for_delivery: 'in_transit',
  attempt_failed: 'in_transit',
  held_for_pickup: 'in_transit',
  exception: 'in_transit',
  delivery_failed: 'delivery_failed',
  lost: 'lost',
  delivered: 'delivered',
  silent: null,
}

/** Checkpoints may arrive out of order, so the newest by time counts; of equal times the one told last. */
export function parcelState(shipment: Shipment): ParcelState {
  if (shipment.cancelledAt !== null) return 'cancelled'
  let newest: { at: string; state: ParcelState } = { at: '', state: 'booked' }
  for (const checkpoint of shipment.checkpoints) {
    const state = TELLS[checkpoint.kind]
    if (state !== null && checkpoint.at >= newest.at) newest = { at: checkpoint.at, state }
  }
  return newest.state
}

/** Has the carrier ever had it in hand? */
export const everMoved = (shipment: Shipment): boolean =>
  shipment.checkpoints.some(checkpoint => {
    const state = TELLS[checkpoint.kind]
    return state === 'in_transit' || state === 'delivery_failed' || state === 'lost' || state === 'delivered'
  })

/** The label people may print: none once the parcel was called off. Every door that shows labels asks here. */
export const givenOut = (shipment: Shipment): Label | null => (shipment.cancelledAt === null ? shipment.label : null)
