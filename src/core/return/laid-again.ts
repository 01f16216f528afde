/** The tray as it lies after something was decided: what that spoke for is gone for whoever decides next in the same act. */
import type { PaymentId } from '../ids.ts'
import { money } from '../money.ts'
import type { Event } from './events.ts'
import type { Return } from './return.ts'
import { inFlight } from './strands/settlement.ts'
import type { Tray } from './tray.ts'

/** `before` and `after` are the return around the events. Pieces are moved by the events, money by the difference between the payouts that count. */
export function laidAgain(tray: Tray, before: Return | null, after: Return, events: readonly Event[]): Tray {
  return { ...tray, ledger: ledgerAfter(tray, events), payments: paymentsAfter(tray, before, after) }
}

function ledgerAfter({ ledger }: Tray, events: readonly Event[]): Tray['ledger'] {
  const moved = events.flatMap(event => {
    if (event.type !== 'units.held' && event.type !== 'units.freed') return []
    return event.slices.map(slice => ({ ...slice, by: event.type === 'units.held' ? slice.quantity : -slice.quantity }))
  })
  if (moved.length === 0) return ledger
  return ledger.map(sold => {
    const own = moved.filter(slice => slice.line === sold.line && slice.fulfilment === sold.fulfilment)
    return own.length > 0 ? { ...sold, held: own.reduce((held, slice) => held + slice.by, sold.held) } : sold
  })
}

function paymentsAfter({ payments }: Tray, before: Return | null, after: Return): Tray['payments'] {
  if (before?.payouts === after.payouts) return payments
  return payments.map(payment => {
    const by = spokenFor(after, payment.id) - (before ? spokenFor(before, payment.id) : 0)
    return by === 0 ? payment : { ...payment, spoken: money(payment.spoken.amountMinor + by, payment.spoken.currency) }
  })
}

/** Planned, sent, unknown and done; what was declined is free again. */
const spokenFor = (ret: Return, payment: PaymentId): number =>
  [...inFlight(ret), ...ret.payouts.filter(payout => payout.state === 'done')]
    .filter(payout => payout.payment === payment)
    .reduce((all, payout) => all + payout.amount.amountMinor, 0)
