/** The words a record is found by. Plain words answer a search box; words with a colon answer exact filters. */
import type { Currency } from '../core/money.ts'
import type { Order } from '../core/order/order.ts'
import { outcomesOf } from '../core/return/outcomes.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import { personsOfOrder, personsOfReturn } from './person-words.ts'

const LONGEST = 120
const MOST = 300

/** Stands before every exact word, so that somebody who types `lane` or `flagged` does not find all returns there are. */
const EXACT = '='

type Text = string | null | undefined

/** Lower case, one word per element, each once, bounded: a hostile order cannot blow up the index. What comes first is kept first. */
function wordsOf(exact: readonly Text[], plain: readonly Text[]): string[] {
  const words = [...filled(exact).map(word => EXACT + word), ...filled(plain).flatMap(withParts)]
  return [...new Set(words)].slice(0, MOST)
}

const filled = (texts: readonly Text[]): string[] => texts.map(text => plainly(text ?? '')).filter(text => text !== '')

/** A postal code, a name or an article number is found as a whole and by each of its words. */
const withParts = (text: string): string[] => [text, ...text.split(/\s+/)]

/** One spelling per word, stored and asked alike: composed letters, lower case, nothing PostgreSQL could not keep. */
const plainly = (text: string): string =>
  text.replaceAll('\0', '').trim().normalize('NFC').toLowerCase().slice(0, LONGEST)

const fullName = ({ firstName, lastName }: Order['customer']): string => `${firstName} ${lastName}`

export const orderTerms = (order: Order): string[] =>
  wordsOf(
    [`source:${order.source}`, ...order.customer.emails.map(email => `email:${email}`), ...personsOfOrder(order)],
    [
      order.refs.number,
      order.refs.name,
      order.refs.externalId,
      ...order.customer.emails,
      fullName(order.customer),
      order.billing?.postalCode,
      order.shipping?.postalCode,
      ...order.fulfilments.flatMap(fulfilment => fulfilment.tracking),
      ...order.lines.map(line => line.variant.sku),
    ],
  )

export function returnTerms(ret: Return, order: Order, { currency }: Pick<Shop, 'currency'>): string[] {
  const lines = ret.items.map(item => order.lines.find(line => line.id === item.line))
  return wordsOf(
    [
      `lane:${ret.lane}`,
      `filed_by:${ret.filedBy.role}`,
      `method:${ret.method?.type ?? 'none'}`,
      `assignee:${ret.assignee ?? 'none'}`,
      `flagged:${ret.flagged === null ? 'no' : 'yes'}`,
      `order_name:${order.refs.name}`,
      order.currency === currency ? null : foreignWord(order.currency),
      ret.group && `group:${ret.group}`,
      ...ret.contact.emails.map(email => `email:${email}`),
      ...personsOfReturn(ret, order),
      ...ret.tags.map(tag => `tag:${tag}`),
      ...outcomesOf(ret, order).map(outcome => `outcome:${outcome}`),
      ...ret.items.map(item => `reason:${item.reason.code}`),
      ...ret.items.flatMap(item => item.tags.map(tag => `tag:${tag.id}`)),
    ],
    [
      ret.number,
      order.refs.number,
      order.refs.name,
      ...ret.contact.emails,
      fullName(ret.contact),
      ...ret.shipments.map(shipment => shipment.trackingNumber),
      ...ret.dropoffs.map(dropoff => dropoff.number),
      ...lines.map(line => line?.variant.sku),
    ],
  )
}

/** Marks the few whose shopper paid in another currency than the shop's. */
export const foreignWord = (currency: Currency): string => `foreign:${currency}`

/** Whatever other currency it is. */
export const anyForeignQuery = (): string => `${exactQuery('foreign:')}:*`

/** What somebody typed, as a tsquery: every word must occur, each at least as a beginning. Null when nothing was typed. */
export function searchQuery(text: string): string | null {
  const words = text
    .split(/\s+/)
    .map(word => plainly(word).replace(/^=+/, ''))
    .filter(word => word !== '')
    .slice(0, 8)
  return words.length === 0 ? null : words.map(word => `${quoted(word)}:*`).join(' & ')
}

/** An exact word of a filter, such as `lane:withdrawal`. */
export const exactQuery = (word: string): string => quoted(EXACT + plainly(word))

/** A plain word that must occur as it is, not only as a beginning. Null when there is none. */
export const wholeQuery = (word: string): string | null => (plainly(word) === '' ? null : quoted(plainly(word)))

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
