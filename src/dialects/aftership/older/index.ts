/**
 * Every call of the older generation. Reading and listing are additions of ours: the platform told this generation's clients of returns by webhooks only.
 * By id only what was served so before codes took over.
 */
import type { App } from '../../../http/app.ts'
import type { DialectHouse } from '../../dialect.ts'
import { changing, reading } from '../door.ts'
import { listTags } from '../reads/item-tags.ts'
import { itemReceiveBatch } from './item-receive-batch.ts'
import { listOlder } from './list.ts'
import { readOne } from './one.ts'
import { patchItem } from './patch-item.ts'
import { shipmentBatch } from './shipment-batch.ts'
import { statusTransition } from './status-transition.ts'
import * as wire from './wire.ts'

const BY_CODE = '/returns/rma/:rma'
const BY_ID = '/returns/:id'

export function olderRoutes(scope: App, house: DialectHouse): void {
  scope.get('/returns', { schema: { querystring: wire.ListQuery } }, reading(listOlder(house)))
  for (const one of [BY_CODE, BY_ID]) {
    scope.get(one, reading(readOne(house)))
    scope.post(
      `${one}/status-transitions`,
      { schema: { body: wire.Transition } },
      changing('older_transition', statusTransition(house)),
    )
    scope.patch(`${one}/items/:item`, { schema: { body: wire.PatchItem } }, changing('older_item', patchItem(house)))
  }
  scope.post(
    `${BY_CODE}/item-receive-batch`,
    { schema: { body: wire.ReceiveBatch } },
    changing('older_receive', itemReceiveBatch(house)),
  )
  scope.post(
    `${BY_CODE}/shipment-batch`,
    { schema: { body: wire.ShipmentBatch } },
    changing('older_ship', shipmentBatch(house)),
  )
  scope.get('/merchant-tags', reading(listTags(house)))
  scope.get('/item-tags', reading(listTags(house)))
}
