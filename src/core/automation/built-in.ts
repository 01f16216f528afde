/** What happens by itself without a merchant's rule, in the same words: policy's automatic effects, and how each deadline ends. */
import { as, type RuleId } from '../ids.ts'
import type { Condition, Policy, Rule } from '../policy/policy.ts'
import { inOrder } from '../policy/condition.ts'
import type { Command } from '../return/commands.ts'
import { DEADLINES } from '../return/deadlines.ts'
import { DUE_KINDS, type DueKind } from '../return/return.ts'
import { defaultOf, leadOf, type Task } from '../return/sweeping.ts'
import { rowsOf } from '../return/where.ts'
import type { Shop } from '../shop.ts'
import type { Duration } from '../time.ts'
import type { AutomationRule, Deed, Guard } from './automation.ts'
import { POLICY_REFUNDS, POLICY_RESOLVES } from './policy-rules.ts'
import { automationsOf, inTurn } from './rules.ts'

export const ORIGINS = ['policy', 'deadline', 'reminder', 'own'] as const
export type Origin = (typeof ORIGINS)[number]

/** `lapse` happens only by itself. */
export type BuiltInDeed = Deed | Extract<Command, { verb: 'lapse' }>

/** A rule of the one list. `before` stands at reminders: how long before the deadline. */
export type Listed = Omit<AutomationRule, 'then'> & { then: BuiltInDeed; origin: Origin; before: Duration | null }

/**
 * Everything that happens by itself in a shop, in the order in which it gets its turn: policy decides in the act of filing, before any rule is asked; what a
 * deadline does has happened when rules hear of it; then come the rules, by falling priority.
 */
export const everyRule = (shop: Shop, policy: Policy | null): Listed[] => [
  ...decidedAtOnce(policy),
  ...DUE_KINDS.map(kind => remindedOf(kind, shop)),
  ...DUE_KINDS.map(kind => endOf(kind, shop)),
  ...inTurn([...automationsOf(shop), ...policyLater(policy)]).map(rule => ({
    ...rule,
    origin: isBuiltIn(rule.id) ? ('policy' as const) : ('own' as const),
    before: null,
  })),
]

const PREFIXES = ['policy.', 'deadline.', 'reminder.']

/** Names no merchant's rule may begin with. */
export const isBuiltIn = (id: RuleId): boolean => PREFIXES.some(prefix => id.startsWith(prefix))

export const deadlineRule = (kind: DueKind): RuleId => as(`deadline.${kind}`)
export const reminderRule = (kind: DueKind): RuleId => as(`reminder.${kind}`)

/** What stands as the rule on the events of the clock. */
export const ruleOf = ({ kind, until, at }: Pick<Task, 'kind' | 'until' | 'at'>): RuleId =>
  at < until ? reminderRule(kind) : deadlineRule(kind)

const auto = (rule: Rule, what: readonly string[]) =>
  rule.then.flatMap(effect => ('auto' in effect && what.includes(effect.auto) ? [effect] : []))

const PLAIN = { after: null, before: null, priority: 0, state: 'on', once: 'per_event' } as const

/** `approve` and `reject` are carried out by the filing itself, by the first rule that holds for every line. */
const decidedAtOnce = (policy: Policy | null): Listed[] =>
  inOrder(policy?.rules ?? []).flatMap(rule =>
    auto(rule, ['approve', 'reject']).map(effect => ({
      ...PLAIN,
      id: rule.id,
      name: rule.name,
      origin: 'policy' as const,
      when: { events: ['return.submitted' as const] },
      if: { state: [], facts: rule.when },
      then:
        effect.auto === 'reject' ? { verb: 'reject' as const, reason: effect.reason } : { verb: 'approve' as const },
      priority: rule.priority,
    })),
  )

/** One entry for each effect some rule of the policy has; asked about the purchase when the return is filed. */
const policyLater = (policy: Policy | null): AutomationRule[] =>
  [POLICY_REFUNDS, POLICY_RESOLVES].flatMap(rule => {
    const says = (policy?.rules ?? []).filter(one => auto(one, [rule.then.verb]).length > 0)
    return says.length > 0 ? [{ ...rule, if: { ...rule.if, facts: anyOf(says.map(one => one.when)) } }] : []
  })

const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 ? (conditions[0] ?? {}) : { any: [...conditions] }

const guardOf = (kind: DueKind): Guard => ({ state: [...rowsOf(DEADLINES[kind].runs)], facts: {} })

const remindedOf = (kind: DueKind, shop: Shop): Listed => ({
  ...PLAIN,
  id: reminderRule(kind),
  name: `Reminder: ${NAMES[kind]}`,
  origin: 'reminder',
  when: { deadline: kind, is: 'neared' },
  if: guardOf(kind),
  before: leadOf(shop, kind),
  then: { verb: 'remind', kind },
  state: leadOf(shop, kind) === null ? 'off' : 'on',
})

/** Off where the shop lets people wait for ever. */
const endOf = (kind: DueKind, shop: Shop): Listed => ({
  ...PLAIN,
  id: deadlineRule(kind),
  name: `Deadline: ${NAMES[kind]}`,
  origin: 'deadline',
  when: { deadline: kind, is: 'passed' },
  if: guardOf(kind),
  then: defaultOf(kind) as BuiltInDeed,
  state: shop.lengths[kind] === null ? 'off' : 'on',
})

/** Each wait, for people. */
export const NAMES: Record<DueKind, string> = {
  answer: 'the answer to a request',
  offer: 'the answer to an offer',
  photos: 'photos that are wanted',
  ship: 'sending the goods',
  inspect: 'inspecting the goods',
  evidence: 'the merchant’s evidence',
  verdict: 'the verdict',
  claim: 'the claim for compensation',
  goods: 'goods that are paid for already',
  payout: 'the payment',
  arrival: 'a parcel that is under way',
}
