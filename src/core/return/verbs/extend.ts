import { type Refusal, refuse } from '../../refusal.ts'
import { deadlines } from '../deadlines.ts'
import type { DueKind, Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/** What the bench waits for, or owes; the merchant does not set their own time before the arbiter. */
const OF_THE_BENCH: readonly DueKind[] = ['evidence', 'verdict', 'claim']

/** Give somebody more time. Only a wait that runs can be extended, and only forward. */
export const extend: Verb<'extend'> = {
  may: { merchant: {}, arbiter: {} },
  locks: [],

  decide(ret, { kind, to, why }, tray) {
    if (why.trim() === '') return refuse('reason_required', { sentence: 'Say why there is more time.', path: 'why' })
    return notTheirs(kind, tray) ?? notLater(ret, kind, to, tray) ?? [happened(tray, 'due.moved', { kind, to, why })]
  },
}

function notTheirs(kind: DueKind, tray: Tray): Refusal | null {
  const { role } = tray.by
  if (tray.shop.bench === 'owner' || (role === 'arbiter') === OF_THE_BENCH.includes(kind)) return null
  const sentence =
    role === 'arbiter'
      ? `The arbiter extends ${OF_THE_BENCH.join(', ')}.`
      : 'Only the arbiter gives more time for this.'
  return refuse('forbidden', { sentence, path: 'kind', role })
}

function notLater(ret: Return, kind: DueKind, to: Return['updatedAt'], tray: Tray): Refusal | null {
  const running = deadlines(ret).find(deadline => deadline.kind === kind)
  if (!running) return refuse('not_open', { sentence: `Nobody is waiting for ${kind} now.`, path: 'kind' })
  const latest = running.at !== null && running.at > tray.at ? running.at : tray.at
  return to > latest
    ? null
    : refuse('invalid', { sentence: `Name a moment after ${latest}.`, path: 'to', until: latest })
}
