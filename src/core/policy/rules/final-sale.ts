/** Sold for good: by the order's own word or by policy. */
import { chosen } from '../condition.ts'
import { barred, type LineRule, nothing } from './rule.ts'

const SENTENCE = 'This was sold as final sale and cannot come back.'

/** A shop cannot contract out of the right of withdrawal by calling a sale final; exemptions of the law are written as `block` rules. */
export const finalSale: LineRule = ({ line, policy, facts, situation }) => {
  if (situation.lane === 'withdrawal') return nothing('Final sale does not bind a withdrawal.')
  if (line.finalSale) return [barred(null, 'final_sale', SENTENCE)]
  const found = chosen(policy, 'final', facts)
  return found ? [barred(found.rule.id, 'final_sale', SENTENCE)] : nothing('Not a final sale.')
}
