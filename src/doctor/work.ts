/** Does work get done: what acts have ordered, what time should have done, what others should have been told? */
import type { Instant } from '../core/time.ts'
import type { Pile } from '../db/stuck.ts'
import { type Finding, fine, problem, warning } from './finding.ts'
import { many, since } from './phrases.ts'

const WORKER = 'See that a server or a worker runs, and read its log for what it says about this.'

const examples = ({ examples: named }: Pile): string => (named.length === 0 ? '' : ` (${named.join('; ')})`)
const sinceSaid = (pile: Pile, now: Instant): string =>
  pile.since === null ? '' : `, the first for ${since(pile.since, now)}`
const figures = ({ many: count, since: first, examples: named }: Pile) => ({ count, since: first, examples: named })

export function judgeOverdueErrands(pile: Pile, now: Instant): Finding {
  if (pile.many === 0) return fine('errands', 'No ordered work waits past its time')
  return problem({
    check: 'errands',
    what: `${many(pile.many, 'errand')} past ${pile.many === 1 ? 'its' : 'their'} time${sinceSaid(pile, now)}${examples(pile)}`,
    why: 'Refunds that were promised are not made, labels not printed.',
    todo: WORKER,
    command: 'backhaul start',
    figures: figures(pile),
  })
}

export function judgeAbandonedErrands(pile: Pile): Finding {
  if (pile.many === 0) return fine('given up', 'No errand was given up')
  return warning({
    check: 'given up',
    what: `${many(pile.many, 'errand')} given up after all attempts${examples(pile)}`,
    why: 'Nobody tries again by itself; the shopper still waits for it.',
    todo: 'Look at these returns, mend the reason, and order the refund or the label anew.',
    figures: figures(pile),
  })
}

export function judgeUnknownPayouts(pile: Pile, now: Instant): Finding {
  if (pile.many === 0) return fine('payouts', 'Of every refund it is known whether the money moved')
  return problem({
    check: 'payouts',
    what: `${many(pile.many, 'refund')} of which nobody knows whether the money moved${sinceSaid(pile, now)}${examples(pile)}`,
    why: 'The amount stays spoken for; the shopper may have it twice if it is paid again by hand.',
    todo: 'Look each up at the payment provider and say what is true with `settle`.',
    figures: figures(pile),
  })
}

export function judgeOverdueSweeps(pile: Pile, now: Instant): Finding {
  if (pile.many === 0) return fine('deadlines', 'No deadline has passed unheard')
  return problem({
    check: 'deadlines',
    what: `${many(pile.many, 'return')} past a deadline${sinceSaid(pile, now)}${examples(pile)}`,
    why: 'What should happen when nobody answers does not happen: approvals, closings, promised money.',
    todo: WORKER,
    command: 'backhaul start',
    figures: figures(pile),
  })
}

export function judgeUntoldNews(pile: Pile, now: Instant): Finding {
  if (pile.many === 0) return fine('outbox', 'No news waits to be told')
  return problem({
    check: 'outbox',
    what: `${many(pile.many, 'piece')} of news not passed on${sinceSaid(pile, now)}`,
    why: 'Endpoints hear nothing of what happened since.',
    todo: WORKER,
    command: 'backhaul start',
    figures: figures(pile),
  })
}

/** Null: the queue has no tables, because no server or worker that uses it has run yet. */
export function judgeFailedJobs(pile: Pile | null): Finding {
  if (pile === null) return fine('jobs', 'The job queue has not been set up yet; the first server or worker does it')
  if (pile.many === 0) return fine('jobs', 'No job has failed this week')
  return warning({
    check: 'jobs',
    what: `${many(pile.many, 'job')} failed this week${examples(pile)}`,
    why: 'Each was tried several times and then left.',
    todo: 'Read the reason in the log of the server or worker; most run again by themselves at their next time.',
    figures: figures(pile),
  })
}
