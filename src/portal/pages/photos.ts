/** Photos of a piece, sent ahead of the form they belong to: in the background with a script, by a button of their own without one. */
import { refused } from '../../core/refusal.ts'
import { removePhoto, roomFor } from '../../desk/shopper/draft-photos.ts'
import type { KeptDraft } from '../../desk/shopper/drafts.ts'
import type { Trouble } from '../../ui/kit/form.ts'
import { addressOf } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { openWalk, type Walk } from '../walk.ts'
import { keepTold, whyPage } from './why.ts'
import { photosNow } from './why-fields.ts'
import { hearWhy, photoIn } from './why-form.ts'

export async function photosForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { form, kept, troubles } = await hearWhy(visit, walk)
  const told = await keepTold(visit, walk, form)
  if ('answer' in told) return told.answer
  return answerWith(visit, told, visit.query['piece'] ?? kept[0]?.piece ?? '', troubles)
}

export async function removePhotoForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { form } = await hearWhy(visit, walk)
  const told = await keepTold(visit, walk, form)
  if ('answer' in told) return told.answer
  const named = photoIn(said({ form }, 'remove'))
  if (named === null) return answerWith(visit, told, '', [])
  const kept = await removePhoto(visit.desk, walk.session, { draft: walk.draft.id, ...named })
  const draft: KeptDraft = refused(kept) ? told.draft : kept
  return answerWith(visit, { ...told, draft: { ...draft, lost: 0 } }, named.piece, [])
}

/** To a script the photos there are now, how many more there may be, and what was refused; to others the page they came from. */
async function answerWith(visit: Visit, walk: Walk, name: string, troubles: readonly Trouble[]): Promise<Answer> {
  const { draft } = walk
  if (visit.query['as'] !== 'json')
    return troubles.length > 0 ? whyPage(visit, walk, troubles) : { to: `${addressOf(visit, draft, 'why')}#${name}` }
  const piece = draft.doc.pieces.find(({ id }) => id === name)
  const again = `${visit.base}/return/${draft.id}/photos`
  return {
    status: troubles.length > 0 ? 422 : 200,
    json: {
      tiles: (piece && photosNow(piece, again, visit)?.text) ?? '',
      left: piece ? roomFor(draft.doc, piece).left : 0,
      troubles: troubles.map(({ text }) => text),
    },
  }
}
