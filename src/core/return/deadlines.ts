/** Every wait has an owner, a moment and a default: what happens by itself when nobody answers. */
import type { Role } from '../party.ts'
import { type Instant, plus } from '../time.ts'
import type { VerbName } from './commands.ts'
import type { Event } from './events.ts'
import { returned } from './quantities.ts'
import type { DueKind, Return } from './return.ts'
import { DUE_KINDS } from './return.ts'
import { newestOffer } from './strands/negotiation.ts'
import { strands } from './strands/strands.ts'
import type { Tray } from './tray.ts'
import { BEFORE_PICKUP, type Columns, GRANTED, holds, PAYABLE, QUIET, UNPAID, type Where } from './where.ts'

type Owner = 'merchant' | 'shopper' | 'arbiter'

/** `default` names the verb the clock issues; null only reminds. */
type Rule = { owner: (ret: Return) => Owner; runs: Where; also?: (ret: Return) => boolean; default: VerbName | null }

export const DEADLINES: Record<DueKind, Rule> = {
  answer: {
    owner: () => 'merchant',
    runs: { request: ['submitted'], ...QUIET, negotiation: ['none', 'awaiting_merchant', 'agreed', 'ended'] },
    default: null,
  },
  offer: {
    owner: ret => (newestOffer(ret)?.by === 'merchant' ? 'shopper' : 'merchant'),
    runs: { negotiation: ['awaiting_merchant', 'awaiting_shopper'] },
    default: 'lapse',
  },
  photos: { owner: () => 'shopper', runs: { request: ['submitted'] }, also: photosMissing, default: 'cancel' },
  ship: {
    owner: () => 'shopper',
    runs: {
      request: ['approved'],
      handling: ['send_back'],
      transit: BEFORE_PICKUP,
      receiving: ['awaited'],
      ...UNPAID,
      ...QUIET,
    },
    default: 'expire',
  },
  inspect: {
    owner: () => 'merchant',
    runs: [
      { request: ['approved'], ...UNPAID, ...QUIET, transit: ['delivered'] },
      { request: ['approved'], ...UNPAID, ...QUIET, receiving: ['not_needed', 'partial', 'received'] },
    ],
    default: 'refund',
  },
  evidence: { owner: () => 'merchant', runs: { evidence: ['due'] }, default: 'lapse' },
  verdict: { owner: () => 'arbiter', runs: { dispute: ['raised', 'judging'] }, default: null },
  claim: { owner: () => 'merchant', runs: { compensation: ['pending_request'] }, default: 'lapse' },
  goods: {
    owner: () => 'shopper',
    runs: { settlement: GRANTED, handling: ['send_back'], receiving: ['awaited', 'partial'] },
    default: null,
  },
  payout: {
    owner: () => 'merchant',
    runs: [{ settlement: ['ordered', 'failed'] }, { ...PAYABLE, settlement: ['due', 'part'] }],
    default: null,
  },
  arrival: {
    owner: () => 'merchant',
    runs: {
      request: ['approved'],
      ...UNPAID,
      ...QUIET,
      transit: ['in_transit', 'delivery_failed', 'lost'],
      receiving: ['awaited'],
    },
    default: null,
  },
}

export type Deadline = { kind: DueKind; owner: Owner; at: Instant | null; default: VerbName | null }

/** The waits that run now. `at` is null when the shop set no length: somebody is awaited, but nothing happens by itself. */
export function deadlines(ret: Return, columns: Columns = strands(ret)): Deadline[] {
  return DUE_KINDS.filter(kind => runs(kind, ret, columns)).map(kind => ({
    kind,
    owner: DEADLINES[kind].owner(ret),
    at: ret.due[kind] ?? null,
    default: DEADLINES[kind].default,
  }))
}

const runs = (kind: DueKind, ret: Return, columns: Columns): boolean =>
  holds(DEADLINES[kind].runs, columns) && (DEADLINES[kind].also?.(ret) ?? true)

/** Whose move it is: the owner of the deadline that ends first, of those that are looked at; waits without an end come last. */
export function turn(ret: Return, running: readonly Deadline[] = deadlines(ret)): Deadline | null {
  return running.toSorted((a, b) => ((a.at ?? '9') < (b.at ?? '9') ? -1 : 1))[0] ?? null
}

/** The moments that start now, counted with the shop's lengths of today. Kinds without a length set nothing. */
export function starting(tray: Tray, ...kinds: DueKind[]): Partial<Record<DueKind, Instant>> {
  const entries = kinds.flatMap(kind => {
    const length = tray.shop.lengths[kind]
    return length ? [[kind, plus(tray.at, length)] as const] : []
  })
  return Object.fromEntries(entries)
}

/**
 * Whatever began to wait with these events gets its moment here, unless a verb has set one itself: so no wait can be forgotten.
 * The moments stand on the last event, because only then is it clear what is waited for.
 */
export function timed(before: Return | null, events: Event[], after: Return, tray: Tray): Event[] {
  const last = events.at(-1)
  if (!last) return events
  const set = new Set(events.flatMap(event => Object.keys(event.due ?? {})))
  const waited = new Set(before ? deadlines(before).map(({ kind }) => kind) : [])
  const begun = deadlines(after)
    .map(({ kind }) => kind)
    .filter(kind => !waited.has(kind) && !set.has(kind))
  const moments = starting(tray, ...begun)
  return Object.keys(moments).length > 0
    ? [...events.slice(0, -1), { ...last, due: { ...last.due, ...moments } }]
    : events
}

/** The waits of an undisturbed request that begin anew when it comes back from somewhere: from a dispute, or from being closed. */
export function resuming(ret: Return, tray: Tray): Partial<Record<DueKind, Instant>> {
  const columns = strands(ret)
  return starting(tray, ...(['answer', 'photos', 'ship', 'inspect'] as const).filter(kind => runs(kind, ret, columns)))
}

/** Photos that policy wanted of a line and the shopper has not shown yet, neither with any of its pieces nor as evidence for the whole request. */
export function photosMissing(ret: Pick<Return, 'items' | 'assessment' | 'evidenceGiven'>): boolean {
  const shown = ret.evidenceGiven.some(
    given => given.side === 'shopper' && given.about === 'request' && given.media.length > 0,
  )
  if (shown) return false
  return ret.items.some(item => {
    const wanted = ret.assessment.lines.find(line => line.line === item.line)?.requires.includes('photo') ?? false
    return wanted && returned(item) > 0 && !ret.items.some(other => other.line === item.line && isShown(other))
  })
}

const isShown = ({ media }: Return['items'][number]): boolean => media.some(({ by }) => by === 'shopper')

/** Roles that may move for an owner of a deadline; lists can be asked for "mine". */
export const rolesOf: Record<Owner, readonly Role[]> = {
  merchant: ['owner', 'agent'],
  shopper: ['shopper'],
  arbiter: ['arbiter'],
}
