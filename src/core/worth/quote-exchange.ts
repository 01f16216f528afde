/** One settlement for what comes in and what goes out. */
import type { Part } from '../figure.ts'
import { least, type Money, most, rateOf, subtract, sum, type Two, zero } from '../money.ts'
import type { Order } from '../order/order.ts'
import { grantedOf, returned, standing } from '../return/quantities.ts'
import type { Exchange, ExchangeLine, Return } from '../return/return.ts'
import type { Pieces } from './quote-pieces.ts'
import { addTwo, inBoth, nextTwo, worth } from './worth.ts'

/**
 * What the replacements for these pieces cost. A replacement of the same article costs what its piece was paid, whatever the list says today, so it is
 * even by definition. A line that names the item it replaces counts for as many pieces as are settled now; one that names none counts whole, with
 * the first settlement. Null: no exchange is on the table yet, and the pieces' worth simply waits for it.
 */
export function replacementPrice(ret: Return, pieces: readonly Pieces[], nothing: Two): Two | null {
  const exchange = ret.exchange
  const swapped = pieces.filter(one => one.to === 'exchange')
  if (!exchange || exchange.state === 'failed' || exchange.state === 'cancelled') return null
  const even = swapped
    .filter(one => one.item.resolution.type === 'replace')
    .map(one => worth(one.line, one.before, one.quantity).total)
  const priced = exchange.lines.flatMap(line => priceOf(line, ret, swapped) ?? [])
  return [...even, ...priced].reduce(addTwo, nothing)
}

function priceOf(line: ExchangeLine, ret: Return, swapped: readonly Pieces[]): Two | null {
  if (line.replaces === null) return standing(ret).some(grant => grant.to === 'exchange') ? null : line.total
  const pieces = swapped.find(one => one.item.id === line.replaces)
  if (!pieces || pieces.item.resolution.type === 'replace') return null
  return nextTwo(line.total, grantedOf(ret, pieces.item.id), pieces.quantity, returned(pieces.item))
}

/** The exchange's own bonus, as far as the price leaves room for it: it never turns into money. */
export function exchangeBonus(ret: Return, exchange: Exchange, credit: Two, price: Two, order: Order): Part[] {
  const { currency } = order
  const given = standing(ret)
    .flatMap(grant => grant.figure.parts)
    .filter(isExchangeBonus)
    .map(part => part.amount.presentment)
  const promised = exchange.bonus.map(one => one.value ?? rateOf(credit.presentment, one.ratePpm ?? 0))
  const left = most(zero(currency), subtract(sum(promised, currency), sum(given, currency)))
  const used: Money = least(left, subtract(price.presentment, credit.presentment))
  const amount = used.amountMinor > 0 ? inBoth(used, order) : null
  return amount ? [{ kind: 'bonus', amount, why: 'exchange' }] : []
}

const isExchangeBonus = (part: Part): boolean => part.kind === 'bonus' && part.why === 'exchange'
