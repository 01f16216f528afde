/** How goods travel back: what policy offers the shopper, and beyond it what the shop knows. */
import { figureOf } from '../figure.ts'
import type { Assessment, MethodOffer } from '../policy/policy.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { ChosenMethod, MethodType } from './return.ts'
import type { Tray } from './tray.ts'

type Offered = Pick<Assessment, 'methods' | 'zone'>

/** A method by its type. `wide`: staff may also take what the shop has and policy did not offer; that costs the shopper nothing. */
export function methodNamed(type: MethodType, assessment: Offered, tray: Tray, wide: boolean): ChosenMethod | Refusal {
  const beyond = wide ? tray.shop.methods.map(known => free(known.type, known.name, tray)) : []
  const open = [...assessment.methods, ...beyond]
  const found = open.find(offer => offer.type === type)
  if (found) return chosenFrom(found, assessment)
  const methods = [...new Set(open.map(offer => offer.type))]
  return refuse('method_unavailable', {
    path: 'method',
    sentence: `This method is not on offer; choose one of: ${methods.join(', ') || 'none'}.`,
    methods,
  })
}

/** The first that fits, for doors that leave the choice to us; null when nothing is on offer. */
export function firstMethod(assessment: Offered): ChosenMethod | null {
  const first = assessment.methods[0]
  return first ? chosenFrom(first, assessment) : null
}

const chosenFrom = ({ type, name, rule, cost }: MethodOffer, { zone }: Offered): ChosenMethod => ({
  type,
  name,
  zone,
  rule,
  cost,
})

const free = (type: MethodType, name: string, { order }: Tray): MethodOffer => ({
  type,
  name,
  cost: figureOf([], { presentment: order.currency, shop: order.shopCurrency }),
  rule: null,
})
