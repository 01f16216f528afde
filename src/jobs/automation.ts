/** Rules of automation whose moment has come: each is judged once more, carried out through `act` as anybody's commands are, and written into the log. */
import { causeOf } from '../core/automation/firing.ts'
import { judge } from '../core/automation/judge.ts'
import { nameOn, ruleNamed } from '../core/automation/rules.ts'
import type { OrgId } from '../core/ids.ts'
import type { Actor } from '../core/party.ts'
import { type RefusalCode, refused } from '../core/refusal.ts'
import { epochMs, instantOf } from '../core/time.ts'
import {
  finishFiring,
  happenedFor,
  type Outcome,
  orgsWithFirings,
  postponeFiring,
  type StoredFiring,
  takeFirings,
  timesActed,
} from '../db/automation.ts'
import { DbFault } from '../db/fault.ts'
import { act } from '../desk/act.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { findOne, type Seen } from '../desk/look.ts'
import { atMost } from './at-most.ts'
import { houseCaller } from './house-caller.ts'
import type { Log } from './log.ts'

const TAKEN_MS = 60_000
/** A part of one organisation's due rules at a time, so that a large one does not keep the small ones waiting. */
const BATCH = 50
const AT_ONCE = 4
const MOST_ATTEMPTS = 10
/** How often somebody may be quicker than we are before we come back later. */
const MOST_TRIES = 5

export type AutomationOptions = { log?: Log; limit?: number }

/** One round over what is due, to its end; gives how many rules it was about. Any number of workers may be at it. */
export async function runAutomations(desk: Desk, { log, limit = BATCH }: AutomationOptions = {}): Promise<number> {
  let done = 0
  for (const org of await orgsWithFirings(desk.db, desk.now())) {
    const until = instantOf(epochMs(desk.now()) + TAKEN_MS)
    const taken = await takeFirings(desk.db, org, desk.now(), until, limit)
    const ofEach = [...Map.groupBy(taken, firing => firing.ret).values()]
    await atMost(AT_ONCE, ofEach, firings => inTurn(desk, firings, log))
    done += taken.length
  }
  return done
}

/** One after the other: each finds the return as the one before left it. */
async function inTurn(desk: Desk, firings: readonly StoredFiring[], log: Log | undefined): Promise<void> {
  for (const firing of firings) await carryOut(desk, firing, log)
}

/** A fault in one return must not keep the others from their turn; a database that is gone is everybody's. */
async function carryOut(desk: Desk, firing: StoredFiring, log: Log | undefined): Promise<void> {
  try {
    const outcome = await attempt(desk, firing, log)
    if (outcome === null) await later(desk, firing, 'The return was busy.')
    else await finishFiring(desk.db, firing, outcome, desk.now())
  } catch (fault) {
    if (fault instanceof DbFault && fault.kind !== 'defect') throw fault
    log?.error({ err: fault, ...about(firing) }, 'A rule of automation went wrong; it is tried again later')
    await later(desk, firing, (fault as Error).message)
  }
}

const about = ({ org, ret, rule, event, attempts }: StoredFiring) => ({
  org,
  return: ret,
  rule,
  event: event.id,
  attempt: attempts,
})

async function later(desk: Desk, firing: StoredFiring, why: string): Promise<void> {
  if (firing.attempts >= MOST_ATTEMPTS) {
    await finishFiring(desk.db, firing, { state: 'given_up', why }, desk.now())
    return
  }
  const pauseMs = Math.min(1_000 * 2 ** (firing.attempts - 1), 600_000)
  await postponeFiring(desk.db, firing, instantOf(epochMs(desk.now()) + pauseMs), why)
}

/**
 * What came of it; null when others were quicker again and again. The act names the version it was judged on, and before that the return's own log is asked
 * whether this was done already, so a worker that died after acting, or that was only slow, leads to nothing twice.
 */
async function attempt(desk: Desk, firing: StoredFiring, log: Log | undefined): Promise<Outcome | null> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const seen = await findOne(desk, houseCaller(firing.org), firing.ret)
    if (refused(seen)) return { state: 'given_up', code: seen.code, why: 'The return is gone.' }
    const rule = nameOn({ id: firing.rule }, seen.ret)
    const done = await happenedFor(desk.db, firing, { rule, cause: causeOf(firing), after: firing.event.sequence })
    if (done.length > 0) return { state: 'done', happened: done }
    const outcome = await actOn(desk, firing, seen, await timesActed(desk.db, firing), log)
    if (outcome !== null) return outcome
  }
  return null
}

/** Refusals are final but for those that say: another time. */
const ANOTHER_TIME: readonly RefusalCode[] = ['stale_version', 'busy']

async function actOn(
  desk: Desk,
  firing: StoredFiring,
  seen: Seen,
  times: number,
  log: Log | undefined,
): Promise<Outcome | null> {
  const rule = ruleNamed(firing.rule, seen.ret, seen.shop)
  const judgement = judge(rule, firing, seen.ret, seen, times)
  if (judgement.then === 'pass') return { state: 'passed_over', why: judgement.why }
  const preview = rule?.state === 'dry_run'
  const answer = await act(desk, callerFor(firing.org, judgement.by), { ret: firing.ret }, judgement.commands, {
    expectedVersion: seen.ret.version,
    rule: nameOn({ id: firing.rule }, seen.ret),
    cause: causeOf(firing),
    preview,
  })
  if (refused(answer) && ANOTHER_TIME.includes(answer.code)) return null
  if (judgement.then === 'stop') {
    log?.warn({ ...about(firing), why: judgement.why }, 'A rule of automation was stopped')
    return { state: 'stopped', why: judgement.why }
  }
  if (refused(answer))
    return { state: preview ? 'tried' : 'refused', code: answer.code, why: answer.detail.sentence ?? answer.code }
  return { state: preview ? 'tried' : 'done', happened: answer.events.map(event => event.type) }
}

/** The house, or the merchant whose rule it is: it may what that role may, in one organisation. */
const callerFor = (org: OrgId, actor: Actor): Caller => ({
  org,
  actor,
  scopes: new Set(SCOPES_OF[actor.role]),
  shops: null,
  orders: null,
})
