/** The orders as sandbox.json lists them: by the ids a foreign client would send, with what may come back of each line right now. */
import type { Line, Order } from '../core/order/order.ts'
import type { LineAnswer } from '../core/policy/policy.ts'
import type { Caller } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { assessOrder, listOrders } from '../desk/orders.ts'
import type { ShownOrder } from './contract.ts'
import { kept } from './shop.ts'

const PAGE = 50

/** Every order the caller sees, by number. */
export async function shownOrders(desk: Desk, caller: Caller): Promise<ShownOrder[]> {
  const orders = await allOrders(desk, caller)
  const shown: ShownOrder[] = []
  for (const order of orders) {
    const { assessment } = kept(await assessOrder(desk, caller, order.id), `Order ${order.refs.number}`)
    shown.push(shownOrder(order, assessment.lines))
  }
  return shown.toSorted((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true }))
}

async function allOrders(desk: Desk, caller: Caller): Promise<Order[]> {
  const orders: Order[] = []
  for (let page = await pageAfter(null); ; page = await pageAfter(page.next)) {
    orders.push(...page.rows)
    if (page.next === null) return orders
  }

  async function pageAfter(after: { at: Order['createdAt']; id: string } | null) {
    return kept(await listOrders(desk, caller, { limit: PAGE, ...(after && { after }) }), 'The orders')
  }
}

const shownOrder = (order: Order, answers: readonly LineAnswer[]): ShownOrder => ({
  id: order.refs.externalId,
  number: order.refs.number,
  shop: order.shop,
  email: order.customer.emails[0] ?? '',
  postal_code: order.shipping?.postalCode ?? order.billing?.postalCode ?? '',
  currency: order.currency,
  fulfillment_ids: order.fulfilments.map(fulfilment => fulfilment.externalId),
  lines: order.lines.map(line => shownLine(line, answers)),
})

/** The parent of a kit is listed and comes back only as its parts, so of itself nothing is returnable. */
const shownLine = (line: Line, answers: readonly LineAnswer[]): ShownOrder['lines'][number] => ({
  id: line.externalId,
  sku: line.variant.sku,
  quantity: line.quantity,
  returnable: answers.find(answer => answer.line === line.id)?.allowed ?? 0,
})
