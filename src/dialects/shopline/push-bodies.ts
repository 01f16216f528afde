/** The bodies of what is pushed. Their members have other names than those of the answers, so nothing is shared but the values. */
import { cumulative } from '../../core/money.ts'
import type { News } from '../../core/push.ts'
import type { EventType } from '../../core/return/events.ts'
import type { Shipment } from '../../core/return/return.ts'
import type { Instant } from '../../core/time.ts'
import { seenIn } from '../telling.ts'
import { packageId, returnId, returnLineId } from './ids.ts'
import { linesOf, type ReturnLine } from './lines.ts'
import { amount } from './money.ts'
import { sayFulfilmentId, sayFulfilmentLine, sayOrderId, sayReason, sayWebhookStatus } from './say.ts'

/** `return/create` and `return/update`. */
export const sayPushedReturn = (news: News) => ({
  after_sale_order_seq: returnId(news.ret),
  order_seq: sayOrderId(news.order, news.shop),
  created_at: pushedTime(news.ret.createdAt),
  return_reason: news.ret.comment ?? '',
  status: sayWebhookStatus(news),
  return_line_items: linesOf(news.ret, news.order).map(line => ({
    refund_detail_seq: returnLineId(news.ret, line.place),
    order_package_seq: sayFulfilmentId(line.fulfilment, news.order, news.shop),
    quantity: line.quantity,
    ...sayReason(line.item),
    fulfillment_line_item: pushedLine(line, news),
  })),
})

function pushedLine(line: ReturnLine, news: News): object {
  const { quantity, line_item } = sayFulfilmentLine(line, seenIn(news))
  const { location_id, tax_lines, ...said } = line_item as Record<string, unknown>
  const { paid, quantity: bought } = line.line
  return {
    quantity,
    line_item: {
      ...said,
      location_seq: location_id,
      product_tax_lines: tax_lines,
      final_price: amount(cumulative(paid.presentment, 1, bought)),
    },
  }
}

const IN_PARCELS: readonly EventType[] = [
  'shipment.added',
  'shipment.changed',
  'shipment.tracked',
  'shipment.cancelled',
]

/** `return_package/create` and `return_package/update`, of the parcel the event is about; null when it is none on its way to the merchant. */
export function sayPushedPackage({ event, word, ret }: News) {
  const parcel = parcelIn(event, ret.shipments)
  if (parcel === undefined || parcel.leg !== 'inbound') return null
  const { trackingNumber, carrier, refs } = parcel
  return {
    return_id: returnId(ret),
    reverse_delivery_id: packageId(ret, parcel),
    tracking_information: {
      tracking_company: carrier.name,
      tracking_number: trackingNumber ?? '',
      tracking_url: refs.trackingUrl ?? '',
    },
    ...(word === 'return_package/create'
      ? { create_at: pushedTime(parcel.createdAt) }
      : { update_at: pushedTime(event.at) }),
  }
}

function parcelIn(event: News['event'], shipments: readonly Shipment[]): Shipment | undefined {
  if (!IN_PARCELS.includes(event.type) || !('shipment' in event)) return undefined
  const { shipment } = event
  const id = typeof shipment === 'string' ? shipment : shipment.id
  return shipments.find(known => known.id === id)
}

/** `2024-07-30T19:05:13.968+0800`: milliseconds, and an offset without a colon. */
const pushedTime = (at: Instant): string => at.replace('Z', '+0000')
