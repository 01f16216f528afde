import { type Refusal, refuse, refused } from '../../refusal.ts'
import type { Asking } from '../../worth/quote.ts'
import type { LabelWish } from '../commands.ts'
import { agreed, approved, asIfHandled, offerOvertaken } from '../consequences.ts'
import { photosMissing } from '../deadlines.ts'
import type { Event } from '../events.ts'
import { follow } from '../evolve.ts'
import { aboveLimit } from '../promising.ts'
import type { Return } from '../return.ts'
import type { Tray } from '../tray.ts'
import type { Verb } from '../verb.ts'
import { QUIET } from '../where.ts'
import { label } from './label.ts'

const IN_FULL: Asking = { basis: 'asked' }

/**
 * Say yes to the request. Naming a handling settles how: `keep` promises the money at once, `send_back` wants all goods back. Without it every item
 * stays as it was asked for, and nothing is promised yet. Fewer pieces: amend in the same act.
 */
export const approve: Verb<'approve'> = {
  may: {
    merchant: { request: ['submitted'], ...QUIET },
    system: { request: ['submitted'], ...QUIET },
  },
  locks: ['goods'],

  decide(ret, { handling, override = null, label: wish = null }, tray) {
    if (tray.by.role === 'system' && photosMissing(ret)) {
      return refuse('photos_missing', {
        sentence: 'The photos this request needs have not been shown yet; a person may still approve it.',
      })
    }
    const limit = handling === 'keep' ? aboveLimit(asIfHandled(ret, handling), tray, IN_FULL) : null
    if (limit) return limit
    return follow(
      ret,
      now => approved(handling ? asIfHandled(now, handling) : now, tray, { override, paid: handling === 'keep' }),
      now => offerOvertaken(now, tray),
      now => (handling ? agreed(now, tray, handling, IN_FULL) : []),
      now => (wish ? labelled(now, wish, tray) : []),
    )
  },
}

function labelled(ret: Return, wish: LabelWish, tray: Tray): Event[] | Refusal {
  const answer = label.decide(ret, wish, tray)
  return refused(answer)
    ? refuse(answer.code, { ...answer.detail, path: ['label', answer.detail.path].filter(Boolean).join('.') })
    : answer
}
