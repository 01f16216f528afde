/** What rules would do, told without doing it: along the life of a return that has been, and from now on if nothing happened to it. */
import type { RuleId } from '../ids.ts'
import type { Event, EventType, Recorded } from '../return/events.ts'
import { evolve } from '../return/evolve.ts'
import type { DueKind, Return } from '../return/return.ts'
import { strands } from '../return/strands/strands.ts'
import { agenda } from '../return/sweeping.ts'
import { whereFor } from '../return/verb.ts'
import { VERBS } from '../return/verbs/verbs.ts'
import { holds } from '../return/where.ts'
import type { Instant } from '../time.ts'
import { deadlineRule, reminderRule, ruleOf } from './built-in.ts'
import { firings } from './firing.ts'
import type { Around } from './guard.ts'
import { type Judgement, judge } from './judge.ts'
import { ruleNamed } from './rules.ts'

export const FORESEEN = ['acts', 'passes', 'refused', 'stopped', 'waits'] as const

/** `waits`: its moment has not come. `refused`: the state of the return forbids it to whoever would do it; other refusals are known only when it is tried. */
export type Foreseen = {
  rule: RuleId
  outcome: (typeof FORESEEN)[number]
  why: string | null
  /** What set it off; null for what the clock will do. */
  event: { id: string; sequence: number; type: EventType } | null
  /** When it acts. */
  at: Instant
}

/**
 * What rules would have done along a return's log, act by act, and what the clock did or will do. Each is judged by how the return really stood when its delay
 * was over; what would have followed from acting is not made up.
 */
export function foreseen(log: readonly Recorded[], around: Around, now: Instant): Foreseen[] {
  const found: Foreseen[] = []
  const known = new Set<string>()
  let ret: Return | null = null
  for (const act of actsIn(log)) {
    ret = act.reduce<Return | null>(evolve, ret) as Return
    for (const firing of firings(ret, act, around)) {
      const name = `${firing.rule} ${firing.key}`
      if (known.has(name)) continue
      known.add(name)
      const { rule, event, until: at } = firing
      const times = found.filter(one => one.rule === rule && one.outcome === 'acts').length
      const then = standingAt(ret, log, act.at(-1)?.sequence ?? 0, at)
      const judgement = judge(ruleNamed(rule, ret, around.shop), firing, then, around, times)
      found.push({ rule, event, at, ...(at > now ? WAITS : outcomeOf(judgement, then, around)) })
    }
    found.push(...byTheHouse(act, ret))
  }
  return ret === null ? found : [...found, ...awaited(ret, around)]
}

const WAITS = { outcome: 'waits', why: null } as const

export function outcomeOf(judgement: Judgement, ret: Return, { shop }: Around): Pick<Foreseen, 'outcome' | 'why'> {
  if (judgement.then === 'pass') return { outcome: 'passes', why: judgement.why }
  if (judgement.then === 'stop') return { outcome: 'stopped', why: judgement.why }
  const [first] = judgement.commands
  const where = first && first.verb !== 'submit' ? whereFor(VERBS[first.verb], judgement.by.role, shop.bench) : null
  return where !== null && holds(where, strands(ret))
    ? { outcome: 'acts', why: null }
    : { outcome: 'refused', why: `${first?.verb ?? 'This'} is not open as the return stands.` }
}

/** Events of one act share their moment, their actor and their cause. */
function actsIn(log: readonly Recorded[]): Recorded[][] {
  const acts: Recorded[][] = []
  for (const event of log) {
    const before = acts.at(-1)?.at(-1)
    if (before && isSameAct(before, event)) acts.at(-1)?.push(event)
    else acts.push([event])
  }
  return acts
}

const isSameAct = (one: Event, other: Event): boolean =>
  other.type !== 'return.submitted' && one.at === other.at && one.cause === other.cause && sameActor(one, other)

/** A rule of the policy speaks within the act of whoever filed the return. */
const sameActor = ({ by }: Event, { by: other, rule }: Event): boolean =>
  (by.role === other.role && by.id === other.id) || (rule !== null && other.via === 'job')

/** The return as it stood at a moment, starting from how an act left it. */
const standingAt = (ret: Return, log: readonly Recorded[], after: number, at: Instant): Return =>
  log.filter(event => event.sequence > after && event.at < at).reduce<Return>((now, event) => evolve(now, event), ret)

/** What policy decided in the act of filing, and what deadlines have done. */
function byTheHouse(act: readonly Recorded[], { assessment }: Return): Foreseen[] {
  const [first] = act
  if (!first) return []
  const did = (rule: RuleId, { id, sequence, type }: Recorded, at: Instant): Foreseen[] => [
    { rule, outcome: 'acts', why: null, event: { id, sequence, type }, at },
  ]
  const kind = /^due:([a-z]+):/.exec(first.cause ?? '')?.[1] as DueKind | undefined
  if (kind) return did(first.type === 'due.neared' ? reminderRule(kind) : deadlineRule(kind), first, first.at)
  const decided = act.find(event => event.type === 'request.approved' || event.type === 'request.rejected')
  const rule = assessment.auto.rule
  return first.type === 'return.submitted' && decided && rule !== null && decided.rule === rule
    ? did(rule, first, decided.at)
    : []
}

/** What the clock has before it. */
const awaited = (ret: Return, { shop }: Around): Foreseen[] =>
  agenda(ret, shop).map(task => ({ rule: ruleOf(task), event: null, at: task.at, ...WAITS }))
