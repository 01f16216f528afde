/** The table of everything that may be done to a return, and the one way to ask for it. */
import type { Role } from '../party.ts'
import { type Refusal, type RefusalCode, refuse, refused } from '../refusal.ts'
import type { Shop } from '../shop.ts'
import type { Command, VerbName } from './commands.ts'
import { deadlines, timed } from './deadlines.ts'
import type { Event } from './events.ts'
import { evolveAll } from './evolve.ts'
import { laidAgain } from './laid-again.ts'
import type { Return } from './return.ts'
import { strands } from './strands/strands.ts'
import { untimely } from './sweeping.ts'
import type { Tray } from './tray.ts'
import { type Lock, type Verb, whereFor } from './verb.ts'
import { VERBS } from './verbs/verbs.ts'
import { COLUMN_NAMES, type Column, type Columns, holds, rowsOf, type Where } from './where.ts'

export type Decision = { events: Event[]; ret: Return }

/** What one command makes of a return: what happened and how it stands afterwards, or why not. Nothing is changed by asking. */
export function decide(ret: Return | null, command: Command, tray: Tray): Decision | Refusal {
  const verb = VERBS[command.verb] as Verb<VerbName>
  if (ret === null)
    return command.verb === 'submit'
      ? filed(command, tray)
      : refuse('not_found', { sentence: 'There is no such return.' })
  if (command.verb === 'submit')
    return refuse('not_open', { sentence: 'This return has been filed already; amend it, or file another one.' })
  const where = whereFor(verb, tray.by.role, tray.shop.bench)
  if (where === null)
    return refuse('forbidden', { sentence: `The role ${tray.by.role} may not ${command.verb}.`, role: tray.by.role })
  const columns = strands(ret)
  if (!holds(where, columns)) return closed(ret, command.verb, where, columns, tray)
  const events = untimely(ret, command, tray) ?? verb.decide(ret, command, tray)
  return refused(events) ? events : decided(ret, events, tray)
}

function filed(command: Command<'submit'>, tray: Tray): Decision | Refusal {
  const { role } = tray.by
  if (whereFor(VERBS.submit, role, tray.shop.bench) === null)
    return refuse('forbidden', { sentence: `The role ${role} may not file returns.`, role })
  const events = VERBS.submit.decide(command, tray)
  return refused(events) ? events : decided(null, events, tray)
}

function decided(before: Return | null, events: Event[], tray: Tray): Decision {
  if (events.length === 0 && before !== null) return { events, ret: before }
  const told = timed(before, events, evolveAll(before, events), tray)
  return { events: told, ret: evolveAll(before, told) }
}

/** Several commands, all or none; each sees the return, the ledger and the payments as the ones before left them. */
export function decideAll(ret: Return | null, commands: readonly Command[], tray: Tray): Decision | Refusal {
  let now = ret
  let laid = tray
  const events: Event[] = []
  for (const [place, command] of commands.entries()) {
    const decision = decide(now, command, laid)
    if (refused(decision))
      return commands.length > 1
        ? refuse(decision.code, { ...decision.detail, command: place, verb: command.verb })
        : decision
    laid = laidAgain(laid, now, decision.ret, decision.events)
    now = decision.ret
    events.push(...decision.events)
  }
  return now === null
    ? refuse('invalid', { path: 'commands', sentence: 'Name at least one command.' })
    : { events, ret: now }
}

/** What a role may do now. The same maps answer refusals, the API's `allowed` and the buttons of every page. */
export function allowed(ret: Return, role: Role, bench: Shop['bench']): VerbName[] {
  const columns = strands(ret)
  return (Object.keys(VERBS) as VerbName[]).filter(name => {
    if (name === 'submit') return false
    const where = whereFor(VERBS[name], role, bench)
    return where !== null && holds(where, columns)
  })
}

export const locksOf = (commands: readonly Command[]): Set<Lock> =>
  new Set(commands.flatMap(command => VERBS[command.verb].locks))

/** Says which fact stands in the way: the first column whose change alone would open the verb names the code. */
function closed(ret: Return, name: VerbName, where: Where, columns: Columns, tray: Tray): Refusal {
  const blocking = BLOCKING.find(column => opensWithout(column, where, columns))
  const waits = deadlines(ret, columns).map(({ kind, owner, at }) => ({ kind, owner, until: at }))
  return refuse(blocking ? codeFor(blocking, columns) : 'not_open', {
    sentence: `${sentenceFor(blocking, columns)} ${openInstead(allowed(ret, tray.by.role, tray.shop.bench))}`,
    verb: name,
    role: tray.by.role,
    state: Object.fromEntries(COLUMN_NAMES.slice(0, 9).map(column => [column, columns[column]])),
    allowed: allowed(ret, tray.by.role, tray.shop.bench),
    waits,
  })
}

const BLOCKING: readonly Column[] = [
  'dispute',
  'settlement',
  'negotiation',
  'receiving',
  'transit',
  'request',
  'evidence',
  'compensation',
  'handling',
]

const opensWithout = (column: Column, where: Where, columns: Columns): boolean =>
  rowsOf(where).some(row => row[column] !== undefined && holds({ ...row, [column]: undefined }, columns))

function codeFor(column: Column, columns: Columns): RefusalCode {
  switch (column) {
    case 'dispute':
      return columns.dispute === 'raised' || columns.dispute === 'judging' ? 'disputed' : 'not_open'
    case 'settlement':
      if (columns.settlement === 'none') return 'not_open'
      if (columns.settlement === 'elsewhere') return 'settled_elsewhere'
      return columns.settlement === 'ordered' ? 'payout_in_flight' : 'already_granted'
    case 'negotiation':
      return columns.negotiation === 'awaiting_shopper' || columns.negotiation === 'awaiting_merchant'
        ? 'own_offer'
        : 'no_offer'
    case 'evidence':
      return columns.evidence === 'overdue' ? 'evidence_overdue' : 'not_open'
    case 'receiving':
      return columns.receiving === 'partial' || columns.receiving === 'received' ? 'goods_received' : 'not_open'
    default:
      return 'not_open'
  }
}

const SENTENCES: Partial<Record<RefusalCode, string>> = {
  disputed: 'The dispute has to end first.',
  settled_elsewhere: 'The money went another way; lift that mark first.',
  payout_in_flight: 'A payout is under way; wait for its answer.',
  already_granted: 'Money has been promised already.',
  own_offer: 'The other side has to answer this offer.',
  no_offer: 'No offer is waiting for an answer.',
  evidence_overdue: 'The time to prove something is over.',
  goods_received: 'Goods have been counted in already.',
}

function sentenceFor(column: Column | undefined, columns: Columns): string {
  if (column === undefined) return `This cannot be done while the request is ${columns.request}.`
  return SENTENCES[codeFor(column, columns)] ?? `This cannot be done while ${column} is ${columns[column]}.`
}

const openInstead = (verbs: readonly VerbName[]): string =>
  verbs.length > 0 ? `Open now: ${verbs.join(', ')}.` : 'Nothing is open to this role now.'
