/** What is taken off, or put on top of, the worth of what comes back. */
import type { Part } from '../figure.ts'
import type { Money, Two } from '../money.ts'
import type { Order } from '../order/order.ts'
import { chosen, type Facts } from '../policy/condition.ts'
import { returnCostOf } from '../policy/methods.ts'
import type { Policy } from '../policy/policy.ts'
import { gradedAs, grantedOf, standing } from '../return/quantities.ts'
import type { Basis, Return } from '../return/return.ts'
import type { Pieces } from './quote-pieces.ts'
import { addTwo, inBoth, isNothing, negateTwo, orderTotal, rateTwo, subtractTwo, worth, zeroTwo } from './worth.ts'

/**
 * A rate is taken of the pieces' worth by the same cumulative rounding, so that single returns cost what one return of all would. A flat fee is
 * for handling the line: it is taken once per item, with its first pieces.
 */
export function restocking(
  { item, line, before, quantity, facts }: Pieces,
  ret: Return,
  policy: Policy,
  order: Order,
): Part[] {
  const found = chosen(policy, 'fee', facts, effect => effect.fee.kind === 'restocking_fee')
  if (!found) return []
  const { fee } = found.effect
  if ('ratePpm' in fee) {
    const upTo = (pieces: number) => rateTwo(worth(line, 0, pieces).total, fee.ratePpm)
    return takenOff('restocking_fee', subtractTwo(upTo(before + quantity), upTo(before)), { item: item.id })
  }
  const first = grantedOf(ret, item.id) === 0
  return 'flat' in fee && first ? takenOff('restocking_fee', inBoth(fee.flat, order), { item: item.id }) : []
}

/** Pieces in a poor state that policy pays in part. Better ones are paid first, so the poor ones are the last of what is payable. */
export function deduction(
  { item, line, before, quantity, facts }: Pieces,
  ret: Return,
  policy: Policy,
  basis: Basis,
): Part[] {
  if (basis === 'agreed' || basis === 'verdict' || basis === 'goodwill') return []
  const found = chosen(policy, 'deduction', facts)
  if (!found) return []
  const { grades, ratePpm } = found.effect.deduction
  const poor = Math.min(quantity, gradedAs(ret, item.id, grades))
  const value = worth(line, before + quantity - poor, poor).total
  return takenOff('deduction', rateTwo(value, ratePpm), { item: item.id, why: 'condition' })
}

/**
 * The way back, once per return, unless somebody else pays the freight. The chosen method's cost counts; without a method the policy's fee. Where
 * labels were made and the cost is that of the label, what they really cost takes the place of the estimate.
 */
export function returnCost(ret: Return, policy: Policy, facts: Facts, order: Order, value: Two): Part[] {
  if (ret.freight.payer === 'merchant' || ret.freight.payer === 'platform') return []
  if (standing(ret).some(grant => grant.figure.parts.some(part => part.kind === 'return_cost'))) return []
  const told = ret.method ? ret.method.cost.parts : returnCostOf(policy, facts, order, value)
  const labels = labelCharges(ret, order)
  return told
    .filter(part => part.kind === 'return_cost')
    .flatMap(part => takenOff('return_cost', part.why === 'label' ? (labels ?? part.amount) : part.amount))
}

function labelCharges(ret: Return, order: Order): Two | null {
  const charges = ret.shipments
    .filter(shipment => shipment.leg === 'inbound' && shipment.cancelledAt === null)
    .flatMap(shipment => shipment.label?.charge ?? [])
    .flatMap((charge: Money) => inBoth(charge, order) ?? [])
  return charges.length > 0 ? charges.reduce(addTwo) : null
}

/** A gift on top for whoever takes store credit: a rate of what is credited, or a flat sum once per return. */
export function creditBonus(ret: Return, credited: Two, policy: Policy, facts: Facts, order: Order): Part[] {
  const found = chosen(policy, 'bonus', facts)
  if (!found || isNothing(credited)) return []
  const { bonus } = found.effect
  if ('ratePpm' in bonus) return puton(rateTwo(credited, bonus.ratePpm))
  const given = standing(ret).some(grant => grant.figure.parts.some(part => part.kind === 'bonus'))
  return given ? [] : puton(inBoth(bonus.flat, order))
}

const puton = (amount: Two | null): Part[] =>
  amount && !isNothing(amount) ? [{ kind: 'bonus', amount, why: 'store_credit' }] : []

function takenOff(kind: Part['kind'], amount: Two | null, more: Pick<Part, 'item' | 'why'> = {}): Part[] {
  return amount && !isNothing(amount) ? [{ kind, amount: negateTwo(amount), ...more }] : []
}

/** Nothing, in the order's two currencies. */
export const nothingOf = (order: Order): Two => zeroTwo(orderTotal(order))
