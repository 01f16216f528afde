import { refuse } from '../../refusal.ts'
import { inspecting, tooFarAhead } from '../arrival.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Tell where a parcel was seen. Carriers repeat themselves and tell things out of order, also of returns that ended long ago:
 * everything is taken in any state, and what was said before changes nothing.
 */
export const track: Verb<'track'> = {
  may: { carrier: {}, system: {}, merchant: {} },
  locks: [],

  decide(ret, { shipment: id, checkpoint }, tray) {
    const shipment = ret.shipments.find(one => one.id === id)
    if (!shipment) return refuse('not_found', { path: 'shipment', sentence: 'This return has no such parcel.' })
    if (tooFarAhead(checkpoint.at, tray))
      return refuse('invalid', { path: 'checkpoint.at', sentence: 'This moment is more than a day ahead.' })
    const told = shipment.checkpoints.some(
      known => known.kind === checkpoint.kind && known.at === checkpoint.at && known.text === checkpoint.text,
    )
    if (told) return []
    const { at, kind, text, pickupMedia = [], deliveryMedia = [] } = checkpoint
    const event = happened(tray, 'shipment.tracked', {
      shipment: id,
      checkpoint: { at, kind, text, pickupMedia, deliveryMedia },
    })
    return [inspecting(ret, event, tray)]
  },
}
