/** What a warehouse that inspects for the seller did with the goods. */
import type { Order } from '../../core/order/order.ts'
import { itemOf } from '../../core/return/quantities.ts'
import type { Return } from '../../core/return/return.ts'
import { receiving } from '../../core/return/strands/receiving.ts'
import { numOf } from './ids.ts'
import { lineOf } from './say-money.ts'
import { followUpNumbers } from './words.ts'

const PENDING = 1
const REJECTED = 2
const INBOUND = 3
const CANCELLED = 4

/** Left out where the seller inspects. */
export const sayWarehouse = (ret: Return, order: Order) =>
  ret.inspector === 'warehouse'
    ? { is_arrived_at_warehouse: arrivalOf(ret), follow_up_action_list: followUps(ret, order) }
    : {}

function arrivalOf(ret: Return): number {
  if (ret.request.state === 'cancelled' || ret.request.state === 'expired') return CANCELLED
  const state = receiving(ret)
  if (state === 'partial' || state === 'received') return INBOUND
  return ret.receivings.some(({ refused }) => refused !== null) ? REJECTED : PENDING
}

const followUps = (ret: Return, order: Order) =>
  ret.dispositions.map(({ item, quantity, to, resale }) => {
    const found = itemOf(ret, item)
    const line = found && lineOf(order, found)
    return {
      item_id: numOf(line?.product.externalId ?? ''),
      model_id: numOf(line?.variant.externalId ?? ''),
      qty: quantity,
      current_status: resale?.stage ?? followUpNumbers[to],
      related_order_sn_list: resale?.orders ?? [],
      resell_failed_next_step: resale?.next ?? '',
    }
  })
