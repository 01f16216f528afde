/** Where the goods are on their way to us: read from the inbound parcels and the drop-offs. */
import { travelling } from '../quantities.ts'
import type { Dropoff, Return, Shipment } from '../return.ts'
import type { Word } from '../where.ts'
import { everMoved, type ParcelState, parcelState } from './parcel.ts'

export const inbound = (ret: Return): Shipment[] => ret.shipments.filter(shipment => shipment.leg === 'inbound')

export const liveInbound = (ret: Return): Shipment[] => inbound(ret).filter(shipment => shipment.cancelledAt === null)

const UNDER_WAY: readonly ParcelState[] = ['pickup_failed', 'pickup_retry', 'booked', 'in_transit']

/**
 * Nothing counts as delivered while a part still travels, and one parcel that moved makes the whole return "in transit".
 * Of parcels that have not moved, the one in most trouble names the state.
 */
export function transit(ret: Return): Word<'transit'> {
  const parcels = liveInbound(ret)
  const dropped = ret.dropoffs.some(handedOver)
  if (travelling(ret).length === 0 && parcels.length === 0 && !dropped) return 'not_needed'
  if (parcels.length === 0) return dropped ? 'in_transit' : ret.method ? 'ready' : 'to_arrange'

  const states = parcels.map(parcelState)
  const underWay = states.filter(state => UNDER_WAY.includes(state))
  if (underWay.length > 0 || (dropped && !states.includes('delivered'))) {
    if (dropped || parcels.some(everMoved)) return 'in_transit'
    return (UNDER_WAY.find(state => underWay.includes(state)) ?? 'booked') as Word<'transit'>
  }
  if (states.includes('delivered')) return 'delivered'
  return states.includes('delivery_failed') ? 'delivery_failed' : 'lost'
}

export const handedOver = (dropoff: Dropoff): boolean => dropoff.drops.length > 0

/** Read from what was handed over against what was announced. */
export function dropoffState(dropoff: Dropoff): 'created' | 'partially_dropped' | 'dropped' {
  if (!handedOver(dropoff)) return 'created'
  const given = (item: string) =>
    dropoff.drops
      .flatMap(drop => drop.lines)
      .filter(line => line.item === item)
      .reduce((all, line) => all + line.quantity, 0)
  return dropoff.contents.every(line => given(line.item) >= line.quantity) ? 'dropped' : 'partially_dropped'
}
