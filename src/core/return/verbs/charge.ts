import { type Money, money, subtract } from '../../money.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { quote } from '../../worth/quote.ts'
import { faultyAmount } from '../amounts.ts'
import { asking, charged, waived } from '../charging.ts'
import type { Commands } from '../commands.ts'
import type { Event } from '../events.ts'
import type { Charge, Return } from '../return.ts'
import { paidMinor } from '../strands/settlement.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Collect what the shopper owes. Without `charge` it is first asked for; with it, it is sent for once; with an outcome, that is what came of it.
 * Goods that are here are not charged as missing.
 */
export const charge: Verb<'charge'> = {
  may: { system: {}, merchant: {} },
  locks: [],

  decide(ret, args, tray) {
    if (args.charge === undefined)
      return args.outcome
        ? refuse('invalid', { path: 'charge', sentence: 'Say which charge this is the outcome of.' })
        : newCharge(ret, args, tray)
    const known = ret.charges.find(one => one.id === args.charge)
    if (!known) return refuse('not_found', { path: 'charge', sentence: 'Nothing like this is asked for.' })
    return answered(ret, known, args, tray)
  },
}

function answered(
  ret: Return,
  known: Charge,
  { outcome, externalId = null, why = '' }: Commands['charge'],
  tray: Tray,
): Event[] | Refusal {
  if (outcome === undefined || outcome === 'sent') return sent(ret, known, tray)
  if (known.state === outcome) return []
  if (outcome === 'done')
    return [happened(tray, 'charge.done', { charge: known.id, externalId }), ...unexpected(known, tray)]
  return known.state === 'sent' || known.state === 'asked' || known.state === 'authorized'
    ? [happened(tray, 'charge.declined', { charge: known.id, why })]
    : []
}

/** Once: what was sent for or collected is not sent for again. After a decline it may be tried anew. */
function sent(ret: Return, known: Charge, tray: Tray): Event[] | Refusal {
  if (known.state === 'sent' || known.state === 'done') return []
  if (known.state === 'released')
    return refuse('not_open', { path: 'charge', sentence: 'This charge was released; ask for a new one.' })
  return hereAlready(ret, known.kind) ?? [happened(tray, 'charge.sent', { charge: known.id })]
}

const hereAlready = (ret: Return, kind: Charge['kind']): Refusal | null =>
  kind === 'not_returned' && strands(ret).receiving === 'received'
    ? refuse('goods_received', { sentence: 'The goods are here; release the charge instead.' })
    : null

/** Money that came although the charge had been released has to be given back by a person. */
const unexpected = (known: Charge, tray: Tray): Event[] =>
  known.state === 'released'
    ? [happened(tray, 'return.flagged', { why: `Charge ${known.key} was released, and its gateway now says done.` })]
    : []

function newCharge(
  ret: Return,
  { kind = 'return_cost', amount = null }: Commands['charge'],
  tray: Tray,
): Event[] | Refusal {
  const wrong = (amount && faultyAmount(amount, tray.order.currency, 'amount')) ?? hereAlready(ret, kind)
  if (wrong) return wrong
  const standing = ret.charges.find(one => one.kind === kind && one.state !== 'released' && one.state !== 'declined')
  if (standing)
    return refuse('not_open', {
      path: 'kind',
      sentence: 'Such a charge stands already; name it.',
      charge: standing.id,
      state: standing.state,
    })
  const owed = amount ?? owedFor(ret, kind, tray)
  if (refused(owed)) return owed
  if (owed.amountMinor <= 0)
    return refuse('amount_required', { path: 'amount', sentence: 'Nothing is owed by itself; state an amount.' })
  return asking(ret, kind, owed, tray)
}

/**
 * What follows from the facts: what a floor at zero cut off, what replacements cost on top, or what was paid for goods that never came. A difference
 * is counted as it was proposed: by what was announced until something arrives.
 */
function owedFor(ret: Return, kind: Charge['kind'], tray: Tray): Money | Refusal {
  const { currency } = tray.order
  if (kind === 'return_cost') return waived(ret, currency)
  if (kind === 'not_returned') return money(paidMinor(ret), currency)
  const answer = quote(ret, tray, strands(ret).receiving === 'awaited' ? { basis: 'asked' } : {})
  return refused(answer) ? answer : subtract(answer.due.presentment, charged(ret, kind, currency))
}
