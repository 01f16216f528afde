/** What somebody says is in a box, held against the pieces it can be about. */
import type { ItemId } from '../ids.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { itemOf, received, returned } from './quantities.ts'
import type { Contents, Item, Return, Shipment } from './return.ts'
import { parcelState } from './strands/parcel.ts'

export const wholePieces = (quantity: number): boolean => Number.isSafeInteger(quantity) && quantity > 0

/**
 * The same item named twice is judged by the sum and told once. `most` says how many pieces of an item there can be; without it any number may be.
 * Refuses with the path of the line: `unknown_line`, `quantity_invalid`, `quantity_exceeded`.
 */
export function listed(
  ret: Return,
  contents: Contents,
  path: string,
  most?: (item: Item) => number,
): Contents | Refusal {
  const sums = new Map<ItemId, number>()
  for (const [place, { item: id, quantity }] of contents.entries()) {
    const item = itemOf(ret, id)
    if (!item)
      return refuse('unknown_line', {
        path: `${path}[${place}].item`,
        sentence: 'This return has no such item; name one of its items.',
        item: id,
      })
    if (!wholePieces(quantity))
      return refuse('quantity_invalid', {
        path: `${path}[${place}].quantity`,
        sentence: 'Name a whole number of pieces, at least one.',
        quantity,
      })
    const sum = (sums.get(id) ?? 0) + quantity
    const limit = most?.(item)
    if (limit !== undefined && sum > limit) {
      return refuse('quantity_exceeded', {
        path: `${path}[${place}].quantity`,
        sentence: `${sum} pieces were named, but only ${limit} can be meant; name ${limit} or fewer.`,
        most: limit,
        asked: sum,
      })
    }
    sums.set(id, sum)
  }
  return [...sums].map(([item, quantity]) => ({ item, quantity }))
}

/** Everything there is of each item, leaving out items of which there is nothing. */
export const allOf = (ret: Return, most: (item: Item) => number): Contents =>
  ret.items.map(item => ({ item: item.id, quantity: most(item) })).filter(line => line.quantity > 0)

/** Pieces that must travel and are in no parcel yet. What a carrier lost or brought back to its sender may travel again. */
export function unsent(ret: Return, item: Item): number {
  if (item.handling === 'keep') return 0
  const dropped = ret.dropoffs.flatMap(dropoff => dropoff.drops.flatMap(drop => drop.lines))
  return Math.max(0, returned(item) - sumOf(item, inParcels(ret, 'inbound')) - sumOf(item, dropped))
}

/** Pieces that came and have not left again on this leg. */
export const unforwarded = (ret: Return, item: Item, leg: 'onward' | 'back'): number =>
  Math.max(0, received(ret, item.id) - sumOf(item, inParcels(ret, leg)))

const GONE = ['cancelled', 'lost', 'delivery_failed']

const inParcels = (ret: Return, leg: Shipment['leg']): Contents =>
  ret.shipments
    .filter(shipment => shipment.leg === leg && !GONE.includes(parcelState(shipment)))
    .flatMap(shipment => shipment.contents)

export const sumOf = (item: Pick<Item, 'id'>, contents: Contents): number =>
  contents.reduce((all, line) => (line.item === item.id ? all + line.quantity : all), 0)
