/** What is awaited of a return, and the parcels it comes in. */
import { sumOf, unsent } from '../../core/return/contents.ts'
import type { Shipment } from '../../core/return/return.ts'
import type { Seen } from '../../desk/look.ts'
import { awaitedId, awaitedLineId, packageId, packageLineId, returnId } from './ids.ts'
import { linesOf, type ReturnLine } from './lines.ts'
import { sayFulfilmentLine, sayOrderId, sayReason, sayStatus } from './say.ts'
import { sayLine } from './say-line.ts'

/** Lines whose pieces travel. */
export const travellingLines = ({ ret, order }: Pick<Seen, 'ret' | 'order'>): ReturnLine[] =>
  linesOf(ret, order).filter(({ item }) => item.handling === 'send_back')

/** The "return fulfillment order": a return has one. */
export const sayAwaited = (seen: Seen) => ({
  id: awaitedId(seen.ret),
  order_id: sayOrderId(seen.order, seen.shop),
  return_id: returnId(seen.ret),
  status: sayStatus(seen),
  reverse_fulfillment_order_line_items: withUnsent(seen).map(({ line, unsent }) => ({
    id: awaitedLineId(seen.ret, line.place),
    total_quantity: line.quantity,
    fulfillable_quantity: unsent,
    ...sayReason(line.item),
    fulfillment_line_item: sayFulfilmentLine(line, seen),
  })),
})

/** Parcels tell items, not deliveries: what is in them is counted off an item's lines from the first. */
export function withUnsent(seen: Pick<Seen, 'ret' | 'order'>): { line: ReturnLine; unsent: number }[] {
  const sent = new Map(seen.ret.items.map(item => [item.id, -unsent(seen.ret, item)]))
  for (const { item, quantity } of travellingLines(seen)) sent.set(item.id, (sent.get(item.id) ?? 0) + quantity)
  return travellingLines(seen).map(line => {
    const left = Math.max(0, sent.get(line.item.id) ?? 0)
    const taken = Math.min(left, line.quantity)
    sent.set(line.item.id, left - taken)
    return { line, unsent: line.quantity - taken }
  })
}

/** Parcels on their way to us; one that was called off is gone. */
export const packagesOf = ({ ret }: Pick<Seen, 'ret'>): Shipment[] =>
  ret.shipments.filter(({ leg, cancelledAt }) => leg === 'inbound' && cancelledAt === null)

/** As the call that creates it answers. */
export const sayNewPackage = (seen: Seen, shipment: Shipment) => ({
  ...common(seen, shipment),
  reverse_fulfillment_order_id: awaitedId(seen.ret),
})

/** As it is found and changed: the same link has another name here. */
export const sayPackage = (seen: Seen, shipment: Shipment) => ({
  ...common(seen, shipment),
  reverse_fulfillment_seq: awaitedId(seen.ret),
})

const common = (seen: Seen, shipment: Shipment) => ({
  id: packageId(seen.ret, shipment),
  return_id: returnId(seen.ret),
  tracking_information: {
    tracking_company: shipment.carrier.name,
    tracking_number: shipment.trackingNumber ?? '',
    tracking_url: shipment.refs.trackingUrl ?? '',
  },
  reverse_delivery_line_items: contentsOf(seen, shipment).map(({ line, quantity }) => ({
    id: packageLineId(seen.ret, seen.ret.shipments.indexOf(shipment), line.place),
    quantity,
    ...sayReason(line.item),
    reverse_fulfillment_order_line_item: {
      id: awaitedLineId(seen.ret, line.place),
      quantity: line.quantity,
      line_item: sayLine({ line: line.line, order: seen.order, shop: seen.shop, fulfilment: line.fulfilment }),
    },
  })),
})

/** What is in the box, laid on the lines after what earlier boxes hold. */
function contentsOf(seen: Seen, shipment: Shipment): { line: ReturnLine; quantity: number }[] {
  const before = packagesOf(seen).slice(0, packagesOf(seen).indexOf(shipment))
  const skipped = new Map(
    seen.ret.items.map(item => [item.id, before.reduce((all, { contents }) => all + sumOf(item, contents), 0)]),
  )
  const inside = new Map(seen.ret.items.map(item => [item.id, sumOf(item, shipment.contents)]))
  return travellingLines(seen).flatMap(line => {
    const skip = Math.min(skipped.get(line.item.id) ?? 0, line.quantity)
    skipped.set(line.item.id, (skipped.get(line.item.id) ?? 0) - skip)
    const quantity = Math.min(inside.get(line.item.id) ?? 0, line.quantity - skip)
    inside.set(line.item.id, (inside.get(line.item.id) ?? 0) - quantity)
    return quantity > 0 ? [{ line, quantity }] : []
  })
}
