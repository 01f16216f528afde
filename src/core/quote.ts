/** How much a return is worth to the shopper: preview, estimate and commit are this one function. */
import { type Figure, figureOf, type Part, totalOf } from './figure.ts'
import { add, alike, least, type Money, most, rateOf, share, subtract, sum, type Two, zero } from './money.ts'
import type { Order } from './order.ts'
import { chosen, type Facts } from './policy/condition.ts'
import { offerOf, requestFacts } from './policy/facts.ts'
import type { Policy } from './policy/policy.ts'
import { creditBonus, deduction, nothingOf, restocking, returnCost } from './quote-fees.ts'
import { exchangeBonus, replacementPrice } from './quote-exchange.ts'
import { freightBack, freightIn } from './quote-freight.ts'
import { agreementOf, type Counter, type Draft, ownBasis, type Pieces, piecesOf, policyOf, situationOf } from './quote-pieces.ts'
import { repriced } from './quote-reprice.ts'
import { type Refusal, refuse } from './refusal.ts'
import { received, standing, travelling } from './return/quantities.ts'
import type { Basis, Contents, Grant, GrantDestination, Handling, Return } from './return/return.ts'
import { addTwo, negateTwo, orderTotal, subtractTwo, worth } from './worth.ts'

export type { Counter } from './quote-pieces.ts'

/**
 * What is asked about. Left out: everything payable on the return's own basis and not granted yet, each piece to where its resolution sends it.
 * Quantities above what is payable are cut; whether that is a refusal is the verb's question.
 */
export type Asking = {
  lines?: Contents
  /** With `asked`, `received` or `accepted` an agreed or judged amount is left aside. `goodwill` counts no pieces unless lines are named. */
  basis?: Basis
  /** A typed total in the order's currency over all destinations; what exceeds `maximum` is cut. */
  amount?: Money | null
  to?: GrantDestination
  /** As if every item were kept or sent back. */
  handling?: Handling
  /** Freight is given back, or not, whatever policy says. */
  shipping?: boolean
}

/** What a grant would say. One per destination; lines of different grants never overlap. */
export type QuotedGrant = { to: GrantDestination; lines: Contents; figure: Figure }

/**
 * `figure` is all grants together. `due`: what the shopper owes on top when replacements cost more than what comes back. `maximum` is the most a
 * person may type instead: worth and freight without fees or deductions, never more than is left of what was captured. `minimum`: the shop's floor.
 */
export type Quote = { basis: Basis; grants: QuotedGrant[]; figure: Figure; due: Two; maximum: Money; minimum: Money }

/** The order in which destinations are listed, and the first of them carries the freight. */
const DESTINATIONS: readonly GrantDestination[] = ['original_payment', 'store_credit', 'instant_refund', 'exchange']

/**
 * Counts the pieces, reads their worth, takes fees off, settles the exchange, and bridges to an amount that was typed, agreed or judged. Every grant is
 * floored at zero; all of them together never exceed what was captured less what is granted on the order. A bonus is a gift and does not count there.
 * Refuses `unknown_line` and `currency_mismatch`.
 */
export function quote(ret: Return, tray: Counter, asking: Asking = {}): Quote | Refusal {
  const { order } = tray
  const strange = asking.lines?.find(line => !ret.items.some(item => item.id === line.item))
  if (strange) return refuse('unknown_line', { sentence: 'This return has no such item.', path: 'lines', item: strange.item })
  if (asking.amount && asking.amount.currency !== order.currency) {
    return refuse('currency_mismatch', { sentence: `The order was paid in ${order.currency}; state the amount in ${order.currency}.`, path: 'amount', currency: order.currency })
  }
  return quoted(ret, tray, asking)
}

/** What the shopper can expect: as announced until something arrives, then what was counted in. */
export function estimate(ret: Return, tray: Counter, handling?: Handling): Quote {
  return quoted(ret, tray, { basis: agreementOf(ret)?.basis ?? expected(ret), ...(handling && { handling }) })
}

/** The most an offer with this handling may state. Where the shop does not allow adjusting, both bounds are the quoted total. */
export const maximum = (ret: Return, tray: Counter, handling: Handling): Money => bounds(ret, tray, handling).most

