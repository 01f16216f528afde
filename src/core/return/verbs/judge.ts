import { type Money, money, subtract } from '../../money.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { capacity, quote } from '../../worth/quote.ts'
import { faultyAmount } from '../amounts.ts'
import type { Commands } from '../commands.ts'
import { exchangeDropped, granted, parcelsCancelled, unitsFreed } from '../consequences.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import type { Return, Verdict } from '../return.ts'
import { grantedMinor } from '../strands/settlement.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * The arbiter's decision, translated at once into the words everybody else reads: approved or rejected, promised or not. After that nothing needs
 * to ask how the dispute ended. Losing an appeal changes nothing that was promised or paid.
 */
export const judge: Verb<'judge'> = {
  may: { arbiter: { dispute: ['raised', 'judging'] } },
  locks: ['goods'],

  decide(ret, args, tray) {
    const fault = contradictory(args) ?? amountFaulty(args, ret, tray)
    if (fault) return fault
    const { pays, amount = null, text = '' } = args
    const verdict: Verdict = { at: tray.at, by: tray.by, text, pays, amount }
    return follow(
      ret,
      () => [happened(tray, 'dispute.judged', { for: args.for, verdict })],
      now => (args.for === 'shopper' ? forShopper(now, verdict, tray) : forMerchant(now, tray)),
    )
  },
}

/** "After the goods" waits only for goods that have to come and have not. */
function forShopper(ret: Return, verdict: Verdict, tray: Tray): Event[] | Refusal {
  const pay = verdict.pays === 'now' || strands(ret).receiving !== 'awaited'
  return follow(
    ret,
    now => upheld(now, tray),
    now => (pay ? paidWhole(now, verdict, tray) : []),
  )
}

/** A verdict's amount counts for the whole return, so what was promised and stays promised is taken off; without one it is everything that was paid. */
function paidWhole(ret: Return, { amount }: Verdict, tray: Tray): Event[] | Refusal {
  const { settlement } = strands(ret)
  if (settlement === 'none' || settlement === 'due') return granted(ret, tray, { basis: 'verdict', amount })
  const whole = amount ?? mostFor(ret, tray)
  const more = subtract(whole, money(grantedMinor(ret), tray.order.currency))
  return more.amountMinor > 0 ? granted(ret, tray, { basis: 'verdict', amount: more }) : []
}

/** What was paid for all the pieces, as if nothing had been promised yet: neither a grade nor a count that the shopper contests narrows a verdict. */
function mostFor(ret: Return, tray: Tray): Money {
  const answer = quote({ ...ret, grants: [] }, tray, { basis: 'asked', handling: strands(ret).handling })
  return refused(answer) ? capacity(ret, tray) : answer.maximum
}

const upheld = (ret: Return, tray: Tray): Event[] =>
  ret.request.state === 'approved' || ret.request.state === 'resolved'
    ? []
    : [happened(tray, 'request.approved', { override: null })]

/** A request that was rejected before the appeal lets its pieces go again; one with money promised, or closed, stays as it is. */
function forMerchant(ret: Return, tray: Tray): Event[] {
  if (ret.request.state === 'resolved' || strands(ret).settlement !== 'none') return []
  return [
    ...(ret.request.state === 'rejected' ? [] : [happened(tray, 'request.rejected', { reason: 'verdict' })]),
    ...parcelsCancelled(ret, tray),
    ...exchangeDropped(ret, tray, 'verdict'),
    ...unitsFreed(ret, tray),
  ]
}

function contradictory({ for: side, pays, amount }: Commands['judge']): Refusal | null {
  if (side === 'shopper' && pays === 'nothing')
    return refuse('invalid', {
      sentence: 'A verdict for the shopper pays: now, or after the goods are back.',
      path: 'pays',
    })
  if (side === 'merchant' && pays !== 'nothing')
    return refuse('invalid', { sentence: 'A verdict for the merchant pays nothing.', path: 'pays' })
  if (side === 'merchant' && amount)
    return refuse('invalid', { sentence: 'A verdict for the merchant has no amount.', path: 'amount' })
  return null
}

function amountFaulty({ amount }: Commands['judge'], ret: Return, tray: Tray): Refusal | null {
  if (!amount) return null
  const fault = faultyAmount(amount, tray.order.currency, 'amount')
  if (fault) return fault
  const most = mostFor(ret, tray)
  if (amount.amountMinor <= most.amountMinor) return null
  return refuse('amount_too_high', { sentence: 'More than was paid for these pieces.', path: 'amount', maximum: most })
}
