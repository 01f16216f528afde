/** What comes back, article by article. */
import type { Line } from '../../core/order/order.ts'
import { returned } from '../../core/return/quantities.ts'
import type { Item } from '../../core/return/return.ts'
import { cumulative } from '../../core/money.ts'
import type { Seen } from '../../desk/look.ts'
import { orderNo, partNo } from './ids.ts'
import { priceNumber, priceText } from './money.ts'
import type { Settings } from './settings.ts'
import type { Product, RowProduct } from './wire.ts'

/** By the number of the item, as text. */
export function productsOf(seen: Seen, { older_products }: Settings): Record<string, Product> {
  return Object.fromEntries(
    linesOf(seen).map(({ item, line }) => [
      String(partNo(seen.ret, item.position)),
      { ...sayProduct(seen, item, line), ...(older_products && reasonOf(seen, item)) },
    ]),
  )
}

export const rowProductsOf = (seen: Seen): RowProduct[] =>
  linesOf(seen).map(({ item, line }) => ({
    vendor_sku: line.variant.sku,
    price: priceNumber(pieceOf(line)),
    amount: returned(item),
    reason_text: reasonOf(seen, item).reason_text,
  }))

/** What was taken off a return again does not come back. */
const linesOf = ({ ret, order }: Pick<Seen, 'ret' | 'order'>): { item: Item; line: Line }[] =>
  ret.items.flatMap(item => {
    const line = order.lines.find(({ id }) => id === item.line)
    return line && returned(item) > 0 ? [{ item, line }] : []
  })

function sayProduct(seen: Seen, item: Item, line: Line): Product {
  const { product, variant, unitPrice, listPrice } = line
  return {
    item_id: product.externalId,
    order_id: orderNo(seen),
    product_id: product.externalId,
    product_code: variant.sku,
    price: priceNumber(pieceOf(line)),
    amount: returned(item),
    product: product.title,
    // The platform shows nothing else.
    product_status: 'A',
    master_product_code: product.masterCode ?? variant.sku,
    company_id: seen.shop.refs.companyId ?? '',
    base_price: priceText(unitPrice.presentment),
    original_price: priceText(listPrice.presentment),
    ean: product.ean ?? variant.sku,
  }
}

/** What was paid for one piece, taxes included: shown rounded, never added up. */
const pieceOf = ({ paid, quantity }: Line) => cumulative(paid.presentment, 1, quantity)

function reasonOf({ shop }: Seen, { reason }: Item): { reason_id: string | null; reason_text: string | null } {
  if (reason.code === 'none') return { reason_id: null, reason_text: null }
  const listed = shop.reasons.find(({ code }) => code === reason.code)
  return { reason_id: reason.code, reason_text: reason.text ?? listed?.text ?? null }
}
