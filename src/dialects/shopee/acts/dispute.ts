import { type Refusal, refuse } from '../../../core/refusal.ts'
import type { Command } from '../../../core/return/commands.ts'
import { deadlines } from '../../../core/return/deadlines.ts'
import type { Seen } from '../../../desk/look.ts'
import { isNo, no, type ShopeeNo } from '../errors.ts'
import { snOf } from '../ids.ts'
import { settingsFor } from '../settings.ts'
import { type Act, change, isAboutFiles } from './change.ts'
import { hearDispute, type Raised } from './dispute-form.ts'
import { reasonFor } from './dispute-reason.ts'
import { statusOf } from './standing.ts'

/**
 * Bring the request before the Dispute Center. Where the shop has it so, a request that was granted already can be disputed too: then it is a claim
 * for compensation against the platform, and the buyer's refund stays as it is.
 */
export const dispute: Act = async asked => {
  const raised = hearDispute(asked)
  if (isNo(raised)) return raised
  const done = await change(asked, seen => gates(seen) ?? commandsFor(seen, raised), {
    email: raised.email,
    foreign: raised.foreign,
    said: refusal => (isAboutFiles(refusal) ? no('error_param', 'All images download fail') : null),
  })
  return isNo(done) ? done : { return_sn: snOf(done.ret), msg: 'dispute return success' }
}

/** The platform's sentence names a status more than this call takes by default. */
function gates({ ret, shop }: Seen): Refusal | ShopeeNo | null {
  const word = statusOf(ret)
  const claims = word === 'ACCEPTED' && settingsFor(shop).dispute_accepted
  if (claims && ret.compensation.state !== 'pending_request') return no('dispute.rr.not.allow', 'dispute.rr.not.allow')
  if (!claims && word !== 'REQUESTED' && word !== 'PROCESSING') return refuse('not_open')
  return deadlines(ret).some(({ kind }) => kind === 'photos') ? refuse('photos_missing') : null
}

function commandsFor(seen: Seen, raised: Raised): Command[] | ShopeeNo {
  const reason = reasonFor(seen, raised)
  if (isNo(reason)) return reason
  const { email, text, modules } = raised
  if (statusOf(seen.ret) === 'ACCEPTED')
    return [{ verb: 'claim', text: text || reason.requirement, media: modules.flatMap(({ media }) => media) }]
  return [{ verb: 'dispute', reason: reason.code, reasonId: reason.id, text, email, modules }]
}
