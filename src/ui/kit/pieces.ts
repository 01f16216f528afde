/** Pieces of an order as rows: what it is, how many, until when – or why not. */
import { attributes, html, type Hole, type Html } from '../html.ts'
import { articleDrawing, kindOf } from '../articles.ts'
import { icon } from '../icons.ts'

export type PieceRow = {
  /** Names the row in the page. */
  id: string
  picture: string | null
  title: string
  variant?: Hole
  /** What is so in one line: `2 left · until 4 December`. */
  facts?: Hole
  /** Why it cannot come back, in one sentence; the row stays visible and is quieter. */
  why?: Hole
  /** A box at the start of the row; the whole row ticks it. */
  tick?: { name: string; value: string; checked?: boolean; disabled?: boolean } | null
  /** At the end of the row: a number of pieces, a price. */
  beside?: Hole
  /** Below the row, over its whole width. */
  below?: Hole
  /** A part of a kit, which stands under it. */
  partOf?: boolean
  /** `beside` is something to fill in, which moves under the words where the page is narrow. */
  counts?: boolean
}

/**
 * An article's picture over a drawing of its kind, which is what remains where there is no picture or it does not come. Whoever listens hears of neither: the
 * title stands beside it.
 */
export const picture = (address: string | null, title: string): Html => {
  const kind = kindOf(title)
  return html`<span class="picture">${kind === null ? icon('box') : articleDrawing(kind)}${address === null ? null : html`<img src="${address}" alt="" width="64" height="64" loading="lazy" decoding="async">`}</span>`
}

export const pieceRow = (row: PieceRow): Html => {
  const { id, tick, why } = row
  const looks = ['piece', tick && 'ticks', why && 'shut', row.partOf && 'part-of', row.counts && 'counts']
  return html`<li class="${looks.filter(Boolean).join(' ')}" id="${id}">${tick ? html`<input class="tick-box" type="checkbox"${attributes({ id: `${id}-tick`, ...tick })}>` : null}${picture(row.picture, row.title)}
<div>${tick ? html`<label class="what" for="${id}-tick">${row.title}</label>` : html`<span class="what">${row.title}</span>`}
${row.variant ? html`<span class="variant">${row.variant}</span>` : null}
${row.facts ? html`<span class="facts-line">${row.facts}</span>` : null}
${why ? html`<p class="why-not">${icon('info')}<span>${why}</span></p>` : null}</div>
${row.beside ? html`<div class="beside">${row.beside}</div>` : null}
${row.below ? html`<div class="below">${row.below}</div>` : null}</li>`
}

export const pieceRows = (rows: readonly PieceRow[]): Html => html`<ul class="pieces">${rows.map(pieceRow)}</ul>`
