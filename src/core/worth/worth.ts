/** What sold pieces are worth when they come back: read from the shares that were fixed when the order entered, never computed anew. */
import type { Part } from '../figure.ts'
import type { ItemId, LineId } from '../ids.ts'
import { add, alike, type Money, negate, next, rateOf, subtract, type Two, zero } from '../money.ts'
import type { Line, Order, Tax } from '../order/order.ts'
import { standing } from '../return/quantities.ts'
import type { Return } from '../return/return.ts'

/** Parts and their sum; the parts that count always add up to `total`, in both currencies. */
export type Worth = { parts: Part[]; total: Two }

/**
 * The next `quantity` pieces of a sold line after `granted` of them. Each share is rounded cumulatively, so any grouping of the pieces ends at
 * exactly what was paid and what was taxed. Goods are the residual of the paid share: what was sold, before discount and before taxes on top.
 */
export function worth(line: Line, granted: number, quantity: number, item?: ItemId): Worth {
  const piece = (share: Two) => nextTwo(share, granted, quantity, line.quantity)
  const total = piece(line.paid)
  const discount = piece(line.discount)
  const taxes = line.taxes.map(tax => ({ tax, amount: piece(tax.amount) }))
  const onTop = taxes.filter(({ tax }) => !tax.included).map(({ amount }) => amount)
  const goods = onTop.reduce(subtractTwo, addTwo(total, discount))
  const own = item === undefined ? {} : { item }
  const parts: Part[] = [{ kind: 'goods', amount: goods, ...own }]
  if (!isNothing(discount)) parts.push({ kind: 'discount', amount: negateTwo(discount), ...own })
  for (const { tax, amount } of taxes) {
    if (!isNothing(amount)) parts.push({ ...taxPart(tax, amount), ...own })
  }
  return { parts, total }
}

/** A tax that stands inside the price is told as `included` and not added. */
export const taxPart = (tax: Tax, amount: Two): Part => ({
  kind: 'tax',
  amount,
  taxTitle: tax.title,
  ...(tax.included && { included: true }),
})

/** How many pieces of a sold line have been promised money, over all the given returns. */
export function grantedPieces(line: LineId, returns: readonly Return[]): number {
  return returns.reduce((pieces, ret) => {
    const items = new Set(ret.items.filter(item => item.line === line).map(item => item.id))
    const lines = standing(ret).flatMap(grant => grant.lines)
    return lines.reduce((all, one) => (items.has(one.item) ? all + one.quantity : all), pieces)
  }, 0)
}

/** Everything charged for the order: its lines and its freight. */
export const orderTotal = (order: Order): Two =>
  order.lines.reduce((all, line) => addTwo(all, line.paid), order.freight.paid)

/**
 * An amount stated in one of the order's two currencies, in both: by the order's own totals, the only rate this order knows.
 * Null when the amount is in neither currency or the order has no total to read a rate from; such a fee is not taken.
 */
export function inBoth(amount: Money, order: Order): Two | null {
  if (order.currency === order.shopCurrency)
    return amount.currency === order.currency ? { presentment: amount, shop: amount } : null
  const { presentment, shop } = orderTotal(order)
  if (presentment.amountMinor === 0 || shop.amountMinor === 0) return null
  if (amount.currency === order.currency) return { presentment: amount, shop: alike(amount, presentment, shop) }
  return amount.currency === order.shopCurrency ? { presentment: alike(amount, shop, presentment), shop: amount } : null
}

export const addTwo = (a: Two, b: Two): Two => ({
  presentment: add(a.presentment, b.presentment),
  shop: add(a.shop, b.shop),
})

export const subtractTwo = (a: Two, b: Two): Two => ({
  presentment: subtract(a.presentment, b.presentment),
  shop: subtract(a.shop, b.shop),
})

export const negateTwo = (amount: Two): Two => ({ presentment: negate(amount.presentment), shop: negate(amount.shop) })

export const nextTwo = (total: Two, p: number, q: number, n: number): Two => ({
  presentment: next(total.presentment, p, q, n),
  shop: next(total.shop, p, q, n),
})

export const rateTwo = (amount: Two, ratePpm: number): Two => ({
  presentment: rateOf(amount.presentment, ratePpm),
  shop: rateOf(amount.shop, ratePpm),
})

export const zeroTwo = (like: Two): Two => ({
  presentment: zero(like.presentment.currency),
  shop: zero(like.shop.currency),
})

export const isNothing = (amount: Two): boolean => amount.presentment.amountMinor === 0 && amount.shop.amountMinor === 0
