/** What was taken for the order, payment by payment. */
import type { PaymentId } from '../ids.ts'
import { type Money, money } from '../money.ts'
import type { Entry } from './entry-needs.ts'
import type { Order, Payment } from './order.ts'
import type { OrderInput, PaymentInput } from './order-input.ts'

/**
 * An order that says nothing of its payments was paid where this house cannot reach: one payment of kind `platform`, whose refunds are marked done by
 * whoever made them. An empty list says that nothing was paid. Known payments keep their ids and stay when they are no longer named; the made-up one
 * becomes the first real one.
 */
export function paymentsOf(input: OrderInput, total: Money, before: Order | null, fresh: Entry['fresh']): Payment[] {
  const known = before?.payments ?? []
  if (input.payments === undefined) return known.length > 0 ? madeUpAnew(known, total) : elsewhere(input, total, fresh)
  const unnamed = known.filter(one => one.externalId === null)
  let place = 0
  const named = input.payments.map(payment => {
    const same =
      payment.externalId === undefined ? unnamed[place++] : known.find(one => one.externalId === payment.externalId)
    const id = same?.id ?? adopted(known, input.payments ?? [], payment) ?? fresh<PaymentId>()
    return paymentOf(payment, id, input)
  })
  return [...known.filter(one => !isMadeUp(one) && !named.some(other => other.id === one.id)), ...named]
}

const GATEWAY = 'manual'

const isMadeUp = (payment: Payment): boolean =>
  payment.kind === 'platform' && payment.gateway === GATEWAY && payment.externalId === null

const madeUpAnew = (known: readonly Payment[], total: Money): Payment[] =>
  known.map(one => (isMadeUp(one) ? { ...one, captured: total } : one))

function elsewhere(input: OrderInput, total: Money, fresh: Entry['fresh']): Payment[] {
  if (total.amountMinor === 0) return []
  return [
    {
      id: fresh<PaymentId>(),
      externalId: null,
      kind: 'platform',
      gateway: GATEWAY,
      captured: total,
      at: input.placedAt,
    },
  ]
}

/** The first payment told takes the made-up one's place, unless an unnamed one already did. */
function adopted(
  known: readonly Payment[],
  told: readonly PaymentInput[],
  payment: PaymentInput,
): PaymentId | undefined {
  const first = told[0] === payment && told.every(one => one.externalId !== undefined)
  return first ? known.find(isMadeUp)?.id : undefined
}

const paymentOf = (payment: PaymentInput, id: PaymentId, input: OrderInput): Payment => ({
  id,
  externalId: payment.externalId ?? null,
  kind: payment.kind,
  gateway: payment.gateway,
  captured: money(payment.captured.amountMinor, input.currency),
  at: payment.at ?? input.placedAt,
})
