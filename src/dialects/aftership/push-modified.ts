/** What a message says has changed: nothing for a step of the request, else the part that is new. The platform does not publish these shapes. */
import type { News } from '../../core/push.ts'
import { unsent } from '../../core/return/contents.ts'
import { travelling } from '../../core/return/quantities.ts'
import type { Return, Shipment } from '../../core/return/return.ts'
import { seenBefore, seenIn } from '../telling.ts'
import type { WORDS } from './push.ts'
import { exchangeSaid } from './say-exchange.ts'
import { receivingSaid, restockSaid } from './say-goods.ts'
import { dropoffSaid, shipmentSaid, shipmentsSaid } from './say-parcels.ts'
import type { To, Told } from './told.ts'
import { servedAs, type Wire } from './versions.ts'

export type Event = (typeof WORDS)[number]['word']

/** Null: the event is no such thing after all, and this message is not sent. */
export function modifiedBy(news: News, to: To): Wire | null {
  const told = toldFrom(seenIn(news), to)
  return MODIFIED[news.word as Event]?.(news, told) ?? null
}

const toldFrom = (seen: ReturnType<typeof seenIn>, { links, version }: To): Told => ({
  ...seen,
  links,
  version: servedAs(version),
})

type Modified = (news: News, told: Told) => Wire | null

const nothing: Modified = () => ({})

/** Parcels on their way to the merchant; the platform knows no others. */
export function parcelIn({ event, ret }: News): Shipment | null {
  if (!('shipment' in event)) return null
  const id = typeof event.shipment === 'string' ? event.shipment : event.shipment.id
  return ret.shipments.find(known => known.id === id && known.leg === 'inbound') ?? null
}

const added =
  (by: (shipment: Shipment) => boolean): Modified =>
  (news, told) => {
    const parcel = parcelIn(news)
    return parcel && by(parcel) ? { shipment: shipmentSaid(told, parcel) } : null
  }

const isShoppers = ({ source }: Shipment): boolean => source === 'shopper'

/** Every piece that is to travel is in a parcel. */
export const isAllProvided = (ret: Return): boolean => travelling(ret).every(item => unsent(ret, item) === 0)

const allProvided: Modified = (news, told) => {
  const parcel = parcelIn(news)
  return parcel && !isShoppers(parcel) && isAllProvided(news.ret) ? { shipments: shipmentsSaid(told) } : null
}

/** A carrier reports more often than the platform's few words change. */
const tracked: Modified = (news, told) => {
  const parcel = parcelIn(news)
  const before = seenBefore(news)
  const was = before?.ret.shipments.find(({ id }) => id === parcel?.id)
  if (parcel === null) return null
  const shipment = shipmentSaid(told, parcel)
  const old = before && was ? shipmentSaid({ ...told, ...before }, was) : null
  return old?.tracking_status === shipment.tracking_status ? null : { shipment }
}

const received: Modified = ({ event }, told) =>
  event.type === 'receiving.recorded' ? { receiving: receivingSaid(told, event.receiving) } : null

/** What was put back in one act is one restock. */
const restocked: Modified = ({ events }, told) => {
  const entries = events.flatMap(event =>
    event.type === 'disposition.recorded' && event.disposition.to === 'restock' ? [event.disposition] : [],
  )
  return entries.length > 0 ? { restock: restockSaid(told, entries) } : null
}

const droppedOff: Modified = ({ event, ret }, told) => {
  if (!('dropoff' in event)) return null
  const id = typeof event.dropoff === 'string' ? event.dropoff : event.dropoff.id
  const dropoff = ret.dropoffs.find(known => known.id === id)
  return dropoff ? { dropoff: dropoffSaid(told, dropoff) } : null
}

const MODIFIED: Record<Event, Modified> = {
  'return.submitted': nothing,
  'return.approved': nothing,
  'return.rejected': nothing,
  'return.resolved': nothing,
  'return.expired': nothing,
  'return.shipment.provided': added(parcel => !isShoppers(parcel)),
  'return.shipments.provided': allProvided,
  'return.shipment.recorded': added(isShoppers),
  'return.shipment.updated': tracked,
  'return.receiving.created': received,
  'return.restock.created': restocked,
  'return.exchange.order.created': (_news, told) => ({ exchange: exchangeSaid(told) }),
  'return.dropoff.created': droppedOff,
  'return.dropoff.updated': droppedOff,
  'return.dropoff.shipment.updated': droppedOff,
}
