/** The hand of the clock: for every return whose time has come it issues what happens by itself, as anybody else would, through `act`. */
import { ruleOf } from '../core/automation/built-in.ts'
import type { OrgId } from '../core/ids.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { agenda, causeOf, dueTasks, nextSweep, type Task } from '../core/return/sweeping.ts'
import type { Shop } from '../core/shop.ts'
import { earliest, epochMs, type Instant, instantOf } from '../core/time.ts'
import { DbFault } from '../db/fault.ts'
import { type Due, putOffSweep, returnsToSweep } from '../db/sweeps.ts'
import { act } from '../desk/act.ts'
import type { Desk } from '../desk/desk.ts'
import { atMost } from './at-most.ts'
import { houseCaller } from './house-caller.ts'
import type { Log } from './log.ts'

/** A part of one organisation's due returns at a time, so that a large one does not keep the small ones waiting. */
const BATCH = 200
const AT_ONCE = 4

/** `done`: what was looked at; `more`: whether some is left for the next turn. */
export type Swept = { done: number; more: boolean }

/**
 * Sweeps a batch of one organisation. Several may sweep at once, and a person may act at the same moment: every act names the version it
 * looked at, so one wins, the others find nothing left to do, and nothing happens twice.
 */
export async function sweepOrg(
  desk: Desk,
  org: OrgId,
  { log, limit = BATCH, signal }: { log?: Log; limit?: number; signal?: AbortSignal } = {},
): Promise<Swept> {
  const due = await returnsToSweep(desk.db, org, desk.now(), limit)
  await atMost(AT_ONCE, due, async one => {
    if (!signal?.aborted) await sweepOne(desk, one, log)
  })
  return { done: due.length, more: due.length === limit }
}

/** A fault in one return must not keep the others from their turn; a database that is gone is everybody's. */
async function sweepOne(desk: Desk, due: Due, log: Log | undefined): Promise<void> {
  try {
    await happen(desk, due, log)
  } catch (fault) {
    if (fault instanceof DbFault && fault.kind !== 'defect') throw fault
    log?.error(
      { return: due.ret.id, err: fault },
      'What should happen by itself to a return went wrong; it is tried again later',
    )
    await putOffSweep(desk.db, due.ret, again(due.ret, dueTasks(due.ret, due.shop, desk.now()), desk.now()))
  }
}

/** One task after the other, each judged on what the one before left. What is refused is passed over and put off. */
async function happen(desk: Desk, { ret: found, shop }: Due, log: Log | undefined): Promise<void> {
  const passedOver: Task[] = []
  let ret = found
  for (let task = nextTask(); task !== undefined; task = nextTask()) {
    const answer = await act(desk, houseCaller(ret.org), { ret: ret.id }, [task.command], {
      expectedVersion: ret.version,
      cause: causeOf(task),
      rule: ruleOf(task),
    })
    if (refused(answer) && answer.code === 'stale_version') return
    if (refused(answer)) tell(log, ret, task, answer)
    if (refused(answer) || answer.events.length === 0) passedOver.push(task)
    else ret = answer.ret
  }
  if (passedOver.length > 0) await putOffSweep(desk.db, ret, lookAgain(ret, shop, passedOver, desk.now()))
  else if (ret === found) await putOffSweep(desk.db, ret, nextSweep(ret, shop))

  function nextTask(): Task | undefined {
    return without(passedOver, dueTasks(ret, shop, desk.now()))[0]
  }
}

const without = (passedOver: readonly Task[], tasks: readonly Task[]): Task[] =>
  tasks.filter(
    ({ kind, until, at }) => !passedOver.some(task => task.kind === kind && task.until === until && task.at === at),
  )

const tell = (log: Log | undefined, ret: Return, { kind, until, command }: Task, { code, detail }: Refusal): void =>
  log?.warn(
    { return: ret.id, number: ret.number, kind, until, verb: command.verb, code, sentence: detail.sentence },
    'What should happen by itself after a deadline was refused; it is tried again later',
  )

/** What was refused comes again after a pause; everything else when it falls due. */
const lookAgain = (ret: Return, shop: Shop, passedOver: readonly Task[], now: Instant): Instant | null =>
  earliest([again(ret, passedOver, now), ...agenda(ret, shop).flatMap(task => (task.at > now ? [task.at] : []))])

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** The pause grows from a minute to a day: as long again as nothing has helped. A return that changes is looked at anew by itself. */
function again(ret: Return, tasks: readonly Task[], now: Instant): Instant {
  const since = [ret.updatedAt, ...tasks.map(task => task.until)]
    .filter(at => at <= now)
    .sort()
    .at(-1)
  const vainMs = since === undefined ? 0 : epochMs(now) - epochMs(since)
  return instantOf(epochMs(now) + Math.min(Math.max(vainMs, MINUTE_MS), DAY_MS))
}
