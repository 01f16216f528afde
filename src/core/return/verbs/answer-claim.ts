import { type Refusal, refuse } from '../../refusal.ts'
import { faultyAmount } from '../amounts.ts'
import type { Commands } from '../commands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/** The marketplace's answer to a claim: which parts it pays, or that it pays nothing. */
export const answerClaim: Verb<'answer_claim'> = {
  may: { arbiter: { compensation: ['requested'] } },
  locks: [],

  decide(_ret, { approved, parts = [] }, tray) {
    const fault = approved ? partFaulty(parts, tray) : paidThough(parts)
    return fault ?? [happened(tray, 'claim.answered', { approved, parts })]
  },
}

type Parts = NonNullable<Commands['answer_claim']['parts']>

function partFaulty(parts: Parts, tray: Tray): Refusal | null {
  for (const [place, part] of parts.entries()) {
    const fault = faultyAmount(part.amount, tray.order.currency, `parts[${place}].amount`)
    if (fault) return fault
  }
  return null
}

const paidThough = (parts: Parts): Refusal | null =>
  parts.length > 0 ? refuse('invalid', { sentence: 'A claim that is turned down pays no parts.', path: 'parts' }) : null
