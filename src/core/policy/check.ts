/** What is wrong with a policy somebody is writing: every fault with its path, before it can decide anything. */
import { isDate, isZone } from '../calendar.ts'
import type { Currency, Money } from '../money.ts'
import { type Condition, type Effect, FACTS, type Fact, type Rule, type Test, type Window } from './policy.ts'
import { FACT_MEANS, TESTS_OF } from './vocabulary.ts'

export type PolicyFault = { path: string; message: string }

const fault = (path: string, message: string): PolicyFault => ({ path, message })
const when = (wrong: boolean, path: string, message: string): PolicyFault[] => (wrong ? [fault(path, message)] : [])

/** With `currency`, the shop's, amounts must be written in it: nothing could convert others. */
export function checkPolicy(rules: readonly Rule[], currency: Currency | null = null): PolicyFault[] {
  return [
    ...rules.flatMap((rule, place) =>
      when(rules.findIndex(one => one.id === rule.id) < place, `rules.${place}.id`, `Two rules are called ${rule.id}.`),
    ),
    ...rules.flatMap((rule, place) => ruleFaults(rule, `rules.${place}`, currency)),
    ...hiddenWindows(rules),
  ]
}

function ruleFaults(rule: Rule, path: string, currency: Currency | null): PolicyFault[] {
  return [
    ...when(!Number.isSafeInteger(rule.priority), `${path}.priority`, 'A priority is a whole number.'),
    ...when(rule.then.length === 0, `${path}.then`, 'A rule needs an effect.'),
    ...conditionFaults(rule.when, `${path}.when`),
    ...rule.then.flatMap((effect, place) => effectFaults(effect, `${path}.then.${place}`, currency)),
    ...when(
      rule.then.filter(effect => 'window' in effect).length > 1,
      `${path}.then`,
      'One rule cannot set two windows.',
    ),
  ]
}

/** Two windows without conditions contradict each other: the lower one could never speak. */
function hiddenWindows(rules: readonly Rule[]): PolicyFault[] {
  const always = rules.flatMap((rule, place) =>
    isAlways(rule.when) && rule.then.some(effect => 'window' in effect) ? [place] : [],
  )
  return always
    .slice(1)
    .map(place =>
      fault(`rules.${place}.when`, 'Another rule already sets a window for everything; say when this one holds.'),
    )
}

const isAlways = (condition: Condition): boolean => Object.keys(condition).length === 0

/** An empty list inside `all` or `any` is a condition somebody forgot to write: `all` of nothing holds for everything, `any` of nothing never. */
function conditionFaults(condition: Condition, path: string): PolicyFault[] {
  if ('all' in condition) return groupFaults(condition.all, `${path}.all`)
  if ('any' in condition) return groupFaults(condition.any, `${path}.any`)
  if ('not' in condition) return nestedFaults(condition.not, `${path}.not`)
  if ('fact' in condition) return testFaults(condition.fact, condition.is, path)
  return []
}

const groupFaults = (parts: readonly Condition[], path: string): PolicyFault[] => [
  ...when(parts.length === 0, path, 'This list of conditions is empty.'),
  ...parts.flatMap((part, place) => nestedFaults(part, `${path}.${place}`)),
]

const nestedFaults = (condition: Condition, path: string): PolicyFault[] =>
  isAlways(condition) ? [fault(path, 'This condition is empty.')] : conditionFaults(condition, path)

function testFaults(fact: Fact, test: Test, path: string): PolicyFault[] {
  if (!FACTS.includes(fact)) return [fault(`${path}.fact`, `There is no fact called ${fact}.`)]
  if ('in' in test && test.in.length === 0)
    return [fault(`${path}.is.in`, 'This list is empty, so the condition never holds.')]
  const words = TESTS_OF[FACT_MEANS[fact].kind]
  if (!words.some(word => word in test))
    return [
      fault(`${path}.is`, `${fact} cannot be tested like this; test it with ${words.map(wireWord).join(' or ')}.`),
    ]
  return (['onOrAfter', 'onOrBefore'] as const).flatMap(word => {
    const date = (test as Partial<Record<typeof word, string>>)[word]
    return when(date !== undefined && !isDate(date), `${path}.is.${word}`, 'This must be a date like 2026-12-24.')
  })
}

