/** What comes back, and the promotions it was bought in. */

import { sum } from '../../core/money.ts'
import type { Deal, Order } from '../../core/order/order.ts'
import { returned } from '../../core/return/quantities.ts'
import type { Item, Return } from '../../core/return/return.ts'
import { numberOf, textOf } from './amounts.ts'
import { numOf } from './ids.ts'
import { lineOf, type Sums, shown } from './say-money.ts'

/** With `sums` each item also says its share of the refund, as the detail does. */
export const sayItems = (ret: Return, order: Order, sums?: Sums) =>
  shown(ret).map(item => ({
    ...sayItem(item, order),
    ...(sums && { refund_amount: numberOf(sums.byItem.get(item.id) ?? { amountMinor: 0, currency: order.currency }) }),
  }))

function sayItem(item: Item, order: Order) {
  const line = lineOf(order, item)
  const deal = order.deals.find(({ id, kind }) => id === line?.deal?.id && kind === 'add_on')
  return {
    model_id: numOf(line?.variant.externalId ?? ''),
    name: line?.product.title ?? '',
    images: line?.product.images ?? [],
    amount: returned(item),
    item_price: line ? numberOf(line.listPrice.presentment) : 0,
    is_add_on_deal: deal !== undefined && line?.deal?.role === 'add_on',
    is_main_item: deal !== undefined && line?.deal?.role === 'main',
    add_on_deal_id: deal ? numOf(deal.externalId) : 0,
    item_id: numOf(line?.product.externalId ?? ''),
    item_sku: line?.product.code ?? '',
    variation_sku: line?.variant.sku ?? '',
  }
}

/** Each bundle of which something comes back. Its prices are texts, here and nowhere else on this platform. */
export const sayActivities = (ret: Return, order: Order, sums: Sums) =>
  order.deals
    .filter(({ kind }) => kind === 'bundle')
    .flatMap(deal => {
      const items = shown(ret).filter(({ line }) => deal.lines.some(member => member.line === line))
      return items.length === 0 ? [] : [sayActivity(deal, items, order, sums)]
    })

const sayActivity = (deal: Deal, items: readonly Item[], order: Order, sums: Sums) => ({
  activity_id: numOf(deal.externalId),
  activity_type: 'BUNDLE',
  original_price: textOf(deal.before),
  discounted_price: textOf(deal.after),
  items: deal.lines.map(({ line, quantity, listPrice }) => {
    const sold = lineOf(order, { line })
    return {
      item_id: numOf(sold?.product.externalId ?? ''),
      variation_id: numOf(sold?.variant.externalId ?? ''),
      quantity_purchased: quantity,
      original_price: textOf(listPrice),
    }
  }),
  refund_amount: textOf(
    sum(
      items.flatMap(({ id }) => sums.byItem.get(id) ?? []),
      order.currency,
    ),
  ),
})
