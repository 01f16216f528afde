/** What is allowed to stand in a policy and yet hardly what its writer meant: rules that never speak, and rules that speak past each other. */
import { REASON_CODES } from '../reasons.ts'
import { KINDS, LANES, METHOD_TYPES } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import type { PolicyFault } from './check.ts'
import { inOrder } from './condition.ts'
import type { Condition, Effect, Fact, Rule, Test } from './policy.ts'

const warning = (path: string, message: string): PolicyFault => ({ path, message })

/** With the shop, what it does not offer is named too. Rules with mistakes should be mended first (`checkPolicy`). */
export function policyWarnings(
  rules: readonly Rule[],
  shop: Pick<Shop, 'methods' | 'reasons'> | null = null,
): PolicyFault[] {
  return [
    ...rules.flatMap((rule, place) => ruleWarnings(rule, `rules.${place}`, shop)),
    ...silenced(rules),
    ...endless(rules),
  ]
}

function ruleWarnings(rule: Rule, path: string, shop: Pick<Shop, 'methods' | 'reasons'> | null): PolicyFault[] {
  return [
    ...conditionWarnings(rule.when, `${path}.when`),
    ...contradictions(rule, path),
    ...(shop ? rule.then.flatMap((effect, place) => notOffered(effect, `${path}.then.${place}`, shop)) : []),
    ...forgotten(rule, path),
  ]
}

/** Effects of one voice: the first rule that holds decides, and others are not heard. A role's limit is another voice than another role's. */
function voiceOf(effect: Effect): string {
  if ('cap' in effect) return `cap ${effect.cap.per} ${'returns' in effect.cap ? 'returns' : 'pieces'}`
  if ('require' in effect) return `require ${effect.require}`
  if ('fee' in effect) return `fee ${effect.fee.kind}`
  if ('limit' in effect) return `limit ${effect.limit.role}`
  if ('auto' in effect)
    return effect.auto === 'approve' || effect.auto === 'reject' ? 'auto decision' : `auto ${effect.auto}`
  if ('allow' in effect) return `allow ${effect.allow}`
  return Object.keys(effect)[0] ?? ''
}

/** An effect that can never decide, because a rule read earlier holds whenever this one does. */
function silenced(rules: readonly Rule[]): PolicyFault[] {
  const read = inOrder(rules)
  return rules.flatMap((rule, place) => {
    const earlier = read.slice(0, read.indexOf(rule))
    return rule.then.flatMap((effect, number) => {
      const voice = voiceOf(effect)
      const louder =
        earlier.find(one => covers(one.when, rule.when) && one.then.some(other => voiceOf(other) === voice)) ??
        (rule.then.slice(0, number).some(other => voiceOf(other) === voice) ? rule : null)
      if (!louder) return []
      const why =
        louder === rule ? 'an effect before it in the same rule' : `rule ${JSON.stringify(louder.id)}, read before it,`
      return [warning(`rules.${place}.then.${number}`, `This is never heard: ${why} always speaks first.`)]
    })
  })
}

/** Holds whenever the other does, as far as can be told from how they are written. */
function covers(condition: Condition, other: Condition): boolean {
  if (Object.keys(condition).length === 0 || JSON.stringify(condition) === JSON.stringify(other)) return true
  if ('any' in condition) return condition.any.some(part => covers(part, other))
  if ('all' in condition) return condition.all.every(part => covers(part, other))
  if ('all' in other) return other.all.some(part => covers(condition, part))
  if ('any' in other) return other.any.length > 0 && other.any.every(part => covers(condition, part))
  if ('fact' in condition && 'fact' in other && condition.fact === other.fact)
    return includesTest(condition.is, other.is)
  return false
}

function includesTest(wide: Test, narrow: Test): boolean {
  if ('in' in wide && 'in' in narrow) {
    const known = wide.in.map(text => text.toLowerCase())
    return narrow.in.every(text => known.includes(text.toLowerCase()))
  }
  if ('atLeast' in wide && 'atLeast' in narrow) return wide.atLeast <= narrow.atLeast
  if ('below' in wide && 'below' in narrow) return wide.below >= narrow.below
  if ('onOrAfter' in wide && 'onOrAfter' in narrow) return wide.onOrAfter <= narrow.onOrAfter
  if ('onOrBefore' in wide && 'onOrBefore' in narrow) return wide.onOrBefore >= narrow.onOrBefore
  return 'matches' in wide && wide.matches === '*' && ('in' in narrow || 'matches' in narrow)
}

/** One rule that says yes and no at once. */
function contradictions({ then }: Rule, path: string): PolicyFault[] {
  const has = (kind: string) => then.some(effect => kind in effect)
  const decides = (what: string) => then.some(effect => 'auto' in effect && effect.auto === what)
  return [
    ...(has('block') && has('allow')
      ? [warning(`${path}.then`, 'This rule both blocks and allows; allowing it is pointless or the block is.')]
      : []),
    ...(has('final') && has('window')
      ? [warning(`${path}.then`, 'What is final needs no window; the window of this rule shortens nothing.')]
      : []),
    ...(decides('approve') && decides('reject')
      ? [warning(`${path}.then`, 'This rule both approves and rejects; only the first is heard.')]
      : []),
  ]
}

