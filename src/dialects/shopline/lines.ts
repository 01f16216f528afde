/** A return's items as this platform sees them: one line for every fulfilment their pieces came in. */
import type { Fulfilment, Line, Order } from '../../core/order/order.ts'
import { returned } from '../../core/return/quantities.ts'
import type { Item, Return } from '../../core/return/return.ts'
import type { LinePlace } from './ids.ts'
import { piecesIn } from './say-line.ts'

export type ReturnLine = { item: Item; line: Line; fulfilment: Fulfilment; quantity: number; place: LinePlace }

export const linesOf = (ret: Return, order: Order): ReturnLine[] => ret.items.flatMap(item => linesOfItem(item, order))

/**
 * Held pieces are where they are held. A return that is refused or called off holds nothing any more and still shows what it was about: such pieces are laid
 * on the deliveries of the line, oldest first, as they are taken when nobody names one.
 */
function linesOfItem(item: Item, order: Order): ReturnLine[] {
  const line = order.lines.find(({ id }) => id === item.line)
  if (!line) return []
  const held = order.fulfilments.map(({ id }) =>
    item.slices.reduce((all, slice) => (slice.fulfilment === id ? all + slice.quantity : all), 0),
  )
  let left = returned(item) - held.reduce((all, pieces) => all + pieces, 0)
  return order.fulfilments.flatMap((fulfilment, place) => {
    const own = held[place] ?? 0
    const laid = Math.min(Math.max(0, left), Math.max(0, piecesIn(fulfilment, line) - own))
    left -= laid
    const quantity = own + laid
    return quantity > 0 ? [{ item, line, fulfilment, quantity, place: { item: item.position, fulfilment: place } }] : []
  })
}
