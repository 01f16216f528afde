/** Money the shopper owes: asked for, held or collected, and never simply taken. */
import type { ChargeId } from '../ids.ts'
import { type Currency, type Money, sum } from '../money.ts'
import type { Order } from '../order/order.ts'
import type { Event } from './events.ts'
import { standing } from './quantities.ts'
import type { Charge, Return } from './return.ts'
import type { Tray } from './tray.ts'
import { happened } from './verb.ts'

/** Asked for or held, and not collected yet. */
export const openCharges = (charges: readonly Charge[]): Charge[] =>
  charges.filter(charge => charge.state === 'asked' || charge.state === 'authorized')

/** Collected, or on its way. */
export const charged = (ret: Return, kind: Charge['kind'], currency: Currency): Money =>
  sum(
    ret.charges
      .filter(charge => charge.kind === kind && (charge.state === 'done' || charge.state === 'sent'))
      .map(charge => charge.amount),
    currency,
  )

/** The gateway the order was paid with by card, else a person who collects. */
export const gatewayOf = ({ payments }: Order): string =>
  payments.find(payment => payment.kind === 'card')?.gateway ?? 'manual'

/** Asks for an amount; nothing is asked for nothing. */
export function asking(ret: Return, kind: Charge['kind'], amount: Money, tray: Tray): Event[] {
  if (amount.amountMinor <= 0) return []
  const nth = ret.charges.filter(charge => charge.kind === kind).length + 1
  const charge: Charge = {
    id: tray.fresh<ChargeId>(),
    key: `${ret.id}:${kind}:${nth}`,
    kind,
    state: 'asked',
    amount,
    gateway: gatewayOf(tray.order),
    externalId: null,
  }
  return [happened(tray, 'charge.asked', { charge })]
}

/** What a floor at zero cut off the promises that stand: the shop may let it go, or ask for it. */
export const waived = (ret: Return, currency: Currency): Money => {
  const parts = standing(ret).flatMap(grant => grant.figure.parts)
  return sum(
    parts.filter(part => part.kind === 'waived').map(part => part.amount.presentment),
    currency,
  )
}
