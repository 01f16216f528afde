/** The fields of a return that its row in a list and its detail share. */
import type { FileId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import { returned } from '../../core/return/quantities.ts'
import { read } from '../../core/return/reading.ts'
import type { Return } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Columns } from '../../core/return/where.ts'
import type { Seen } from '../../desk/look.ts'
import type { Links } from '../../http/file-links.ts'
import { numberOf, secondsOf } from './amounts.ts'
import { orderSnOf, snOf } from './ids.ts'
import { type Sums, shown } from './say-money.ts'
import { parcelOf } from './say-parcel.ts'
import { sayUser } from './say-person.ts'
import { sayWarehouse } from './say-warehouse.ts'
import {
  disputeReasonWords,
  freightWords,
  reasonWords,
  requestTypes,
  solutionNumbers,
  status,
  validationTypes,
} from './words.ts'

/** What is needed beside the return: links to its files, and which of the files in its evidence are films. */
export type SayingTo = { links: Links; videos: ReadonlySet<FileId> }

export function sayShared({ ret, order, shop }: Seen, sums: Sums, to: SayingTo, columns: Columns = strands(ret)) {
  const isSellerArranged = ret.method?.type === 'merchant_arranged'
  return {
    image: photosOf(ret, to).map(id => to.links(id).url),
    ...sayReason(ret),
    return_sn: snOf(ret),
    order_sn: orderSnOf(order),
    refund_amount: numberOf(sums.total),
    amount_before_discount: numberOf(sums.beforeDiscount),
    currency: order.currency,
    create_time: secondsOf(ret.createdAt),
    update_time: secondsOf(ret.updatedAt),
    status: read(status, columns) ?? '',
    due_date: secondsOf(ret.due.answer),
    tracking_number: parcelOf(ret)?.trackingNumber ?? '',
    ...sayDispute(ret),
    needs_logistics: columns.handling === 'send_back',
    user: sayUser(ret.contact),
    return_ship_due_date: secondsOf(ret.due.ship),
    return_seller_due_date: secondsOf(ret.due.inspect),
    // Before or after the order was complete, that is, after the platform let go of the money.
    return_refund_type: order.completedAt !== null && order.completedAt < ret.createdAt ? 'RRAOC' : 'RRBOC',
    return_solution: solutionNumbers[columns.handling],
    is_seller_arrange: isSellerArranged,
    is_shipping_proof_mandatory: isSellerArranged && (shop.shippingProof?.mandatory ?? false),
    return_refund_request_type: requestTypes[ret.kind],
    validation_type: validationTypes[ret.inspector],
    ...sayWarehouse(ret, order),
    is_partial_quantity_return: isPartial(ret, order),
    is_refund_amount_adjusted: sums.isAdjusted,
    ...(shop.refs.region === 'BR' && { shipping_fee_responsibility: freightWords[ret.freight.payer] }),
  }
}

/** The shopper's files: of the items, and of what was shown with the request later. */
const shopperFiles = (ret: Return) => [
  ...ret.items.flatMap(({ media }) => media.filter(({ by }) => by === 'shopper')),
  ...requestFiles(ret).map(id => ({ id, kind: null })),
]

/** Files of which a return does not say what they are; `videosAmong` does. */
export const requestFiles = (ret: Return): FileId[] =>
  ret.evidenceGiven.filter(({ side, about }) => side === 'shopper' && about === 'request').flatMap(({ media }) => media)

const filesOf = (ret: Return, { videos }: SayingTo, kind: 'photo' | 'video'): FileId[] => [
  ...new Set(
    shopperFiles(ret)
      .filter(file => (file.kind ?? (videos.has(file.id) ? 'video' : 'photo')) === kind)
      .map(({ id }) => id),
  ),
]

const photosOf = (ret: Return, to: SayingTo): FileId[] => filesOf(ret, to, 'photo')
export const videosOf = (ret: Return, to: SayingTo): FileId[] => filesOf(ret, to, 'video')

const sayReason = (ret: Return) => ({
  reason: reasonWords[(shown(ret)[0] ?? ret.items[0])?.reason.code ?? 'none'],
  text_reason: ret.comment ?? ret.items.flatMap(({ reason }) => reason.comment ?? []).join('\n'),
  reassessed_request_reason: reasonWords[ret.reassessed ?? 'none'],
})

const sayDispute = ({ dispute }: Return) => ({
  dispute_reason: dispute.state === 'none' ? [] : [disputeReasonWords[dispute.case.reason]],
  dispute_text_reason: dispute.state === 'none' ? [] : [dispute.case.text],
})

/** Less comes back of some line than the shopper got of it. */
function isPartial(ret: Return, { fulfilments }: Order): boolean {
  const sent = fulfilments.filter(({ state }) => state === 'sent').flatMap(({ lines }) => lines)
  return shown(ret).some(item => {
    const delivered = sent.reduce((all, { line, quantity }) => (line === item.line ? all + quantity : all), 0)
    return returned(item) < delivered
  })
}
