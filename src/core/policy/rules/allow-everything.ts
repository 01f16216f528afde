/** The list that overrides everything: what stands on it may come back whatever the shop's other rules say. */
import { chosen } from '../condition.ts'
import type { Finding, LineRule, Question } from './rule.ts'

/** Wherever the rule stands: who writes `everything` means it. */
const allowance = ({ policy, facts }: Question) =>
  chosen(policy, 'allow', facts, effect => effect.allow === 'everything')

/**
 * Lets these rules say what they have to say, and none of it bind, where the line is on the list. They set no end then either. What is a fact is not a
 * rule: pieces that were not delivered or are spoken for do not come back by being allowed.
 */
export const unlessAllowed =
  (rules: readonly LineRule[]): LineRule =>
  question => {
    const findings = rules.flatMap(rule => rule(question))
    const found = allowance(question)
    if (!found) return findings
    return [...findings.map(unbound), { rule: found.rule.id, said: 'Allowed whatever other rules say.' }]
  }

const unbound = ({ rule, said }: Finding): Finding => ({ rule, said })
