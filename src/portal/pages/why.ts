/** Why it comes back: reason, words and photos of every piece. */
import { refused } from '../../core/refusal.ts'
import { type Considered, type ConsideredPiece, piecesOf, wishedOf } from '../../desk/shopper/consider.ts'
import { join, split } from '../../desk/shopper/draft-pieces.ts'
import { type Draft, type DraftPiece, type KeptDraft, reviseDraft } from '../../desk/shopper/drafts.ts'
import { type Html, html } from '../../ui/html.ts'
import { button, notice, type Trouble, troubleSummary } from '../../ui/kit/form.ts'
import { addressOf, after, stepLine } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { considerAs, openWalk, type Walk } from '../walk.ts'
import { titleOf } from './pieces-rows.ts'
import { sayRefusals } from './refusal-words.ts'
import { pieceFields } from './why-fields.ts'
import { about, hearWhy, isForeignSub, sharedOut, toldPieces } from './why-form.ts'

export async function why(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  return walk.draft.doc.pieces.length === 0 ? { to: addressOf(visit, walk.draft, 'pieces') } : whyPage(visit, walk)
}

export async function whyForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { form, troubles: ofPhotos } = await hearWhy(visit, walk)
  const told = await keepTold(visit, walk, form)
  if ('answer' in told) return told.answer
  const { wrong, ...now } = told
  const troubles = [...ofPhotos, ...countTroubles(wrong, now.draft.doc, visit)]
  const [apart, together] = [said({ form }, 'split'), said({ form }, 'join')]
  if (apart || together) return troubles.length > 0 ? whyPage(visit, now, troubles) : { to: newPlace(visit, walk, now) }
  troubles.push(...piecesOf(now.considered).flatMap(piece => troublesOf(piece, form, visit)))
  return troubles.length > 0
    ? whyPage(visit, now, troubles)
    : { to: addressOf(visit, now.draft, after(now.considered, 'why')) }
}

/** Where a wish stands that was not there before; else the page from its beginning. */
function newPlace(visit: Visit, before: Walk, { draft }: Walk): string {
  const known = new Set(before.draft.doc.pieces.map(({ id }) => id))
  const added = draft.doc.pieces.find(({ id }) => !known.has(id))
  return `${addressOf(visit, draft, 'why')}${added ? `#${added.id}` : ''}`
}

/** Keeps what the form says, finished or not, so that nothing is lost on the way back. */
export async function keepTold(
  visit: Visit,
  { session, draft, considered }: Walk,
  form: Visit['form'],
): Promise<(Walk & { wrong: DraftPiece[] }) | { answer: Answer }> {
  const wrong: DraftPiece[] = []
  const revised = (now: Draft): Partial<Draft> => {
    const shared = sharedOut(toldPieces(now.pieces, considered, form), form)
    wrong.splice(0, wrong.length, ...shared.wrong)
    return { pieces: join(split(shared.pieces, said({ form }, 'split')), said({ form }, 'join')) }
  }
  const kept = await reviseDraft(visit.desk, session, draft.id, revised)
  if (!refused(kept)) return { ...(await walkOf(visit, session, kept)), wrong }
  const stale: Trouble[] = [{ field: null, text: visit.say('choose.trouble.stale') }]
  return { answer: await whyPage(visit, { session, draft, considered }, stale) }
}

export const walkOf = async (visit: Visit, session: Walk['session'], draft: KeptDraft): Promise<Walk> => ({
  session,
  draft: { ...draft, lost: 0 },
  considered: await considerAs(visit, draft.doc),
})

function countTroubles(wrong: readonly DraftPiece[], { pieces }: Draft, { say, orders }: Visit): Trouble[] {
  return wrong.map(piece => {
    const line = orders.flatMap(({ order }) => order.lines).find(({ id }) => id === piece.line)
    const count = pieces.reduce((all, one) => (one.line === piece.line ? all + one.quantity : all), 0)
    const title = line ? titleOf(line) : ''
    return { field: about.quantity(piece.id), text: say('choose.trouble.total', { count, title }) }
  })
}

/** One trouble per field, at the field itself. */
function troublesOf(considered: ConsideredPiece, form: Visit['form'], visit: Visit): Trouble[] {
  const { say } = visit
  const { piece, line, missing, refusals } = considered
  const title = titleOf(line)
  const field = (name: keyof typeof about): string => about[name](piece.id)
  if (missing.reason) return [{ field: field('reason'), text: say('choose.trouble.reason', { title }) }]
  const sentence = sayRefusals(refusals, visit)
  return [
    sentence && { field: field('reason'), text: say('choose.trouble.refused', { title, sentence }) },
    isForeignSub(considered, form) && { field: field('sub'), text: say('choose.trouble.sub') },
    missing.comment && { field: field('comment'), text: say('choose.trouble.comment', { title }) },
    missing.photo && { field: field('photos'), text: say('choose.trouble.photo', { title }) },
  ].filter(one => one !== false && one !== '')
}

export async function whyPage(visit: Visit, walk: Walk, troubles: readonly Trouble[] = []): Promise<Answer> {
  const { say } = visit
  const { draft, considered } = walk
  return {
    status: troubles.length > 0 ? 422 : 200,
    page: {
      title: say('choose.why.title'),
      step: stepLine(visit, draft, considered, 'why'),
      main: html`${troubleSummary(troubles, say)}${draft.lost > 0 ? notice('information', html`<p>${say('choose.photos.lost', { count: draft.lost })}</p>`) : null}
<form id="why" method="post" action="${addressOf(visit, draft, 'why')}" enctype="multipart/form-data" novalidate data-whys><button class="unseen" tabindex="-1" aria-hidden="true">${say('common.next')}</button>
${considered.orders.map(order => piecesOfOrder(order, walk, troubles, visit))}</form>`,
      foot: html`<div><p class="chosen" role="status">${say('choose.chosen', { count: piecesTravelling(considered) })}</p>${button(say('common.next'), { form: 'why' })}</div>`,
    },
  }
}

/** A whole set counts as what is in it, as it did when it was chosen. */
const piecesTravelling = ({ orders }: Considered): number =>
  orders.reduce((all, { lines, pieces }) => {
    const wanted = pieces.map(({ piece }) => piece)
    return all + lines.reduce((some, line) => some + wishedOf(line, wanted), 0)
  }, 0)

function piecesOfOrder(
  { order, pieces }: Considered['orders'][number],
  { draft, considered }: Walk,
  troubles: readonly Trouble[],
  visit: Visit,
): Html | null {
  if (pieces.length === 0) return null
  const several = considered.orders.filter(one => one.pieces.length > 0).length > 1
  const again = `${visit.base}/return/${draft.id}/photos`
  const fields = pieces.map(piece => {
    const of = pieces.filter(({ line }) => line.id === piece.line.id).length
    return pieceFields({ considered: piece, of, draft: draft.doc, troubles, again }, visit)
  })
  return html`${several ? html`<h2>${visit.say('choose.order', { number: order.refs.number })}</h2>` : null}${fields}`
}
