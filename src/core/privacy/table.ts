/** The table of persons, row by row: for the page that data protection officers read, and for the answer that says beforehand what stays. */
import { ACTOR, ADDRESS, ENVELOPE, EVENTS, ORDER, PARTY, RETURN, STRAY } from './members.ts'
import type { Gone, Kept, Rule, Rules } from './rule.ts'

/** `as`: treated like the shape that `says` names. */
export type Row = { member: string; fate: 'kept' | 'as' | Gone['gone']; says: string }

/** Shapes that stand in many places, each with the name it is told under. */
export const PARTS: Readonly<Record<string, Rules>> = { Person: PARTY, Address: ADDRESS, Actor: ACTOR }

const NAMES = new Map<Rule, string>(Object.entries(PARTS).map(([name, rules]) => [rules, name]))

/** Every decided member of a shape with the way to it, such as `reason.comment`. */
export const rowsOf = (rules: Rules): Row[] =>
  Object.entries(rules).flatMap(([name, rule]) => rowsAt(name === 'each' ? '*' : name, rule))

function rowsAt(member: string, rule: Rule): Row[] {
  const named = NAMES.get(rule)
  if (named !== undefined) return [{ member, fate: 'as', says: named }]
  if (typeof (rule as Kept).keep === 'string') return [{ member, fate: 'kept', says: (rule as Kept).keep }]
  if (typeof (rule as Gone).gone === 'string') return [{ member, fate: (rule as Gone).gone, says: (rule as Gone).says }]
  return rowsOf(rule as Rules).map(row => ({ ...row, member: `${member}.${row.member}` }))
}

/** What an event says of its own, beside whole parts of the return. */
export const EVENT_ROWS: readonly Row[] = [
  ...rowsOf(ENVELOPE),
  ...Object.entries(EVENTS).flatMap(([type, rules]) =>
    Object.entries(rules as Rules).flatMap(([name, rule]) =>
      typeof (rule as Gone).gone === 'string' ? rowsAt(`${type}: ${name}`, rule) : [],
    ),
  ),
]

export const SHAPES: Readonly<Record<'Order' | 'Return' | 'Stray', Rules>> = {
  Order: ORDER,
  Return: RETURN,
  Stray: STRAY,
}

/** Why something stays although a person is forgotten, each reason once. */
export const REASONS_TO_KEEP: readonly string[] = [
  ...new Set(
    [...Object.values(SHAPES), ...Object.values(PARTS)]
      .flatMap(rowsOf)
      .flatMap(row => (row.fate === 'kept' ? [row.says] : [])),
  ),
]
