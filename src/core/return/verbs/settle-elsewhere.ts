import type { PayoutId } from '../../ids.ts'
import { isZero } from '../../money.ts'
import { type Refusal, refuse, refused } from '../../refusal.ts'
import { quote } from '../../worth/quote.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { restOf, untold } from '../paying.ts'
import { promised } from '../promising.ts'
import { standing } from '../quantities.ts'
import type { Grant, Payout, Return } from '../return.ts'
import { strands } from '../strands/strands.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'
import { REFUNDABLE } from './refund.ts'

/** Say that the money went another way – a bank transfer, a replacement sent as an order of its own – so that nothing pays it again. */
export const settleElsewhere: Verb<'settle_elsewhere'> = {
  may: { merchant: REFUNDABLE },
  locks: ['goods', 'money'],

  decide(ret, { reference, why }, tray) {
    if (reference.trim() === '')
      return refuse('invalid', { path: 'reference', sentence: 'Say under which reference the money can be found.' })
    if (why.trim() === '') return refuse('reason_required', { path: 'why', sentence: 'Say how the money went.' })
    return follow(
      ret,
      now => (strands(now).settlement === 'none' ? promisedWhole(now, tray) : []),
      now => unpaid(now).map(grant => marked(now, grant, reference, why, tray)),
    )
  },
}

/** What went elsewhere usually went before the goods were here, so everything announced is meant when nothing is payable yet. */
function promisedWhole(ret: Return, tray: Tray): Event[] | Refusal {
  const now = quote(ret, tray)
  if (refused(now)) return now
  return promised(ret, tray, now.grants.length > 0 ? {} : { basis: 'asked' }, [])
}

function unpaid(ret: Return): Grant[] {
  const grants = standing(ret)
  const open = grants.filter(grant => !isZero(restOf(ret, grant)))
  return open.length > 0 ? open : grants.slice(0, 1)
}

function marked(ret: Return, grant: Grant, reference: string, why: string, tray: Tray): Event {
  const payout: Payout = {
    id: tray.fresh<PayoutId>(),
    key: `${grant.id}:elsewhere:${ret.payouts.filter(one => one.grant === grant.id && one.kind === 'elsewhere').length + 1}`,
    grant: grant.id,
    kind: 'elsewhere',
    state: 'done',
    amount: restOf(ret, grant),
    lines: untold(ret, grant),
    payment: null,
    gateway: 'elsewhere',
    externalId: null,
    reference,
    transactions: [],
    at: tray.at,
    doneAt: tray.at,
    why,
  }
  return happened(tray, 'settlement.marked_elsewhere', { payout, reference, why })
}
