import { refuse, refused } from '../../refusal.ts'
import { resuming } from '../deadlines.ts'
import { holdsRegained } from '../holds.ts'
import { happened, type Verb } from '../verb.ts'
import { QUIET, type Row } from '../where.ts'

const ENDED: Row = { request: ['cancelled', 'expired', 'resolved'], ...QUIET }

/**
 * Take an ended request up again, where it stood: approved if it ever was, else as filed. Its pieces must still be free. What a verdict rejected
 * only the arbiter reopens.
 */
export const reopen: Verb<'reopen'> = {
  may: {
    merchant: [ENDED, { request: ['rejected'], dispute: ['none', 'withdrawn'] }],
    arbiter: [ENDED, { request: ['rejected'] }],
  },
  locks: ['goods'],

  decide(ret, { reason }, tray) {
    if (reason.trim() === '')
      return refuse('reason_required', { sentence: 'Say why the return is taken up again.', path: 'reason' })
    const slices = holdsRegained(ret, tray)
    if (refused(slices)) return slices
    const to = ret.marks.approved ? 'approved' : 'submitted'
    return [
      happened(tray, 'request.reopened', { to, reason }, resuming({ ...ret, request: { state: to } }, tray)),
      ...(slices.length > 0 ? [happened(tray, 'units.held', { slices })] : []),
    ]
  },
}
