/** Every call this door answers. */
import type { App } from '../../http/app.ts'
import type { DialectHouse } from '../dialect.ts'
import { layRoutes, type Route } from './door.ts'
import { cancelFulfilment, createFulfilment, queryFulfilments } from './fulfilments.ts'
import { queryOrders } from './orders.ts'
import { createPackage, queryAwaited, queryPackages, updatePackage } from './packages.ts'
import { calculateRefund, oneRefund, queryRefunds, refundOrder } from './refunds.ts'
import { closeReturn, createReturn, queryReturns } from './returns.ts'
import { changeWebhook, countWebhooks, listWebhooks, oneWebhook, subscribe, unsubscribe } from './webhooks.ts'

const ROUTES: readonly Route[] = [
  { method: 'POST', path: 'return/create.json', scope: 'write_return', handler: createReturn },
  { method: 'GET', path: 'return.json', scope: 'read_returns', handler: queryReturns },
  { method: 'POST', path: 'return/:id/close.json', scope: 'write_return', handler: closeReturn },

  { method: 'GET', path: 'return_fulfillment.json', scope: 'read_returns', handler: queryAwaited },
  { method: 'POST', path: 'return/package/create.json', scope: 'write_return', handler: createPackage },
  { method: 'GET', path: 'return_package.json', scope: 'read_returns', handler: queryPackages },
  { method: 'POST', path: 'return_express_update.json', scope: 'write_return', handler: updatePackage },

  { method: 'POST', path: 'order/refund.json', scope: 'write_orders', handler: refundOrder },
  { method: 'POST', path: 'orders/:order/refunds/calculate.json', scope: 'read_orders', handler: calculateRefund },
  { method: 'GET', path: 'orders/:order/refunds.json', scope: 'read_orders', handler: queryRefunds },
  { method: 'GET', path: 'orders/:order/refunds/:refund.json', scope: 'read_orders', handler: oneRefund },

  { method: 'GET', path: 'orders.json', scope: 'read_orders', handler: queryOrders },
  { method: 'GET', path: 'orders/:order/fulfillments.json', scope: 'read_orders', handler: queryFulfilments },
  { method: 'POST', path: 'orders/:order/fulfillments.json', scope: 'write_orders', handler: createFulfilment },
  {
    method: 'POST',
    path: 'fulfillments/:fulfilment/:order/cancel.json',
    scope: 'write_orders',
    handler: cancelFulfilment,
  },

  // Whoever has a token may be told of what it can read; no scope of its own is known for that.
  { method: 'POST', path: 'webhooks.json', scope: null, handler: subscribe },
  { method: 'GET', path: 'webhooks.json', scope: null, handler: listWebhooks },
  { method: 'GET', path: 'webhooks/count.json', scope: null, handler: countWebhooks },
  { method: 'GET', path: ':id/webhooks.json', scope: null, handler: oneWebhook },
  { method: 'PUT', path: ':id/webhooks.json', scope: null, handler: changeWebhook },
  { method: 'DELETE', path: ':id/webhooks.json', scope: null, handler: unsubscribe },
]

export async function openRoutes(scope: App, house: DialectHouse): Promise<void> {
  await scope.register(async door => layRoutes(door as unknown as App, house, ROUTES), { prefix: '/admin/openapi' })
}
