/** How much a return is worth to the shopper: preview, estimate and commit are this one function. */
import type { Figure } from '../figure.ts'
import { add, least, type Money, rateOf, type Two } from '../money.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { received, standing, travelling } from '../return/quantities.ts'
import type { Basis, Handling, Return } from '../return/return.ts'
import type { Asking, Quote, QuotedGrant } from './asking.ts'
import { bonusIn, bridged, capacity, targetFor } from './quote-amount.ts'
import { type Counted, counterOf, draftsOf, grantOf, settled, withFreight } from './quote-drafts.ts'
import { freightBack, freightIn } from './quote-freight.ts'
import { agreementOf, type Counter, ownBasis, piecesOf } from './quote-pieces.ts'
import { addTwo, subtractTwo, worth } from './worth.ts'

export type { Asking, Quote } from './asking.ts'
export { capacity } from './quote-amount.ts'
export type { Counter } from './quote-pieces.ts'

/**
 * Counts the pieces, reads their worth, takes fees off, settles the exchange, and bridges to an amount that was typed, agreed or judged. Every grant is
 * floored at zero; all of them together never exceed what was captured less what is granted on the order. A bonus is a gift and does not count there.
 * Refuses `unknown_line` and `currency_mismatch`.
 */
export function quote(ret: Return, tray: Counter, asking: Asking = {}): Quote | Refusal {
  const { order } = tray
  const strange = asking.lines?.find(line => !ret.items.some(item => item.id === line.item))
  if (strange)
    return refuse('unknown_line', { sentence: 'This return has no such item.', path: 'lines', item: strange.item })
  if (asking.amount && asking.amount.currency !== order.currency) {
    return refuse('currency_mismatch', {
      sentence: `The order was paid in ${order.currency}; state the amount in ${order.currency}.`,
      path: 'amount',
      currency: order.currency,
    })
  }
  return quoted(ret, tray, asking)
}

/** What the shopper can still expect: as announced until something arrives, then what was counted in. What was promised already is not in it. */
export function estimate(ret: Return, tray: Counter, handling?: Handling): Quote {
  return quoted(ret, tray, { basis: agreementOf(ret)?.basis ?? expected(ret), ...(handling && { handling }) })
}

/**
 * What the return comes to: every promise that stands, and while the request is open what can still be expected on top. Before anything was promised
 * it is the estimate, so one figure tells the whole story from the wish to the last refund.
 */
export function inAll(ret: Return, tray: Counter): Figure {
  const promised = standing(ret).map(grant => grant.figure)
  const isOpen = ret.request.state === 'submitted' || ret.request.state === 'approved'
  const expected = isOpen || promised.length === 0 ? [estimate(ret, tray).figure] : []
  return [...promised, ...expected].reduce(addFigures)
}

const addFigures = (one: Figure, other: Figure): Figure => ({
  parts: [...one.parts, ...other.parts],
  total: addTwo(one.total, other.total),
})

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
  const worths = pieces
    .map(one => worth(one.line, one.before, one.quantity).total)
    .reduce(addTwo, freightIn(freight, counter.nothing))
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

/** What the replacements cost beyond what the exchange's grant covers. */
function dueFor({ price, nothing }: Counted, grants: QuotedGrant[]): Two {
  if (!price) return nothing
  const covered = grants.filter(grant => grant.to === 'exchange').map(grant => grant.figure.total)
  const due = covered.reduce(subtractTwo, price)
  return due.presentment.amountMinor > 0 ? due : nothing
}
