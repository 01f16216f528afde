/** Where the goods are, in the words of the way they travel. */
import { read } from '../../core/return/reading.ts'
import type { Return, Shipment } from '../../core/return/return.ts'
import { onward } from '../../core/return/strands/onward.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { inbound, liveInbound } from '../../core/return/strands/transit.ts'
import type { Columns } from '../../core/return/where.ts'
import { logisticsStatus, onwardWords, turnedRoundStatus } from './words.ts'

/** The parcel people mean: the newest that is under way to us, else the newest there ever was. */
export const parcelOf = (ret: Return): Shipment | undefined => liveInbound(ret).at(-1) ?? inbound(ret).at(-1)

/** The parcel from the warehouse that inspected to the seller. */
export const onwardParcelOf = (ret: Return): Shipment | undefined =>
  ret.inspector === 'warehouse' ? ret.shipments.findLast(({ leg }) => leg === 'onward') : undefined

export const hasProof = (ret: Return): boolean => inbound(ret).some(({ proof }) => proof !== null)

/** Goods of a normal request; others are told by `reverseStatusOf` only. Empty when nothing has to travel. */
export const logisticsStatusOf = (ret: Return, columns: Columns = strands(ret)): string =>
  ret.kind === 'after_delivery' ? normalStatus(ret, columns) : ''

export const reverseStatusOf = (ret: Return, columns: Columns = strands(ret)): string =>
  ret.kind === 'after_delivery' ? normalStatus(ret, columns) : (read(turnedRoundStatus, columns) ?? '')

export const onwardStatusOf = (ret: Return): string | null =>
  ret.inspector === 'warehouse' ? onwardWords[onward(ret)] : null

/** Carriers that report nothing count as having the parcel once its sending was proved (developer guide, LOGISTICS_PICKUP_DONE). */
function normalStatus(ret: Return, columns: Columns): string {
  const parcel = parcelOf(ret)
  const isProved = columns.transit === 'booked' && parcel?.carrier.integrated === false && parcel.proof !== null
  return isProved ? 'LOGISTICS_PICKUP_DONE' : (read(logisticsStatus, columns) ?? '')
}
