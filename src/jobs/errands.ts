/** The worker that does what acts have ordered outside the house, and reports back through an act. Safe to run twice, safe to be killed anywhere. */
import type { OrgId, RuleId } from '../core/ids.ts'
import { refused } from '../core/refusal.ts'
import type { Command, Outcome } from '../core/return/commands.ts'
import type { Payout } from '../core/return/return.ts'
import { epochMs, instantOf } from '../core/time.ts'
import { type Errand, finishErrand, orgsWithErrands, postponeErrand, takeErrands } from '../db/outside.ts'
import { act } from '../desk/act.ts'
import type { Desk } from '../desk/desk.ts'
import { findOne, type Seen } from '../desk/look.ts'
import type { Carrier } from '../outside/carrier.ts'
import type { FetchFile } from '../outside/foreign-file.ts'
import type { Gateway, RefundAnswer, RefundOrder } from '../outside/gateway.ts'
import { fetchAwaited } from './fetching.ts'
import { houseCaller } from './house-caller.ts'
import type { Log } from './log.ts'

export type Outside = {
  gateway: (name: string) => Gateway
  carrier: Carrier
  /** Where nobody fetches, photos that lie elsewhere stay awaited. */
  fetchFile?: FetchFile
}

const TAKEN_MS = 60_000
const CALL_MS = 30_000
const MOST_ATTEMPTS = 12
/** How many errands a process is on at a time. A provider that is slow keeps some of them busy, and not the house. */
const AT_ONCE = 8

export type Errands = {
  /** Sets out on what is due, as many as there are hands free, and gives how many that were; it does not wait for them to come back. */
  round(): Promise<number>
  /** False while a hand is free; else waits until somebody has come back. */
  handsAreFull(): Promise<boolean>
  /** Resolves when everybody has come back. */
  allAreBack(): Promise<void>
}

export function openErrands(desk: Desk, outside: Outside, { log, atOnce = AT_ONCE }: Options = {}): Errands {
  const out = new Set<Promise<void>>()

  const setOut = (errands: Errand[]): void => {
    const trip = inTurn(desk, outside, errands, log).finally(() => out.delete(trip))
    out.add(trip)
  }

  return {
    async round() {
      let started = 0
      const orgs = await orgsWithErrands(desk.db, desk.now())
      for (const [place, org] of orgs.entries()) {
        const free = atOnce - out.size
        if (free <= 0) break
        // Those who come later must find a hand free too.
        const share = Math.max(1, Math.floor(free / (orgs.length - place)))
        const until = instantOf(epochMs(desk.now()) + TAKEN_MS)
        const errands = await takeErrands(desk.db, org, desk.now(), until, share)
        for (const ofOne of Map.groupBy(errands, errand => errand.ret).values()) setOut(ofOne)
        started += errands.length
      }
      return started
    },
    async handsAreFull() {
      if (out.size < atOnce) return false
      await Promise.race(out)
      return true
    },
    allAreBack: async () => {
      await Promise.all(out)
    },
  }
}

type Options = { log?: Log; atOnce?: number }

/** One round over what is due, to its end; gives how much was done. */
export async function runErrands(desk: Desk, outside: Outside, options: Options = {}): Promise<number> {
  const errands = openErrands(desk, outside, options)
  const started = await errands.round()
  await errands.allAreBack()
  return started
}

/** Errands of the same return one after the other: each reports back to it. One that cannot even be put off is due again when its time is over. */
async function inTurn(desk: Desk, outside: Outside, errands: readonly Errand[], log: Log | undefined): Promise<void> {
  for (const errand of errands)
    await run(desk, outside, errand, log).catch((fault: Error) =>
      log?.error({ err: fault, ...about(errand) }, 'An errand broke off; it is tried again in a minute'),
    )
}

/** For the log. The cause leads back to whoever asked: a request of somebody's own, by its id. */
const about = ({ org, key, ret, attempts, body }: Errand) => ({
  org,
  errand: key,
  return: ret,
  attempt: attempts,
  cause: body.cause ?? null,
})

/** `again`: ask later. `over`: nothing more to do here. */
export type Result = { then: 'over' } | { then: 'again'; why: string } | { then: 'give_up'; why: string }

async function run(desk: Desk, outside: Outside, errand: Errand, log: Log | undefined): Promise<void> {
  const result = await attempt(desk, outside, errand).catch(
    (fault: Error): Result => ({ then: 'again', why: fault.message }),
  )
  if (result.then === 'over') {
    await finishErrand(desk.db, errand.org, errand.id, 'done', null)
    log?.info(about(errand), 'An errand was done')
  } else if (result.then === 'give_up' || errand.attempts >= MOST_ATTEMPTS) {
    log?.warn({ ...about(errand), why: result.why }, 'An errand was given up')
    await finishErrand(desk.db, errand.org, errand.id, 'given_up', result.why)
  } else
    await postponeErrand(
      desk.db,
      errand.org,
      errand.id,
      instantOf(epochMs(desk.now()) + pauseMs(errand.attempts)),
      result.why,
    )
}

