/** From a request somebody has written to the returns it becomes, once. */
import type { OrderId, ReturnId } from '../../core/ids.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import type { Return } from '../../core/return/return.ts'
import { answersTo } from '../../db/idempotency.ts'
import { findReturn } from '../../db/returns.ts'
import { actTogether, type Answer } from '../act.ts'
import { type Caller, keyOwner } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { changeDraft, type KeptDraft, openDraft } from './drafts.ts'
import { filingsOf, inWordsOf, knownFor } from './filing-commands.ts'
import type { Session } from './session.ts'

export { estimateDraft } from './filing-estimate.ts'

/**
 * Files one return per order, all of them or none; several orders make one group. Sent twice – a double click, two tabs, a try after a crash – it gives
 * the returns of the first time. Refusals name the order in `order` and, where it is about one, the piece in `piece`.
 */
export async function sendDraft(
  desk: Desk,
  session: Session,
  caller: Caller,
  draft: KeptDraft,
  { cause }: { cause: string },
): Promise<{ draft: KeptDraft; returns: Return[] } | Refusal> {
  const before = await sentBefore(desk, session, caller, draft)
  if (before.length > 0) return marked(desk, session, draft, before)
  const known = await knownFor(desk, session, draft.doc)
  if (refused(known)) return known
  const filings = filingsOf(known, draft, 'whole')
  if (refused(filings)) return filings
  const acts = filings.map(({ target, commands, order }) => ({
    target,
    commands,
    options: { key: keyOf(draft, order.id), cause },
  }))
  const acted = await actTogether(desk, caller, acts)
  if (!refused(acted))
    return marked(
      desk,
      session,
      draft,
      acted.map(({ ret }) => ret),
    )
  // Another window sent it a moment ago, and not in the same words.
  const meanwhile = acted.code === 'key_reused' ? await sentBefore(desk, session, caller, draft) : []
  return meanwhile.length > 0 ? marked(desk, session, draft, meanwhile) : inWordsOf(filings, acted)
}

/** The returns a draft has become, in the order of its orders; empty before it was sent. */
export async function returnsOfDraft(desk: Desk, { org, doc }: KeptDraft): Promise<Return[]> {
  const found = await Promise.all((doc.filed ?? []).map(id => findReturn(desk.db, org, id)))
  return found.filter(ret => ret !== null)
}

const keyOf = (draft: KeptDraft, order: OrderId): string => `draft:${draft.id}:${order}`

/** By the keys of every order the session opens: between sending and now the draft may have come to name others. */
async function sentBefore(desk: Desk, session: Session, caller: Caller, draft: KeptDraft): Promise<Return[]> {
  if (draft.doc.filed !== null) return returnsOfDraft(desk, draft)
  const orders = new Set([...draft.doc.orders, ...session.orders.map(({ order }) => order)])
  const answers = await answersTo(
    desk.db,
    draft.org,
    keyOwner(caller),
    [...orders].map(order => keyOf(draft, order)),
  )
  const ids = (answers as Answer[]).map(({ ret }) => ret)
  const found = await Promise.all(ids.map(id => findReturn(desk.db, draft.org, id)))
  return found.filter(ret => ret !== null)
}

/** What was filed stays filed, so the mark is set on whatever the draft has become since. */
async function marked(
  desk: Desk,
  session: Session,
  draft: KeptDraft,
  returns: readonly Return[],
): Promise<{ draft: KeptDraft; returns: Return[] } | Refusal> {
  const placeOf = ({ order }: Return) => draft.doc.orders.indexOf(order)
  const sorted = returns.toSorted((a, b) => placeOf(a) - placeOf(b))
  const filed: ReturnId[] = sorted.map(ret => ret.id)
  for (let now: KeptDraft | Refusal = draft; ; now = await openDraft(desk, session, draft.id)) {
    if (refused(now)) return now
    if (now.doc.filed !== null) return { draft: now, returns: sorted }
    const changed = await changeDraft(desk, now, { filed })
    if (!refused(changed)) return { draft: changed, returns: sorted }
    if (changed.code !== 'stale_version' && changed.code !== 'not_open') return changed
  }
}
