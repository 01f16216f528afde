/** Which reasons may be chosen for this article. */
import { chosen } from '../condition.ts'
import { type LineRule, nothing } from './rule.ts'

export const reasons: LineRule = ({ policy, facts }) => {
  const found = chosen(policy, 'reasons', facts)
  if (!found) return nothing('Any reason of the shop may be chosen.')
  return [
    { rule: found.rule.id, said: `Reasons: ${found.effect.reasons.join(', ')}.`, reasons: [...found.effect.reasons] },
  ]
}
