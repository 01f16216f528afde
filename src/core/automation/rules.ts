/** The rules that hold for a return: its shop's own, and what policy decided about it by itself when it was filed. */
import { as, type RuleId } from '../ids.ts'
import type { Return } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import type { AutomationRule } from './automation.ts'
import { POLICY_REFUNDS, POLICY_RESOLVES } from './policy-rules.ts'

/** Shops founded before there were rules have none. */
export const automationsOf = ({ automations = [] }: Pick<Shop, 'automations'>): readonly AutomationRule[] => automations

/** In the order they act in: by falling priority, then as written. */
export const inTurn = (rules: readonly AutomationRule[]): AutomationRule[] =>
  rules.toSorted((a, b) => b.priority - a.priority)

const NONE: AutomationRule[] = []

/** Those that are on, or on trial. Most shops have none, and filing a return must not wait for finding that out. */
export function rulesFor({ assessment: { auto } }: Return, shop: Pick<Shop, 'automations'>): AutomationRule[] {
  const own = automationsOf(shop)
  if (own.length === 0 && auto.refund === null && auto.resolve === null) return NONE
  return inTurn([
    ...own.filter(rule => rule.state !== 'off'),
    ...(auto.refund === null ? [] : [POLICY_REFUNDS]),
    ...(auto.resolve === null ? [] : [POLICY_RESOLVES]),
  ])
}

/** The rule as it is now, by the id a firing was written down with; undefined when nobody wants it any more. */
export const ruleNamed = (id: RuleId, ret: Return, shop: Pick<Shop, 'automations'>): AutomationRule | undefined =>
  rulesFor(ret, shop).find(rule => rule.id === id)

/** What stands on the events it makes happen: for an effect of the policy, the policy's own rule. */
export function nameOn({ id }: Pick<AutomationRule, 'id'>, { assessment: { auto } }: Return): RuleId {
  if (id === POLICY_REFUNDS.id) return auto.refund ?? id
  if (id === POLICY_RESOLVES.id) return auto.resolve ?? id
  return as<RuleId>(id)
}
