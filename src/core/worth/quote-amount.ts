/** The amount that counts in the end: what was computed, typed, agreed or judged, within what was captured. */

import { type Part, totalOf } from '../figure.ts'
import { alike, least, type Money, most, share, subtract, sum, type Two, zero } from '../money.ts'
import type { Order } from '../order/order.ts'
import { standing } from '../return/quantities.ts'
import type { Basis, Grant, Return } from '../return/return.ts'
import type { Asking } from './asking.ts'
import { type Counted, currencies, totalFor, withParts } from './quote-drafts.ts'
import { agreementOf, type Counter, type Draft } from './quote-pieces.ts'
import { orderTotal } from './worth.ts'

const bonusOf = (parts: readonly Part[], order: Order): Money =>
  totalOf(
    parts.filter(part => part.kind === 'bonus'),
    currencies(order),
  ).presentment

export const bonusIn = (drafts: Draft[], order: Order): Money =>
  bonusOf(
    drafts.flatMap(draft => draft.parts),
    order,
  )

/** What a grant takes out of the order's money: a bonus comes out of the merchant's own. */
export const backedBy = (grant: Pick<Grant, 'figure'>, order: Order): Money =>
  most(zero(order.currency), subtract(grant.figure.total.presentment, bonusOf(grant.figure.parts, order)))

/** What was captured for the order less what stands granted on it, over all its returns. */
export function capacity(ret: Return, { order, siblings }: Counter): Money {
  const captured = sum(
    order.payments.map(payment => payment.captured),
    order.currency,
  )
  const granted = [ret, ...siblings].flatMap(standing).map(grant => backedBy(grant, order))
  return most(zero(order.currency), subtract(captured, sum(granted, order.currency)))
}

export type Target = { amount: Money | null; limit: Money; why: string }

/**
 * A typed amount ends at the maximum; an agreed or judged one, which counts for the whole return and so less what the return has been granted, and
 * goodwill end at what was captured. Without any, the computed sum stands, within the same limit.
 */
export function targetFor(ret: Return, asking: Asking, basis: Basis, highest: Money, limit: Money): Target {
  if (asking.amount) {
    const settledAmount = basis === 'agreed' || basis === 'verdict' || basis === 'goodwill'
    return { amount: asking.amount, limit: settledAmount ? limit : highest, why: settledAmount ? basis : 'stated' }
  }
  const agreement = agreementOf(ret)
  if (!agreement?.amount || basis !== agreement.basis || asking.lines) return { amount: null, limit, why: 'captured' }
  const granted = standing(ret).map(grant => grant.figure.total.presentment)
  const amount = most(zero(limit.currency), subtract(agreement.amount, sum(granted, limit.currency)))
  return { amount, limit, why: agreement.basis }
}

/** The step from the computed sum to the amount that counts, shared over the grants by their size and told as a part of its own. */
export function bridged(
  { tray: { order } }: Counted,
  drafts: Draft[],
  target: Target,
  { to = 'original_payment' }: Asking,
): Draft[] {
  const computed = sum(
    drafts.map(draft => totalFor(draft, order).presentment),
    order.currency,
  )
  const amount = least(target.amount ?? computed, target.limit)
  if (amount.amountMinor === computed.amountMinor) return drafts
  const why = target.amount === null || amount.amountMinor < target.amount.amountMinor ? 'captured' : target.why
  const own = drafts.length > 0 ? drafts : [{ to, lines: [], parts: [] }]
  const totals = own.map(draft => totalFor(draft, order))
  const shares = share(
    amount,
    totals.map(total => total.presentment.amountMinor),
  )
  return own.map((draft, place) => {
    const [wanted, total] = [shares[place], totals[place]]
    return wanted && total ? withParts(draft, adjustment(wanted, total, order, why)) : draft
  })
}

function adjustment(wanted: Money, total: Two, order: Order, why: string): Part[] {
  const presentment = subtract(wanted, total.presentment)
  if (presentment.amountMinor === 0) return []
  const paid = total.presentment.amountMinor > 0 ? total : orderTotal(order)
  const shop = subtract(alike(wanted, paid.presentment, paid.shop), total.shop)
  return [{ kind: 'adjustment', amount: { presentment, shop }, why }]
}
