/** What the pages from "what you get" to the confirmation say alike: amounts, ways of payment, and why something cannot be had. */
import { add, type Money } from '../../core/money.ts'
import type { Variant } from '../../core/order/order.ts'
import type { Address } from '../../core/party.ts'
import { type Refusal, type RefusalCode, refused } from '../../core/refusal.ts'
import { type Considered, piecesOf } from '../../desk/shopper/consider.ts'
import { asTold, type Estimated, type EstimatedOrder, type Goes } from '../../desk/shopper/filing-estimate.ts'
import { html, type Html } from '../../ui/html.ts'
import type { Trouble } from '../../ui/kit/trouble.ts'
import type { TextKey } from '../../ui/texts/catalogue.ts'
import type { Visit } from '../visit.ts'
import { sayRefusals } from './refusal-words.ts'

type Place = Pick<Visit, 'say' | 'formats'>

/** Amounts of several currencies stand beside each other: nobody adds them up. */
export const moneyList = (amounts: readonly Money[], { formats }: Pick<Visit, 'formats'>): string =>
  amounts.map(formats.money).join(' + ')

/** What comes back as money or credit; what goes into an exchange does not. Empty when nothing does. */
export function backOf({ orders }: Pick<Estimated, 'orders'>): Money[] {
  const all = orders.flatMap(({ goes }) =>
    goes.filter(({ to }) => to !== 'exchange').map(({ figure }) => figure.total.presentment),
  )
  const sums = [...Map.groupBy(all, ({ currency }) => currency).values()].map(same => same.reduce(add))
  return sums.filter(({ amountMinor }) => amountMinor > 0)
}

/** Everything that comes back goes into what is got instead. */
export const isExchange = ({ goes }: Pick<EstimatedOrder, 'goes'>): boolean => goes.some(({ to }) => to === 'exchange')

/** What it comes to: what is to be paid on top, where there is anything, else what comes back. */
export function sumSaid(estimated: Estimated, place: Place): string {
  const back = backOf(estimated)
  if (estimated.due.length > 0) return place.say('get.to_pay', { amount: moneyList(estimated.due, place) })
  if (back.length === 0 && estimated.orders.some(isExchange)) return place.say('get.even')
  return moneyList(back.length > 0 ? back : estimated.total.slice(0, 1), place)
}

/** The running estimate: told to whoever listens when it changes. */
export function estimateSaid(estimated: Estimated | Refusal, visit: Visit): Html {
  if (refused(estimated)) return html`<span>${visit.say('get.estimate.none')}</span>`
  const told = asTold(estimated)
  return html`<span>${visit.say(told.orders.some(isExchange) && (told.due.length > 0 || backOf(told).length === 0) ? 'get.estimate.due' : 'get.estimate')}</span> <span class="amount">${sumSaid(told, visit)}</span>`
}

/** `To your card`; with shares where money goes several ways. */
export function tenderSaid(tender: Goes['tender'], { say, formats }: Place): string | null {
  const [first, ...others] = tender
  if (!first) return null
  if (others.length === 0) return say(`get.to.${first.kind}`)
  return tender.map(({ kind, amount: share }) => say(`get.part.${kind}`, { amount: formats.money(share) })).join(', ')
}

export const variantSaid = ({ title, options }: Pick<Variant, 'title' | 'options'>): string | null =>
  options.length > 0 ? options.map(({ value }) => value).join(' · ') : title

export const addressLines = (address: Address, { formats }: Pick<Visit, 'formats'>): string[] =>
  [
    address.name,
    address.company,
    address.street1,
    address.street2,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.state.name ?? address.state.code,
    address.country ? formats.country(address.country) : null,
  ].filter((line): line is string => Boolean(line))

export const addressBlock = (address: Address, place: Pick<Visit, 'formats'>): Html => {
  const lines = addressLines(address, place)
  return html`<span class="address" dir="auto">${lines.map((line, at) => html`${at > 0 ? html`<br>` : null}${line}`)}</span>`
}

/** Whatever it is about is named, and what can be done about it stands in the same sentence. */
const WORDS: Partial<Record<RefusalCode, TextKey>> = {
  quantity_exceeded: 'get.refusal.taken',
  not_delivered: 'get.refusal.taken',
  not_eligible: 'get.refusal.policy',
  out_of_stock: 'get.refusal.stock',
  currency_mismatch: 'get.refusal.currency',
  method_unavailable: 'get.refusal.method',
  terms_unavailable: 'get.refusal.offer',
  reason_required: 'get.refusal.reason',
  reason_unknown: 'get.refusal.reason',
  photos_missing: 'get.refusal.photos',
  stale_version: 'get.refusal.stale',
}

/** A refusal in the reader's language, with the piece it is about. */
export function refusalSaid({ code, detail }: Refusal, considered: Considered, visit: Visit): Trouble {
  const piece = piecesOf(considered).find(one => one.piece.id === detail['piece'])
  const why = piece ? sayRefusals(piece.refusals, visit) : ''
  const title = piece?.line.product.title
  if (code === 'not_eligible' && title && why !== '')
    return { field: null, text: visit.say('get.refusal.because', { title, why }), code }
  const key = WORDS[code] ?? 'get.refusal.other'
  const number = considered.orders.find(({ order }) => order.id === detail['order'])?.order.refs.number
  return { field: null, text: visit.say(key, { title: title ?? 'none', order: number ?? 'none' }), code }
}
