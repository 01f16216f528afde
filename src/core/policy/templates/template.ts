/** A policy ready to be taken and changed: what a law or a trade's custom asks for, written as rules. */
import { as, type RuleId } from '../../ids.ts'
import type { ReasonCode } from '../../reasons.ts'
import type { Condition, Effect, Rule, Window } from '../policy.ts'

/**
 * `rests` names what each part stands on. Templates name no amounts of money, so that a shop of any currency can take them, and they are no legal advice:
 * they say what the law asks for at least, as far as rules can say it.
 */
export type Template = {
  name: TemplateName
  title: string
  about: string
  rests: readonly string[]
  rules: readonly Rule[]
}

export const TEMPLATE_NAMES = ['eu', 'uk', 'us', 'marketplace'] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]

/** `priority` is above 0 for what is said of some goods only, so that it is read before what is said of all. */
export const rule = (id: string, name: string, priority: number, when: Condition, ...then: Effect[]): Rule => ({
  id: as<RuleId>(id),
  name,
  when,
  then,
  priority,
})

export const window = (from: Window['from'], days: number, more: Partial<Window> = {}): { window: Window } => ({
  window: { from, days, zone: null, workday: false, holidays: [], fallback: { from: 'sent', plusDays: 7 }, ...more },
})

/** What the seller answers for, whatever the shopper thinks of the goods. */
const SELLERS_FAULT: readonly ReasonCode[] = [
  'damaged',
  'physical_damage',
  'defective',
  'wrong_item',
  'wrong_or_damaged',
  'not_as_described',
  'missing_item',
  'fake',
]

export const isSellersFault: Condition = { fact: 'reason', is: { in: [...SELLERS_FAULT] } }
