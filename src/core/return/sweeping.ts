/** What time itself does to a return: it reminds before a wait ends, and once it has ended lets happen what happens by itself. */
import { type Refusal, refuse } from '../refusal.ts'
import type { Shop } from '../shop.ts'
import { type Duration, earliest, type Instant, minus } from '../time.ts'
import type { Command } from './commands.ts'
import { DEADLINES, type Deadline, deadlines } from './deadlines.ts'
import type { DueKind, Return } from './return.ts'
import type { Tray } from './tray.ts'

/** One thing time will do. `at` is when; `until` is the deadline it is done for, of which it stands in the log. */
export type Task = { kind: DueKind; until: Instant; at: Instant; command: Command }

/** What a task gives as its cause, so that every event says which deadline made it happen. */
export const causeOf = ({ kind, until }: Pick<Task, 'kind' | 'until'>): string => `due:${kind}:${until}`

/**
 * When time next has something to do with a return; null while only people are awaited. Counted with the shop's reminders of today and
 * stored beside the return, so a change of that setting reaches returns under way when they next change.
 */
export const nextSweep = (ret: Return, shop: Shop, running: readonly Deadline[] = deadlines(ret)): Instant | null =>
  earliest(agenda(ret, shop, running).map(task => task.at))

/** Everything time will do to a return that stays as it is. */
export const agenda = (ret: Return, shop: Shop, running: readonly Deadline[] = deadlines(ret)): Task[] =>
  running.flatMap(deadline => tasksOf(ret, shop, deadline))

/**
 * What falls due by this moment, in the order of the deadlines. Each is to be judged on what the one before left, so ask again after every one.
 * A reminder nobody made in time is left out: it would speak of a deadline that has passed.
 */
export const dueTasks = (ret: Return, shop: Shop, at: Instant): Task[] =>
  agenda(ret, shop)
    .filter(task => task.at <= at && (task.at === task.until || at < task.until))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))

function tasksOf(ret: Return, shop: Shop, { kind, at: until, default: verb }: Deadline): Task[] {
  if (until === null) return []
  const { neared, passed } = ret.noticed?.[kind] ?? {}
  const lead = leadOf(shop, kind)
  const reminds = lead !== null && neared !== until && passed !== until
  const ends = verb !== null || passed !== until
  return [
    ...(reminds ? [{ kind, until, at: minus(until, lead), command: { verb: 'remind', kind } as const }] : []),
    ...(ends ? [{ kind, until, at: until, command: defaultOf(kind) }] : []),
  ]
}

/** How long before its end a wait is reminded of; null for never. A reminder that would come as soon as the wait begins says nothing new. */
export function leadOf(shop: Shop, kind: DueKind): Duration | null {
  // A shop that was founded before there were reminders has none.
  const lead = shop.reminders?.[kind] ?? null
  const length = shop.lengths[kind]
  return lead !== null && (length === null || lead.hours < length.hours) ? lead : null
}

/** What happens by itself when this wait is over. Where nothing does, it is told that it is over. */
export function defaultOf(kind: DueKind): Command {
  const verb = DEADLINES[kind].default
  switch (verb) {
    case null:
      return { verb: 'remind', kind }
    case 'cancel':
      return { verb, cause: 'evidence_missing' }
    case 'lapse':
      return { verb, kind: kind as 'offer' | 'evidence' | 'claim' }
    case 'expire':
    case 'refund':
      return { verb }
    default:
      throw new Error(`Nobody has said how ${verb} happens by itself.`)
  }
}

/**
 * Whoever acts because a deadline has passed must be right about it: it still runs, it is still the moment that was meant, and that moment is here.
 * Null when nothing stands in the way, or when the act has another cause.
 */
export function untimely(ret: Return, command: Command, tray: Tray): Refusal | null {
  const [, kind, until] = (tray.by.role === 'system' && /^due:([a-z]+):(.+)$/.exec(tray.cause ?? '')) || []
  if (kind === undefined || until === undefined) return null
  if (!deadlines(ret).some(deadline => deadline.kind === kind && deadline.at === until))
    return refuse('not_open', { sentence: 'This deadline was moved or is over; look at the return again.', kind })
  return command.verb === 'remind' ? null : tooEarly(until as Instant, tray)
}

/** Time does nothing before its time. A wait that has no end does not stand in the way: then somebody outside knows. */
export const tooEarly = (until: Instant | undefined, tray: Tray): Refusal | null =>
  until !== undefined && tray.at < until
    ? refuse('not_open', { sentence: `There is time until ${until}.`, until })
    : null
