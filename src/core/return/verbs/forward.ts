import { refuse, refused } from '../../refusal.ts'
import { listed, sumOf } from '../contents.ts'
import { happened, type Verb } from '../verb.ts'

/** The provider put what was dropped off into a parcel of its own and sent it on, often together with goods of other returns. */
export const forward: Verb<'forward'> = {
  may: { carrier: {}, warehouse: {}, system: {} },
  locks: [],

  decide(ret, { dropoff: id, externalId, carrierCode, trackingNumber, contents }, tray) {
    const dropoff = ret.dropoffs.find(one => one.id === id)
    if (!dropoff) return refuse('not_found', { path: 'dropoff', sentence: 'This return has no such drop-off.' })
    if (dropoff.shipments.some(known => known.externalId === externalId)) return []
    const sent = dropoff.shipments.flatMap(shipment => shipment.contents)
    const fitting = listed(ret, contents, 'contents', item => sumOf(item, dropoff.contents) - sumOf(item, sent))
    if (refused(fitting)) return fitting
    const packed = contents.map(({ item, quantity, bagBarcodes = [] }) => ({ item, quantity, bagBarcodes }))
    return [
      happened(tray, 'dropoff.shipped', {
        dropoff: id,
        shipment: { id: tray.fresh(), externalId, carrierCode, trackingNumber, contents: packed },
      }),
    ]
  },
}
