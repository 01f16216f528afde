/** A return in the shape of the older generation: sums are numbers, the status tells of goods too, and what is not there is an empty text. */
import { sum } from '../../../core/money.ts'
import { read } from '../../../core/return/reading.ts'
import type { Return, Shipment } from '../../../core/return/return.ts'
import { givenOut } from '../../../core/return/strands/parcel.ts'
import { strands } from '../../../core/return/strands/strands.ts'
import type { Seen } from '../../../desk/look.ts'
import { alpha3Of } from '../countries.ts'
import { hexOf } from '../ids.ts'
import { cancelSentence, type To } from '../say.ts'
import { exchangeSaid } from '../say-exchange.ts'
import { receivingsSaid } from '../say-goods.ts'
import { costOfReturnSaid } from '../say-money.ts'
import { dropoffsSaid, shipmentsSaid } from '../say-parcels.ts'
import { linkTo, type Told } from '../told.ts'
import type { Version, Wire } from '../versions.ts'
import { methodWord, olderStatus } from '../words.ts'
import { numberOf, priceOf } from './price.ts'
import { olderItemsSaid } from './say-items.ts'

/** Parcels, drop-offs, receivings and the exchange's order came to this generation late and look as they did when the newer one took them over. */
const TAKEN_OVER: Version = '2024-10'

/** Depends on nothing but what is handed in, so that webhooks carry exactly what reading gives. */
export function sayOlderReturn(seen: Seen, { links }: Pick<To, 'links'>): Wire {
  const told: Told = { ...seen, links, version: TAKEN_OVER }
  const { ret } = seen
  const parcel = parcelOf(ret)
  return {
    id: hexOf(ret.id),
    rma_number: ret.number,
    status: read(olderStatus, strands(ret)),
    internal_notes: ret.note ?? '',
    order: orderSaid(seen),
    return_items: olderItemsSaid(seen, links),
    resolution: resolutionSaid(ret),
    return_method: {
      type: methodWord(ret),
      cost_of_return: numberOf(costOfReturnSaid(told).value),
      label: parcel && labelSaid(parcel, told),
    },
    created_at: ret.createdAt,
    updated_at: ret.updatedAt,
    tracking_number: parcel?.trackingNumber ?? '',
    reject_reason: ret.request.state === 'rejected' ? ret.request.reason : (cancelSentence(ret) ?? ''),
    shipments: shipmentsSaid(told),
    dropoffs: dropoffsSaid(told),
    exchange_order: exchangeSaid(told)?.order ?? null,
    receivings: receivingsSaid(told),
    refunded_total: refundedTotal(seen),
    refund_store_credit_reference: creditReference(ret),
  }
}

/** The one parcel this generation can show: the newest that is still of use, else the newest there was. */
function parcelOf({ shipments }: Return): Shipment | null {
  const inbound = shipments.filter(({ leg }) => leg === 'inbound')
  return inbound.findLast(({ cancelledAt }) => cancelledAt === null) ?? inbound.at(-1) ?? null
}

const orderSaid = ({ ret, order, shop }: Seen): Wire => ({
  id: hexOf(order.id),
  order_number: order.refs.number,
  customer_name: `${ret.contact.firstName} ${ret.contact.lastName}`.trim(),
  customer_email: ret.contact.emails[0] ?? '',
  country: alpha3Of(order.country ?? order.shipping?.country ?? shop.refs.region) ?? '',
  external_id: order.refs.externalId,
  app: { platform: shop.refs.platform, key: shop.refs.handle || shop.refs.externalId },
})

/** Of several ways the first of these is told, because an exchange needs somebody's hand and a refund does not. */
const RESOLUTIONS = ['exchange', 'exchange_for_anything', 'store_credit', 'original_payment', 'refundid'] as const
type ResolutionWord = (typeof RESOLUTIONS)[number]

function resolutionSaid({ items, comment }: Return): Wire {
  const words = items.map(({ resolution }): ResolutionWord => {
    if (resolution.type === 'replace') return 'exchange'
    if (resolution.type === 'swap') return 'exchange_for_anything'
    return resolution.to === 'instant_refund' ? 'refundid' : resolution.to
  })
  const type = RESOLUTIONS.find(word => words.includes(word)) ?? 'original_payment'
  return { type, exchange_notes: type.startsWith('exchange') ? comment : null }
}

/** A parcel nobody named the carrier of has no courier here. */
const slugOf = (slug: string): string | null => (slug === '' || slug === 'other' ? null : slug)

function labelSaid(parcel: Shipment, { links }: Told): Wire | null {
  const label = givenOut(parcel)
  return (
    label && {
      url: label.url === null ? '' : linkTo(label.url, links),
      postmen_courier_slug: slugOf(label.shippingSlug),
      aftership_tracking_slug: slugOf(parcel.carrier.slug),
      total_charge: label.charge && priceOf(label.charge),
    }
  )
}

/** What went back as money or credit; null while nothing went. */
function refundedTotal({ ret, order }: Seen): Wire | null {
  const gone = ret.payouts.filter(({ state, kind }) => state === 'done' && kind !== 'exchange')
  if (gone.length === 0) return null
  return priceOf(
    sum(
      gone.map(({ amount }) => amount),
      order.currency,
    ),
  )
}

const creditReference = ({ payouts }: Return): string | null =>
  payouts.findLast(({ kind, state }) => kind === 'store_credit' && state === 'done')?.reference ?? null
