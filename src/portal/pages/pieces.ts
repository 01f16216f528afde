/** Choosing what comes back. */
import type { LineId } from '../../core/ids.ts'
import { refused } from '../../core/refusal.ts'
import { type Considered, type ConsideredLine, piecesOf, wishedOf } from '../../desk/shopper/consider.ts'
import { type Count, countedPieces } from '../../desk/shopper/draft-pieces.ts'
import { changeDraft, type DraftPiece } from '../../desk/shopper/drafts.ts'
import { type Html, html } from '../../ui/html.ts'
import { button, linkButton, notice, type Trouble, troubleSummary } from '../../ui/kit/form.ts'
import { addressOf, after, onlyReason, stepLine } from '../steps.ts'
import { type Answer, said, type Visit } from '../visit.ts'
import { considerAs, openWalk, type Walk } from '../walk.ts'
import { fieldOf, orderRows, placeOf, type Typed, titleOf } from './pieces-rows.ts'
import { sayRefusals } from './refusal-words.ts'

export async function pieces(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  return 'answer' in walk ? walk.answer : piecesPage(visit, walk, typedBefore(walk.draft.doc.pieces))
}

export async function piecesForm(visit: Visit): Promise<Answer> {
  const walk = await openWalk(visit)
  if ('answer' in walk) return walk.answer
  const { draft } = walk
  const open = await considerAs(visit, { ...draft.doc, pieces: [] })
  const { counts, troubles } = countsIn(visit, open)
  const typed: Typed = line => said(visit, fieldOf(line))
  const goesElsewhere = said(visit, 'go') === 'orders'
  if (troubles.length > 0 && !goesElsewhere) return piecesPage(visit, walk, typed, troubles, 422)
  const chosen = await considerAs(visit, { ...draft.doc, pieces: countedPieces(draft.doc.pieces, counts) })
  const against = goesElsewhere ? [] : objectionsIn(chosen, open, visit)
  if (against.length > 0) return piecesPage(visit, walk, typed, against, 422)
  const kept = await changeDraft(visit.desk, draft, { pieces: withOnlyReasons(chosen) })
  if (refused(kept))
    return piecesPage(visit, walk, typed, [{ field: null, text: visit.say('choose.trouble.stale') }], 409)
  return {
    to: goesElsewhere ? `${visit.base}/return/${draft.id}/orders` : addressOf(visit, draft, after(chosen, 'pieces')),
  }
}

/** A reason that is the only one need not be asked for. */
export const withOnlyReasons = (chosen: Considered): DraftPiece[] =>
  piecesOf(chosen).map(piece => ({ ...piece.piece, reason: piece.piece.reason ?? onlyReason(piece) }))

const typedBefore =
  (before: readonly DraftPiece[]): Typed =>
  line =>
    String(before.reduce((all, piece) => (piece.line === line ? all + piece.quantity : all), 0))

type Choosable = { count: Omit<Count, 'quantity'>; title: string; most: number }

const choosable = ({ orders }: Considered): Choosable[] =>
  orders.flatMap(({ order, lines, kits }) => [
    ...kits.map(({ parent, sets }) => choosing(order.id, parent, true, sets)),
    ...lines.map(({ line, most }) => choosing(order.id, line, false, most)),
  ])

const choosing = (order: Count['order'], line: ConsideredLine['line'], kitWhole: boolean, most: number): Choosable => ({
  count: { order, line: line.id, kitWhole },
  title: titleOf(line),
  most,
})

/** What was chosen, and what is wrong with it by the numbers alone. */
function countsIn(visit: Visit, open: Considered): { counts: Count[]; troubles: Trouble[] } {
  const read = choosable(open).map(one => ({ ...one, text: said(visit, fieldOf(one.count.line)) || '0' }))
  const troubles = read.flatMap(({ count, title, most, text }) => {
    const field = placeOf(count.line, most)
    if (!/^\d{1,6}$/.test(text)) return [{ field, text: visit.say('choose.trouble.quantity', { title }) }]
    return Number(text) > most ? [{ field, text: visit.say('choose.trouble.too_many', { title, most }) }] : []
  })
  const counts = read.map(({ count, most, text }) => ({ ...count, quantity: Math.min(Number(text) || 0, most) }))
  const nothing = counts.every(({ quantity }) => quantity === 0)
  if (nothing && troubles.length === 0)
    troubles.push({ field: firstPlace(open), text: visit.say('choose.trouble.nothing') })
  return { counts, troubles }
}

function firstPlace(open: Considered): string {
  const first = open.orders.flatMap(({ lines }) => lines).find(({ most }) => most > 0)
  return first ? placeOf(first.line.id, first.most) : 'main'
}

