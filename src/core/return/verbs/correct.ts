import { type Refusal, refuse, refused } from '../../refusal.ts'
import { carrierNamed, proofRefused, proven, trackingNumbered } from '../carriage.ts'
import type { Commands } from '../commands.ts'
import type { Payloads } from '../events.ts'
import type { Return, Shipment } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { SENDABLE } from '../where.ts'

/** Mend what is known of a parcel: a mistyped number, another carrier, papers that came later, proof. A shopper mends only parcels of the shopper's own. */
export const correct: Verb<'correct'> = {
  may: { shopper: SENDABLE, merchant: {}, carrier: {}, system: {} },
  locks: [],

  decide(ret, args, tray) {
    const shipment = ret.shipments.find(one => one.id === args.shipment)
    if (!shipment) return refuse('not_found', { path: 'shipment', sentence: 'This return has no such parcel.' })
    if (shipment.cancelledAt !== null)
      return refuse('not_open', { path: 'shipment', sentence: 'This parcel was called off; add another one.' })
    if (tray.by.role === 'shopper' && shipment.source !== 'shopper')
      return refuse('forbidden', { path: 'shipment', sentence: 'The shop made this parcel; ask the shop to mend it.' })
    const changed = mended(ret, shipment, args, tray)
    if (refused(changed)) return changed
    return Object.keys(changed).length > 0
      ? [happened(tray, 'shipment.changed', { shipment: shipment.id, ...changed })]
      : []
  },
}

type Mended = Omit<Payloads['shipment.changed'], 'shipment'>

/** Only what becomes different is told. */
function mended(ret: Return, old: Shipment, args: Commands['correct'], tray: Tray): Mended | Refusal {
  const carrier = args.carrier ? carrierNamed(tray.shop, args.carrier) : old.carrier
  if (refused(carrier)) return carrier
  const trackingNumber =
    args.trackingNumber === undefined ? old.trackingNumber : trackingNumbered(tray.shop, carrier, args.trackingNumber)
  if (refused(trackingNumber)) return trackingNumber
  const unproven = proofRefused(ret, tray, args.proof, trackingNumber, false)
  if (unproven) return unproven
  const wanted: Mended = {
    carrier,
    trackingNumber,
    documents: args.documents ?? old.documents,
    eta: args.eta === undefined ? old.eta : args.eta,
    refs: { ...old.refs, ...args.refs },
    proof: proven(args.proof, tray) ?? old.proof,
  }
  const entries = Object.entries(wanted).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(old[field as keyof Mended]),
  )
  return Object.fromEntries(entries) as Mended
}
