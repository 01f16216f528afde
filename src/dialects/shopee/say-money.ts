/** What a return comes to, in all and item by item. */
import { type Part, totalOf } from '../../core/figure.ts'
import type { ItemId } from '../../core/ids.ts'
import { add, type Money, share, subtract, sum, times } from '../../core/money.ts'
import type { Line, Order } from '../../core/order/order.ts'
import { returned } from '../../core/return/quantities.ts'
import type { Item, Return } from '../../core/return/return.ts'
import { inAll } from '../../core/worth/quote.ts'
import type { Seen } from '../../desk/look.ts'

export type Sums = {
  total: Money
  /** What the pieces were listed at, before any discount. */
  beforeDiscount: Money
  /** Each item's share of the total; together they are the total. */
  byItem: ReadonlyMap<ItemId, Money>
  /** Whether less is paid than the pieces and their freight were paid with: a fee, a deduction, or an amount that was agreed. */
  isAdjusted: boolean
}

export function sumsOf(seen: Seen): Sums {
  const { ret, order } = seen
  const figure = inAll(ret, seen)
  const total = figure.total.presentment
  return {
    total,
    beforeDiscount: sum(
      shown(ret).map(item => listedAt(item, order)),
      order.currency,
    ),
    byItem: shares(shown(ret), figure.parts, total, order),
    isAdjusted: subtract(total, worthIn(figure.parts, order)).amountMinor < 0,
  }
}

/** Items that were taken off again are no longer part of what comes back. */
export const shown = (ret: Return): Item[] => ret.items.filter(item => returned(item) > 0)

export const lineOf = (order: Order, { line }: Pick<Item, 'line'>): Line | undefined =>
  order.lines.find(({ id }) => id === line)

function listedAt(item: Item, order: Order): Money {
  const line = lineOf(order, item)
  return times(line?.listPrice.presentment ?? { amountMinor: 0, currency: order.currency }, returned(item))
}

const WORTH: readonly Part['kind'][] = ['goods', 'discount', 'tax', 'shipping']

const currenciesOf = ({ currency, shopCurrency }: Order) => ({ presentment: currency, shop: shopCurrency })

const worthIn = (parts: readonly Part[], order: Order): Money =>
  totalOf(
    parts.filter(({ kind }) => WORTH.includes(kind)),
    currenciesOf(order),
  ).presentment

/** By what each item is worth itself; freight and fees of the whole return follow the same proportion. */
function shares(items: readonly Item[], parts: readonly Part[], total: Money, order: Order): Map<ItemId, Money> {
  const weights = items.map(({ id }) => {
    const own = parts.filter(part => part.item === id && !part.included).map(part => part.amount.presentment)
    return Math.max(0, own.reduce(add, { amountMinor: 0, currency: order.currency }).amountMinor)
  })
  const amounts = share(total, weights)
  return new Map(items.map(({ id }, place) => [id, amounts[place] as Money]))
}
