import { type Refusal, refuse } from '../../refusal.ts'
import { minus } from '../../time.ts'
import { type Deadline, deadlines } from '../deadlines.ts'
import type { DueKind, Return } from '../return.ts'
import { leadOf } from '../sweeping.ts'
import type { Tray } from '../tray.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Say that a deadline is near, or that one has passed after which nothing happens by itself, so that somebody can be told. Said once for each
 * moment: a deadline that was moved is a new one. It changes nothing else.
 */
export const remind: Verb<'remind'> = {
  may: { system: {} },
  locks: [],

  decide(ret, { kind }, tray) {
    const deadline = deadlines(ret).find(running => running.kind === kind)
    if (!deadline?.at)
      return refuse('not_open', { sentence: `Nobody is waiting for ${kind} until some moment now.`, path: 'kind' })
    const { at: until, owner } = deadline
    const over = tray.at >= until
    if (said(ret, kind, over ? 'passed' : 'neared') === until) return []
    return (
      (over ? notTold(deadline) : notNear(deadline, tray)) ?? [
        happened(tray, over ? 'due.passed' : 'due.neared', { kind, until, owner }),
      ]
    )
  },
}

const said = (ret: Return, kind: DueKind, what: 'neared' | 'passed') => ret.noticed?.[kind]?.[what]

const notTold = ({ default: verb }: Deadline): Refusal | null =>
  verb === null ? null : refuse('not_open', { sentence: `It has passed; ${verb} happens by itself.`, path: 'kind' })

function notNear({ kind, at }: Deadline, tray: Tray): Refusal | null {
  const lead = leadOf(tray.shop, kind)
  if (lead === null || at === null)
    return refuse('not_open', { sentence: `This shop does not remind of ${kind}.`, path: 'kind' })
  const from = minus(at, lead)
  return tray.at < from
    ? refuse('not_open', { sentence: `It is not near before ${from}.`, path: 'kind', until: from })
    : null
}
