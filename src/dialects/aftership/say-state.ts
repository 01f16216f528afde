/** The return as a whole, where no single parcel or payout tells: how far the goods are, and what needs a person. */
import type { Return } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import { dropoffState, handedOver, inbound } from '../../core/return/strands/transit.ts'

/** Read from the top: what was counted in, what the carrier says, what was handed over at a drop-off point, what was only announced. */
export function shippingStatus(ret: Return): string {
  const { receiving, transit } = strands(ret)
  if (receiving === 'received') return 'received'
  if (receiving === 'partial') return 'partially_received'
  if (transit === 'delivered') return 'delivered'
  if (ret.dropoffs.some(handedOver))
    return ret.dropoffs.every(dropoff => dropoffState(dropoff) === 'dropped') ? 'dropped' : 'partially_dropped'
  if (MOVING.includes(transit)) return 'in_transit'
  if (BOOKED.includes(transit)) return 'pending'
  return inbound(ret).length > 0 ? 'void' : 'no_label'
}

const MOVING: readonly string[] = ['in_transit', 'delivery_failed', 'lost']
const BOOKED: readonly string[] = ['booked', 'pickup_retry', 'pickup_failed']

/** What went wrong and waits for somebody. `restock_failed` never occurs: putting back on the shelf is a fact here, not an order to somebody else. */
export function exceptionsOf(ret: Return): string[] {
  const failing = {
    exchange_failed: ret.exchange?.state === 'failed',
    generate_label_failed: ret.labels.at(-1)?.state === 'failed',
    refund_failed: strands(ret).settlement === 'failed',
    charge_failed: ret.charges.at(-1)?.state === 'declined',
    flagged: ret.flagged !== null,
  }
  return Object.entries(failing).flatMap(([word, holds]) => (holds ? [word] : []))
}
