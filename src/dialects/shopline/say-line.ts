/** An order's line as it stands inside returns, parcels, fulfilments and orders. */
import type { Fulfilment, Line, Order, Tax } from '../../core/order/order.ts'
import type { Shop } from '../../core/shop.ts'
import { amount, pair } from './money.ts'
import { settingsFor } from './settings.ts'

/** A line with what is needed to say it. `fulfilment` is the parcel that is spoken of, if any. */
export type Said = { line: Line; order: Order; shop: Shop; fulfilment?: Fulfilment | null }

/** Numbers as numbers; the answer to a create has some of them as text (`asTexts`). */
export const sayLine = ({ line, order, shop, fulfilment = null }: Said) => ({
  id: line.externalId,
  product_id: line.product.externalId,
  variant_id: line.variant.externalId,
  sku: line.variant.sku,
  title: line.product.title,
  // The platform repeats the product's title here.
  name: line.product.title,
  variant_title: line.variant.options.map(({ value }) => value).join(' / ') || (line.variant.title ?? ''),
  attribute: line.variant.options.map(({ name, value }) => `${name}-${value}`).join(' , '),
  vendor: line.product.vendor,
  tags: line.product.tags.join(','),
  image_url: line.product.images[0] ?? '',
  price: amount(line.unitPrice.presentment),
  quantity: line.quantity,
  fulfillable_quantity: fulfillable(line, order),
  fulfillment_status: fulfilmentStatus(line, order),
  fulfillment_service: line.service ?? fulfilment?.carrier ?? '',
  requires_shipping: line.requiresShipping,
  taxable: line.taxable,
  gift_card: line.giftCard,
  grams: line.grams,
  location_id: locationOf(line, shop),
  properties: line.properties.map(({ name, value, type, urls }) => ({ name, value, type, urls })),
  tax_lines: line.taxes.map(tax => sayTax(tax, shop)),
})
export type SaidLine = ReturnType<typeof sayLine>

/** "1" and "true": only create a return writes these two so (v20260301). */
export const asTexts = (line: SaidLine) => ({
  ...line,
  quantity: String(line.quantity),
  requires_shipping: String(line.requires_shipping),
})

const sayTax = ({ title, ratePpm, amount: taken }: Tax, shop: Shop) => ({
  price: amount(taken.presentment),
  title,
  rate: settingsFor(shop).tax_rates === 'percent' ? ratePpm / 10_000 : ratePpm / 1_000_000,
  price_set: pair(taken),
})

/** Pieces that are to come and are in no parcel yet. */
export const fulfillable = (line: Line, order: Order): number =>
  Math.max(0, line.quantity - line.cancelled - fulfilled(line, order))

/** Null, not a word, while nothing has left. */
export function fulfilmentStatus(line: Line, order: Order): 'fulfilled' | 'partial' | null {
  if (fulfilled(line, order) === 0) return null
  return fulfillable(line, order) === 0 ? 'fulfilled' : 'partial'
}

const fulfilled = (line: Line, order: Order): number =>
  order.fulfilments
    .filter(({ state }) => state === 'sent')
    .reduce((all, fulfilment) => all + piecesIn(fulfilment, line), 0)

export const piecesIn = ({ lines }: Fulfilment, { id }: Pick<Line, 'id'>): number =>
  lines.reduce((all, entry) => (entry.line === id ? all + entry.quantity : all), 0)

function locationOf({ location }: Line, { locations }: Shop): string {
  const known = locations.find(({ id }) => id === location)
  return known?.externalId ?? known?.code ?? ''
}
