/** Grants in the making: pieces by destination, what is taken off the whole return, and the exchange settled. */
import { figureOf, type Part } from '../figure.ts'
import type { Two } from '../money.ts'
import type { Order } from '../order/order.ts'
import { chosen, type Facts } from '../policy/condition.ts'
import { offerOf, requestFacts } from '../policy/facts.ts'
import type { Policy } from '../policy/policy.ts'
import type { Basis, GrantDestination, Return } from '../return/return.ts'
import type { Asking, QuotedGrant } from './asking.ts'
import { exchangeBonus, replacementPrice } from './quote-exchange.ts'
import { creditBonus, deduction, nothingOf, restocking, returnCost } from './quote-fees.ts'
import { type Counter, type Draft, type Pieces, policyOf, situationOf } from './quote-pieces.ts'
import { repriced } from './quote-reprice.ts'
import { addTwo, negateTwo, subtractTwo, worth } from './worth.ts'

/** The order in which destinations are listed, and the first of them carries the freight. */
const DESTINATIONS: readonly GrantDestination[] = ['original_payment', 'store_credit', 'instant_refund', 'exchange']

/** What a quote is computed from. `price`: what the replacements cost, null when none are on the table. */
export type Counted = {
  ret: Return
  tray: Counter
  pieces: Pieces[]
  policy: Policy
  facts: Facts
  nothing: Two
  price: Two | null
}

/** Facts of the request are those of the pieces counted, or of all items when none is. */
export function counterOf(ret: Return, tray: Counter, pieces: Pieces[]): Counted {
  const { order } = tray
  const items = pieces.length > 0 ? pieces.map(one => one.item) : ret.items
  const lines = order.lines.filter(line => items.some(item => item.line === line.id))
  const facts = requestFacts(lines, situationOf(ret, tray), id => {
    const item = items.find(one => one.line === id)
    return {
      reason: item?.reason.code ?? null,
      sub: item?.reason.sub ?? null,
      resolution: item ? offerOf(item.resolution) : null,
    }
  })
  const nothing = nothingOf(order)
  return { ret, tray, pieces, policy: policyOf(tray), facts, nothing, price: replacementPrice(ret, pieces, nothing) }
}

export function draftsOf(counter: Counted, basis: Basis): Draft[] {
  const { ret, pieces, policy, tray } = counter
  const free = isFreeExchange(counter)
  return DESTINATIONS.flatMap(to => {
    const own = pieces.filter(one => one.to === to)
    const parts = own.flatMap(one => [
      ...worth(one.line, one.before, one.quantity, one.item.id).parts,
      ...(free ? [] : restocking(one, ret, policy, tray.order)),
      ...deduction(one, ret, policy, basis),
    ])
    return own.length > 0 ? [{ to, lines: own.map(one => ({ item: one.item.id, quantity: one.quantity })), parts }] : []
  })
}

const isFreeExchange = ({ pieces, policy, facts }: Counted): boolean =>
  pieces.length > 0 && pieces.every(one => one.to === 'exchange') && chosen(policy, 'freeExchange', facts) !== null

/** Freight asked for without any piece makes a grant of its own. */
export function withFreight(drafts: Draft[], freight: Part[], { to = 'original_payment' }: Asking): Draft[] {
  if (freight.length === 0) return drafts
  const [first = { to, lines: [], parts: [] }, ...others] = drafts
  return [{ ...first, parts: [...first.parts, ...freight] }, ...others]
}

/** What concerns the return as a whole comes off the largest grant; then the exchange is settled and store credit gets its bonus. */
export function settled(counter: Counted, drafts: Draft[]): Draft[] {
  const { ret, tray, policy, facts, pieces } = counter
  if (pieces.length === 0) return drafts
  const { order } = tray
  const value = pieces.map(one => worth(one.line, one.before, one.quantity).total).reduce(addTwo)
  const whole = [
    ...(isFreeExchange(counter) ? [] : returnCost(ret, policy, facts, order, value)),
    ...repriced(ret, tray, policy, facts, pieces),
  ]
  const exchanged = exchangeSettled(counter, withWhole(drafts, whole, order))
  return exchanged.map(draft =>
    draft.to === 'store_credit'
      ? withParts(draft, creditBonus(ret, totalFor(draft, order), policy, facts, order))
      : draft,
  )
}

function withWhole(drafts: Draft[], parts: Part[], order: Order): Draft[] {
  const totals = drafts.map(draft => totalFor(draft, order).presentment.amountMinor)
  const largest = totals.indexOf(Math.max(...totals))
  return drafts.map((draft, place) => (place === largest ? withParts(draft, parts) : draft))
}

/** What the replacements do not need goes where policy sends it; what they need beyond the credit is first met by the exchange's bonus. */
function exchangeSettled(counter: Counted, drafts: Draft[]): Draft[] {
  const { ret, tray, price, policy, facts } = counter
  const swap = drafts.find(draft => draft.to === 'exchange')
  if (!swap || !price || !ret.exchange) return drafts
  const credit = totalFor(swap, tray.order)
  const over = subtractTwo(credit, price)
  if (over.presentment.amountMinor <= 0) {
    const bonus = exchangeBonus(ret, ret.exchange, credit, price, tray.order)
    return drafts.map(draft => (draft === swap ? withParts(draft, bonus) : draft))
  }
  const to = chosen(policy, 'exchangeLeft', facts)?.effect.exchangeLeft ?? 'original_payment'
  const moved = drafts.map(draft => (draft === swap ? withParts(draft, [exchangePart(negateTwo(over))]) : draft))
  return withDraft(moved, to, [exchangePart(over)])
}

const exchangePart = (amount: Two): Part => ({ kind: 'exchange', amount, why: 'left_over' })

function withDraft(drafts: Draft[], to: GrantDestination, parts: Part[]): Draft[] {
  if (drafts.some(draft => draft.to === to))
    return drafts.map(draft => (draft.to === to ? withParts(draft, parts) : draft))
  const more = [...drafts, { to, lines: [], parts }]
  return DESTINATIONS.flatMap(one => more.filter(draft => draft.to === one))
}

export const withParts = (draft: Draft, parts: Part[]): Draft => ({ ...draft, parts: [...draft.parts, ...parts] })

export const currencies = (order: Order) => ({ presentment: order.currency, shop: order.shopCurrency })

export const grantOf = ({ to, lines, parts }: Draft, order: Order): QuotedGrant => ({
  to,
  lines,
  figure: figureOf(parts, currencies(order)),
})

export const totalFor = (draft: Draft, order: Order): Two => grantOf(draft, order).figure.total
