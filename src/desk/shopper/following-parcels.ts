/** The parcels of a return as the shopper follows them. */
import type { DropoffId, FileId, ShipmentId } from '../../core/ids.ts'
import type { Url } from '../../core/party.ts'
import { hasLabel } from './following-state.ts'
import type { Checkpoint, Return, Shipment } from '../../core/return/return.ts'
import { everMoved, givenOut, type ParcelState, parcelState } from '../../core/return/strands/parcel.ts'
import { dropoffState } from '../../core/return/strands/transit.ts'
import type { Instant } from '../../core/time.ts'

export type FollowedParcel = {
  id: ShipmentId
  /** `inbound`: to the shop; `back`: to the shopper again. What a warehouse sends on to the shop is between those two. */
  leg: 'inbound' | 'back'
  state: ParcelState
  carrier: string
  trackingNumber: string | null
  /** Where people follow it, at its carrier. */
  trackingUrl: Url | null
  /** The shopper gave its number, and may mend it until a carrier has it. */
  mendable: boolean
  label: { url: FileId | Url | null; qr: FileId | null } | null
  /** Oldest first. */
  checkpoints: Pick<Checkpoint, 'at' | 'kind' | 'text'>[]
  eta: { from: Instant; to: Instant } | null
  at: Instant
}

export type FollowedDropoff = {
  id: DropoffId
  provider: string
  number: string
  qr: FileId | Url | null
  state: ReturnType<typeof dropoffState>
}

/** Parcels that were called off are gone from a shopper's sight, with their labels. */
export const parcelsOf = (ret: Return): FollowedParcel[] =>
  ret.shipments.filter(({ leg, cancelledAt }) => leg !== 'onward' && cancelledAt === null).map(parcelOf)

function parcelOf(shipment: Shipment): FollowedParcel {
  const label = hasLabel(shipment) ? givenOut(shipment) : null
  return {
    id: shipment.id,
    leg: shipment.leg === 'back' ? 'back' : 'inbound',
    state: parcelState(shipment),
    carrier: shipment.carrier.name,
    trackingNumber: shipment.trackingNumber,
    trackingUrl: trackingUrlOf(shipment),
    mendable: shipment.source === 'shopper' && !everMoved(shipment),
    label: label === null ? null : { url: label.url, qr: label.qr },
    checkpoints: shipment.checkpoints
      .filter(({ kind }) => kind !== 'silent')
      .toSorted((one, other) => (one.at < other.at ? -1 : 1))
      .map(({ at, kind, text }) => ({ at, kind, text })),
    eta: shipment.eta,
    at: shipment.createdAt,
  }
}

export const dropoffsOf = (ret: Return): FollowedDropoff[] =>
  ret.dropoffs.map(dropoff => ({
    id: dropoff.id,
    provider: PROVIDERS[dropoff.provider] ?? dropoff.provider,
    number: dropoff.number,
    qr: dropoff.qr,
    state: dropoffState(dropoff),
  }))

const PROVIDERS: Record<string, string> = { happy_returns: 'Happy Returns', retail_reworks: 'Retail Reworks' }

/** Where the large carriers let people follow a parcel; the number goes to the end. */
const FOLLOWED_AT: Record<string, Url> = {
  dhl: 'https://www.dhl.com/global-en/home/tracking.html?submit=1&tracking-id=',
  fedex: 'https://www.fedex.com/fedextrack/?trknbr=',
  gls: 'https://gls-group.com/GROUP/en/parcel-tracking?match=',
  ups: 'https://www.ups.com/track?tracknum=',
  usps: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
}

/** What whoever sent it said goes first. Only addresses of the web: the text came from outside. */
function trackingUrlOf({ refs, carrier, trackingNumber }: Shipment): Url | null {
  const told = refs.trackingUrl
  if (told && /^https?:\/\//i.test(told) && URL.canParse(told)) return told
  const place = FOLLOWED_AT[carrier.slug]
  return place && trackingNumber ? `${place}${encodeURIComponent(trackingNumber)}` : null
}
