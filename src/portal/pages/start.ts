/** Beginning a request about one order. */
import { refused } from '../../core/refusal.ts'
import type { Considered } from '../../desk/shopper/consider.ts'
import { countedPieces } from '../../desk/shopper/draft-pieces.ts'
import { changeDraft, type Draft, EMPTY_DRAFT, startDraft } from '../../desk/shopper/drafts.ts'
import { addressOf, stepsOf } from '../steps.ts'
import type { Answer, Visit } from '../visit.ts'
import { considerAs } from '../walk.ts'
import { nothingHere } from './fault.ts'
import { withOnlyReasons } from './pieces.ts'

/** Where only one piece can come back it is chosen already; where nothing else was sold there is nothing to choose, and the way goes on. */
export async function start(visit: Visit): Promise<Answer> {
  const { desk, session, orders, params } = visit
  const found = orders.find(({ order }) => order.id === params['order'])
  if (session === null || !found) return nothingHere(visit)
  const draft = await startDraft(desk, session, { orders: [found.order.id] })
  const pieces = onlyPiece(await considerAs(visit, draft.doc))
  const chosen = await considerAs(visit, { ...draft.doc, pieces })
  const kept = await changeDraft(desk, draft, { pieces: withOnlyReasons(chosen) })
  if (refused(kept)) return nothingHere(visit)
  return { to: addressOf(visit, kept, stepsOf(chosen)[0] ?? 'pieces') }
}

function onlyPiece({ orders }: Considered): Draft['pieces'] {
  const [first, ...others] = orders.flatMap(({ lines }) => lines).filter(({ most }) => most > 0)
  if (!first || others.length > 0 || first.most > 1) return EMPTY_DRAFT.pieces
  return countedPieces([], [{ order: first.order, line: first.line.id, kitWhole: false, quantity: 1 }])
}