/** What each line would allow by itself can be too much together: as parts of a set and alone, or where the shop counts over several lines. */
function objectionsIn(chosen: Considered, open: Considered, visit: Visit): Trouble[] {
  const wanted = piecesOf(chosen).map(({ piece }) => piece)
  return open.orders.flatMap(({ lines }) =>
    lines.flatMap(({ line, most }): Trouble[] => {
      const field = placeOf(line.id, most)
      const title = titleOf(line)
      if (wishedOf({ line }, wanted) > most)
        return [{ field, text: visit.say('choose.trouble.too_many', { title, most }) }]
      const found = piecesOf(chosen).find(({ piece, refusals }) => piece.line === line.id && refusals.length > 0)
      if (!found) return []
      const sentence = sayRefusals(found.refusals, visit)
      return [{ field, text: visit.say('choose.trouble.refused', { title, sentence }) }]
    }),
  )
}

async function piecesPage(
  visit: Visit,
  walk: Walk,
  typed: Typed,
  troubles: readonly Trouble[] = [],
  status = 200,
): Promise<Answer> {
  const { say } = visit
  const open = await considerAs(visit, { ...walk.draft.doc, pieces: [] })
  const most = open.orders.flatMap(({ lines }) => lines).reduce((all, line) => all + line.most, 0)
  const rows = open.orders.map(
    order =>
      html`<section class="of-order">${orderHead(order, open, visit)}${orderRows(order, typed, troubles, visit)}</section>`,
  )
  return {
    status,
    page: {
      title: say('choose.pieces.title'),
      step: stepLine(visit, walk.draft, walk.considered, 'pieces'),
      main: html`${troubleSummary(troubles, say)}${most === 0 ? nothingLeft(visit) : null}
<form id="pieces" method="post" novalidate data-per="${JSON.stringify(perSet(open))}"><button class="unseen" tabindex="-1" aria-hidden="true">${say('common.next')}</button>
${rows}
<button class="way" name="go" value="orders">${say('choose.orders.link')}</button></form>`,
      foot: most === 0 ? null : foot(most, typed, open, visit),
    },
  }
}

const orderHead = ({ order }: Considered['orders'][number], { orders }: Considered, { say, formats }: Visit): Html =>
  html`<h2${orders.length === 1 ? html` class="quiet-head"` : null}>${say.html('choose.order', { number: html`<bdi>${order.refs.number}</bdi>` })}</h2>
<p class="small quiet-text">${say('choose.order.placed', { day: formats.day(order.placedAt) })}</p>`

/** Nothing can come back: what can be done instead is to ask. */
function nothingLeft({ say, portal, base }: Visit): Html {
  const { brand, contact, links } = portal.settings
  const shop = brand.name ?? portal.shop.name
  const help = links.help ?? (contact.email === null ? null : `mailto:${contact.email}`)
  return html`${notice('information', html`<p>${say('choose.nothing', { shop })}</p>`)}<div class="actions">${help ? linkButton(say('choose.ask', { shop }), help) : null}${linkButton(say('choose.leave'), `${base}/orders`, { look: 'quiet' })}</div>`
}

/** How many are chosen, said anew by the script for every number there can be. */
function foot(most: number, typed: Typed, open: Considered, { say }: Visit): Html {
  const chosen = piecesChosen(open, typed)
  const sentences = Array.from({ length: Math.min(most, MOST_SAID) + 1 }, (_none, count) =>
    say('choose.chosen', { count }),
  )
  return html`<div><p class="chosen" role="status" data-chosen="${JSON.stringify(sentences)}">${say('choose.chosen', { count: chosen })}</p>${button(say('common.next'), { form: 'pieces' })}</div>`
}

const MOST_SAID = 99

const piecesChosen = (open: Considered, typed: Typed): number => {
  const count = (line: LineId): number => Number(typed(line)) || 0
  return open.orders.reduce(
    (all, { lines, kits }) =>
      all +
      lines.reduce((some, { line }) => some + count(line.id), 0) +
      kits.reduce((some, { parent, parts }) => some + count(parent.id) * piecesPer(parts), 0),
    0,
  )
}

/** How many pieces a whole set counts for, by its field. */
const perSet = ({ orders }: Considered): Record<string, number> =>
  Object.fromEntries(
    orders.flatMap(({ kits }) => kits.map(({ parent, parts }) => [fieldOf(parent.id), piecesPer(parts)])),
  )

const piecesPer = (parts: readonly ConsideredLine[]): number =>
  parts.reduce((all, { line }) => all + (line.kit?.per ?? 1), 0)
