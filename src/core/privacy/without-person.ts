/**
 * Orders, returns and events as they are once their shopper is forgotten. Folding the events without the person gives the return without the person,
 * because both are treated by one table; applying it twice changes nothing more.
 */
import type { Order } from '../order/order.ts'
import type { Event } from '../return/events.ts'
import type { Return, Stray } from '../return/return.ts'
import { ENVELOPE, EVENTS, ORDER, RETURN, STRAY } from './members.ts'
import { ERASED, type Gone, type Kept, type Rule, type Rules } from './rule.ts'

export const orderWithoutPerson = (order: Order): Order => treated(ORDER, order) as Order

export const returnWithoutPerson = (ret: Return): Return => treated(RETURN, ret) as Return

export const eventWithoutPerson = <E extends Event>(event: E): E =>
  treated({ ...rulesOfEvent(event.type), ...ENVELOPE }, event) as E

export const strayWithoutPerson = (stray: Stray): Stray => treated(STRAY, stray) as Stray

/** Events that are not in the table bear no text. */
const rulesOfEvent = (type: Event['type']): Rules => (EVENTS as Partial<Record<string, Rules>>)[type] ?? {}

type Entry = Record<string, unknown>

function treated(rule: Rule, value: unknown, owner: Entry = {}): unknown {
  if (value === null || value === undefined || isKept(rule)) return value
  if (isGone(rule)) return goneFrom(rule, value, owner)
  if (Array.isArray(value)) return value.map(entry => treated(rule, entry, owner))
  const entry = value as Entry
  const ruled = isEach(rule) ? Object.keys(entry).map(name => [name, rule.each] as const) : Object.entries(rule)
  const members = ruled.filter(([name]) => Object.hasOwn(entry, name))
  return { ...entry, ...Object.fromEntries(members.map(([name, inner]) => [name, treated(inner, entry[name], entry)])) }
}

const isKept = (rule: Rule): rule is Kept => typeof rule === 'object' && 'keep' in rule && typeof rule.keep === 'string'
const isGone = (rule: Rule): rule is Gone => 'gone' in rule && typeof rule.gone === 'string'
const isEach = (rule: Rule): rule is { each: Rule } => 'each' in rule

function goneFrom({ gone, of, unless }: Gone, value: unknown, owner: Entry): unknown {
  if (of === 'shopper' && owner.role !== 'shopper' && owner.by !== 'shopper') return value
  if (typeof value === 'string' && unless?.(value)) return value
  if (gone === 'nothing') return Array.isArray(value) ? [] : {}
  if (gone === 'null') return null
  return value === '' ? '' : ERASED
}
