/** A return that was filed, filed again under another policy: what would be answered, and what it would come to. */
import type { PartKind } from '../figure.ts'
import { money } from '../money.ts'
import type { Order } from '../order/order.ts'
import { type Refusal, refused } from '../refusal.ts'
import type { Commands } from '../return/commands.ts'
import { evolve } from '../return/evolve.ts'
import type { Return } from '../return/return.ts'
import type { Tray } from '../return/tray.ts'
import { submit } from '../return/verbs/submit.ts'
import { inAll } from '../worth/quote.ts'
import type { Bench, Wish } from './assess.ts'
import type { Policy } from './policy.ts'
import { type Asking, filingRules } from './simulate-rules.ts'
import type { Change, FiledVerdict, Sides } from './simulation.ts'

export function askedAgain(
  asking: Asking,
  sides: Sides,
): { before: FiledVerdict; after: FiledVerdict; what: Change[]; rules: string[] } {
  const [before, after] = [verdictUnder(asking, sides.before), verdictUnder(asking, sides.after)]
  const what = changes(before, after)
  return {
    before,
    after,
    what,
    rules: what.length > 0 ? filingRules(asking, wishOf(asking.ret), sides, { before, after }, what) : [],
  }
}

function changes(before: FiledVerdict, after: FiledVerdict): Change[] {
  const [wasRefused, isRefused] = [before.refusals.length > 0, after.refusals.length > 0]
  if (wasRefused && isRefused) {
    const codes = ({ refusals }: FiledVerdict) => refusals.map(one => one.code).join()
    return codes(before) === codes(after) ? [] : ['why_not']
  }
  const isTaken = !(wasRefused || isRefused)
  return [
    ...(wasRefused === isRefused ? [] : ([isRefused ? 'refused' : 'allowed'] as const)),
    ...(isTaken && before.decision !== after.decision ? (['decision'] as const) : []),
    ...(before.total.amountMinor === after.total.amountMinor ? [] : (['money'] as const)),
    ...(isTaken && before.requires.join() !== after.requires.join() ? (['terms'] as const) : []),
  ]
}

function verdictUnder({ ret, order, bench }: Asking, policy: Policy | null): FiledVerdict {
  const tray = trayFor(ret, order, bench(policy))
  const filed = filedWith(argsOf(ret), tray)
  return refused(filed) ? refusedVerdict(filed, order) : verdictOf(filed, tray)
}

function refusedVerdict(no: Refusal, { currency }: Order): FiledVerdict {
  const nothing = money(0, currency)
  return {
    refusals: reasonsOf(no),
    decision: null,
    requires: [],
    total: nothing,
    fees: nothing,
    bonus: nothing,
    method: null,
  }
}

/** Whoever finds that their way back is no longer on offer takes the first that is. */
function filedWith(args: Commands['submit'], tray: Tray): Return | Refusal {
  const events = submit.decide(args, tray)
  if (refused(events))
    return events.code === 'method_unavailable' && args.method
      ? filedWith({ ...args, method: undefined }, tray)
      : events
  return events.reduce<Return | null>(evolve, null) as Return
}

/**
 * The wishes of the filer as they were, judged as strictly as if the shopper had filed them alone. Who is asked for a comment writes one, so that only
 * being asked is a difference.
 */
const argsOf = (ret: Return): Commands['submit'] => ({
  items: ret.items.map(item => ({
    line: item.line,
    quantity: item.asked,
    reason: {
      code: item.reason.code,
      text: item.reason.text,
      sub: item.reason.sub,
      comment: item.reason.comment?.trim() || ASKED_FOR,
    },
    handling: item.handling,
    resolution: item.resolution,
    media: item.media.map(one => one.id),
    serials: item.serials,
    ...(item.kit && { kitWhole: item.kit.whole }),
  })),
  ...(ret.method && { method: ret.method.type }),
  lane: ret.lane,
  kind: ret.kind,
  inspector: ret.inspector,
  comment: ret.comment,
  binding: true,
  shownBy: 'shopper',
})

const ASKED_FOR = '–'

const wishOf = (ret: Return): Wish => ({
  items: argsOf(ret).items,
  method: ret.method?.type ?? null,
  lane: ret.lane,
  kind: ret.kind,
})

function trayFor(ret: Return, order: Order, bench: Bench): Tray {
  let made = 0
  return {
    ...bench,
    by: ret.filedBy,
    rule: null,
    cause: null,
    order,
    payments: order.payments.map(({ id, captured }) => ({ id, captured, spoken: money(0, captured.currency) })),
    strays: [],
    birth: { id: ret.id, serial: ret.serial, number: ret.number },
    fresh: <I extends string>() => `simulated-${++made}` as I,
  }
}

function reasonsOf({ code, detail }: Refusal): FiledVerdict['refusals'] {
  const reasons = (detail.reasons ?? []) as { code: string; sentence: string }[]
  const told = reasons.map(({ code: word, sentence }) => ({ code: word, sentence }))
  return told.length > 0 ? told : [{ code, sentence: detail.sentence ?? code }]
}

function verdictOf(ret: Return, tray: Tray): FiledVerdict {
  const { currency } = tray.order
  const rejected = ret.request.state === 'rejected'
  const { parts, total } = inAll(ret, tray)
  const of = (...kinds: PartKind[]): number =>
    rejected
      ? 0
      : parts.reduce((all, part) => (kinds.includes(part.kind) ? all + part.amount.presentment.amountMinor : all), 0)
  return {
    refusals: [],
    decision: rejected ? 'reject' : ret.request.state === 'approved' ? 'approve' : 'person',
    requires: [...new Set(ret.assessment.lines.flatMap(line => line.requires))].toSorted(),
    total: rejected ? money(0, currency) : total.presentment,
    fees: money(0 - of('restocking_fee', 'return_cost', 'deduction'), currency),
    bonus: money(of('bonus'), currency),
    method: ret.method ? { type: ret.method.type, cost: ret.method.cost.total.presentment } : null,
  }
}
