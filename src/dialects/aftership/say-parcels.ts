/** How the goods travel: parcels with what their carriers said of them, and drop-off points. */
import type { CheckpointKind, Dropoff, Shipment } from '../../core/return/return.ts'
import { dropoffState, inbound } from '../../core/return/strands/transit.ts'
import { givenOut } from '../../core/return/strands/parcel.ts'
import { hexOf } from './ids.ts'
import { addressSaid, amountOrNull, contentsSaid, lineOfItem, linkOrNull, linkTo, type Told } from './told.ts'
import { inVersion, type Wire } from './versions.ts'
import { componentWord, sourceWord, trackingWord } from './words.ts'

/** Parcels to the shop that were not called off. */
export const shipmentsSaid = (told: Told): Wire[] =>
  inbound(told.ret)
    .filter(({ cancelledAt }) => cancelledAt === null)
    .map(shipment => shipmentSaid(told, shipment))

export function shipmentSaid(told: Told, shipment: Shipment): Wire {
  const newest = newestOf(shipment)
  const combined = shipment.documents.find(({ kind }) => kind === 'combined')
  const urlsOf = (kind: Shipment['documents'][number]['kind']): string[] =>
    shipment.documents.filter(document => document.kind === kind).map(({ url }) => linkTo(url, told.links))
  return inVersion('shipment', told.version, {
    id: hexOf(shipment.id),
    tracking_number: shipment.trackingNumber ?? '',
    tracking_status: trackingStatus(shipment, newest?.kind),
    slug: shipment.carrier.slug,
    items: contentsSaid(told, shipment.contents),
    label: labelSaid(told, shipment),
    packing_slip_url: urlsOf('packing_slip')[0] ?? null,
    shipping_documents_url: linkOrNull(combined?.url ?? null, told.links),
    shipping_documents_components: (combined?.has ?? []).map(part => componentWord[part]),
    conditional_shipping_document_urls: urlsOf('conditional'),
    source: sourceWord[shipment.source],
    created_at: shipment.createdAt,
    tracking_status_updated_at: newest?.at ?? null,
    ship_from: addressSaid(shipment.from),
    ship_to: addressSaid(shipment.to),
    invoice_url: urlsOf('invoice')[0] ?? null,
  })
}

/** Told out of order, the newest by time counts; of equal times the one told last. */
const newestOf = ({ checkpoints }: Shipment) =>
  checkpoints.reduce<Shipment['checkpoints'][number] | null>(
    (newest, one) => (newest === null || one.at >= newest.at ? one : newest),
    null,
  )

/** Null before anything is known; a number alone is being looked for. */
function trackingStatus({ trackingNumber }: Shipment, newest: CheckpointKind | undefined): string | null {
  if (newest !== undefined) return trackingWord[newest]
  return trackingNumber === null ? null : 'Pending'
}

function labelSaid({ shop, links }: Told, shipment: Shipment): Wire | null {
  const label = givenOut(shipment)
  return (
    label && {
      url: linkOrNull(label.url, links),
      aftership_shipping_slug: label.shippingSlug,
      slug: shipment.carrier.slug,
      total_charge: amountOrNull(label.charge, shop),
      qr_code_url: linkOrNull(label.qr, links),
    }
  )
}

export const dropoffsSaid = (told: Told): Wire[] => told.ret.dropoffs.map(dropoff => dropoffSaid(told, dropoff))

export const dropoffSaid = (told: Told, dropoff: Dropoff): Wire => ({
  id: hexOf(dropoff.id),
  qr_code_url: linkOrNull(dropoff.qr, told.links) ?? '',
  dropoff_number: dropoff.number,
  // Hyphens here, underscores in `return_method.type`.
  service_provider: dropoff.provider.replaceAll('_', '-'),
  created_at: dropoff.createdAt,
  status: dropoffState(dropoff),
  items: contentsSaid(told, dropoff.contents),
  shipments: dropoff.shipments.map(shipment => dropoffShipmentSaid(told, shipment)),
})

const dropoffShipmentSaid = (told: Told, shipment: Dropoff['shipments'][number]): Wire => ({
  id: hexOf(shipment.id),
  external_id: shipment.externalId,
  service_provider_carrier_code: shipment.carrierCode,
  tracking_number: shipment.trackingNumber,
  items: shipment.contents.map(({ item, quantity, bagBarcodes }) => ({
    external_order_item_id: lineOfItem(told, item)?.externalId ?? '',
    quantity,
    return_bag_barcodes: bagBarcodes,
  })),
})
