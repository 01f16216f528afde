/** What somebody gets for what comes back: the offers side by side, for all pieces alike or piece by piece, each with what it comes to. */
import { refused } from '../../core/refusal.ts'
import { changeDraft, type Draft, type KeptDraft } from '../../desk/shopper/drafts.ts'
import { knownFor } from '../../desk/shopper/filing-commands.ts'
import { estimateDraft, estimateWith } from '../../desk/shopper/filing-estimate.ts'
import { getFor } from '../../desk/shopper/filing-offers.ts'
import { html } from '../../ui/html.ts'
import { button, footBar, type Trouble, troubleSummary, unseen } from '../../ui/kit/form.ts'
import { addressOf, after, stepLine } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { considerAs, openWalk, type Walk } from '../walk.ts'
import { estimateSaid, refusalSaid } from './get-words.ts'
import { heard, removed, unchosen } from './get-heard.ts'
import { type Laid, laid, usualOf } from './get-laid.ts'
import { basket, forAll, pieceByPiece } from './get-parts.ts'

const FORM = 'get-form'

export async function get(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  if (walk.draft.doc.pieces.length === 0) return { to: addressOf(visit, walk.draft, 'pieces') }
  return shown(visit, await laid(visit, walk))
}

async function shown(visit: Visit, page: Laid, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { say, desk, caller } = visit
  const { draft, considered, session, mode } = page
  const known = await knownFor(desk, session, draft.doc, considered)
  const estimated = refused(known) ? known : await estimateWith(desk, caller, { ...draft, doc: asShown(page) }, known)
  const note = refused(estimated) ? [refusalSaid(estimated, considered, visit)] : []
  const place = addressOf(visit, draft, 'get')
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('get.title'),
      step: stepLine(visit, draft, considered, 'get'),
      main: html`${troubleSummary([...troubles, ...note], say)}
<form method="post" id="${FORM}" action="${place}" class="get" data-estimate="${place}/estimate">${unseen('mode', mode)}
${mode === 'alike' ? await forAll(visit, page, known, troubles) : await pieceByPiece(visit, page, known, troubles)}
${considered.orders.map(order => basket(visit, page, order, troubles))}
<p class="without-script">${button(say('get.show'), { look: 'quiet', name: 'go', value: 'show' })}</p>
</form>`,
      foot: footBar(
        '',
        null,
        html`<span class="estimate" data-estimated aria-live="polite">${estimateSaid(estimated, visit)}</span>${button(say('common.next'), { name: 'go', value: 'on', form: FORM })}`,
      ),
    },
  }
}

/** The draft with what is marked on the page, so that the sum at its foot is the sum of what can be seen. */
const asShown = ({ draft, offers, alike, mode }: Laid): Draft => ({
  ...draft.doc,
  pieces: draft.doc.pieces.map(piece => {
    if (piece.get !== null) return piece
    const own = mode === 'alike' ? alike : (offers.get(piece.id) ?? [])
    const first = usualOf(own)
    return first ? { ...piece, get: getFor(first, own, null) } : piece
  }),
})

export async function getForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { desk } = visit
  const page = await laid(visit, walk)
  const { changed, troubles } = heard(visit, page)
  const go = said(visit, 'go') || 'on'
  const doc = { ...walk.draft.doc, ...removed(changed, go) }
  const mended = go === 'on' ? troubles.concat(unchosen(visit, page, doc)) : []
  const again = async (all: readonly Trouble[]) => {
    const draft = { ...walk.draft, doc }
    return shown(visit, { ...page, draft, considered: await considerAs(visit, doc) }, all)
  }
  if (mended.length > 0) return again(mended)
  const kept = await changeDraft(desk, walk.draft, { pieces: doc.pieces, swaps: doc.swaps })
  if (refused(kept)) return again([refusalSaid(kept, walk.considered, visit)])
  return { to: wayOn(visit, go, kept, await considerAs(visit, kept.doc)) }
}

function wayOn(visit: Visit, go: string, draft: KeptDraft, considered: Walk['considered']): string {
  const here = addressOf(visit, draft, 'get')
  const [word, what] = go.split(':')
  if (word === 'catalogue') return `${visit.base}/return/${draft.id}/catalogue?order=${encodeURIComponent(what ?? '')}`
  if (word === 'each' || word === 'alike') return `${here}?mode=${word}`
  if (word === 'on') return addressOf(visit, draft, after(considered, 'get'))
  return `${here}?mode=${said(visit, 'mode')}`
}

/** The sum for what is marked and not sent yet; changes nothing. */
export async function getEstimate(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk || walk.draft.doc.pieces.length === 0) return { fragment: html``, status: 404 }
  const { changed } = heard(visit, await laid(visit, walk))
  const draft = { ...walk.draft, doc: { ...walk.draft.doc, ...changed } }
  return { fragment: estimateSaid(await estimateDraft(visit.desk, walk.session, visit.caller, draft), visit) }
}
