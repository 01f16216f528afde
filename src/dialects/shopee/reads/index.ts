/** The seven calls that only look. */
import type { App } from '../../../http/app.ts'
import type { DialectHouse } from '../../dialect.ts'
import { shopCall } from '../door.ts'
import { getShippingCarrier } from './carriers.ts'
import { getReturnDetail } from './detail.ts'
import { getReturnDisputeReason } from './dispute-reasons.ts'
import { getReturnList } from './list.ts'
import { queryProof } from './proof.ts'
import { getAvailableSolutions } from './solutions.ts'
import { getReverseTrackingInfo } from './tracking.ts'

/** Calls whose reference prints the word "success"; elsewhere a message makes some clients believe that something failed. */
const SUCCESS = { message: 'success' }

export function readRoutes(returns: App, house: DialectHouse): void {
  shopCall(returns, house, 'GET', 'get_return_list', (...asked) => getReturnList(house, ...asked))
  shopCall(returns, house, 'GET', 'get_return_detail', (...asked) => getReturnDetail(house, ...asked))
  shopCall(returns, house, 'GET', 'get_available_solutions', (client, input) =>
    getAvailableSolutions(house, client, input),
  )
  shopCall(
    returns,
    house,
    'GET',
    'get_return_dispute_reason',
    (client, input) => getReturnDisputeReason(house, client, input),
    SUCCESS,
  )
  shopCall(returns, house, 'GET', 'query_proof', (...asked) => queryProof(house, ...asked), SUCCESS)
  shopCall(returns, house, 'GET', 'get_shipping_carrier', (client, input) => getShippingCarrier(house, client, input))
  shopCall(returns, house, 'GET', 'get_reverse_tracking_info', (client, input) =>
    getReverseTrackingInfo(house, client, input),
  )
}
