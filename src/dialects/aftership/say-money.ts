/** What the goods are worth, what is expected to go back, what went, and what returning costs. */
import type { Figure } from '../../core/figure.ts'
import { add, isZero, type Money, negate, sum, zero } from '../../core/money.ts'
import { returned, standing } from '../../core/return/quantities.ts'
import type { Charge, Payout } from '../../core/return/return.ts'
import { estimate } from '../../core/worth/quote.ts'
import { worth } from '../../core/worth/worth.ts'
import { hexOf } from './ids.ts'
import { amountOf, amountOrNull, lineOf, lineOfItem, sumOrNull, type Told } from './told.ts'
import type { Wire } from './versions.ts'

const OPEN = ['submitted', 'approved']

/** What goes back where, promised or to be expected; worked out once for all that is said of it. */
export type Expected = { to: string; figure: Figure }[]

export function totalsSaid(told: Told, money: Expected): Wire {
  const { ret, shop } = told
  const worths = ret.items.flatMap(item => {
    const line = lineOf(told, item.line)
    return line ? [worth(line, 0, returned(item))] : []
  })
  const { currency } = told.order
  const taxes = worths.flatMap(({ parts }) => parts.filter(({ kind }) => kind === 'tax'))
  return {
    return_total_including_tax: amountOf(
      sum(
        worths.map(({ total }) => total.presentment),
        currency,
      ),
      shop,
    ),
    return_tax: amountOf(
      sum(
        taxes.map(({ amount }) => amount.presentment),
        currency,
      ),
      shop,
    ),
    refunded_total: amountOrNull(refundedTotal(told), shop),
    estimated_refund_total: amountOf(estimatedRefund(told, money), shop),
    checkout_total: amountOf(checkoutTotal(told), shop),
  }
}

/** What went back as money or credit, by whatever way; what went into a new order did not. Null while nothing went. */
const refundedTotal = ({ ret }: Told): Money | null =>
  sumOrNull(
    ret.payouts.filter(({ state, kind }) => state === 'done' && kind !== 'exchange').map(({ amount }) => amount),
  )

/** What pays for a replacement is no refund. */
const estimatedRefund = ({ order }: Told, money: Expected): Money =>
  sum(
    money.filter(({ to }) => to !== 'exchange').map(({ figure }) => figure.total.presentment),
    order.currency,
  )

/** Every promise that stands and, while the request is open, what can still be expected on top. */
export function expected(told: Told): Expected {
  const promised = standing(told.ret)
  const open = OPEN.includes(told.ret.request.state) || promised.length === 0
  return [...promised, ...(open ? estimate(told.ret, told).grants : [])]
}

/** What was asked of the shopper for the replacement; before it was asked, what it would come to. */
function checkoutTotal({ ret, ...around }: Told): Money {
  const { currency } = around.order
  const asked = ret.charges.filter(({ kind, state }) => kind === 'exchange_difference' && !GIVEN_UP.includes(state))
  if (asked.length > 0)
    return sum(
      asked.map(({ amount }) => amount),
      currency,
    )
  return ret.exchange === null ? zero(currency) : estimate(ret, around).due.presentment
}

const GIVEN_UP: readonly Charge['state'][] = ['declined', 'released']

/** `charged` stays null until money moved: before that nothing has been taken for the way back. */
export function costOfReturnSaid(told: Told, money: Expected = expected(told)): Wire {
  const { ret, shop, order } = told
  const value = costIn(
    money.map(({ figure }) => figure),
    order.currency,
  )
  const paid = new Set(ret.payouts.filter(({ state }) => state === 'done').map(({ grant }) => grant))
  const taken = standing(ret).filter(({ id }) => paid.has(id))
  const collected = ret.charges.filter(({ kind, state }) => kind === 'return_cost' && state === 'done')
  const charged =
    taken.length + collected.length === 0
      ? null
      : collected
          .map(({ amount }) => amount)
          .reduce(
            add,
            costIn(
              taken.map(({ figure }) => figure),
              order.currency,
            ),
          )
  return { charged: amountOrNull(charged, shop), value: amountOf(value, shop) }
}

/** Costs stand in a figure as what is taken off. */
const costIn = (figures: readonly Figure[], currency: Money['currency']): Money => {
  const parts = figures.flatMap(figure => figure.parts).filter(({ kind }) => kind === 'return_cost')
  return negate(
    sum(
      parts.map(({ amount }) => amount.presentment),
      currency,
    ),
  )
}

export const refundsSaid = (told: Told): Wire[] =>
  told.ret.payouts
    .filter(({ state, kind, amount }) => state === 'done' && GOING_BACK.includes(kind) && !isZero(amount))
    .map(payout => refundSaid(told, payout))

const GOING_BACK: readonly Payout['kind'][] = ['refund', 'store_credit']

const refundSaid = (told: Told, payout: Payout): Wire => ({
  destination: destinationOf(payout),
  external_id: payout.externalId ?? hexOf(payout.id),
  gateway: payout.gateway,
  store_credit_reference: payout.kind === 'store_credit' ? payout.reference : null,
  total: amountOf(payout.amount, told.shop),
  items: payout.lines.map(({ item, quantity }) => {
    const line = lineOfItem(told, item)
    return {
      external_order_item_id: line?.externalId ?? '',
      external_product_id: line?.product.externalId ?? '',
      external_variant_id: line?.variant.externalId ?? '',
      sku: line?.variant.sku ?? '',
      title: line?.product.title ?? '',
      refund_quantity: quantity,
    }
  }),
  transactions: payout.transactions.map(({ externalId, parentExternalId, gateway, amount }) => ({
    external_id: externalId,
    parent_external_id: parentExternalId,
    payment_gateway: gateway,
    refunded_amount: amountOf(amount, told.shop),
  })),
})

/** A payout by another way than promised is told as it went. */
function destinationOf({ kind, gateway }: Payout): string {
  if (kind === 'store_credit') return 'store_credit'
  return gateway === 'instant' ? 'refundid' : 'original_payment'
}
