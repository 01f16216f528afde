import { subtract } from '../../money.ts'
import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import type { Commands } from '../commands.ts'
import { starting } from '../deadlines.ts'
import type { Event } from '../events.ts'
import type { Payout, Return } from '../return.ts'
import { owedMinor } from '../strands/settlement.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * What became of a payout. Gateways and marketplaces answer late, twice and out of order: the first final answer stands, a repetition changes nothing,
 * and one that contradicts it is flagged for a person. People answer only for money they move themselves.
 */
export const settle: Verb<'settle'> = {
  may: { system: {}, merchant: { settlement: ['ordered'] } },
  locks: ['money'],

  decide(ret, args, tray) {
    const payout = ret.payouts.find(one => one.id === args.payout)
    if (!payout || payout.kind === 'elsewhere')
      return refuse('not_found', { path: 'payout', sentence: 'This return has no such payout.' })
    if (sideOf(tray.by.role) === 'merchant' && !byHand(payout, tray)) {
      return refuse('forbidden', {
        path: 'payout',
        sentence: 'The gateway answers for this payout; wait for it.',
        role: tray.by.role,
      })
    }
    if (payout.state === 'done') return args.outcome === 'declined' ? contradicted(ret, payout, 'declined', tray) : []
    if (payout.state === 'declined') return args.outcome === 'done' ? doneAfterAll(ret, payout, args, tray) : []
    return answered(payout, args, tray)
  },
}

const BY_HAND = ['bank', 'cash_on_delivery', 'platform']

/** A transfer, or money a marketplace holds, is settled by whoever sees that it went. */
const byHand = (payout: Payout, { order }: Tray): boolean =>
  BY_HAND.includes(order.payments.find(payment => payment.id === payout.payment)?.kind ?? '')

function answered(payout: Payout, args: Commands['settle'], tray: Tray): Event[] {
  const { id } = payout
  switch (args.outcome) {
    case 'sent':
      return payout.state === 'sent'
        ? []
        : [happened(tray, 'payout.sent', { payout: id, externalId: args.externalId ?? null })]
    case 'unknown':
      return payout.state === 'unknown' ? [] : [happened(tray, 'payout.unknown', { payout: id, why: args.why })]
    case 'declined':
      return [happened(tray, 'payout.declined', { payout: id, why: args.why }, starting(tray, 'payout'))]
    case 'done':
      return [finished(payout, args, tray)]
  }
}

const finished = (
  payout: Payout,
  { externalId = null, reference = null, transactions = [] }: Extract<Commands['settle'], { outcome: 'done' }>,
  tray: Tray,
): Event => happened(tray, 'payout.done', { payout: payout.id, externalId, reference, transactions })

/** Money that went although its gateway had declined it counts, as long as it was still owed and its payment could bear it; else it went twice. */
function doneAfterAll(
  ret: Return,
  payout: Payout,
  args: Extract<Commands['settle'], { outcome: 'done' }>,
  tray: Tray,
): Event[] {
  const payment = tray.payments.find(one => one.id === payout.payment)
  const bearable = !payment || subtract(payment.captured, payment.spoken).amountMinor >= payout.amount.amountMinor
  const open = owedMinor(ret) >= payout.amount.amountMinor
  return bearable && open ? [finished(payout, args, tray)] : contradicted(ret, payout, 'done', tray)
}

function contradicted(ret: Return, payout: Payout, now: string, tray: Tray): Event[] {
  const why = `Payout ${payout.key} was ${payout.state}, and its gateway now says ${now}: compare with the gateway's own books.`
  return ret.flagged === why ? [] : [happened(tray, 'return.flagged', { why })]
}