/** Doubling from two seconds to a quarter of an hour, each apart by chance. */
const pauseMs = (attempts: number): number =>
  Math.min(2_000 * 2 ** (attempts - 1), 900_000) * (0.75 + Math.random() / 2)

async function attempt(desk: Desk, outside: Outside, errand: Errand): Promise<Result> {
  const seen = await findOne(desk, houseCaller(errand.org), errand.ret)
  if (refused(seen)) return { then: 'give_up', why: 'The return is gone.' }
  switch (errand.kind) {
    case 'refund':
      return refund(desk, outside, errand, seen)
    case 'label':
      return label(desk, outside, errand, seen)
    case 'file':
      return fetchAwaited(desk, outside.fetchFile, errand, AbortSignal.timeout(CALL_MS))
    default:
      return { then: 'give_up', why: `Nobody here does ${errand.kind}.` }
  }
}

/** Before the gateway is called the payout says `sent`, so that after a crash we know a call may have been made and ask before we call again. */
async function refund(desk: Desk, outside: Outside, errand: Errand, seen: Seen): Promise<Result> {
  const payout = seen.ret.payouts.find(known => known.id === errand.body.payout)
  if (!payout || payout.state === 'done' || payout.state === 'declined') return { then: 'over' }
  const gateway = outside.gateway(payout.gateway)
  if (gateway === 'by_hand') return { then: 'over' }
  const order = orderFor(seen, payout)
  const signal = AbortSignal.timeout(CALL_MS)
  if (payout.state !== 'planned') {
    const found = await gateway.find(order, signal)
    if (found.outcome !== 'absent') return report(desk, errand, payout, found)
  }
  if (payout.state === 'planned' && !(await settled(desk, errand, payout, { outcome: 'sent' })))
    return { then: 'again', why: 'The return was busy.' }
  const answer = await gateway
    .refund(order, signal)
    .catch((fault: Error): RefundAnswer => ({ outcome: 'unknown', why: fault.message }))
  return report(desk, errand, payout, answer)
}

const orderFor = ({ ret, order }: Seen, payout: Payout): RefundOrder => {
  const payment = order.payments.find(known => known.id === payout.payment)
  return {
    key: payout.key,
    amount: payout.amount,
    payment: payment ? { externalId: payment.externalId, gateway: payment.gateway } : null,
    order: { externalId: order.refs.externalId, number: order.refs.number },
    ret: { number: ret.number },
  }
}

async function report(desk: Desk, errand: Errand, payout: Payout, answer: RefundAnswer): Promise<Result> {
  switch (answer.outcome) {
    case 'unknown':
      await settled(desk, errand, payout, answer)
      return { then: 'again', why: answer.why }
    case 'sent':
      await settled(desk, errand, payout, answer)
      return { then: 'again', why: 'The provider has it and will finish later.' }
    default:
      return (await settled(desk, errand, payout, answer))
        ? { then: 'over' }
        : { then: 'again', why: 'The answer could not be written down.' }
  }
}

const settled = (desk: Desk, errand: Errand, payout: Payout, outcome: Outcome): Promise<boolean> =>
  tell(desk, errand.org, errand, { verb: 'settle', payout: payout.id, ...outcome })

async function label(desk: Desk, outside: Outside, errand: Errand, seen: Seen): Promise<Result> {
  const wish = seen.ret.labels.find(known => known.id === errand.body.label)
  if (!wish || wish.state !== 'ordered') return { then: 'over' }
  const answer = await outside.carrier.makeLabel(
    { key: errand.key, reference: wish.reference, from: wish.from, to: wish.to, ret: { number: seen.ret.number } },
    AbortSignal.timeout(CALL_MS),
  )
  switch (answer.outcome) {
    case 'by_hand':
      return { then: 'over' }
    case 'unknown':
      return { then: 'again', why: answer.why }
    case 'failed':
      return (await tell(desk, errand.org, errand, { verb: 'print', label: wish.id, failed: answer.why }))
        ? { then: 'over' }
        : { then: 'again', why: answer.why }
    default: {
      const { carrier, trackingNumber, label: made } = answer
      const told = await tell(desk, errand.org, errand, {
        verb: 'print',
        label: wish.id,
        made: { carrier, trackingNumber, label: made },
      })
      return told ? { then: 'over' } : { then: 'give_up', why: 'The label came too late.' }
    }
  }
}

/** What a rule ordered is the rule's doing when it arrives, which is what platforms' automatic flags tell. */
async function tell(desk: Desk, org: OrgId, errand: Errand, command: Command): Promise<boolean> {
  const options = { cause: `errand:${errand.key}`, rule: (errand.body.rule as RuleId | undefined) ?? null }
  return !refused(await act(desk, houseCaller(org), { ret: errand.ret }, [command], options))
}