/** The least an offer may state: the shop's floor, as a part of the maximum. */
export const minimum = (ret: Return, tray: Counter, handling: Handling): Money => bounds(ret, tray, handling).least

/** Both bounds of an offer; what was agreed before does not narrow a new one. */
export function bounds(ret: Return, tray: Counter, handling: Handling): { least: Money; most: Money } {
  const answer = quoted(ret, tray, { handling, basis: expected(ret) })
  const total = answer.figure.total.presentment
  return tray.shop.offers.adjustable ? { least: answer.minimum, most: answer.maximum } : { least: total, most: total }
}

function expected(ret: Return): Basis {
  const arrived = ret.items.some(item => received(ret, item.id) > 0)
  return arrived && travelling(ret).length > 0 ? ret.assessment.basis : 'asked'
}

function quoted(ret: Return, tray: Counter, asking: Asking): Quote {
  const { order, shop } = tray
  const basis = asking.basis ?? ownBasis(ret)
  const pieces = piecesOf(ret, tray, { ...asking, basis })
  const counter = counterOf(ret, tray, pieces)
  const freight = freightBack(ret, tray, counter.policy, counter.facts, pieces, asking.shipping)
  const drafts = settled(counter, withFreight(draftsOf(counter, basis), freight, asking))
  const left = capacity(ret, tray)
  const worths = pieces.map(one => worth(one.line, one.before, one.quantity).total).reduce(addTwo, freightIn(freight, counter.nothing))
  const highest = add(least(worths.presentment, left), bonusIn(drafts, order))
  const target = targetFor(ret, asking, basis, highest, add(left, bonusIn(drafts, order)))
  const grants = bridged(counter, drafts, target, asking).map(draft => grantOf(draft, order))
  return {
    basis,
    grants,
    figure: {
      parts: grants.flatMap(grant => grant.figure.parts),
      total: grants.map(grant => grant.figure.total).reduce(addTwo, counter.nothing),
    },
    due: dueFor(counter, grants),
    maximum: highest,
    minimum: rateOf(highest, shop.offers.floorPpm),
  }
}

type Counted = { ret: Return; tray: Counter; pieces: Pieces[]; policy: Policy; facts: Facts; nothing: Two; price: Two | null }

/** Facts of the request are those of the pieces counted, or of all items when none is. */
function counterOf(ret: Return, tray: Counter, pieces: Pieces[]): Counted {
  const { order } = tray
  const items = pieces.length > 0 ? pieces.map(one => one.item) : ret.items
  const lines = order.lines.filter(line => items.some(item => item.line === line.id))
  const facts = requestFacts(lines, situationOf(ret, order), id => {
    const item = items.find(one => one.line === id)
    return { reason: item?.reason.code ?? null, resolution: item ? offerOf(item.resolution) : null }
  })
  const nothing = nothingOf(order)
  return { ret, tray, pieces, policy: policyOf(tray), facts, nothing, price: replacementPrice(ret, pieces, nothing) }
}

