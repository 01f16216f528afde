/** What policy decides by itself about a whole request. */
import type { RuleId } from '../ids.ts'
import { chosen, type Facts } from './condition.ts'
import type { Assessment, Policy } from './policy.ts'

type Auto = Assessment['auto']
type Decision = Pick<Auto, 'decision' | 'reason' | 'rule'>

const NOTHING: Decision = { decision: null, reason: null, rule: null }

/** Every line must come to the same decision; a request of which one line is to be looked at is looked at by a person. */
export function autoFor(policy: Policy, lines: readonly Facts[], request: Facts): Auto {
  const decisions = lines.map(facts => decisionFor(policy, facts))
  const [first = NOTHING] = decisions
  const agreed = decisions.every(one => one.decision === first.decision)
  return {
    ...(agreed ? first : NOTHING),
    refund: ruleFor(policy, request, 'refund'),
    resolve: ruleFor(policy, request, 'resolve'),
  }
}

function decisionFor(policy: Policy, facts: Facts): Decision {
  const found = chosen(policy, 'auto', facts, effect => effect.auto === 'approve' || effect.auto === 'reject')
  if (!found) return NOTHING
  const { effect, rule } = found
  if (effect.auto === 'reject') return { decision: 'reject', reason: effect.reason, rule: rule.id }
  return { decision: 'approve', reason: null, rule: rule.id }
}

const ruleFor = (policy: Policy, facts: Facts, what: 'refund' | 'resolve'): RuleId | null =>
  chosen(policy, 'auto', facts, effect => effect.auto === what)?.rule.id ?? null
