/** A return in the words of the current generation. */
import type { FastifyRequest } from 'fastify'
import type { Mark } from '../../core/party.ts'
import { outcomesOf } from '../../core/return/outcomes.ts'
import { read } from '../../core/return/reading.ts'
import type { Item, MarkKind } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Seen } from '../../desk/look.ts'
import type { DialectHouse } from '../dialect.ts'
import { hexOf } from './ids.ts'
import { exchangeSaid, instantExchangeSaid } from './say-exchange.ts'
import { receivingsSaid, restocksSaid } from './say-goods.ts'
import { itemSaid, itemsSaid } from './say-items.ts'
import { costOfReturnSaid, expected, refundsSaid, totalsSaid } from './say-money.ts'
import { orderSaid } from './say-order.ts'
import { dropoffsSaid, shipmentsSaid } from './say-parcels.ts'
import { exceptionsOf, shippingStatus } from './say-state.ts'
import { addressSaid, type To, type Told } from './told.ts'
import { inVersion, servedAs, versionOf, type Wire, withItsIdNames } from './versions.ts'
import { approvalStatus, filedByWord, methodWord } from './words.ts'

export type { To } from './told.ts'

/** The reader an answer to this request is for. */
export const toReader = (house: DialectHouse, request: FastifyRequest): To => {
  if (request.client === null) throw new Error('Something was said before anybody was recognised.')
  return { links: house.links.for(request.client.caller.org, house.origin(request)), version: versionOf(request) }
}

/** Depends on nothing but what is handed in, so that webhooks carry exactly what reading gives. Every member is there in every answer. */
export function sayReturn(seen: Seen, to: To): Wire {
  const told: Told = { ...seen, links: to.links, version: servedAs(to.version) }
  const { ret } = seen
  const money = expected(told)
  const wire = {
    id: hexOf(ret.id),
    organization: { id: hexOf(ret.org) },
    rma_number: ret.number,
    filed_by: filedByWord[ret.filedBy.role],
    approval_status: read(approvalStatus, strands(ret)),
    ...decisionsSaid(told),
    shop_now: ret.items.some(({ resolution }) => resolution.type === 'swap'),
    merchant_note: ret.note,
    ...totalsSaid(told, money),
    refund_destination: refundDestination(told),
    order: orderSaid(told),
    return_items: itemsSaid(told),
    return_method: methodSaid(told),
    exchange: exchangeSaid(told),
    instant_exchange: instantExchangeSaid(told),
    receivings: receivingsSaid(told),
    ...giftSaid(told),
    shipments: shipmentsSaid(told),
    restocks: restocksSaid(told),
    cost_of_return: costOfReturnSaid(told, money),
    refunds: refundsSaid(told),
    dropoffs: dropoffsSaid(told),
    outcomes: outcomesOf(ret, seen.order),
    shipping_status: shippingStatus(ret),
    exceptions: exceptionsOf(ret),
    created_at: ret.createdAt,
  }
  return withItsIdNames(told.version, inVersion('return', told.version, wire))
}

/** One item, as the call that changes one answers. */
export function sayReturnItem(seen: Seen, item: Item, to: To): Wire {
  const version = servedAs(to.version)
  return withItsIdNames(version, itemSaid({ ...seen, links: to.links, version }, item))
}

/** When each step was taken and whether automation took it; null for a step that was not. A request called off reads as rejected, because there is no other word. */
function decisionsSaid({ ret }: Told): Wire {
  const { marks, request } = ret
  const ended = marks.rejected ?? marks.cancelled
  const at = (kind: MarkKind): string | null => marks[kind]?.at ?? null
  return {
    approved_at: at('approved'),
    auto_approved: automatic(marks.approved),
    rejected_at: ended?.at ?? null,
    reject_reason: request.state === 'rejected' ? request.reason : cancelSentence(ret),
    auto_rejected: automatic(ended),
    resolved_at: at('resolved'),
    auto_resolved: automatic(marks.resolved),
    refunded_at: at('refunded'),
    auto_refunded: automatic(marks.refunded),
    auto_received: ret.receivings.some(({ source, refused }) => source === 'carrier' && refused === null),
    expired_at: at('expired'),
  }
}

const automatic = (mark: Mark | undefined): boolean | null => (mark ? mark.rule !== null : null)

/** The sentence that stands where the platform has no word for a request that was called off. */
export function cancelSentence({ request }: Seen['ret']): string | null {
  if (request.state !== 'cancelled') return null
  const by = request.cause === 'merchant' ? 'merchant' : request.cause === 'platform' ? 'platform' : 'shopper'
  return request.reason === null || request.reason === ''
    ? `Cancelled by the ${by}`
    : `Cancelled by the ${by}: ${request.reason}`
}

/** Original payment, if any piece is paid back that way. Paid out at once by somebody else, it is still no credit of the shop. */
function refundDestination({ ret }: Told): string | null {
  const ways = ret.items.flatMap(({ resolution }) => (resolution.type === 'refund' ? [resolution.to] : []))
  if (ways.some(way => way !== 'store_credit')) return 'original_payment'
  return ways.length > 0 ? 'store_credit' : null
}

/** The platform knows no return without a method; while nobody chose one, the goods travel as the customer likes. */
function methodSaid({ ret }: Told): Wire {
  const { method } = ret
  return {
    type: methodWord(ret),
    name: method?.name ?? '',
    zone: { name: method?.zone ?? '' },
    rule: { name: method?.rule ?? '' },
  }
}

/** Until 2025-07 the recipient alone; since then who is written to and where the goods went first. */
function giftSaid({ ret, order }: Told): Wire {
  const { gift } = ret
  const email = gift?.recipient.emails[0] ?? null
  return {
    gift_return: gift && { recipient: { email, shipping_address: addressSaid(gift.address) } },
    is_gift_return: gift !== null,
    contact_email: email ?? ret.contact.emails[0] ?? null,
    shipping_address: addressSaid(gift?.address ?? ret.shipping ?? order.shipping),
  }
}
