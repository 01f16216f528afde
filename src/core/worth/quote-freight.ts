/** Whether the freight of the purchase is given back, and how much of it is left to give. */
import type { Part } from '../figure.ts'
import type { Two } from '../money.ts'
import type { Order } from '../order/order.ts'
import { chosen, type Facts } from '../policy/condition.ts'
import type { Policy } from '../policy/policy.ts'
import { standing } from '../return/quantities.ts'
import type { Return } from '../return/return.ts'
import type { Counter, Pieces } from './quote-pieces.ts'
import { addTwo, grantedPieces, isNothing, subtractTwo, taxPart } from './worth.ts'

/**
 * Freight is given back once per order, over all its returns. `whole_order`: with the last of everything that was delivered; `first`: with the first
 * pieces that are paid; `never`. A withdrawal always gives standard freight back, whatever policy says (Directive 2011/83/EU, art. 13).
 */
export function freightBack(
  ret: Return,
  tray: Counter,
  policy: Policy,
  facts: Facts,
  pieces: readonly Pieces[],
  wish?: boolean,
): Part[] {
  const returns = [ret, ...tray.siblings]
  const { freight } = tray.order
  const left = returns
    .flatMap(standing)
    .flatMap(grant => grant.figure.parts)
    .filter(isFreight)
    .map(part => part.amount)
    .reduce(subtractTwo, freight.paid)
  if (left.presentment.amountMinor <= 0) return []
  if (!(wish ?? (pieces.length > 0 && due(ret, tray, policy, facts, pieces)))) return []
  return left.presentment.amountMinor === freight.paid.presentment.amountMinor
    ? wholeFreight(tray.order)
    : [{ kind: 'shipping', amount: left }]
}

function due(ret: Return, tray: Counter, policy: Policy, facts: Facts, pieces: readonly Pieces[]): boolean {
  if (ret.lane === 'withdrawal') return true
  const rule = chosen(policy, 'shippingBack', facts)?.effect.shippingBack ?? 'whole_order'
  return rule === 'first' || (rule === 'whole_order' && everythingBack(ret, tray, pieces))
}

function everythingBack(ret: Return, { order, siblings }: Counter, pieces: readonly Pieces[]): boolean {
  const sent = order.fulfilments
    .filter(fulfilment => fulfilment.state === 'sent')
    .flatMap(fulfilment => fulfilment.lines)
  return order.lines.every(line => {
    const delivered = sent.reduce((all, one) => (one.line === line.id ? all + one.quantity : all), 0)
    const now = pieces.reduce((all, one) => (one.line.id === line.id ? all + one.quantity : all), 0)
    return grantedPieces(line.id, [ret, ...siblings]) + now >= delivered
  })
}

/** Freight and the taxes on it, told apart. */
function wholeFreight({ freight }: Order): Part[] {
  const onTop = freight.taxes.filter(tax => !tax.included).map(tax => tax.amount)
  const net: Two = onTop.reduce(subtractTwo, freight.paid)
  const taxes = freight.taxes
    .filter(tax => !isNothing(tax.amount))
    .map(tax => ({ ...taxPart(tax, tax.amount), why: 'shipping' }))
  return [{ kind: 'shipping', amount: net }, ...taxes]
}

/** Freight, or a tax that was charged on top of it. */
const isFreight = (part: Part): boolean =>
  part.kind === 'shipping' || (part.kind === 'tax' && part.why === 'shipping' && !part.included)

export const freightIn = (parts: readonly Part[], nothing: Two): Two =>
  parts
    .filter(isFreight)
    .map(part => part.amount)
    .reduce(addTwo, nothing)
