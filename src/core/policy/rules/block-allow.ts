/** Lists of what never comes back and of what always may: whichever rule stands higher decides. */
import { chosen, inOrder } from '../condition.ts'
import { barred, type LineRule, nothing } from './rule.ts'

export const blockAllow: LineRule = ({ policy, facts }) => {
  const block = chosen(policy, 'block', facts)
  if (!block) return nothing('On no block list.')
  const allow = chosen(policy, 'allow', facts)
  const rules = inOrder(policy.rules)
  if (allow && rules.indexOf(allow.rule) < rules.indexOf(block.rule))
    return [{ rule: allow.rule.id, said: 'Allowed before any block.' }]
  return [barred(block.rule.id, block.effect.block.code, block.effect.block.sentence)]
}
