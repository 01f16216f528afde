/** To which payments money goes back, and how much to each. */
import type { PaymentId } from '../ids.ts'
import { least, type Money, share, subtract, sum } from '../money.ts'
import type { Payment, PaymentKind } from '../order/order.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { PaymentLeft } from '../return/tray.ts'
import type { Shop } from '../shop.ts'

/**
 * One movement to make. `platform`: the marketplace pays and the payout is marked done when it says so. `cash_on_delivery`, `bank`: nothing can be
 * reversed, so the gateway is a person who transfers the money and settles the payout. The others are reversed through their gateway.
 */
export type PlannedPayout = { payment: PaymentId; amount: Money; gateway: string; kind: PaymentKind }

type Open = { payment: Payment; left: Money }

/**
 * Spreads an amount over the order's payments: what a gift card paid goes back to the gift card first, the rest in the shop's order.
 * No payment ever gets more than was captured on it less what is spoken for. Refuses `payout_exceeds` with what is left, `currency_mismatch`
 * when the amount is not in the order's currency.
 */
export function planPayouts(
  amount: Money,
  payments: readonly PaymentLeft[],
  taken: readonly Payment[],
  refundOrder: Shop['refundOrder'],
): PlannedPayout[] | Refusal {
  const open = openPayments(payments, taken)
  const strange = open.find(({ left }) => left.currency !== amount.currency)
  if (strange) {
    const sentence = `The order was paid in ${strange.left.currency}; state the amount in ${strange.left.currency}.`
    return refuse('currency_mismatch', { sentence, currency: strange.left.currency })
  }
  const left = sum(
    open.map(one => one.left),
    amount.currency,
  )
  if (amount.amountMinor > left.amountMinor) {
    return refuse('payout_exceeds', { sentence: 'More than is left of what was paid for this order.', left })
  }
  const cards = open.filter(({ payment }) => payment.kind === 'gift_card')
  const toCards = fill(amount, inOrder(cards, refundOrder))
  const rest = subtract(
    amount,
    sum(
      toCards.map(one => one.amount),
      amount.currency,
    ),
  )
  const others = inOrder(
    open.filter(({ payment }) => payment.kind !== 'gift_card'),
    refundOrder,
  )
  return [...toCards, ...(refundOrder === 'proportional' ? spread(rest, others) : fill(rest, others))]
}

function openPayments(payments: readonly PaymentLeft[], taken: readonly Payment[]): Open[] {
  return payments.flatMap(({ id, captured, spoken }) => {
    const payment = taken.find(one => one.id === id)
    const left = subtract(captured, spoken)
    return payment && left.amountMinor > 0 ? [{ payment, left }] : []
  })
}

/** Payments of one moment keep the order they were entered in. */
function inOrder(open: readonly Open[], refundOrder: Shop['refundOrder']): Open[] {
  const oldestFirst = [...open].sort((a, b) => (a.payment.at < b.payment.at ? -1 : a.payment.at > b.payment.at ? 1 : 0))
  return refundOrder === 'newest_first' ? oldestFirst.reverse() : oldestFirst
}

function fill(amount: Money, open: readonly Open[]): PlannedPayout[] {
  const planned: PlannedPayout[] = []
  let rest = amount
  for (const one of open) {
    const part = least(rest, one.left)
    if (part.amountMinor <= 0) break
    planned.push(payoutOf(one, part))
    rest = subtract(rest, part)
  }
  return planned
}

/** By what is left of each, so that a share never exceeds what its payment can still give. */
function spread(amount: Money, open: readonly Open[]): PlannedPayout[] {
  const parts = share(
    amount,
    open.map(({ left }) => left.amountMinor),
  )
  return open.flatMap((one, place) => {
    const part = parts[place]
    return part && part.amountMinor > 0 ? [payoutOf(one, part)] : []
  })
}

const payoutOf = ({ payment }: Open, amount: Money): PlannedPayout => ({
  payment: payment.id,
  amount,
  gateway: payment.gateway,
  kind: payment.kind,
})
