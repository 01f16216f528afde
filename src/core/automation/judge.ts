/** What a rule does to a return now. The dry run and the worker ask here, so the one tells what the other will do. */
import type { Actor } from '../party.ts'
import type { Command } from '../return/commands.ts'
import type { Return } from '../return/return.ts'
import type { Shop } from '../shop.ts'
import { type AutomationRule, MOST_DEEP, MOST_TIMES } from './automation.ts'
import { actorFor, AUTOMATION, commandsFor, waitsForPeople } from './deeds.ts'
import type { Firing } from './firing.ts'
import { type Around, unmet } from './guard.ts'

export type Judgement =
  | { then: 'act'; commands: Command[]; by: Actor }
  /** Nothing is to be done, and why. */
  | { then: 'pass'; why: string }
  /** A circle: somebody has to look. */
  | { then: 'stop'; why: string; commands: Command[]; by: Actor }

/** `times`: how often the rule has acted on this return already. No rule: it was switched off or taken away meanwhile. */
export function judge(
  rule: AutomationRule | undefined,
  firing: Pick<Firing, 'rule' | 'key' | 'depth'>,
  ret: Return,
  around: Around,
  times: number,
): Judgement {
  if (rule === undefined) return { then: 'pass', why: 'The rule is off or gone.' }
  const circle = circleIn(rule, firing, times)
  if (circle !== null) return stopped(circle, ret, around.shop)
  if (ret.flagged !== null && waitsForPeople(rule.then))
    return { then: 'pass', why: 'The return is flagged; somebody is to look at it first.' }
  const why = unmet(rule.if, ret, around)
  if (why !== null) return { then: 'pass', why }
  const commands = commandsFor(rule.then, ret, around.shop, `rule:${rule.id}:${firing.key}`)
  return commands.length > 0
    ? { then: 'act', commands, by: actorFor(rule.then) }
    : { then: 'pass', why: 'There is nothing left to do.' }
}

function circleIn({ name }: AutomationRule, { depth }: Pick<Firing, 'depth'>, times: number): string | null {
  if (depth > MOST_DEEP) return `Rules set each other off in a circle; ${name} was stopped.`
  return times >= MOST_TIMES ? `${name} has acted ${times} times on this return and was stopped.` : null
}

function stopped(why: string, ret: Return, shop: Shop): Judgement {
  const by: Actor = { ...AUTOMATION, role: 'agent' }
  return { then: 'stop', why, by, commands: commandsFor({ verb: 'flag', why }, ret, shop, '') }
}
