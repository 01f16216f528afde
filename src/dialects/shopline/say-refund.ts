/** Refunds as SHOPLINE shows them: one for every promise of a return on which money moves. */
import type { Part } from '../../core/figure.ts'
import { type Two, zero } from '../../core/money.ts'
import type { Order } from '../../core/order/order.ts'
import { itemOf, standing } from '../../core/return/quantities.ts'
import type { Grant, Payout } from '../../core/return/return.ts'
import { addTwo } from '../../core/worth/worth.ts'
import { epochMs, type Instant } from '../../core/time.ts'
import type { Found } from './find.ts'
import { refundId } from './ids.ts'
import { amount, pair } from './money.ts'
import { sayOrderId, sayTime } from './say.ts'
import { sayLine } from './say-line.ts'

/** A promise and what moved on it. */
export type Refund = { seen: Found; grant: Grant; place: number; payouts: Payout[] }

/** Promises nobody has begun to pay are no refunds yet; those another took the place of are none any more. */
export const refundsOf = (seen: Found): Refund[] =>
  standing(seen.ret).flatMap(grant => {
    const payouts = seen.ret.payouts.filter(payout => payout.grant === grant.id && payout.kind !== 'exchange')
    return payouts.length === 0 ? [] : [{ seen, grant, place: seen.ret.grants.indexOf(grant), payouts }]
  })

export const idOf = ({ seen, grant, place }: Refund): string => refundId(seen.ret, grant, place)

/** As it is found among an order's refunds. */
export const sayRefund = (refund: Refund) => {
  const { seen, grant, payouts } = refund
  const last = payouts.at(-1)
  return {
    ...common(refund),
    created_at: sayTime(grant.at),
    processed_at: sayTime(last?.doneAt ?? last?.at ?? grant.at),
    refund_line_items: linesOf(refund).map(({ line, ...said }) => ({
      ...said,
      line_item: sayLine({ line, order: seen.order, shop: seen.shop }),
    })),
    transactions: payouts.map(payout => ({
      ...transaction(payout, refund),
      created_at: sayTime(payout.at),
      processed_at: sayTime(payout.doneAt ?? payout.at),
    })),
  }
}

/** As the call that makes it answers: times are milliseconds in texts, and one member is named otherwise. */
export const sayNewRefund = (refund: Refund) => ({
  ...common(refund),
  create_at: ms(refund.grant.at),
  refund_line_items: linesOf(refund).map(({ line: _line, line_item_id, ...said }) => ({
    ...said,
    line_item_id: /^[1-9]\d{0,14}$/.test(line_item_id) ? Number(line_item_id) : line_item_id,
  })),
  transactions: refund.payouts.map(payout => ({
    ...transaction(payout, refund),
    create_at: ms(payout.at),
    processed_at: ms(payout.doneAt ?? payout.at),
  })),
})

const ms = (at: Instant): string => String(epochMs(at))

const common = (refund: Refund) => ({
  id: idOf(refund),
  order_id: sayOrderId(refund.seen.order, refund.seen.shop),
  note: refund.grant.why ?? '',
  order_adjustments: adjustmentsOf(refund),
  // Nobody here takes duties.
  total_duties_set: pair(nothing(refund.seen.order)),
})

function linesOf(refund: Refund) {
  const { seen, grant } = refund
  return grant.lines.flatMap(({ item: id, quantity }, place) => {
    const item = itemOf(seen.ret, id)
    const line = seen.order.lines.find(known => known.id === item?.line)
    if (!item || !line) return []
    const parts = grant.figure.parts.filter(part => part.item === id)
    const restocked = seen.ret.dispositions.some(entry => entry.item === id && entry.to === 'restock')
    return [
      {
        line,
        id: `${idOf(refund)}${String(place + 1).padStart(3, '0')}`,
        line_item_id: line.externalId,
        quantity,
        restock_type: restocked ? 'return' : 'no_restock',
        ...sums(parts, seen.order),
      },
    ]
  })
}

/** Taxes are told beside the subtotal, whether they stand inside the price or on top of it. */
export function sums(parts: readonly Part[], order: Order) {
  const subtotal = sumOf(parts, order, ['goods', 'discount'])
  const tax = sumOf(parts, order, ['tax'])
  return {
    subtotal: amount(subtotal.presentment),
    subtotal_set: pair(subtotal),
    total_tax: amount(tax.presentment),
    total_tax_set: pair(tax),
  }
}

export const sumOf = (parts: readonly Part[], order: Order, kinds: readonly Part['kind'][]): Two =>
  parts
    .filter(part => kinds.includes(part.kind))
    .map(part => part.amount)
    .reduce(addTwo, nothing(order))

export const nothing = ({ currency, shopCurrency }: Order): Two => ({
  presentment: zero(currency),
  shop: zero(shopCurrency),
})

/** Whatever of the refund is no product's price or tax: freight that went back, fees that were kept, what was agreed otherwise. */
function adjustmentsOf(refund: Refund) {
  const { seen, grant } = refund
  const none = nothing(seen.order)
  return grant.figure.parts
    .filter(({ kind, item }) => !['goods', 'discount'].includes(kind) && !(kind === 'tax' && item !== undefined))
    .map(({ kind, amount: two, why }, place) => ({
      id: `RAP${idOf(refund).slice(-10)}${String(place + 1).padStart(9, '0')}`,
      order_id: sayOrderId(seen.order, seen.shop),
      refund_id: idOf(refund),
      kind: kind === 'shipping' || kind === 'tax' ? 'shipping_refund' : 'refund_discrepancy',
      reason: why ?? kind,
      amount: amount(two.presentment),
      amount_set: pair(two),
      tax_amount: amount(none.presentment),
      tax_amount_set: pair(none),
    }))
}

const transaction = ({ id, externalId, amount: moved, state }: Payout, { seen }: Refund) => ({
  id: externalId ?? id,
  order_id: sayOrderId(seen.order, seen.shop),
  amount: amount(moved),
  currency: moved.currency,
  kind: 'refund',
  status: TRANSACTION_STATUS[state],
})

const TRANSACTION_STATUS = {
  planned: 'pending',
  sent: 'pending',
  unknown: 'pending',
  done: 'success',
  declined: 'failure',
} as const satisfies Record<Payout['state'], string>
