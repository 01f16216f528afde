/** What the shopper must show or write. */
import { chosen } from '../condition.ts'
import type { LineRule } from './rule.ts'

/** A withdrawal needs no reason and no proof (Directive 2011/83/EU, art. 9). A reason entry of the shop may ask for more of its own. */
export const requirements: LineRule = ({ policy, facts, situation }) => {
  if (situation.lane === 'withdrawal') return [{ rule: null, said: 'A withdrawal needs no proof.', requires: [] }]
  return (['photo', 'comment'] as const).map(wanted => {
    const found = chosen(policy, 'require', facts, effect => effect.require === wanted)
    return found
      ? { rule: found.rule.id, said: `A ${wanted} is required.`, requires: [wanted] }
      : { rule: null, said: `No ${wanted} is required.` }
  })
}