function draftsOf(counter: Counted, basis: Basis): Draft[] {
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
function withFreight(drafts: Draft[], freight: Part[], { to = 'original_payment' }: Asking): Draft[] {
  if (freight.length === 0) return drafts
  const [first = { to, lines: [], parts: [] }, ...others] = drafts
  return [{ ...first, parts: [...first.parts, ...freight] }, ...others]
}

/** What concerns the return as a whole comes off the largest grant; then the exchange is settled and store credit gets its bonus. */
function settled(counter: Counted, drafts: Draft[]): Draft[] {
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
    draft.to === 'store_credit' ? withParts(draft, creditBonus(ret, totalFor(draft, order), policy, facts, order)) : draft,
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
  if (drafts.some(draft => draft.to === to)) return drafts.map(draft => (draft.to === to ? withParts(draft, parts) : draft))
  const more = [...drafts, { to, lines: [], parts }]
  return DESTINATIONS.flatMap(one => more.filter(draft => draft.to === one))
}

const withParts = (draft: Draft, parts: Part[]): Draft => ({ ...draft, parts: [...draft.parts, ...parts] })

const currencies = (order: Order) => ({ presentment: order.currency, shop: order.shopCurrency })

const grantOf = ({ to, lines, parts }: Draft, order: Order): QuotedGrant => ({ to, lines, figure: figureOf(parts, currencies(order)) })

const totalFor = (draft: Draft, order: Order): Two => grantOf(draft, order).figure.total

const bonusOf = (parts: readonly Part[], order: Order): Money =>
  totalOf(parts.filter(part => part.kind === 'bonus'), currencies(order)).presentment

const bonusIn = (drafts: Draft[], order: Order): Money => bonusOf(drafts.flatMap(draft => draft.parts), order)

/** What a grant takes out of the order's money: a bonus comes out of the merchant's own. */
export const backedBy = (grant: Pick<Grant, 'figure'>, order: Order): Money =>
  most(zero(order.currency), subtract(grant.figure.total.presentment, bonusOf(grant.figure.parts, order)))

/** What was captured for the order less what stands granted on it, over all its returns. */
export function capacity(ret: Return, { order, siblings }: Counter): Money {
  const captured = sum(order.payments.map(payment => payment.captured), order.currency)
  const granted = [ret, ...siblings].flatMap(standing).map(grant => backedBy(grant, order))
  return most(zero(order.currency), subtract(captured, sum(granted, order.currency)))
}

type Target = { amount: Money | null; limit: Money; why: string }

/**
 * A typed amount ends at the maximum; an agreed or judged one, which counts for the whole return and so less what the return has been granted, and
 * goodwill end at what was captured. Without any, the computed sum stands, within the same limit.
 */
function targetFor(ret: Return, asking: Asking, basis: Basis, highest: Money, limit: Money): Target {
  if (asking.amount) {
    const settledAmount = basis === 'agreed' || basis === 'verdict' || basis === 'goodwill'
    return { amount: asking.amount, limit: settledAmount ? limit : highest, why: settledAmount ? basis : 'stated' }
  }
  const agreement = agreementOf(ret)
  if (!agreement?.amount || basis !== agreement.basis || asking.lines) return { amount: null, limit, why: 'captured' }
  const granted = standing(ret).map(grant => grant.figure.total.presentment)
  const amount = most(zero(limit.currency), subtract(agreement.amount, sum(granted, limit.currency)))
  return { amount, limit, why: agreement.basis }
}

/** The step from the computed sum to the amount that counts, shared over the grants by their size and told as a part of its own. */
function bridged({ tray: { order } }: Counted, drafts: Draft[], target: Target, { to = 'original_payment' }: Asking): Draft[] {
  const computed = sum(drafts.map(draft => totalFor(draft, order).presentment), order.currency)
  const amount = least(target.amount ?? computed, target.limit)
  if (amount.amountMinor === computed.amountMinor) return drafts
  const why = target.amount === null || amount.amountMinor < target.amount.amountMinor ? 'captured' : target.why
  const own = drafts.length > 0 ? drafts : [{ to, lines: [], parts: [] }]
  const totals = own.map(draft => totalFor(draft, order))
  const shares = share(amount, totals.map(total => total.presentment.amountMinor))
  return own.map((draft, place) => {
    const [wanted, total] = [shares[place], totals[place]]
    return wanted && total ? withParts(draft, adjustment(wanted, total, order, why)) : draft
  })
}

function adjustment(wanted: Money, total: Two, order: Order, why: string): Part[] {
  const presentment = subtract(wanted, total.presentment)
  if (presentment.amountMinor === 0) return []
  const paid = total.presentment.amountMinor > 0 ? total : orderTotal(order)
  const shop = subtract(alike(wanted, paid.presentment, paid.shop), total.shop)
  return [{ kind: 'adjustment', amount: { presentment, shop }, why }]
}

/** What the replacements cost beyond what the exchange's grant covers. */
function dueFor({ price, nothing }: Counted, grants: QuotedGrant[]): Two {
  if (!price) return nothing
  const covered = grants.filter(grant => grant.to === 'exchange').map(grant => grant.figure.total)
  const due = covered.reduce(subtractTwo, price)
  return due.presentment.amountMinor > 0 ? due : nothing
}
