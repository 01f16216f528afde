/** The only way a return changes: lock, lay the tray, decide, and keep row, log, ledger and news together or not at all. */
import type { ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import { type Decision, decideAll, locksOf } from '../core/return/decide.ts'
import type { Recorded } from '../core/return/events.ts'
import { evolve } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import type { Tray } from '../core/return/tray.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { constraintOf } from '../db/fault.ts'
import { claimKey, rememberAnswer } from '../db/idempotency.ts'
import { eventsOf } from '../db/return-events.ts'
import { send } from '../db/send.ts'
import { type Transaction, transaction } from '../db/transaction.ts'
import { type Caller, keyOwner, missingScope, nothingHere, reachesOrder } from './caller.ts'
import type { Desk } from './desk.ts'
import { awaitFiles, type Foreign } from './foreign-files.ts'
import { hashOf } from './hash.ts'
import { keep } from './keep.ts'
import { type Laid, lay, type Target } from './lay.ts'
import { unknownFiles, useFiles } from './photos.ts'

export type ActOptions = {
  /** Idempotency: the same key and commands get the first answer again; the same key with others is refused. */
  key?: string
  /** Refused with `stale_version` when the return has moved on since. */
  expectedVersion?: number
  /** Works everything out and changes nothing; no lock is kept and no key is used up. */
  preview?: boolean
  /** Photos these commands name which lie elsewhere and are fetched afterwards. Their ids are new every time, so they do not go together with a key. */
  foreign?: readonly Foreign[]
  /** Whether the shopper is written of this: by the shop's settings when left out, even of what is told already when true. */
  notify?: boolean
  /** When what is filed was declared, if that was before now: a withdrawal counts from the moment it was received. */
  declaredAt?: Instant
  /** Set by automation. */
  rule?: Tray['rule']
  cause?: string | null
}

export type Acted = {
  ret: Return
  order: Order
  shop: Shop
  policy: Policy | null
  siblings: Return[]
  /** What this act made happen; empty when everything was so already. */
  events: Recorded[]
  /** The answer is the first one to this key. */
  replayed: boolean
}

/**
 * Carries out commands on one return, all or none. Refuses with the core's codes, `forbidden` and `not_found` for callers out of reach,
 * `stale_version`, `key_reused`, and `quantity_exceeded` or `payout_exceeds` when the database's own guard held after all.
 */
export async function act(
  desk: Desk,
  caller: Caller,
  target: Target,
  commands: readonly Command[],
  options: ActOptions = {},
): Promise<Acted | Refusal> {
  const barred = await notAllowed(desk, caller, commands, options)
  if (barred) return barred
  return attempt(desk, 1, (tx, [fetched]) => once(tx, desk, caller, target, commands, options, fetched as Fetched))
}

/** What one of several acts is about. */
export type Act = { target: Target; commands: readonly Command[]; options?: ActOptions }

/**
 * Several returns in one transaction, all or none: what is asked for over several orders is kept together or not at all. Name the targets in a fixed
 * order, so that two who do this at once do not wait for each other. A refusal names the place of the act it is about in `act`.
 */
export async function actTogether(desk: Desk, caller: Caller, acts: readonly Act[]): Promise<Acted[] | Refusal> {
  for (const [place, { commands, options = {} }] of acts.entries()) {
    const barred = await notAllowed(desk, caller, commands, options)
    if (barred) return refuse(barred.code, { ...barred.detail, act: place })
  }
  return attempt(desk, acts.length, async (tx, fetched) => {
    const all: Acted[] = []
    for (const [place, { target, commands, options = {} }] of acts.entries()) {
      const acted = await once(tx, desk, caller, target, commands, options, fetched[place] as Fetched).catch(answerOf)
      if (refused(acted)) throw new Undone(refuse(acted.code, { ...acted.detail, act: place }))
      all.push(acted)
    }
    return all
  })
}

/** A preview and a first answer given again keep nothing, so the acts beside them may go on. */
function answerOf(thrown: unknown): Acted | Refusal {
  if (thrown instanceof Undone) return thrown.answer
  throw thrown
}

async function notAllowed(
  desk: Desk,
  caller: Caller,
  commands: readonly Command[],
  { foreign = [] }: ActOptions,
): Promise<Refusal | null> {
  const denied = missingScope(caller, 'returns:write')
  if (denied) return denied
  const unwelcome = foreign.length > 0 ? missingScope(caller, 'files:write') : null
  return (
    unwelcome ??
    (await unknownFiles(
      desk,
      caller,
      commands,
      foreign.map(({ file }) => file),
    ))
  )
}

const SAME_NUMBER = 'returns_org_id_number_key'
const MOST_NUMBERS = 3

/** Numbers for people are short and drawn by chance: once in a very long while one is taken already, and another one is drawn. */
async function attempt<T extends Acted | Acted[]>(
  desk: Desk,
  acts: number,
  work: (tx: Transaction, fetched: Fetched[]) => Promise<T>,
  drawn = 1,
): Promise<T | Refusal> {
  const fetched = Array.from({ length: acts }, (): Fetched => ({ shop: null, rest: [] }))
  try {
    const acted = await transaction(desk.db, tx => work(tx, fetched), { retries: 5 })
    for (const { shop, rest } of fetched) if (shop !== null) desk.serials.keep(shop, rest)
    return acted
  } catch (thrown) {
    if (thrown instanceof Undone) return thrown.answer as T | Refusal
    if (constraintOf(thrown) === SAME_NUMBER && drawn < MOST_NUMBERS) return attempt(desk, acts, work, drawn + 1)
    const guarded = guardOf(thrown)
    if (guarded) return guarded
    throw thrown
  }
}

/** A block of numbers the last attempt took; it exists only if that attempt is kept. */
type Fetched = { shop: ShopId | null; rest: number[] }

/** Ends a transaction without keeping anything, and still gives an answer. */
class Undone extends Error {
  readonly answer: Acted | Refusal

  constructor(answer: Acted | Refusal) {
    super('Nothing is kept of this transaction.')
    this.answer = answer
  }
}

async function once(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  target: Target,
  commands: readonly Command[],
  options: ActOptions,
  fetched: Fetched,
): Promise<Acted> {
  const at = desk.now()
  const keyed =
    options.key !== undefined && !options.preview
      ? { key: options.key, hash: hashOf({ target, commands, expectedVersion: options.expectedVersion ?? null }) }
      : null
  const claim = keyed ? claimKey(tx, caller.org, keyOwner(caller), keyed.key, keyed.hash, at) : Promise.resolve(null)
  const laying = lay(tx, caller.org, target, options.preview ? new Set() : locksOf(commands), commands, {
    locked: !options.preview,
  })

  const [known, laid] = await Promise.all([claim, laying])
  if (known) throw new Undone(await replay(tx, caller, known, keyed?.hash ?? ''))
  if (laid === null || !reachesOrder(caller, laid.shop.id, laid.order.id))
    throw new Undone(nothingHere('ret' in target ? 'return' : 'order'))
  const stale = staleness(laid.ret, options.expectedVersion)
  if (stale) throw new Undone(stale)

  const birth = laid.ret === null ? await birthOf(tx, desk, laid, options.preview ?? false, fetched) : null
  const decision = decideAll(laid.ret, commands, trayOf(desk, caller, laid, birth, at, options))
  if (refused(decision)) throw new Undone(decision)
  const acted = actedOf(desk, laid, decision)
  const { events } = acted
  if (options.preview) throw new Undone(acted)

  awaitFiles(tx, desk, caller, decision.ret, options.foreign ?? [], options.cause ?? null)
  const gone = await useFiles(tx, desk, caller.org, commands)
  if (gone) throw new Undone(gone)
  if (events.length > 0) await keep(tx, desk, laid, decision.ret, events, options.notify)
  if (keyed)
    send(
      rememberAnswer(tx, caller.org, keyOwner(caller), keyed.key, {
        ret: decision.ret.id,
        version: decision.ret.version,
        events: events.length,
      } satisfies Answer),
    )
  return acted
}

const actedOf = (desk: Desk, { ret, order, shop, policy, siblings }: Laid, decision: Decision): Acted => ({
  ret: decision.ret,
  order,
  shop,
  policy,
  siblings,
  events: recorded(ret, decision, desk),
  replayed: false,
})

/**
 * What lies before an act, read once and without locks, so that any number of ways to do it can be tried out side by side. Refuses like `act` does before it
 * decides.
 */
export async function layTrial(
  desk: Desk,
  caller: Caller,
  target: Target,
  commands: readonly Command[],
): Promise<Laid | Refusal> {
  const barred = await notAllowed(desk, caller, commands, {})
  if (barred) return barred
  const laid = await lay(desk.db, caller.org, target, new Set(), commands, { locked: false })
  return laid !== null && reachesOrder(caller, laid.shop.id, laid.order.id)
    ? laid
    : nothingHere('ret' in target ? 'return' : 'order')
}

/** What an act would do: the same decision on the same tray as in `act`, which with `preview` reads everything anew. Nothing is kept. */
export function tryOut(desk: Desk, caller: Caller, laid: Laid, commands: readonly Command[]): Acted | Refusal {
  const birth = laid.ret === null ? { id: desk.fresh<ReturnId>(), serial: 0, number: desk.rma() } : null
  const decision = decideAll(laid.ret, commands, trayOf(desk, caller, laid, birth, desk.now(), {}))
  return refused(decision) ? decision : actedOf(desk, laid, decision)
}

/** What is remembered under a key is small: the return as it was then is folded again from its log. */
export type Answer = { ret: ReturnId; version: number; events: number }

async function replay(
  tx: Transaction,
  caller: Caller,
  known: { hash: string; answer: unknown },
  hash: string,
): Promise<Acted | Refusal> {
  if (known.hash !== hash)
    return refuse('key_reused', {
      sentence: 'This idempotency key was used for another request; take a new key for this one.',
    })
  const answer = known.answer as Answer
  const [log, laid] = await Promise.all([
    eventsOf(tx, caller.org, answer.ret, { upTo: answer.version }),
    lay(tx, caller.org, { ret: answer.ret }, new Set(), [], { locked: false }),
  ])
  if (laid === null || !reachesOrder(caller, laid.shop.id, laid.order.id)) return nothingHere('return')
  const ret = log.reduce<Return | null>((now, { sequence: _sequence, id: _id, ...event }) => evolve(now, event), null)
  return { ...laid, ret: ret as Return, events: log.slice(log.length - answer.events), replayed: true }
}

function staleness(ret: Return | null, expected: number | undefined): Refusal | null {
  if (expected === undefined || ret === null || ret.version === expected) return null
  return refuse('stale_version', {
    sentence: `The return is at version ${ret.version} now, not ${expected}; read it again and decide on what it says.`,
    version: ret.version,
    request: ret.request.state,
  })
}

function trayOf(
  desk: Desk,
  caller: Caller,
  laid: Laid,
  birth: Tray['birth'],
  at: Tray['at'],
  options: ActOptions,
): Tray {
  return {
    at: laid.ret !== null && laid.ret.updatedAt > at ? laid.ret.updatedAt : at,
    by: caller.actor,
    rule: options.rule ?? null,
    cause: options.cause ?? null,
    ...(options.declaredAt && { declaredAt: options.declaredAt }),
    order: laid.order,
    shop: laid.shop,
    policy: laid.policy,
    ledger: laid.ledger,
    payments: laid.payments,
    siblings: laid.siblings,
    history: laid.history,
    strays: laid.strays,
    birth,
    fresh: desk.fresh,
  }
}

function recorded(before: Return | null, decision: Decision, desk: Desk): Recorded[] {
  const first = (before?.version ?? 0) + 1
  return decision.events.map((event, place) => ({ ...event, id: desk.fresh(), sequence: first + place }))
}

/** A new return's id and numbers. Numbers come in blocks, so that filing returns does not queue up at one row; a preview uses none up. */
async function birthOf(
  tx: Transaction,
  desk: Desk,
  { shop }: Laid,
  preview: boolean,
  fetched: Fetched,
): Promise<NonNullable<Tray['birth']>> {
  fetched.shop = null
  return {
    id: desk.fresh(),
    serial: preview ? 0 : (desk.serials.take(shop.id) ?? (await fetchSerial())),
    number: desk.rma(),
  }

  async function fetchSerial(): Promise<number> {
    const { first, rest } = await desk.serials.fetch(tx, shop.org, shop.id)
    Object.assign(fetched, { shop: shop.id, rest })
    return first
  }
}

/** The last line of defence: what the core judged by facts is judged once more by the database. */
function guardOf(thrown: unknown): Refusal | null {
  switch (constraintOf(thrown)) {
    case 'sold_no_piece_twice':
      return refuse('quantity_exceeded', {
        sentence: 'Somebody else spoke for these pieces at the same moment; ask again for what is left.',
      })
    case 'payments_not_over_refunded':
      return refuse('payout_exceeds', {
        sentence: 'More would go back than was taken; read the return again and refund what is left.',
      })
    default:
      return null
  }
}
