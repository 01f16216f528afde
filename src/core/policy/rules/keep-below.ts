/** Below some value the goods may stay with the shopper. */
import { chosen } from '../condition.ts'
import { type LineRule, nothing } from './rule.ts'

/** The value is everything asked for in this request, as paid, in the shop's currency; unknown until something is asked for. */
export const keepBelow: LineRule = ({ policy, facts, situation }) => {
  const found = chosen(policy, 'keepBelow', facts)
  if (!found) return nothing('Goods travel back.')
  const { keepBelow: limit } = found.effect
  const small =
    situation.value !== null && limit.currency === situation.order.shopCurrency && situation.value < limit.amountMinor
  return small
    ? [{ rule: found.rule.id, said: 'Worth so little that it may be kept.', resolutions: ['keep'] }]
    : nothing('Worth too much to be kept.')
}
