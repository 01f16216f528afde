/** What is wrong with rules somebody is writing: every fault with its path, before one of them acts. */
import { as } from '../ids.ts'
import type { Condition } from '../policy/policy.ts'
import { checkPolicy } from '../policy/check.ts'
import type { Shop } from '../shop.ts'
import { type AutomationRule, type Deed, type Guard, MOST_PRIORITY, MOST_RULES, type Trigger } from './automation.ts'
import { isBuiltIn } from './built-in.ts'

export type RuleFault = { path: string; message: string }

const when = (wrong: boolean, path: string, message: string): RuleFault[] => (wrong ? [{ path, message }] : [])

export const checkAutomations = (rules: readonly AutomationRule[], shop: Pick<Shop, 'tags'>): RuleFault[] => [
  ...when(rules.length > MOST_RULES, 'automations', `A shop has at most ${MOST_RULES} rules.`),
  ...rules.flatMap((rule, place) => [
    ...when(
      rules.findIndex(one => one.id === rule.id) < place,
      `automations[${place}].id`,
      `Two rules are called ${rule.id}.`,
    ),
    ...ruleFaults(rule, `automations[${place}]`, shop),
  ]),
]

const LONGEST_HOURS = 87_600

const ruleFaults = (rule: AutomationRule, path: string, shop: Pick<Shop, 'tags'>): RuleFault[] => [
  ...when(rule.id.trim() === '', `${path}.id`, 'A rule needs a name to be known by.'),
  ...when(isBuiltIn(rule.id), `${path}.id`, 'Names that begin like this belong to what is built in.'),
  ...when(rule.name.trim() === '', `${path}.name`, 'A rule needs a name for people.'),
  ...when(
    !Number.isSafeInteger(rule.priority) || Math.abs(rule.priority) > MOST_PRIORITY,
    `${path}.priority`,
    `A priority is a whole number between -${MOST_PRIORITY} and ${MOST_PRIORITY}.`,
  ),
  ...when(
    rule.after !== null &&
      !(Number.isSafeInteger(rule.after.hours) && rule.after.hours >= 0 && rule.after.hours <= LONGEST_HOURS),
    `${path}.after.hours`,
    `A delay is a whole number of hours, ${LONGEST_HOURS} at most.`,
  ),
  ...triggerFaults(rule.when, `${path}.when`),
  ...guardFaults(rule.if, `${path}.if`),
  ...deedFaults(rule.then, `${path}.then`, shop),
  ...when(tellsItself(rule), `${path}.then`, 'This would set itself off for ever; wait for another event.'),
]

function triggerFaults(trigger: Trigger, path: string): RuleFault[] {
  if ('deadline' in trigger) return []
  const scanned = trigger.events.includes('shipment.tracked')
  return [
    ...when(trigger.events.length === 0, `${path}.events`, 'Name at least one event.'),
    ...when(trigger.scans?.length === 0, `${path}.scans`, 'This list is empty, so the rule is never set off.'),
    ...when(trigger.scans !== undefined && !scanned, `${path}.scans`, 'Scans belong to shipment.tracked.'),
    ...when(trigger.leg !== undefined && !scanned, `${path}.leg`, 'A leg belongs to shipment.tracked.'),
  ]
}

const guardFaults = ({ state, facts }: Guard, path: string): RuleFault[] => [
  ...state.flatMap((row, place) => [
    ...when(Object.keys(row).length === 0, `${path}.state[${place}]`, 'This row is empty, so the others say nothing.'),
    ...Object.entries(row).flatMap(([column, words]) =>
      when(words.length === 0, `${path}.state[${place}].${column}`, 'This list is empty, so the row never holds.'),
    ),
  ]),
  ...conditionFaults(facts, `${path}.facts`),
  ...when(
    asksFor('returns_by_customer', facts),
    `${path}.facts`,
    'How often a customer sends things back is known when a return is filed; let policy ask for it.',
  ),
]

/** A condition means the same here as in a policy, so policy's own check reads it, in a rule of its own. */
const conditionFaults = (facts: Condition, path: string): RuleFault[] =>
  checkPolicy([{ id: as('facts'), name: 'facts', when: facts, then: [{ allow: true }], priority: 0 }]).map(fault => ({
    ...fault,
    path: fault.path.replace(/^rules\.0\.when/, path),
  }))

function asksFor(fact: string, condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(part => asksFor(fact, part))
  if ('any' in condition) return condition.any.some(part => asksFor(fact, part))
  if ('not' in condition) return asksFor(fact, condition.not)
  return 'fact' in condition && condition.fact === fact
}

function deedFaults(deed: Deed, path: string, { tags }: Pick<Shop, 'tags'>): RuleFault[] {
  switch (deed.verb) {
    case 'reject':
      return when(deed.reason.trim() === '', `${path}.reason`, 'Say why; the shopper will read it.')
    case 'note':
      return when(deed.note.trim() === '', `${path}.note`, 'Write something.')
    case 'flag':
      return when(deed.why.trim() === '', `${path}.why`, 'Say why; whoever looks at it will read it.')
    case 'message':
      return [
        ...when(deed.text.trim() === '', `${path}.text`, 'Write something.'),
        ...when(deed.to === 'merchant', `${path}.to`, 'A rule speaks for the merchant; write a note instead.'),
      ]
    case 'dispose':
      return when(deed.grades?.length === 0, `${path}.grades`, 'This list is empty, so nothing is ever placed.')
    case 'tag':
      return [
        ...when(deed.tags.length === 0, `${path}.tags`, 'Name at least one tag.'),
        ...deed.tags.flatMap((tag, place) =>
          when(!tags.some(one => one.id === tag), `${path}.tags[${place}]`, `The shop has no tag ${tag}.`),
        ),
      ]
    default:
      return []
  }
}

/** Verbs that leave the very event the rule waits for, however the return stands: nothing else would end the circle. */
const tellsItself = ({ when: trigger, then }: AutomationRule): boolean => {
  const event = LEAVES[then.verb]
  return event !== undefined && 'events' in trigger && (trigger.events as readonly string[]).includes(event)
}

const LEAVES: Partial<Record<Deed['verb'], string>> = { message: 'message.sent' }
