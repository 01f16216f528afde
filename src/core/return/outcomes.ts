/** What the shopper gets in the end, in four words. */
import { add, cumulative, subtract, sum, zero } from '../money.ts'
import type { Order } from '../order/order.ts'
import { returned } from './quantities.ts'
import type { Item, Return } from './return.ts'

export const OUTCOMES = ['refund', 'store_credit', 'exchange', 'upsell'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Each once, in the order of the list. Read from the return and its order alone, so that what a list is filtered by and what it shows are the same. */
export function outcomesOf(ret: Return, order: Order): Outcome[] {
  const found = new Set<Outcome>(ret.items.map(({ resolution }) => outcomeOf(resolution)))
  if (isUpsell(ret, order)) found.add('upsell')
  return OUTCOMES.filter(outcome => found.has(outcome))
}

const outcomeOf = (resolution: Item['resolution']): Outcome => {
  if (resolution.type !== 'refund') return 'exchange'
  return resolution.to === 'store_credit' ? 'store_credit' : 'refund'
}

/** The replacements cost more than what comes back for them, less any bonus. The same article in another variant is even by definition; fees are no upsell. */
function isUpsell({ items, exchange }: Return, { lines, currency }: Order): boolean {
  if (exchange === null || exchange.state === 'failed' || exchange.state === 'cancelled') return false
  const even = new Set<string>(items.filter(({ resolution }) => resolution.type === 'replace').map(({ id }) => id))
  const price = exchange.lines
    .filter(({ replaces }) => replaces === null || !even.has(replaces))
    .map(({ total }) => total.presentment)
  const swapped = items
    .filter(({ resolution }) => resolution.type === 'swap')
    .map(item => {
      const line = lines.find(({ id }) => id === item.line)
      return line ? cumulative(line.paid.presentment, returned(item), line.quantity) : zero(currency)
    })
  const bonus = exchange.bonus.map(({ used }) => used)
  return subtract(sum(price, currency), [...swapped, ...bonus].reduce(add, zero(currency))).amountMinor > 0
}
