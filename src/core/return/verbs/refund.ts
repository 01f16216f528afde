import { type Refusal, refuse, refused } from '../../refusal.ts'
import { quote } from '../../worth/quote.ts'
import { faultyAmount } from '../amounts.ts'
import { openCharges } from '../charging.ts'
import type { Commands } from '../commands.ts'
import { exchangeDropped } from '../consequences.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { owed, payouts } from '../paying.ts'
import { promised } from '../promising.ts'
import { counted, standing } from '../quantities.ts'
import type { Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { PAYABLE, type Row } from '../where.ts'

export const REFUNDABLE: Row = { ...PAYABLE, settlement: ['none', 'due', 'part', 'failed'] }

/**
 * Pay back: promises what is payable unless it was promised, and orders the payouts. Nothing is called from here; a job calls each gateway under the
 * payout's key and answers through `settle`. After a decline only the part that was declined is ordered again.
 */
export const refund: Verb<'refund'> = {
  may: { merchant: REFUNDABLE, system: REFUNDABLE },
  locks: ['goods', 'money'],
  decide: (ret, args, tray) => paidBack(ret, args, tray),
}

/** Shared with `credit`, which is the same by another way. */
export function paidBack(ret: Return, args: Commands['refund'], tray: Tray): Event[] | Refusal {
  const wrong = args.amount ? faultyAmount(args.amount, tray.order.currency, 'amount') : null
  if (wrong) return wrong
  const events = follow(
    ret,
    now => instead(now, args, tray),
    now => promises(now, args, tray),
    now => ordered(now, args, tray),
    now => letGo(now, tray),
  )
  if (refused(events) || events.length > 0) return events
  return refuse('not_open', {
    sentence: 'The credit goes into the new order once that is placed; name another destination to pay it out instead.',
  })
}

/** Whoever pays money out for a swap that is only proposed has dropped the swap. */
const instead = (ret: Return, { to }: Commands['refund'], tray: Tray): Event[] =>
  to && ret.exchange?.state === 'proposed' ? exchangeDropped(ret, tray, 'refunded') : []

/** Lines or an amount say anew what is paid while nothing is; otherwise only what became payable since the last promise is added to it. */
function promises(
  ret: Return,
  { lines, amount = null, to, why = null }: Commands['refund'],
  tray: Tray,
): Event[] | Refusal {
  const { settlement } = strands(ret)
  const asking = { ...(lines && { lines }), ...(to && { to }) }
  if (settlement === 'none') return promised(ret, tray, { ...asking, amount }, [], why)
  if (settlement === 'due' && (lines || amount))
    return promised(
      ret,
      tray,
      { ...asking, amount },
      standing(ret).map(grant => grant.id),
      why,
    )
  if (!lines && !(amount === null && moreCame(ret))) return []
  const more = quote(ret, tray, asking)
  if (refused(more)) return more
  return more.grants.some(grant => grant.lines.length > 0) ? promised(ret, tray, asking, [], why) : []
}

/** Something was counted in after the newest promise. */
function moreCame(ret: Return): boolean {
  const newest = standing(ret).at(-1)
  return newest !== undefined && counted(ret).some(receiving => receiving.at > newest.at)
}

/** The goods are here and their credit is in the new order: what was held for them is held for nothing. */
const letGo = (ret: Return, tray: Tray): Event[] =>
  strands(ret).receiving === 'received' &&
  ret.payouts.some(payout => payout.kind === 'exchange' && payout.state === 'done')
    ? openCharges(ret.charges)
        .filter(charge => charge.kind === 'not_returned')
        .map(charge => happened(tray, 'charge.released', { charge: charge.id }))
    : []

/** A typed amount says how much goes now: all of what it just became the promise of, or a part of what was promised before. */
function ordered(ret: Return, { amount = null, to }: Commands['refund'], tray: Tray): Event[] | Refusal {
  const maximum = owed(ret, tray)
  if (amount && amount.amountMinor > maximum.amountMinor) {
    return refuse('amount_too_high', {
      path: 'amount',
      sentence: 'Less than this is still owed; state what is owed or less.',
      maximum,
    })
  }
  return payouts(ret, tray, { to, most: amount })
}
