/** Who carries a parcel, under which number, and how it is proven to have been handed over. */
import type { FileId, LocationId } from '../ids.ts'
import type { Address } from '../party.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Shop } from '../shop.ts'
import type { Return, Shipment } from './return.ts'
import type { Tray } from './tray.ts'

type Carrier = Shipment['carrier']
export type CarrierNamed = { slug?: string; name?: string; ref?: number | null }

/** When nobody says who carries it. */
const UNNAMED: Carrier = { slug: 'other', name: 'Other carrier', ref: null, integrated: false }

/**
 * A number (`ref`) must be one of the shop's; a slug or a name may be of any carrier, because shoppers and shops hand parcels to whom they like.
 * A carrier the shop knows is always told in the shop's words.
 */
export function carrierNamed(shop: Shop, { slug, name, ref }: CarrierNamed): Carrier | Refusal {
  if (ref !== undefined && ref !== null) {
    const known = shop.carriers.find(carrier => carrier.ref === ref)
    return known
      ? told(known)
      : refuse('carrier_unknown', {
          path: 'carrier.ref',
          sentence: 'The shop has no carrier with this number.',
          known: shop.carriers.map(carrier => carrier.ref),
        })
  }
  const wanted = slug ?? slugOf(name ?? '')
  if (slug === undefined && wanted === '') return UNNAMED
  if (!/^[a-z0-9-]{1,100}$/.test(wanted)) {
    return refuse('carrier_unknown', {
      path: 'carrier.slug',
      sentence: 'A carrier is named in small letters, digits and hyphens, for instance "dhl-express".',
    })
  }
  const known = shop.carriers.find(carrier => carrier.slug === wanted || sameName(carrier.name, name))
  return known ? told(known) : { slug: wanted, name: name?.trim() || wanted, ref: null, integrated: false }
}

const told = ({ slug, name, ref, integrated }: Shop['carriers'][number]): Carrier => ({ slug, name, ref, integrated })

const slugOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

const sameName = (a: string, b: string | undefined): boolean =>
  b !== undefined && a.toLowerCase() === b.trim().toLowerCase()

/** One hundred visible characters at most, blanks inside allowed; a carrier the shop knows may ask for a form of its own. */
export function trackingNumbered(
  shop: Shop,
  carrier: Carrier,
  given: string | null | undefined,
): string | null | Refusal {
  if (given === null || given === undefined) return null
  const trimmed = given.trim()
  if (!/^[\p{L}\p{N}\p{P}\p{S} ]{1,100}$/u.test(trimmed)) {
    return refuse('tracking_invalid', {
      path: 'trackingNumber',
      sentence: 'A tracking number has 1 to 100 visible characters.',
    })
  }
  const pattern = shop.carriers.find(known => known.slug === carrier.slug)?.trackingPattern
  if (pattern && !new RegExp(`^(?:${pattern})$`, 'u').test(trimmed)) {
    return refuse('tracking_invalid', {
      path: 'trackingNumber',
      sentence: `This is not a tracking number of ${carrier.name}.`,
      pattern,
    })
  }
  return trimmed
}

export type ProofGiven = { media: FileId[]; remarks?: string | null } | null | undefined

/**
 * Where the shop asks for proof, a return has one, with a picture and a number when the shop says so. The merchant must give it at once
 * only when the merchant arranged the transport, because nobody else can.
 */
export function proofRefused(
  ret: Return,
  tray: Tray,
  proof: ProofGiven,
  trackingNumber: string | null,
  mandatory: boolean,
): Refusal | null {
  const rules = tray.shop.shippingProof
  if (!rules) return null
  if (!proof)
    return rules.mandatory && mandatory
      ? refuse('evidence_incomplete', {
          path: 'proof',
          sentence: 'This shop wants proof that the parcel was handed over.',
        })
      : null
  if (ret.shipments.some(shipment => shipment.cancelledAt === null && shipment.proof !== null)) {
    return refuse('proof_exists', {
      path: 'proof',
      sentence: 'Proof of sending has been given for this return already.',
    })
  }
  if (rules.imageRequired && proof.media.length === 0)
    return refuse('evidence_incomplete', { path: 'proof.media', sentence: 'Add a photo of the receipt or the parcel.' })
  if (rules.trackingRequired && trackingNumber === null)
    return refuse('tracking_invalid', { path: 'trackingNumber', sentence: 'Add the tracking number of the parcel.' })
  return null
}

export const proven = (proof: ProofGiven, tray: Tray): Shipment['proof'] =>
  proof ? { media: proof.media, remarks: proof.remarks ?? null, at: tray.at } : null

/** Where the goods of this return are awaited. */
export const destinationOf = (ret: Pick<Return, 'destination'>, shop: Shop): LocationId | null =>
  ret.destination ?? shop.locations[0]?.id ?? null

export const addressOf = (shop: Shop, location: LocationId | null): Address | null =>
  shop.locations.find(known => known.id === location)?.address ?? null
