import type { ShipmentId } from '../../ids.ts'
import { refuse } from '../../refusal.ts'
import type { Commands } from '../commands.ts'
import type { LabelOrder, Shipment } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

type Made = Extract<Commands['print'], { made: unknown }>['made']

/**
 * The carrier's answer to a label that was ordered, told by the connector or by whoever made it by hand. It is a fact and may come late:
 * a label for a request that has ended meanwhile is void at once, so that nobody uses it and the carrier is told.
 */
export const print: Verb<'print'> = {
  may: { merchant: {}, system: {} },
  locks: [],

  decide(ret, answer, tray) {
    const order = ret.labels.find(one => one.id === answer.label)
    if (!order) return refuse('not_found', { path: 'label', sentence: 'No such label was ordered for this return.' })
    if (order.state === 'made') return []
    if ('failed' in answer)
      return order.state === 'failed' ? [] : [happened(tray, 'label.failed', { label: order.id, why: answer.failed })]

    const shipment = parcelOf(order, answer.made, tray)
    const unwanted = !['submitted', 'approved', 'expired'].includes(ret.request.state)
    return [
      happened(tray, 'label.made', { label: order.id, shipment: shipment.id, made: answer.made.label }),
      happened(tray, 'shipment.added', { shipment }),
      ...(unwanted ? [happened(tray, 'shipment.cancelled', { shipment: shipment.id })] : []),
    ]
  },
}

const parcelOf = (order: LabelOrder, made: Made, tray: Tray): Shipment => ({
  id: tray.fresh<ShipmentId>(),
  leg: 'inbound',
  source: 'generated',
  carrier: made.carrier,
  trackingNumber: made.trackingNumber,
  contents: order.contents,
  label: made.label,
  documents: made.documents ?? [],
  from: order.from,
  to: order.to,
  proof: null,
  eta: made.eta ?? null,
  refs: { pin: null, contactNumber: null, queryNumber: null, ...made.refs },
  checkpoints: [],
  createdAt: tray.at,
  cancelledAt: null,
})
