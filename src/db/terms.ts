/** The words a record is found by. Plain words answer a search box; words with a colon answer exact filters. */
import type { Order } from '../core/order.ts'
import type { Return } from '../core/return/return.ts'

const LONGEST = 120
const MOST = 300

/** Lower case, one word per element, each once, bounded: a hostile order cannot blow up the index. */
export function wordsOf(texts: readonly (string | null | undefined)[]): string[] {
  const words = texts
    .filter(text => text !== null && text !== undefined)
    .map(text => text.trim().toLowerCase().slice(0, LONGEST))
    .filter(text => text !== '')
  return [...new Set(words)].slice(0, MOST)
}

/** A name is found by each of its words and by the whole. */
const nameWords = (...names: string[]): string[] => [
  names.filter(Boolean).join(' '),
  ...names.flatMap(name => name.split(/\s+/)),
]

export const orderTerms = (order: Order): string[] =>
  wordsOf([
    order.refs.number,
    order.refs.name,
    order.refs.externalId,
    ...order.customer.emails,
    ...nameWords(order.customer.firstName, order.customer.lastName),
    ...order.lines.flatMap(line => [line.variant.sku]),
    ...order.fulfilments.flatMap(fulfilment => fulfilment.tracking),
    order.billing?.postalCode,
    order.shipping?.postalCode,
    ...order.customer.emails.map(email => `email:${email}`),
    `source:${order.source}`,
  ])

export function returnTerms(ret: Return, order: Order): string[] {
  const lines = ret.items.map(item => order.lines.find(line => line.id === item.line))
  return wordsOf([
    ret.number,
    order.refs.number,
    order.refs.name,
    ...ret.contact.emails,
    ...nameWords(ret.contact.firstName, ret.contact.lastName),
    ...lines.map(line => line?.variant.sku),
    ...ret.shipments.map(shipment => shipment.trackingNumber),
    ...ret.dropoffs.map(dropoff => dropoff.number),
    ...ret.contact.emails.map(email => `email:${email}`),
    ...ret.items.map(item => `outcome:${outcomeOf(item.resolution)}`),
    ...ret.items.map(item => `reason:${item.reason.code}`),
    ...ret.items.flatMap(item => item.tags.map(tag => `tag:${tag.id}`)),
    ...ret.tags.map(tag => `tag:${tag}`),
    `lane:${ret.lane}`,
    `filed_by:${ret.filedBy.role}`,
    `method:${ret.method?.type ?? 'none'}`,
    `assignee:${ret.assignee ?? 'none'}`,
    `flagged:${ret.flagged === null ? 'no' : 'yes'}`,
    `order_name:${order.refs.name}`,
    ret.group && `group:${ret.group}`,
  ])
}

const outcomeOf = (resolution: Return['items'][number]['resolution']): string =>
  resolution.type === 'refund' ? (resolution.to === 'store_credit' ? 'store_credit' : 'refund') : 'exchange'

/** What somebody typed, as a tsquery: every word must occur, each at least as a beginning. Null when nothing was typed. */
export function searchQuery(text: string): string | null {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  return words.length === 0 ? null : words.map(word => `${quoted(word.slice(0, LONGEST))}:*`).join(' & ')
}

/** An exact word of a filter. */
export const exactQuery = (word: string): string => quoted(word.trim().toLowerCase().slice(0, LONGEST))

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
