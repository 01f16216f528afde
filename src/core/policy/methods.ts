/** The ways back on offer, each with what it costs the shopper. */
import { figureOf, type Part } from '../figure.ts'
import type { RuleId } from '../ids.ts'
import type { Two } from '../money.ts'
import type { Order } from '../order/order.ts'
import type { MethodType } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import { inBoth, isNothing, rateTwo } from '../worth/worth.ts'
import { chosen, type Facts } from './condition.ts'
import type { Cost, MethodOffer, Policy } from './policy.ts'

/**
 * The shop's methods that serve the country, cut to those the policy names, in the policy's order. A method's cost is what its rule says, else the
 * policy's fee for the way back, else nothing. `value` is the worth of what is asked for, which rates are taken of.
 */
export function methodsFor(
  policy: Policy,
  facts: Facts,
  order: Order,
  shop: Shop,
  zone: string | null,
  value: Two,
): MethodOffer[] {
  const served = shop.methods.filter(
    method => method.zones.length === 0 || (zone !== null && method.zones.includes(zone)),
  )
  const found = chosen(policy, 'methods', facts)
  if (!found) return served.map(method => offerOf(method.type, method.name, feeFor(policy, facts), order, value))
  return found.effect.methods.flatMap(({ type, cost }) => {
    const method = served.find(one => one.type === type)
    return method ? [offerOf(type, method.name, { cost, rule: found.rule.id }, order, value)] : []
  })
}

type Costing = { cost: Cost; rule: RuleId | null }

function feeFor(policy: Policy, facts: Facts): Costing {
  const found = chosen(policy, 'fee', facts, effect => effect.fee.kind === 'return_cost')
  if (!found) return { cost: { free: true }, rule: null }
  return { cost: costOf(found.effect.fee), rule: found.rule.id }
}

/** What returning costs by policy alone, for a return that has not chosen a method yet. */
export const returnCostOf = (policy: Policy, facts: Facts, order: Order, value: Two): Part[] =>
  partsOf(feeFor(policy, facts).cost, order, value)

function costOf(fee: object): Cost {
  if ('flat' in fee || 'label' in fee || 'ratePpm' in fee) return fee as Cost
  return { free: true }
}

const offerOf = (type: MethodType, name: string, { cost, rule }: Costing, order: Order, value: Two): MethodOffer => ({
  type,
  name,
  cost: figureOf(partsOf(cost, order, value), { presentment: order.currency, shop: order.shopCurrency }),
  rule,
})

/** Costs are told positive here; a quote takes them off. A label's cost says so, because the real label may cost something else. */
function partsOf(cost: Cost, order: Order, value: Two): Part[] {
  const amount = amountOf(cost, order, value)
  if (amount === null || isNothing(amount)) return 'label' in cost ? [labelPart(zeroOf(order))] : []
  return 'label' in cost ? [labelPart(amount)] : [{ kind: 'return_cost', amount }]
}

const labelPart = (amount: Two): Part => ({ kind: 'return_cost', amount, why: 'label' })

function amountOf(cost: Cost, order: Order, value: Two): Two | null {
  if ('flat' in cost) return inBoth(cost.flat, order)
  if ('ratePpm' in cost) return rateTwo(value, cost.ratePpm)
  return 'label' in cost && cost.estimate ? inBoth(cost.estimate, order) : null
}

const zeroOf = (order: Order): Two => ({
  presentment: { amountMinor: 0, currency: order.currency },
  shop: { amountMinor: 0, currency: order.shopCurrency },
})
