/** Every changing call of the current generation, by id and by the code people read out, from the version that first had it. */
import type { FastifySchema } from 'fastify'
import type { App } from '../../../http/app.ts'
import type { DialectHouse } from '../../dialect.ts'
import { changing, from, type Handler } from '../door.ts'
import type { Version } from '../versions.ts'
import type { Call } from '../refusals.ts'
import { approve } from './approve.ts'
import { attachShipments } from './attach-shipments.ts'
import { create } from './create.ts'
import { drops } from './drops.ts'
import { link } from './link.ts'
import { patchItem } from './patch-item.ts'
import { receiveItems } from './receive-items.ts'
import { reject } from './reject.ts'
import { removeItems } from './remove-items.ts'
import { resolve } from './resolve.ts'
import * as wire from './wire.ts'

type Method = 'post' | 'patch'
type Schema = Pick<FastifySchema, 'body'>

const ONE = ['/returns/:id', '/returns/rma/:rma']

export function actRoutes(scope: App, house: DialectHouse): void {
  const call = (method: Method, url: string, since: Version, name: Call, schema: Schema, handler: Handler) =>
    scope[method](url, { schema }, changing(name, from(since, handler)))

  for (const one of ONE) {
    call('post', `${one}/approve`, '2024-10', 'approve', { body: wire.Approve }, approve(house))
    call('post', `${one}/resolve`, '2024-10', 'resolve', { body: wire.Resolve }, resolve(house))
    call('post', `${one}/reject`, '2024-10', 'reject', { body: wire.Reject }, reject(house))
    call('post', `${one}/receive-items`, '2024-10', 'receive', { body: wire.ReceiveItems }, receiveItems(house))
    call('post', `${one}/attach-shipments`, '2024-10', 'attach', { body: wire.AttachShipments }, attachShipments(house))
    call('post', `${one}/remove-items`, '2025-07', 'remove', { body: wire.RemoveItems }, removeItems(house))
    call('patch', `${one}/items/:item`, '2024-10', 'item', { body: wire.PatchItem }, patchItem(house))
  }
  call('post', '/returns/rma/:rma/dropoffs/:dropoff/drops', '2024-07', 'drop', { body: wire.Drops }, drops(house))
  call('post', '/returns', '2025-01', 'create', { body: wire.Create }, create(house))
  call('post', '/returns/link', '2025-07', 'link', { body: wire.Link }, link(house))
}