/** The word as it is written in a policy. */
const wireWord = (word: string): string => word.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

function effectFaults(effect: Effect, path: string, currency: Currency | null): PolicyFault[] {
  if ('window' in effect) return windowFaults(effect.window, `${path}.window`)
  if ('cap' in effect) {
    const { days } = effect.cap
    const of = 'returns' in effect.cap ? 'returns' : 'pieces'
    const most = 'returns' in effect.cap ? effect.cap.returns : effect.cap.pieces
    return [
      ...when(!isCount(most), `${path}.cap.${of}`, `A cap is a whole number of ${of}.`),
      ...when(
        days !== null && !(isCount(days) && days > 0),
        `${path}.cap.days`,
        'This must be a whole number of days.',
      ),
    ]
  }
  if ('resolutions' in effect)
    return when(effect.resolutions.length === 0, `${path}.resolutions`, 'At least one resolution must be on offer.')
  if ('reasons' in effect)
    return when(effect.reasons.length === 0, `${path}.reasons`, 'At least one reason must be on offer.')
  if ('auto' in effect)
    return when(
      effect.auto === 'reject' && effect.reason.trim() === '',
      `${path}.reason`,
      'A rejection needs a reason.',
    )
  return [...moneyFaults(effect, path, currency), ...rateFaults(effect, path)]
}

function windowFaults({ days, zone, holidays, fallback, from }: Window, path: string): PolicyFault[] {
  return [
    ...when(
      days !== null && !isCount(days),
      `${path}.days`,
      'This must be a whole number of days, or null for no end.',
    ),
    ...when(zone !== null && !isZone(zone), `${path}.zone`, `There is no time zone called ${zone}.`),
    ...when(!isCount(fallback.plusDays), `${path}.fallback.plusDays`, 'This must be a whole number of days.'),
    ...when(
      from === 'sent' && fallback.from === 'sent',
      `${path}.fallback.from`,
      'When the day of dispatch is unknown it cannot be the fallback.',
    ),
    ...holidays.flatMap((season, place) => seasonFaults(season, `${path}.holidays.${place}`)),
  ]
}

function seasonFaults(season: Window['holidays'][number], path: string): PolicyFault[] {
  const wrong = (['placedFrom', 'placedTo', 'until'] as const).filter(field => !isDate(season[field]))
  if (wrong.length > 0) return wrong.map(field => fault(`${path}.${field}`, 'This must be a date like 2026-12-24.'))
  return [
    ...when(season.placedFrom > season.placedTo, `${path}.placedTo`, 'The season ends before it begins.'),
    ...when(season.until < season.placedTo, `${path}.until`, 'The extended window ends before the season does.'),
  ]
}

/** Amounts and rates wherever they stand inside an effect. */
function moneyFaults(value: unknown, path: string, currency: Currency | null): PolicyFault[] {
  if (value === null || typeof value !== 'object') return []
  if (isMoney(value)) {
    if (!isCount(value.amountMinor))
      return [fault(`${path}.amountMinor`, 'An amount is a whole number of minor units, not below zero.')]
    return when(
      currency !== null && value.currency !== currency,
      `${path}.currency`,
      `Amounts of this shop are in ${currency}.`,
    )
  }
  return Object.entries(value).flatMap(([field, inner]) => moneyFaults(inner, `${path}.${field}`, currency))
}

function rateFaults(value: unknown, path: string): PolicyFault[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([field, inner]) =>
    field === 'ratePpm'
      ? when(
          !isCount(inner) || inner > 1_000_000,
          `${path}.${field}`,
          'A rate is a whole number of parts per million, up to 1000000.',
        )
      : rateFaults(inner, `${path}.${field}`),
  )
}

const isMoney = (value: object): value is Money => 'amountMinor' in value && 'currency' in value

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
