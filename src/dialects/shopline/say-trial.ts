/** What a refund would come to, before anybody makes it. */
import { add, type Money, subtract, sum } from '../../core/money.ts'
import type { Line, Order, Payment } from '../../core/order/order.ts'
import type { Found } from './find.ts'
import { amount, pair } from './money.ts'
import { sayOrderId } from './say.ts'
import { nothing, sumOf, sums } from './say-refund.ts'

type Wanted = { line: Line; quantity: number }

/** `tried` is the return as it would stand afterwards; both are null when nothing can be refunded. */
export function sayTrial(order: Order, wanted: readonly Wanted[], before: Found | null, tried: Found | null) {
  const known = new Set(before?.ret.grants.map(({ id }) => id))
  const grants = (tried?.ret.grants ?? []).filter(({ id }) => !known.has(id))
  const parts = grants.flatMap(({ figure }) => figure.parts)
  const shipping = sumOf(parts, order, ['shipping'])
  return {
    currency: order.currency,
    refund_line_items: wanted.map(({ line }) => {
      const items = new Set((tried?.ret.items ?? []).filter(item => item.line === line.id).map(({ id }) => id))
      const own = parts.filter(part => part.item !== undefined && items.has(part.item))
      const { subtotal, total_tax } = sums(own, order)
      return {
        line_item_id: line.externalId,
        type: 'Returned',
        quantity: grants
          .flatMap(({ lines }) => lines)
          .reduce((all, { item, quantity }) => (items.has(item) ? all + quantity : all), 0),
        price: amount(line.unitPrice.presentment),
        subtotal,
        total_tax,
        discount_total_amount: amount(line.discount.presentment),
      }
    }),
    shipping: {
      amount: amount(shipping.presentment),
      maximum_refundable: amount(order.freight.paid.presentment),
      tax: amount(order.freight.taxes.map(tax => tax.amount.presentment).reduce(add, nothing(order).presentment)),
    },
    total_duties_set: pair(nothing(order)),
    // The platform's own spelling.
    transactons: suggestions(order, before, tried),
  }
}

function suggestions(order: Order, before: Found | null, tried: Found | null) {
  if (before === null || tried === null) return []
  const known = new Set(before.ret.payouts.map(({ id }) => id))
  return tried.ret.payouts
    .filter(({ id }) => !known.has(id))
    .map(payout => {
      const payment = order.payments.find(({ id }) => id === payout.payment)
      return {
        order_id: sayOrderId(order, before.shop),
        parent_id: payment?.externalId ?? payment?.id ?? '',
        amount: amount(payout.amount),
        currency: payout.amount.currency,
        gateway: payout.gateway,
        kind: 'suggested_refund',
        maximum_refundable: amount(payment ? left(payment, before) : payout.amount),
      }
    })
}

/** What of a payment has not gone back yet. */
function left({ id, captured }: Payment, { ret, siblings }: Found): Money {
  const gone = [ret, ...siblings]
    .flatMap(({ payouts }) => payouts)
    .filter(payout => payout.payment === id && payout.state !== 'declined')
    .map(payout => payout.amount)
  return subtract(captured, sum(gone, captured.currency))
}
