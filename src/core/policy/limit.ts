/** How much money each role may promise without asking somebody above. */
import type { Two } from '../money.ts'
import type { Role } from '../party.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { chosen, type Facts, NO_FACTS } from './condition.ts'
import type { Policy } from './policy.ts'

/** Null when the role may promise this much; a role no rule names has no limit. Compared in the currency the limit was written in. */
export function limitFor(
  policy: Pick<Policy, 'rules'> | null,
  role: Role,
  amount: Two,
  facts: Facts = NO_FACTS,
): Refusal | null {
  const found = policy && chosen(policy, 'limit', facts, effect => effect.limit.role === role)
  if (!found) return null
  const limit = found.effect.limit.amount
  const compared = amount.presentment.currency === limit.currency ? amount.presentment : amount.shop
  if (compared.currency === limit.currency && compared.amountMinor <= limit.amountMinor) return null
  return refuse('limit_exceeded', {
    sentence: 'This is above what your role may promise; ask somebody with a higher limit.',
    role,
    limit,
    rule: found.rule.id,
  })
}
