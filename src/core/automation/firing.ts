/** Which rules an act sets off. */
import type { RuleId } from '../ids.ts'
import type { Event, Recorded } from '../return/events.ts'
import type { Return } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import type { Instant } from '../time.ts'
import { type AutomationRule, MOST_DEEP, type Trigger } from './automation.ts'
import { endOf } from './delay.ts'
import { type Around, unmet } from './guard.ts'
import { rulesFor } from './rules.ts'

/** A rule that was set off. With `rule` and `key` it is the same one, however often it is found. */
export type Firing = {
  rule: RuleId
  /** The event that set it off, or `return` where the rule acts once on each return. */
  key: string
  event: { id: string; sequence: number; type: Event['type'] }
  at: Instant
  until: Instant
  priority: number
  /** 1 when something else than automation set it off. */
  depth: number
}

/** What an act gives as its cause, from which the depth of what it sets off in turn is read. */
export const causeOf = ({ depth, event }: Pick<Firing, 'depth'> & { event: { id: string } }): string =>
  `automation:${depth}:${event.id}`

/** How deep in a chain of rules an event stands; 0 for everything that people, clocks and carriers do. */
export const depthOf = ({ cause }: Pick<Event, 'cause'>): number =>
  Number(/^automation:(\d+):/.exec(cause ?? '')?.[1] ?? 0)

/** One act sets a rule off once, by the first of its events that does. Beyond the depth where a chain is stopped nothing is set off any more. */
export function firings(ret: Return, events: readonly Recorded[], around: Around): Firing[] {
  return rulesFor(ret, around.shop).flatMap(rule => {
    const event = events.find(one => setsOff(rule.when, one, ret))
    if (!event || depthOf(event) > MOST_DEEP || unmet(rule.if, ret, around) !== null) return []
    return [firingOf(rule, event, around.shop)]
  })
}

const firingOf = (rule: AutomationRule, event: Recorded, shop: Shop): Firing => ({
  rule: rule.id,
  key: rule.once === 'per_return' ? 'return' : event.id,
  event: { id: event.id, sequence: event.sequence, type: event.type },
  at: event.at,
  until: endOf(event.at, rule.after, shop),
  priority: rule.priority,
  depth: depthOf(event) + 1,
})

export function setsOff(when: Trigger, event: Event, ret: Return): boolean {
  if ('deadline' in when) return when.is === 'neared' ? neared(when.deadline, event) : passed(when.deadline, event)
  if (!(when.events as readonly string[]).includes(event.type)) return false
  return event.type !== 'shipment.tracked' || isWanted(when, event, ret)
}

const neared = (kind: string, event: Event): boolean => event.type === 'due.neared' && event.kind === kind

/** A deadline that passes always leaves an event: that it has passed, or what happened by itself and names the deadline as its cause. */
const passed = (kind: string, event: Event): boolean =>
  event.type === 'due.passed'
    ? event.kind === kind
    : event.type !== 'due.neared' && (event.cause?.startsWith(`due:${kind}:`) ?? false)

function isWanted(
  { scans, leg = 'inbound' }: Extract<Trigger, { events: unknown }>,
  { shipment, checkpoint }: Event<'shipment.tracked'>,
  ret: Return,
): boolean {
  if (scans !== undefined && !scans.includes(checkpoint.kind)) return false
  return ret.shipments.some(parcel => parcel.id === shipment && parcel.leg === leg)
}
