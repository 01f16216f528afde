/** Speaking for delivered pieces, so that no piece is ever sent back twice. */
import type { FulfilmentId, LineId } from '../ids.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Held } from './events.ts'
import { disposed, heldOf, returned } from './quantities.ts'
import type { Item, Return } from './return.ts'
import type { Sold, Tray } from './tray.ts'

export type Wish = { item: Item['id']; line: LineId; quantity: number; fulfilment?: FulfilmentId | null }

/**
 * Takes free delivered pieces for every wish, oldest delivery first, judging all wishes of one call together.
 * Refuses with the path of the wish (`items[n]`) and what is still free, and takes nothing then.
 */
export function take(wishes: readonly Wish[], tray: Tray): Held[] | Refusal {
  const left = new Map<Sold, number>(ordered(tray).map(sold => [sold, sold.delivered - sold.held]))
  const taken: Held[] = []
  for (const [place, wish] of wishes.entries()) {
    let wanted = wish.quantity
    for (const sold of left.keys()) {
      if (sold.line !== wish.line || (wish.fulfilment && sold.fulfilment !== wish.fulfilment)) continue
      const quantity = Math.min(wanted, left.get(sold) ?? 0)
      if (quantity <= 0) continue
      taken.push({ item: wish.item, slice: tray.fresh(), line: wish.line, fulfilment: sold.fulfilment, quantity })
      left.set(sold, (left.get(sold) ?? 0) - quantity)
      wanted -= quantity
    }
    if (wanted > 0) return exceeded(wish, place, wishes, tray)
  }
  return taken
}

/** The pieces a return let go of, taken again because it is taken up again. What went back to the shopper stays free. Refused when somebody else has spoken for them since. */
export const holdsRegained = (ret: Return, tray: Tray): Held[] | Refusal =>
  take(
    ret.items
      .map(item => ({
        item: item.id,
        line: item.line,
        quantity: returned(item) - disposed(ret, item.id, 'back_to_shopper') - heldOf(item),
      }))
      .filter(wish => wish.quantity > 0),
    tray,
  )

/** Pieces of a line that nobody has spoken for, in one delivery or in all. */
export const freePieces = (tray: Tray, line: LineId, fulfilment?: FulfilmentId | null): number =>
  tray.ledger
    .filter(sold => sold.line === line && (!fulfilment || sold.fulfilment === fulfilment))
    .reduce((all, sold) => all + Math.max(0, sold.delivered - sold.held), 0)

function ordered(tray: Tray): Sold[] {
  const place = new Map(tray.order.fulfilments.map((fulfilment, index) => [fulfilment.id, index]))
  return tray.ledger.toSorted((a, b) => (place.get(a.fulfilment) ?? 0) - (place.get(b.fulfilment) ?? 0))
}

function exceeded(wish: Wish, place: number, wishes: readonly Wish[], tray: Tray): Refusal {
  const free = freePieces(tray, wish.line, wish.fulfilment)
  const asked = wishes.filter(other => other.line === wish.line).reduce((all, other) => all + other.quantity, 0)
  const delivered = tray.ledger.filter(sold => sold.line === wish.line).reduce((all, sold) => all + sold.delivered, 0)
  return refuse(delivered === 0 ? 'not_delivered' : 'quantity_exceeded', {
    path: `items[${place}].quantity`,
    sentence:
      delivered === 0
        ? 'Nothing of this line has been delivered yet; file the return once it has, or record the delivery first.'
        : `${asked} were asked for, but only ${free} of this line can still come back; ask for ${free} or fewer.`,
    returnable: free,
    asked,
  })
}
