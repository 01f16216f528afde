import type { Shop } from '../shop.ts'
import type { Policy } from './policy.ts'
import { standardPolicy } from './standard.ts'

/** What people call these rules, each once; a shop without a policy of its own goes by the standard one. */
export function namesOf(rules: readonly (string | null)[], policy: Policy | null, shop: Shop): string[] {
  const known = (policy ?? standardPolicy(shop)).rules
  return [...new Set(rules)].flatMap(id => {
    const rule = known.find(one => one.id === id)
    return rule ? [rule.name || rule.id] : []
  })
}

/** A rule that fell away. */
export const without = (name: string): string => `without “${name}”`
