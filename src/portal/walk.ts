/** Opening a request on one of its pages: the draft, and what policy says about it now. */
import type { DraftId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import { type Considered, consider } from '../desk/shopper/consider.ts'
import { type Draft, type OpenedDraft, openDraft } from '../desk/shopper/drafts.ts'
import type { Session } from '../desk/shopper/session.ts'
import { nothingHere } from './pages/fault.ts'
import { addressOf } from './steps.ts'
import type { Answer, Visit } from './visit.ts'

export type Walk = { session: Session; draft: OpenedDraft; considered: Considered }

/** Whoever comes back to a request that has been sent is led to what became of it; one that is not theirs looks like none. */
export async function openWalk(visit: Visit): Promise<Walk | { answer: Answer }> {
  const { desk, session, params } = visit
  if (session === null) return { answer: nothingHere(visit) }
  const draft = await openDraft(desk, session, params['draft'] as DraftId)
  if (refused(draft)) return { answer: nothingHere(visit) }
  if (draft.doc.filed !== null) return { answer: { to: addressOf(visit, draft, 'done') } }
  return { session, draft, considered: await considerAs(visit, draft.doc) }
}

/** What policy says if this were the draft. */
export const considerAs = ({ desk, session, orders }: Visit, draft: Draft): Promise<Considered> =>
  consider(desk, session!, orders, draft)
