/** Does a rule hold? Conditions read a closed list of facts, each of which has an answer for every purchase. */
import {
  type Condition,
  type Effect,
  type EffectKind,
  FACTS,
  type Fact,
  type Policy,
  type Rule,
  type Test,
} from './policy.ts'

/** Texts are a list because one sold line has several tags; null: not known (yet). */
export type Answer = readonly string[] | number | boolean | null
export type Facts = { readonly [F in Fact]: Answer }

/** Nothing is known. Rules without a condition hold all the same. */
export const NO_FACTS = Object.fromEntries(FACTS.map(fact => [fact, null])) as unknown as Facts

/** A test on an unknown fact never holds, so a rule for "below 20" does not fire on a price nobody knows; `not` of it does hold. */
export function conditionHolds(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every(part => conditionHolds(part, facts))
  if ('any' in condition) return condition.any.some(part => conditionHolds(part, facts))
  if ('not' in condition) return !conditionHolds(condition.not, facts)
  if ('fact' in condition) return testHolds(condition.is, facts[condition.fact])
  return true
}

function testHolds(test: Test, answer: Answer): boolean {
  if (answer === null) return false
  if ('equals' in test) return answer === test.equals
  if ('atLeast' in test) return typeof answer === 'number' && answer >= test.atLeast
  if ('below' in test) return typeof answer === 'number' && answer < test.below
  const texts = textsOf(answer)
  // Dates as people write them sort like the days they name.
  if ('onOrAfter' in test) return texts.some(text => text >= test.onOrAfter)
  if ('onOrBefore' in test) return texts.some(text => text <= test.onOrBefore)
  if ('in' in test) return texts.some(text => test.in.some(wanted => sameText(wanted, text)))
  return texts.some(text => matches(test.matches, text))
}

const textsOf = (answer: Exclude<Answer, null>): readonly string[] =>
  typeof answer === 'number' || typeof answer === 'boolean' ? [String(answer)] : answer

/** Merchants write "Sale" and "sale" for the same tag. */
const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** `*` stands for any run of characters; everything else for itself. No regular expressions: a policy must not be able to hang the desk. */
function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const wanted = text.toLowerCase()
  if (rest.length === 0) return wanted === first
  const last = rest.pop() ?? ''
  if (!wanted.startsWith(first) || wanted.length < first.length + last.length || !wanted.endsWith(last)) return false
  let from = first.length
  const end = wanted.length - last.length
  for (const part of rest) {
    const found = wanted.indexOf(part, from)
    if (found < 0 || found + part.length > end) return false
    from = found + part.length
  }
  return true
}

export type EffectOf<K extends EffectKind> = Extract<Effect, Record<K, unknown>>
export type Chosen<K extends EffectKind> = { rule: Rule; effect: EffectOf<K> }

/** Sorted once: one answer asks a policy some forty times. A policy's rules are never changed, only replaced. */
const sorted = new WeakMap<readonly Rule[], readonly Rule[]>()

/** By falling priority, then as written. */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  const known = sorted.get(rules)
  if (known) return known
  const read = rules.toSorted((a, b) => b.priority - a.priority)
  sorted.set(rules, read)
  return read
}

/**
 * The first rule that holds and says something of this kind; null when none does.
 * `about` narrows a kind that speaks of several things: a limit per role, a cap per order or customer, one fee or the other.
 */
export function chosen<K extends EffectKind>(
  policy: Pick<Policy, 'rules'>,
  kind: K,
  facts: Facts,
  about: (effect: EffectOf<K>) => boolean = () => true,
): Chosen<K> | null {
  for (const rule of inOrder(policy.rules)) {
    const effect = rule.then.find((one): one is EffectOf<K> => kind in one && about(one as EffectOf<K>))
    if (effect && conditionHolds(rule.when, facts)) return { rule, effect }
  }
  return null
}
