/** What a shop sells now: the articles a shopper may choose instead of what comes back. */
import { alike, type Currency, type Money, subtract, times, type Two } from './money.ts'
import type { Order, Tax, Variant } from './order/order.ts'
import type { Url } from './party.ts'

export type CatalogueProduct = {
  /** The shop's own id, the one its orders name as the article's external id. */
  id: string
  title: string
  type: string | null
  vendor: string | null
  image: Url | null
  variants: CatalogueVariant[]
}

export type CatalogueVariant = {
  id: string
  sku: string
  /** Null where there is only one. */
  title: string | null
  options: Variant['options']
  /** What one piece costs with its tax, once per currency it is sold in. */
  prices: Money[]
  /** Null: not counted, and so never sold out. */
  stock: number | null
  image: Url | null
}

/** Whether so many pieces can leave, and the shop keeps what it wants to have left. */
export const inStock = ({ stock }: CatalogueVariant, quantity: number, minimum = 0): boolean =>
  stock === null || stock - minimum >= quantity

export const variantOf = ({ id, sku, title, options }: CatalogueVariant): Variant => ({
  externalId: id,
  sku,
  title,
  options,
})

const priceIn = ({ prices }: CatalogueVariant, currency: Currency): Money | null =>
  prices.find(price => price.currency === currency) ?? null

/**
 * What one piece costs, in both currencies of an order. The shopper's must be in the feed, since nobody converts a price at the counter; the books
 * follow at the order's own rate where the feed does not name theirs. Null where the article is not sold in the shopper's currency.
 */
export function priceFor(
  variant: CatalogueVariant,
  order: Pick<Order, 'currency' | 'shopCurrency' | 'lines'>,
): Two | null {
  const presentment = priceIn(variant, order.currency)
  if (presentment === null) return null
  if (order.currency === order.shopCurrency) return { presentment, shop: presentment }
  const named = priceIn(variant, order.shopCurrency)
  if (named !== null) return { presentment, shop: named }
  const paid = order.lines.find(line => line.paid.presentment.amountMinor > 0)?.paid
  return paid ? { presentment, shop: alike(presentment, paid.presentment, paid.shop) } : null
}

/** Prices of the feed have their tax inside. Where the order was taxed on top, it is told apart at the rate of what it replaces. */
export function taxedAs(price: Two, quantity: number, taxes: readonly Tax[]): { unit: Two; tax: Two } {
  const ratePpm = taxes.filter(tax => !tax.included).reduce((all, tax) => all + tax.ratePpm, 0)
  const unit: Two = { presentment: netOf(price.presentment, ratePpm), shop: netOf(price.shop, ratePpm) }
  const rest = (all: Money, net: Money): Money => subtract(times(all, quantity), times(net, quantity))
  return {
    unit,
    tax: { presentment: rest(price.presentment, unit.presentment), shop: rest(price.shop, unit.shop) },
  }
}

/** A price less the tax in it: of 119 at 19 % it is 100. */
const netOf = (price: Money, ratePpm: number): Money =>
  ratePpm === 0
    ? price
    : alike(
        price,
        { amountMinor: 1_000_000 + ratePpm, currency: price.currency },
        { amountMinor: 1_000_000, currency: price.currency },
      )
