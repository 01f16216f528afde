import { sideOf } from '../../party.ts'
import { refuse } from '../../refusal.ts'
import { unitsFreed } from '../consequences.ts'
import { resuming } from '../deadlines.ts'
import { happened, type Verb } from '../verb.ts'

/**
 * Take a dispute back; only the side that raised it can. Everything goes on where it stood, with the whole time for whoever is awaited;
 * pieces of a rejected request are let go again.
 */
export const withdraw: Verb<'withdraw'> = {
  may: { merchant: { dispute: ['raised', 'judging'] }, shopper: { dispute: ['judging'] } },
  locks: ['goods'],

  decide(ret, _args, tray) {
    const { dispute } = ret
    if (dispute.state !== 'raised' && dispute.state !== 'judging')
      return refuse('not_open', { sentence: 'No dispute is running.' })
    if (dispute.case.by !== sideOf(tray.by.role)) {
      return refuse('forbidden', {
        sentence: `The ${dispute.case.by} raised this dispute; only the ${dispute.case.by} can take it back.`,
        role: tray.by.role,
      })
    }
    const afterwards = { ...ret, dispute: { state: 'withdrawn', case: dispute.case, moot: false } } as const
    return [
      happened(tray, 'dispute.withdrawn', { moot: false }, resuming(afterwards, tray)),
      ...(ret.request.state === 'rejected' ? unitsFreed(ret, tray) : []),
    ]
  },
}
