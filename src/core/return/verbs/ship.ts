import type { ShipmentId } from '../../ids.ts'
import { sideOf } from '../../party.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { addressOf, carrierNamed, destinationOf, proofRefused, proven, trackingNumbered } from '../carriage.ts'
import type { Commands } from '../commands.ts'
import { allOf, listed, unforwarded, unsent } from '../contents.ts'
import type { Contents, Item, Return, Shipment } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { type Row, rowHolds, SENDABLE } from '../where.ts'

/** Goods that are here may leave again, whatever became of the request. */
const HERE: Row = { receiving: ['partial', 'received'] }

/** Say that a parcel was sent: back to us, onward from the warehouse that inspects, or back to the shopper. Parcels of goods that are here leave in any state. */
export const ship: Verb<'ship'> = {
  may: { shopper: SENDABLE, merchant: [SENDABLE, HERE], carrier: SENDABLE, warehouse: HERE },
  locks: [],

  decide(ret, args, tray) {
    const leg = args.leg ?? 'inbound'
    const closed = legRefused(ret, leg, tray)
    if (closed) return closed
    const carrier = carrierNamed(tray.shop, args.carrier)
    if (refused(carrier)) return carrier
    const trackingNumber = trackingNumbered(tray.shop, carrier, args.trackingNumber)
    if (refused(trackingNumber)) return trackingNumber
    const mandatory =
      leg === 'inbound' && sideOf(tray.by.role) === 'merchant' && ret.method?.type === 'merchant_arranged'
    const unproven = proofRefused(ret, tray, args.proof, trackingNumber, mandatory)
    if (unproven) return unproven
    const contents = packed(ret, leg, args.contents)
    if (refused(contents)) return contents
    return [
      happened(tray, 'shipment.added', {
        shipment: { ...parcel(ret, leg, args, tray), carrier, trackingNumber, contents },
      }),
    ]
  },
}

function legRefused(ret: Return, leg: Shipment['leg'], tray: Tray): Refusal | null {
  if (leg === 'inbound') {
    return rowHolds(SENDABLE, strands(ret))
      ? null
      : refuse('not_open', {
          path: 'leg',
          sentence: 'Nothing is awaited from the shopper any more; name the leg the goods leave on.',
        })
  }
  if (sideOf(tray.by.role) !== 'merchant')
    return refuse('forbidden', {
      path: 'leg',
      sentence: 'Only the merchant sends goods on or back.',
      role: tray.by.role,
    })
  if (leg === 'onward' && ret.inspector !== 'warehouse')
    return refuse('not_open', {
      path: 'leg',
      sentence: 'Goods are sent on only from a warehouse that inspects them for the merchant.',
    })
  return null
}

/** A further number for pieces that are under way already is kept without contents: a second label, a box nobody announced. */
function packed(ret: Return, leg: Shipment['leg'], contents: Contents | undefined): Contents | Refusal {
  const most = (item: Item) => (leg === 'inbound' ? unsent(ret, item) : unforwarded(ret, item, leg))
  return contents ? listed(ret, contents, 'contents', most) : allOf(ret, most)
}

type Sketch = Omit<Shipment, 'carrier' | 'trackingNumber' | 'contents'>

function parcel(ret: Return, leg: Shipment['leg'], args: Commands['ship'], tray: Tray): Sketch {
  const ours = addressOf(tray.shop, destinationOf(ret, tray.shop))
  const theirs = ret.pickup ?? ret.shipping
  return {
    id: tray.fresh<ShipmentId>(),
    leg,
    source: sourceOf(args.source, tray),
    label: args.label ?? null,
    documents: args.documents ?? [],
    from: args.from ?? (leg === 'inbound' ? theirs : ours),
    to: args.to ?? (leg === 'inbound' ? ours : leg === 'back' ? ret.shipping : null),
    proof: proven(args.proof, tray),
    eta: args.eta ?? null,
    refs: { pin: null, contactNumber: null, queryNumber: null, ...args.refs },
    checkpoints: [],
    createdAt: tray.at,
    cancelledAt: null,
  }
}

/** A shopper's parcel is always told as the shopper's. */
function sourceOf(given: Shipment['source'] | undefined, { by }: Tray): Shipment['source'] {
  if (by.role === 'shopper') return 'shopper'
  return given ?? (sideOf(by.role) === 'merchant' ? 'merchant' : 'api')
}
