/** One purchase and everything that came of it, forgotten in one transaction: order, returns, events, photos, and every row that repeats them. */
import type { OrderId, OrgId, ReturnId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import { filesNamed } from '../core/privacy/files-named.ts'
import { type OpenMatter, openMatters } from '../core/privacy/open-matters.ts'
import {
  eventWithoutPerson,
  orderWithoutPerson,
  returnWithoutPerson,
  strayWithoutPerson,
} from '../core/privacy/without-person.ts'
import type { Recorded } from '../core/return/events.ts'
import { evolveAll } from '../core/return/evolve.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { forgetCodes } from '../db/codes.ts'
import { takeDraftsOf } from '../db/drafts.ts'
import { answersHolding, forgetAround, lockReturnsOf, markErased, rewriteEvents, straysMatched } from '../db/erasure.ts'
import { withdrawFiles } from '../db/files.ts'
import { rememberAnswer } from '../db/idempotency.ts'
import { forgetMails } from '../db/mails.ts'
import { findPurchase, ledgerOf, lockOrder, saveOrder } from '../db/orders.ts'
import { eventsOf } from '../db/return-events.ts'
import { send } from '../db/send.ts'
import { updateStray } from '../db/strays.ts'
import { type Transaction, transaction } from '../db/transaction.ts'
import { forgetWithdrawals } from '../db/withdrawals.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { keep } from './keep.ts'
import { note } from './once.ts'
import { type Draft, photosIn } from './shopper/drafts.ts'

export type Erasing = {
  /** Ties together what was forgotten at one request; stands in events and in the audit. */
  id: string
  /** A keyed hash of who asked; null when time was up. */
  person: string | null
  /** Why it is done although something is still under way; null waits for that to end. */
  force: string | null
  /** Passed over when something happened since. */
  quietSince?: Instant
}

export type OpenReturn = { ret: ReturnId; number: string; open: OpenMatter[] }
export type ErasedOrder = { erased: boolean; returns: OpenReturn[]; files: number }

export const openOf = (ret: Return): OpenReturn => ({ ret: ret.id, number: ret.number, open: openMatters(ret) })

/** Null when there is no such order. Doing it twice is fine: what is forgotten already is left as it is. */
export const eraseOrder = (desk: Desk, caller: Caller, id: OrderId, erasing: Erasing): Promise<ErasedOrder | null> =>
  transaction(desk.db, tx => erase(tx, desk, caller, id, erasing), { retries: 5 })

async function erase(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  id: OrderId,
  erasing: Erasing,
): Promise<ErasedOrder | null> {
  const { org } = caller
  const known = await findPurchase(tx, org, id)
  if (known === null) return null
  // The order of whoever enters one (order, goods) and of whoever acts (goods, return), so that nobody waits in a circle.
  const [locked, , returns] = await Promise.all([
    lockOrder(tx, org, known.shop.id, known.order.refs.externalId),
    ledgerOf(tx, org, id, true),
    lockReturnsOf(tx, org, id),
  ])
  const found = { order: locked ?? known.order, shop: known.shop, returns }
  return waits(found, erasing)
    ? { erased: false, returns: returns.map(openOf), files: 0 }
    : { erased: true, returns: returns.map(openOf), files: await forget(tx, desk, caller, found, erasing) }
}

type Found = { order: Order; shop: Shop; returns: Return[] }

function waits({ order, returns }: Found, { force, quietSince }: Erasing): boolean {
  const stirred = quietSince !== undefined && [order, ...returns].some(one => one.updatedAt >= quietSince)
  return stirred || (force === null && returns.some(ret => openMatters(ret).length > 0))
}

/** Gives how many files were withdrawn. */
async function forget(tx: Transaction, desk: Desk, caller: Caller, found: Found, erasing: Erasing): Promise<number> {
  const { order, shop, returns } = found
  const { org, id } = order
  const at = desk.now()
  const ids = returns.map(ret => ret.id)
  const strays = await straysMatched(tx, org, ids)
  const nameless: Order = { ...orderWithoutPerson(order), erasedAt: order.erasedAt ?? at, updatedAt: at }
  send(saveOrder(tx, nameless))
  send(markErased(tx, org, id, at))
  for (const ret of returns) await eraseReturn(tx, desk, caller, erasing, { order: nameless, shop, ret })
  for (const stray of strays) send(updateStray(tx, strayWithoutPerson(stray)))
  forgetAround(tx, org, ids)
  send(forgetMails(tx, org, id, ids, addressesIn(order, returns)))
  send(forgetWithdrawals(tx, org, id))
  await forgetAnswers(tx, org, [id, ...strays.map(stray => stray.id)])
  send(forgetCodes(tx, org, id))
  const shown = photosIn(await takeDraftsOf<Draft>(tx, org, id))
  const files = await withdrawFiles(tx, org, [...filesNamed([returns, strays]), ...shown], ids, at)
  const { id: erasure, person, force } = erasing
  note(tx, desk, caller, 'person.erased', id, {
    erasure,
    person,
    returns: ids,
    files,
    ...(force !== null && { force }),
  })
  return files
}

/** Where somebody may have been written of neither order nor return: a withdrawal names its order only in words. */
const addressesIn = ({ customer, gift }: Order, returns: readonly Return[]): string[] => [
  ...customer.emails,
  ...(gift?.recipient.emails ?? []),
  ...returns.flatMap(({ contact, gift: sent }) => [...contact.emails, ...(sent?.recipient.emails ?? [])]),
]

async function eraseReturn(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  erasing: Erasing,
  { order, shop, ret }: { order: Order; shop: Shop; ret: Return },
): Promise<void> {
  const before = returnWithoutPerson(ret)
  const log = await eventsOf(tx, ret.org, ret.id, { limit: 1_000_000 })
  const nameless = log.map(eventWithoutPerson)
  if (ret.marks.erased && JSON.stringify([before, nameless]) === JSON.stringify([ret, log])) return
  send(rewriteEvents(tx, ret.org, ret.id, nameless))
  const event: Recorded = {
    type: 'person.erased',
    at: ret.updatedAt > order.updatedAt ? ret.updatedAt : order.updatedAt,
    by: caller.actor,
    rule: null,
    cause: `erasure:${erasing.id}`,
    id: desk.fresh(),
    sequence: ret.version + 1,
  }
  const laid = {
    ret: before,
    order,
    shop,
    policy: null,
    ledger: [],
    payments: [],
    siblings: [],
    history: null,
    strays: [],
  }
  await keep(tx, desk, laid, evolveAll(before, [event]), [event])
}

/** A repeated request gets its first answer still, without whose it was. */
async function forgetAnswers(tx: Transaction, org: OrgId, ids: readonly string[]): Promise<void> {
  for (const { actor, key, answer } of await answersHolding(tx, org, ids))
    send(rememberAnswer(tx, org, actor, key, answerWithoutPerson(answer as Record<string, unknown>)))
}

function answerWithoutPerson(answer: Record<string, unknown>): unknown {
  if ('order' in answer) return { ...answer, order: orderWithoutPerson(answer.order as Order) }
  if ('matched' in answer) return strayWithoutPerson(answer as never)
  return orderWithoutPerson(answer as Order)
}
