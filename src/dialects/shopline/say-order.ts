/** Orders and the parcels they went out in, as far as returns are about them. */
import type { Two } from '../../core/money.ts'
import type { Fulfilment, Line, Order } from '../../core/order/order.ts'
import type { Address, Party } from '../../core/party.ts'
import type { Shop } from '../../core/shop.ts'
import { addTwo, orderTotal } from '../../core/worth/worth.ts'
import type { Found } from './find.ts'
import { amount, pair } from './money.ts'
import { sayFulfilmentId, sayOrderId, sayTime } from './say.ts'
import { fulfillable, fulfilmentStatus, piecesIn, sayLine } from './say-line.ts'
import { nothing, refundsOf, sayRefund } from './say-refund.ts'

/** `returns` are those of this order; their refunds stand in it, they themselves do not. */
export function sayOrder(order: Order, shop: Shop, returns: readonly Found[]) {
  const taxes = order.lines.flatMap(({ taxes }) => taxes).concat(order.freight.taxes)
  const total = orderTotal(order)
  return {
    id: sayOrderId(order, shop),
    name: order.refs.name,
    status: order.state,
    financial_status: financialStatus(order, returns),
    fulfillment_status: orderFulfilment(order),
    currency: order.shopCurrency,
    presentment_currency: order.currency,
    taxes_included: taxes.some(({ included }) => included),
    order_at: sayTime(order.placedAt),
    created_at: sayTime(order.createdAt),
    updated_at: sayTime(order.updatedAt),
    email: order.customer.emails[0] ?? '',
    phone: order.customer.phone ?? '',
    customer_locale: order.customer.locale ?? '',
    tags: order.tags.join(','),
    customer: sayCustomer(order.customer),
    billing_address: sayAddress(order.billing),
    shipping_address: sayAddress(order.shipping),
    payment_gateway_names: [...new Set(order.payments.map(({ gateway }) => gateway))],
    ...figure('total_price', total),
    ...figure('total_tax', taxes.map(tax => tax.amount).reduce(addTwo, nothing(order))),
    ...figure('total_discounts', order.lines.map(line => line.discount).reduce(addTwo, nothing(order))),
    ...figure('subtotal_price', order.lines.map(line => line.paid).reduce(addTwo, nothing(order))),
    line_items: order.lines.map(line => ({
      ...sayLine({ line, order, shop }),
      price_set: pair(line.unitPrice),
    })),
    fulfillments: order.fulfilments.map(fulfilment => sayFulfilment(fulfilment, order, shop)),
    refunds: returns.flatMap(refundsOf).map(sayRefund),
  }
}

const figure = (name: string, two: Two) => ({ [name]: amount(two.shop), [`${name}_set`]: pair(two) })

function financialStatus(order: Order, returns: readonly Found[]): string {
  const paid = order.payments.reduce((all, { captured }) => all + captured.amountMinor, 0)
  const back = returns
    .flatMap(({ ret }) => ret.payouts)
    .filter(({ state, kind }) => state === 'done' && kind !== 'exchange')
    .reduce((all, payout) => all + payout.amount.amountMinor, 0)
  if (back > 0) return back >= paid ? 'refunded' : 'partially_refunded'
  if (paid === 0) return 'unpaid'
  return paid < orderTotal(order).presentment.amountMinor ? 'partially_paid' : 'paid'
}

/** Of what can be sent; a kit counts by its parts. */
function orderFulfilment(order: Order): 'unshipped' | 'partial' | 'shipped' {
  const parents = new Set(order.lines.flatMap(({ kit }) => kit?.parent ?? []))
  const lines = order.lines.filter(({ id }) => !parents.has(id))
  if (lines.every(line => fulfilmentStatus(line, order) === null)) return 'unshipped'
  return lines.every(line => fulfillable(line, order) === 0) ? 'shipped' : 'partial'
}

/** Lines of a fulfilment have words of their own for how far an order's line has been sent. */
export const sayFulfilment = (fulfilment: Fulfilment, order: Order, shop: Shop) => ({
  id: sayFulfilmentId(fulfilment, order, shop),
  order_id: sayOrderId(order, shop),
  name: `${order.refs.name}-F${order.fulfilments.indexOf(fulfilment) + 1}`,
  status: fulfilment.state === 'sent' ? 'success' : 'cancelled',
  shipment_status: fulfilment.deliveredAt === null ? '' : 'delivered',
  created_at: sayTime(fulfilment.sentAt ?? order.createdAt),
  updated_at: sayTime(fulfilment.deliveredAt ?? fulfilment.sentAt ?? order.updatedAt),
  tracking_info_list: fulfilment.tracking.map(number => ({
    tracking_company: fulfilment.carrier ?? '',
    tracking_number: number,
    tracking_url: '',
  })),
  line_items: order.lines
    .filter(line => piecesIn(fulfilment, line) > 0)
    .map(line => ({
      ...sayLine({ line, order, shop, fulfilment }),
      fulfillment_status: LINE_WORD[fulfilmentStatus(line, order) ?? 'none'],
      fulfillment_quantity: piecesIn(fulfilment, line),
      price_set: pair(line.unitPrice),
      total_discount: discount(line),
      total_discount_set: pair(line.discount),
    })),
})

const LINE_WORD = { none: 'unshipped', partial: 'partial', fulfilled: 'shipped' } as const

const discount = (line: Line): string => amount(line.discount.shop)

const sayCustomer = (party: Party) => ({
  id: party.id ?? '',
  first_name: party.firstName,
  last_name: party.lastName,
  email: party.emails[0] ?? '',
  phone: party.phone ?? '',
})

const sayAddress = (address: Address | null) =>
  address && {
    name: address.name ?? '',
    company: address.company ?? '',
    address1: address.street1 ?? '',
    address2: address.street2 ?? '',
    city: address.city ?? '',
    district: address.district ?? '',
    province: address.state.name ?? '',
    province_code: address.state.code ?? '',
    zip: address.postalCode ?? '',
    country_code: address.country ?? '',
    phone: address.phone ?? '',
  }
