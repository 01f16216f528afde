/** The pieces of an order as rows: what can come back with how many and until when, and what cannot with the reason. */
import type { LineId } from '../../core/ids.ts'
import { type Money, sum } from '../../core/money.ts'
import type { Line } from '../../core/order/order.ts'
import { worth } from '../../core/worth/worth.ts'
import { type ConsideredKit, type ConsideredLine, type ConsideredOrder, perKit } from '../../desk/shopper/consider.ts'
import type { Standing } from '../../desk/shopper/session.ts'
import { type Hole, type Html, html } from '../../ui/html.ts'
import { stepper, type Trouble } from '../../ui/kit/form.ts'
import { type PieceRow, pieceRows } from '../../ui/kit/pieces.ts'
import { amount, code } from '../../ui/kit/state.ts'
import { troubleAt } from '../../ui/kit/trouble.ts'
import type { Visit } from '../visit.ts'
import { sayReasons } from './reason-words.ts'
import { sayRefusals } from './refusal-words.ts'

/** What was chosen or typed so far: a text, because it may be anything. */
export type Typed = (line: LineId) => string

/** Names of the fields; a kit's own line stands for the whole set. */
export const fieldOf = (line: LineId): string => `q-${line}`

/** Where a trouble leads: the box of a single piece, the number of several. */
export const placeOf = (line: LineId, most: number): string => (most === 1 ? `row-${line}-tick` : fieldOf(line))

export const titleOf = (line: Line): string => line.product.title || line.variant.title || line.variant.sku

/** Size and colour, where the purchase says them. */
export const variantOf = ({ variant, product }: Line): string | null =>
  variant.options.length > 0
    ? variant.options.map(({ value }) => value).join(' · ')
    : variant.title === product.title
      ? null
      : variant.title

export function orderRows(order: ConsideredOrder, typed: Typed, troubles: readonly Trouble[], visit: Visit): Html {
  const row = (line: ConsideredLine): PieceRow => rowOf(line, order.standing, typed, troubles, visit)
  const rows = order.lines.flatMap(line => {
    const kit = order.kits.find(({ parent }) => parent.id === line.kit?.parent.id)
    if (!kit) return [row(line)]
    if (kit.parts[0] !== line) return []
    return [
      kitRow(kit, order.standing, typed, troubles, visit),
      ...kit.parts.map(part => ({ ...row(part), partOf: true })),
    ]
  })
  return pieceRows(rows)
}

function rowOf(
  { line, answer, bought, most, onlyFor, reasons, underWay }: ConsideredLine,
  standing: Standing,
  typed: Typed,
  troubles: readonly Trouble[],
  visit: Visit,
): PieceRow {
  const { say, formats } = visit
  const until = most > 0 && answer.until !== null && onlyFor === null ? answer.until : null
  const elsewhere = underWay.map(
    ({ number, quantity }) =>
      html`<span class="fact-line">${say.html('choose.under_way', { count: quantity, number: html`<a href="${visit.base}/returns/${number}">${code(number)}</a>` })}</span>`,
  )
  // Where all of it is in returns that can be opened, these say so better than a sentence.
  const isElsewhere = elsewhere.length > 0 && answer.refusals[0]?.code === 'already_returned'
  const facts = [
    priceOf(worth(line, 0, 1).total.presentment, bought, standing, visit),
    leftOf(most, bought, visit),
    until ? say('choose.until', { day: formats.day(until) }) : null,
    onlyFor ? say('choose.only_for', { reasons: sayReasons(reasons, visit) }) : null,
  ]
  return {
    ...control(line, most, typed, troubles, visit),
    picture: line.product.images[0] ?? null,
    title: titleOf(line),
    variant: variantOf(line),
    facts: [lines(facts), isElsewhere ? null : elsewhere],
    ...(most === 0 && { why: isElsewhere ? elsewhere : sayRefusals(answer.refusals, visit) }),
  }
}

/** The kit as a whole, above its parts. Where no whole one is left it is only their heading. */
function kitRow(
  { parent, parts, sets }: ConsideredKit,
  standing: Standing,
  typed: Typed,
  troubles: readonly Trouble[],
  visit: Visit,
): PieceRow {
  const { say } = visit
  const bought = parent.quantity - parent.cancelled
  const prices = parts.map(({ line }) => worth(line, 0, perKit(line)).total.presentment)
  const facts = [
    prices[0] ? priceOf(sum(prices, prices[0].currency), bought, standing, visit) : null,
    leftOf(sets, bought, visit),
  ]
  const parted = sets > 0 ? html`<p class="small quiet-text">${say('choose.set.parts')}</p>` : null
  const { below, ...row } = control(parent, sets, typed, troubles, visit)
  return {
    ...row,
    below: below ? [below, parted] : parted,
    picture: parent.product.images[0] ?? null,
    title: titleOf(parent),
    variant: [variantOf(parent), sets > 0 ? say('choose.set') : null].filter(Boolean).join(' · '),
    facts: lines(facts),
  }
}

/** A box for one, a number for several. */
function control(
  line: Line,
  most: number,
  typed: Typed,
  troubles: readonly Trouble[],
  { say }: Visit,
): Pick<PieceRow, 'id' | 'tick' | 'beside' | 'counts' | 'below'> {
  const id = `row-${line.id}`
  const name = fieldOf(line.id)
  const said = typed(line.id)
  const below = troubleAt(placeOf(line.id, most), troubles)
  if (most === 0) return { id, below }
  if (most === 1) return { id, tick: { name, value: '1', checked: Number(said) > 0 }, below }
  const label = `${say('choose.how_many')}: ${titleOf(line)}`
  const given = { name, label, value: Number(said) || 0, max: most }
  return { id, counts: true, beside: stepper(given, say, troubles), below }
}

/** A present does not tell what it cost. */
function priceOf(price: Money, bought: number, standing: Standing, { say, formats }: Visit): Hole {
  if (standing === 'recipient') return null
  const said = formats.money(price)
  return bought === 1 ? amount(said) : say.html('choose.each', { price: amount(said) })
}

/** Of several how many; a single piece needs no counting. */
function leftOf(most: number, bought: number, { say }: Visit): string | null {
  if (most === 0 || bought === 1) return null
  return most < bought ? say('choose.left', { left: most, bought }) : say('common.pieces', { count: bought })
}

const lines = (all: readonly Hole[]): Html[] =>
  all.filter(one => one !== null).map(one => html`<span class="fact">${one}</span>`)
