/** What follows from a decision wherever it was made: an approval by a person, an accepted offer and a verdict all lead here. */

import { type Refusal, refused } from '../refusal.ts'
import { type Asking, quote } from '../worth/quote.ts'
import { openCharges } from './charging.ts'
import { resuming, starting } from './deadlines.ts'
import type { Event, Held } from './events.ts'
import { follow } from './evolve.ts'
import { heldOf, received, returned, standing } from './quantities.ts'
import type { CancelCause, Handling, Item, Return } from './return.ts'
import { standingOffer } from './strands/negotiation.ts'
import { parcelState } from './strands/parcel.ts'
import { strands } from './strands/strands.ts'
import type { Tray } from './tray.ts'
import { happened } from './verb.ts'

/** An offer nobody needs any more. */
export function offerOvertaken(ret: Return, tray: Tray): Event[] {
  const offer = standingOffer(ret)
  return offer ? [happened(tray, 'offer.overtaken', { offer: offer.id })] : []
}

/**
 * Approval, unless it already was. Somebody is awaited from here on: the shopper to send, or the merchant to look at what came or need not come.
 * Nobody is when money is promised in the same breath.
 */
export function approved(
  ret: Return,
  tray: Tray,
  { override = null, paid = false }: { override?: string | null; paid?: boolean } = {},
): Event[] {
  if (ret.request.state !== 'submitted') return []
  const due = paid ? {} : resuming({ ...ret, request: { state: 'approved' } }, tray)
  return [happened(tray, 'request.approved', { override }, due)]
}

/** The return as it will be once all its goods are handled so. */
export const asIfHandled = (ret: Return, handling: Handling): Return => ({
  ...ret,
  items: ret.items.map(item => ({ ...item, handling })),
})

/** All goods stay with the shopper, or all must travel: an agreement about the whole return. */
export const handledAs = (ret: Return, tray: Tray, handling: Handling): Event[] =>
  ret.items
    .filter(item => item.handling !== handling && returned(item) > 0)
    .map(item => happened(tray, 'item.changed', { item: item.id, handling }))

/**
 * The promise of money, one grant per destination, and what the first one brings along: the marketplace's compensation opens,
 * and when the goods have not come yet somebody waits for them. While nothing is paid a new promise replaces the earlier one.
 */
export function granted(
  ret: Return,
  tray: Tray,
  asking: Asking,
  replacing = strands(ret).settlement === 'due' ? standing(ret).map(grant => grant.id) : [],
): Event[] | Refusal {
  const answer = quote({ ...ret, grants: standing(ret).filter(grant => !replacing.includes(grant.id)) }, tray, asking)
  if (refused(answer)) return answer
  const promises = answer.grants.map((grant, place) =>
    happened(
      tray,
      'payout.granted',
      {
        grant: {
          id: tray.fresh(),
          at: tray.at,
          by: tray.by,
          basis: answer.basis,
          lines: grant.lines,
          figure: grant.figure,
          to: grant.to,
          replaces: place === 0 ? replacing : [],
        },
      },
      starting(
        tray,
        ...(strands(ret).handling === 'send_back' && strands(ret).receiving === 'awaited' ? (['goods'] as const) : []),
      ),
    ),
  )
  const opens = tray.shop.compensation && ret.compensation.state === 'not_applicable' && promises.length > 0
  return [...promises, ...(opens ? [happened(tray, 'compensation.opened', {})] : [])]
}

/** What an agreement or verdict about handling and amount leads to; the same for an accepted offer and a full refund without return. */
export function agreed(ret: Return, tray: Tray, handling: Handling, asking: Asking): Event[] | Refusal {
  return follow(
    ret,
    now => approved(asIfHandled(now, handling), tray, { paid: handling === 'keep' }),
    now => handledAs(now, tray, handling),
    now => (handling === 'keep' ? granted(now, tray, asking) : []),
  )
}

/** Pieces that never came are free again; received ones stay held until they go back to the shopper. */
export function unitsFreed(
  ret: Return,
  tray: Tray,
  of: (item: Item) => number = item => heldOf(item) - Math.min(heldOf(item), received(ret, item.id)),
): Event[] {
  const slices = ret.items.flatMap(item => freeing(item, of(item)))
  return slices.length > 0 ? [happened(tray, 'units.freed', { slices })] : []
}

/** Which holds of an item are given up for a number of pieces: the newest first. */
export function freeing(item: Item, quantity: number): Held[] {
  let left = quantity
  return item.slices.toReversed().flatMap(slice => {
    const freed = Math.min(left, slice.quantity)
    left -= freed
    return freed > 0
      ? [{ item: item.id, slice: slice.id, line: item.line, fulfilment: slice.fulfilment, quantity: freed }]
      : []
  })
}

/** Labels of parcels the carrier never had are void; parcels under way travel on and are received as facts. */
export const parcelsCancelled = (ret: Return, tray: Tray): Event[] =>
  ret.shipments
    .filter(
      shipment =>
        shipment.leg === 'inbound' && ['booked', 'pickup_retry', 'pickup_failed'].includes(parcelState(shipment)),
    )
    .map(shipment => happened(tray, 'shipment.cancelled', { shipment: shipment.id }))

/** Nobody waits for a verdict on a request that is gone. */
export const disputeMoot = (ret: Return, tray: Tray): Event[] =>
  ret.dispute.state === 'raised' || ret.dispute.state === 'judging'
    ? [happened(tray, 'dispute.withdrawn', { moot: true })]
    : []

/** Reserved stock and held money go back when no exchange will happen. What is held for a replacement that has left stays held. */
export function exchangeDropped(ret: Return, tray: Tray, why: string | null): Event[] {
  const exchange = ret.exchange?.state === 'proposed' ? ret.exchange : null
  const left = ret.exchange?.state === 'ordered'
  return [
    ...(exchange ? [happened(tray, 'exchange.cancelled', { why })] : []),
    ...(exchange?.reservedUntil ? [happened(tray, 'stock.freed', {})] : []),
    ...openCharges(ret.charges)
      .filter(charge => !(left && charge.kind === 'not_returned'))
      .map(charge => happened(tray, 'charge.released', { charge: charge.id })),
  ]
}

/** Everything that ends with a request that is called off, in the order it is told. */
export const calledOff = (ret: Return, tray: Tray, because: CancelCause, reason: string | null): Event[] => [
  happened(tray, 'request.cancelled', { because, reason }),
  ...offerOvertaken(ret, tray),
  ...disputeMoot(ret, tray),
  ...parcelsCancelled(ret, tray),
  ...exchangeDropped(ret, tray, reason),
  ...unitsFreed(ret, tray),
]
