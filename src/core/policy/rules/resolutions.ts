/** What the shopper may get for it. */
import { chosen } from '../condition.ts'
import type { ResolutionOffer } from '../policy.ts'
import { type LineRule, nothing } from './rule.ts'

/** Where no rule speaks. */
const USUAL: readonly ResolutionOffer[] = ['original_payment', 'store_credit']

/** A sale that staff wrote down afterwards has payments nobody can check, so it pays store credit. */
export const resolutions: LineRule = ({ policy, facts, situation }) => {
  const found = chosen(policy, 'resolutions', facts)
  const offered = found ? found.effect.resolutions : USUAL
  const standIn = situation.order.source === 'stand_in'
  const left = standIn ? offered.filter(one => one !== 'original_payment' && one !== 'instant_refund') : [...offered]
  return [
    { rule: found?.rule.id ?? null, said: `On offer: ${left.join(', ')}.`, resolutions: left },
    ...(standIn ? nothing('A stand-in order pays store credit only.') : []),
  ]
}
