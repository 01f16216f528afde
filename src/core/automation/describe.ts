/** A rule as one plain sentence, for lists. */
import { unreachable } from '../refusal.ts'
import type { Condition, Test } from '../policy/policy.ts'
import { COLUMN_NAMES, type Row } from '../return/where.ts'
import { type AutomationRule, type Delay, type Guard, TRIGGERS, type Trigger } from './automation.ts'
import { type BuiltInDeed, type Listed, NAMES } from './built-in.ts'

type Told = Pick<AutomationRule, 'when' | 'if' | 'after' | 'once'> & { then: BuiltInDeed } & Partial<
    Pick<Listed, 'before'>
  >

/** "When the carrier sees a parcel (picked_up), if request is approved, after 2 working days: refund what was asked for." */
export const describe = (rule: Told): string =>
  `${[whenSaid(rule), ifSaid(rule.if), afterSaid(rule.after)].filter(part => part !== '').join(', ')}: ${deedSaid(rule.then)}${
    rule.once === 'per_return' ? ', once for each return' : ''
  }.`

function whenSaid({ when, before = null }: Told): string {
  if ('events' in when) return `When ${eventsSaid(when)}`
  if (when.is === 'passed') return `When the time for ${NAMES[when.deadline]} is over`
  return before === null
    ? `When the time for ${NAMES[when.deadline]} is nearly over`
    : `${lengthSaid(before.hours)} before the time for ${NAMES[when.deadline]} is over`
}

const eventsSaid = ({ events, scans, leg }: Extract<Trigger, { events: unknown }>): string => {
  const narrowed = [scans?.join(', '), leg].filter(Boolean).join('; ')
  return `${listed(events.map(event => TRIGGERS[event]))}${narrowed === '' ? '' : ` (${narrowed})`}`
}

function ifSaid({ state, facts }: Guard): string {
  const parts = [listed(state.map(rowSaid)), conditionSaid(facts)].filter(part => part !== '')
  return parts.length === 0 ? '' : `if ${parts.join(' and ')}`
}

const rowSaid = (row: Row): string =>
  COLUMN_NAMES.flatMap(name => (row[name] ? [`${name} is ${listed(row[name])}`] : [])).join(' and ') || 'it is there'

function conditionSaid(condition: Condition): string {
  if ('all' in condition) return condition.all.map(grouped).join(' and ')
  if ('any' in condition) return condition.any.map(grouped).join(' or ')
  if ('not' in condition) return `not ${grouped(condition.not)}`
  return 'fact' in condition ? `${condition.fact} ${testSaid(condition.is)}` : ''
}

const grouped = (condition: Condition): string =>
  'all' in condition || 'any' in condition ? `(${conditionSaid(condition)})` : conditionSaid(condition)

function testSaid(test: Test): string {
  if ('in' in test) return `is ${listed(test.in)}`
  if ('matches' in test) return `looks like ${test.matches}`
  if ('atLeast' in test) return `is at least ${test.atLeast}`
  if ('below' in test) return `is below ${test.below}`
  if ('onOrAfter' in test) return `is ${test.onOrAfter} or later`
  if ('onOrBefore' in test) return `is ${test.onOrBefore} or earlier`
  return `is ${test.equals ? 'so' : 'not so'}`
}

const afterSaid = (after: Delay | null): string =>
  after === null || after.hours === 0 ? '' : `after ${lengthSaid(after.hours, after.working ? 'working ' : '')}`

/** Whole days read better than hours. */
function lengthSaid(hours: number, kind = ''): string {
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour']
  return `${count} ${kind}${unit}${count === 1 ? '' : 's'}`
}

function deedSaid(deed: BuiltInDeed): string {
  switch (deed.verb) {
    case 'approve':
      return deed.handling === 'keep' ? 'approve, and let the shopper keep the goods' : 'approve'
    case 'reject':
      return `reject (${deed.reason})`
    case 'cancel':
      return 'call it off'
    case 'expire':
      return 'let it expire'
    case 'resolve':
      return 'close the case'
    case 'receive':
      return 'count everything in, on the carrier’s word'
    case 'dispose':
      return `send what is here${deed.grades ? ` and graded ${listed(deed.grades)}` : ''} to ${deed.to}`
    case 'grant':
      return deed.handling === 'keep' ? 'promise the money and let the shopper keep the goods' : 'promise the money'
    case 'refund':
      return `refund ${deed.basis === 'asked' ? 'what was asked for' : 'what is payable'}${deed.to ? ` to ${deed.to}` : ''}`
    case 'credit':
      return `give ${deed.basis === 'asked' ? 'what was asked for' : 'what is payable'} as store credit`
    case 'label':
      return 'order a label'
    case 'remind':
      return 'tell whoever is awaited'
    case 'lapse':
      return 'go on without it'
    case 'note':
      return 'write a note'
    case 'tag':
      return `add ${deed.tags.length === 1 ? 'the tag' : 'the tags'} ${deed.tags.join(' and ')}`
    case 'flag':
      return `flag it (${deed.why})`
    case 'assign':
      return 'give it to a colleague'
    case 'message':
      return `write to the ${deed.to}`
    default:
      return unreachable(deed)
  }
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