/** Nothing in the policy says until when. */
const endless = (rules: readonly Rule[]): PolicyFault[] =>
  rules.some(rule => rule.then.some(effect => 'window' in effect))
    ? []
    : [
        warning(
          'rules',
          'No rule sets a window, so goods may come back for ever. Say `"days": null` in a window if that is meant.',
        ),
      ]

function notOffered(effect: Effect, path: string, shop: Pick<Shop, 'methods' | 'reasons'>): PolicyFault[] {
  if ('methods' in effect)
    return effect.methods.flatMap(({ type }, place) =>
      shop.methods.some(method => method.type === type)
        ? []
        : [
            warning(
              `${path}.methods.${place}.type`,
              `The shop has no way back called ${type}, so it is never on offer.`,
            ),
          ],
    )
  if ('reasons' in effect)
    return effect.reasons.flatMap((code, place) =>
      shop.reasons.some(entry => entry.code === code)
        ? []
        : [warning(`${path}.reasons.${place}`, `The shop does not offer the reason ${code}.`)],
    )
  return []
}

/** What a customer sent back before is known when a request is filed and not when its money is counted later. */
const forgotten = ({ when, then }: Rule, path: string): PolicyFault[] =>
  then.some(effect => ['fee', 'bonus', 'deduction', 'discount', 'shippingBack'].some(kind => kind in effect)) &&
  factsIn(when).includes('returns_by_customer')
    ? [
        warning(
          `${path}.when`,
          'What a customer sent back before is not known any more when money is counted; only the cost of a way back can depend on it.',
        ),
      ]
    : []

const factsIn = (condition: Condition): Fact[] => {
  if ('all' in condition) return condition.all.flatMap(factsIn)
  if ('any' in condition) return condition.any.flatMap(factsIn)
  if ('not' in condition) return factsIn(condition.not)
  return 'fact' in condition ? [condition.fact] : []
}

function conditionWarnings(condition: Condition, path: string): PolicyFault[] {
  if ('all' in condition)
    return [
      ...impossible(condition.all, path),
      ...condition.all.flatMap((part, place) => conditionWarnings(part, `${path}.all.${place}`)),
    ]
  if ('any' in condition) return condition.any.flatMap((part, place) => conditionWarnings(part, `${path}.any.${place}`))
  if ('not' in condition) return conditionWarnings(condition.not, `${path}.not`)
  if ('fact' in condition && 'in' in condition.is) return strangeWords(condition.fact, condition.is.in, `${path}.is.in`)
  return []
}

const OFFERS = ['original_payment', 'store_credit', 'instant_refund', 'replace', 'swap', 'keep']

/** Facts that are one word of a closed list. */
const WORDS: Partial<Record<Fact, readonly string[]>> = {
  reason: REASON_CODES,
  method: METHOD_TYPES,
  lane: LANES,
  kind: KINDS,
  resolution: OFFERS,
  source: ['import', 'api', 'platform', 'exchange', 'stand_in'],
}

function strangeWords(fact: Fact, texts: readonly string[], path: string): PolicyFault[] {
  const words = WORDS[fact]
  return texts.flatMap((text, place) => {
    const at = `${path}.${place}`
    if (words && !words.includes(text.toLowerCase()))
      return [warning(at, `No ${fact} is called ${JSON.stringify(text)}; there are ${words.join(', ')}.`)]
    if ((fact === 'country' || fact === 'zone') && !/^[a-z]{2}$/i.test(text))
      return [warning(at, `Countries are written with two letters, like DE; ${JSON.stringify(text)} never fits.`)]
    if (fact === 'email' && !text.includes('@'))
      return [warning(at, `${JSON.stringify(text)} is no e-mail address; for a whole domain ask for email_domain.`)]
    if (fact === 'email_domain' && text.includes('@'))
      return [warning(at, `A domain is written without the @; ${JSON.stringify(text)} never fits.`)]
    return []
  })
}

/** Facts that have one answer for a line, so that two lists without a common word exclude each other. */
const SINGLE: readonly Fact[] = [
  'country',
  'zone',
  'type',
  'vendor',
  'sku',
  'reason',
  'resolution',
  'method',
  'lane',
  'kind',
  'source',
]

/** Tests that must hold together and cannot. */
function impossible(parts: readonly Condition[], path: string): PolicyFault[] {
  const tests = parts.flatMap(part => ('fact' in part ? [part] : []))
  const clash = tests.find((one, place) =>
    tests.slice(place + 1).some(other => one.fact === other.fact && exclude(one.fact, one.is, other.is)),
  )
  return clash
    ? [warning(`${path}.all`, `What is asked about ${clash.fact} cannot all be true, so this rule never holds.`)]
    : []
}

function exclude(fact: Fact, a: Test, b: Test): boolean {
  const both = { ...a, ...b } as Partial<
    Record<'atLeast' | 'below', number> & Record<'onOrAfter' | 'onOrBefore', string>
  >
  if (both.atLeast !== undefined && both.below !== undefined) return both.atLeast >= both.below
  if (both.onOrAfter !== undefined && both.onOrBefore !== undefined) return both.onOrAfter > both.onOrBefore
  if ('equals' in a && 'equals' in b) return a.equals !== b.equals
  if (!('in' in a && 'in' in b) || !SINGLE.includes(fact)) return false
  const words = a.in.map(text => text.toLowerCase())
  return !b.in.some(text => words.includes(text.toLowerCase()))
}
