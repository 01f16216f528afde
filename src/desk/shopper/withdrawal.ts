/** Receiving a withdrawal: the statement is kept as it is and acknowledged at once; only then a return is opened from it, where that can be done without a person. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { OrderId, WithdrawalId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import { assess } from '../../core/policy/assess.ts'
import { portalOf } from '../../core/portal.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import type { Asked } from '../../core/return/commands.ts'
import { plus } from '../../core/time.ts'
import { hasRight, type Statement, type WaitingWhy, type Withdrawal } from '../../core/withdrawal.ts'
import { findOrder, findOrdersByNumber } from '../../db/orders.ts'
import { findReturn } from '../../db/returns.ts'
import { transaction } from '../../db/transaction.ts'
import {
  findWithdrawal,
  insertWithdrawal,
  listWithdrawals,
  noteOutcome,
  unopened,
  type WithdrawalFinding,
} from '../../db/withdrawals.ts'
import { act } from '../act.ts'
import { type Caller, missingScope, nothingHere, reachesOrder, reachesShop } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { lay } from '../lay.ts'
import { type Page, pageOf, pageSize } from '../look.ts'
import { orderMail } from '../mails.ts'
import { note } from '../once.ts'
import { keyFor } from '../open-desk.ts'
import type { Portal } from './portal.ts'
import { type Session, shopperAt } from './session.ts'
import { spendTry } from './tries.ts'

/**
 * `id` is drawn when the page with the confirming button is made, so that pressing it twice declares once. The moment is that of receiving, to the
 * second, whatever happens afterwards and however long that takes. Refuses `limit_exceeded` when far more come from one place than anybody has to declare.
 */
export async function declare(
  desk: Desk,
  { org, shop }: Portal,
  id: WithdrawalId,
  statement: Statement,
  from: string,
): Promise<Withdrawal | Refusal> {
  const number = statement.orderNumber.replaceAll(/[\s#]/g, '').toLowerCase()
  const limited = await spendTry(desk, { org, shop: shop.id, kind: 'withdrawal', number, address: from })
  if (limited) return limited
  const withdrawal: Withdrawal = {
    id,
    org,
    shop: shop.id,
    number: `W${desk.rma()}`,
    receivedAt: desk.now(),
    statement,
    order: null,
    returns: [],
    state: 'received',
    why: null,
  }
  return transaction(desk.db, async tx => {
    if (!(await insertWithdrawal(tx, withdrawal))) return (await findWithdrawal(tx, org, id)) ?? withdrawal
    orderMail(tx, desk, {
      org,
      shop: shop.id,
      kind: 'withdrawal',
      to: statement.email,
      language: statement.language,
      key: `withdrawal:${id}`,
      doc: {
        statement: statement.words,
        at: withdrawal.receivedAt,
        reference: withdrawal.number,
        number: statement.orderNumber,
      },
    })
    return withdrawal
  })
}

/** The name a statement has before and after it is made: nobody can make one up, or read another's by guessing. */
export const declaredBefore = {
  seal: (desk: Desk, { slug }: Portal, id: WithdrawalId): string => `${id}.${markOf(desk, slug, id)}`,
  open: (desk: Desk, { slug }: Portal, text: string): WithdrawalId | null => {
    const [id = '', mark = ''] = text.split('.')
    const [a, b] = [Buffer.from(markOf(desk, slug, id)), Buffer.from(mark)]
    return a.length === b.length && timingSafeEqual(a, b) ? (id as WithdrawalId) : null
  },
}

const markOf = (desk: Desk, slug: string, id: string): string =>
  createHmac('sha256', keyFor(desk, 'withdrawals')).update(`${slug} ${id}`).digest('base64url')

/** Opens what was received and never taken further, because a process ended in between. */
export async function openForgotten(desk: Desk, org: Withdrawal['org']): Promise<number> {
  const left = await unopened(desk.db, org, plus(desk.now(), { hours: -1 }), MOST_AT_ONCE)
  for (const withdrawal of left) await openFromStatement(desk, withdrawal, null)
  return left.length
}

const MOST_AT_ONCE = 200

/** For whoever made it: the statement, and the numbers of the returns opened from it. */
export async function shownWithdrawal(
  desk: Desk,
  { org, shop }: Portal,
  id: WithdrawalId,
): Promise<{ withdrawal: Withdrawal; returns: string[] } | null> {
  const withdrawal = await findWithdrawal(desk.db, org, id)
  if (withdrawal === null || withdrawal.shop !== shop.id) return null
  const found = await Promise.all(withdrawal.returns.map(ret => findReturn(desk.db, org, ret)))
  return { withdrawal, returns: found.flatMap(ret => (ret === null ? [] : [ret.number])) }
}

/** What can be done without a person: finds the order it is about and opens the return. Doing it again changes nothing. */
export async function openFromStatement(
  desk: Desk,
  withdrawal: Withdrawal,
  session: Session | null,
): Promise<Withdrawal> {
  if (withdrawal.state !== 'received') return withdrawal
  const order = await orderMeant(desk, withdrawal, session)
  if (order === null) return waiting(desk, withdrawal, null, 'order_unknown')
  const proof = {
    id: withdrawal.id,
    org: withdrawal.org,
    shop: withdrawal.shop,
    orders: [],
    until: withdrawal.receivedAt,
  }
  const caller = shopperAt(proof, [{ order, standing: 'customer' }], 'portal')
  return opened(desk, caller, withdrawal, order, withdrawal.statement.scope)
}

/** The order with this number whose customer has this address, or one that was proved on the page. */
async function orderMeant(
  desk: Desk,
  { org, shop, statement }: Withdrawal,
  session: Session | null,
): Promise<Order | null> {
  const wanted = statement.orderNumber.replaceAll(/[\s#]/g, '').toLowerCase()
  const found = await findOrdersByNumber(desk.db, org, [shop], statement.orderNumber.trim().replace(/^#/, ''))
  const known =
    session === null ? [] : await Promise.all(session.orders.map(({ order }) => findOrder(desk.db, org, order)))
  const email = statement.email.trim().toLowerCase()
  const mine = found.filter(order => order.customer.emails.some(one => one.trim().toLowerCase() === email))
  const shown = known.filter(
    order =>
      order !== null &&
      order.shop === shop &&
      [order.refs.number, order.refs.name].some(name => name.replaceAll(/[\s#]/g, '').toLowerCase() === wanted),
  )
  const meant = [...mine, ...shown].filter(order => order !== null)
  return new Set(meant.map(order => order.id)).size === 1 ? (meant[0] ?? null) : null
}

async function opened(
  desk: Desk,
  caller: Caller,
  withdrawal: Withdrawal,
  order: Order,
  scope: Statement['scope'],
): Promise<Withdrawal> {
  const { org, receivedAt } = withdrawal
  const laid = await lay(desk.db, org, { order: order.id }, new Set(), [], { locked: false })
  if (laid === null) return waiting(desk, withdrawal, null, 'order_unknown')
  if (!hasRight(portalOf(laid.shop), laid.order)) return waiting(desk, withdrawal, order.id, 'country')
  if (scope.kind === 'part') return waiting(desk, withdrawal, order.id, 'part_in_words')
  const { lines } = assess(laid.order, { ...laid, at: receivedAt }, { lane: 'withdrawal' })
  const items: Asked[] = lines.flatMap(({ line, allowed }) => {
    const wanted = scope.kind === 'whole' ? allowed : quantityOf(scope.pieces, line)
    return wanted > 0 ? [{ line, quantity: wanted, reason: { code: 'none' as const } }] : []
  })
  if (items.length === 0)
    return waiting(
      desk,
      withdrawal,
      order.id,
      lines.some(({ refusals }) => refusals.length > 0) ? 'not_eligible' : 'nothing_to_return',
    )
  const answer = await act(
    desk,
    caller,
    { order: order.id },
    [{ verb: 'submit', items, lane: 'withdrawal', comment: withdrawal.statement.words, binding: true }],
    { key: `withdrawal:${withdrawal.id}`, declaredAt: receivedAt, cause: `withdrawal:${withdrawal.id}` },
  )
  if (refused(answer)) return waiting(desk, withdrawal, order.id, 'not_eligible')
  return noted(desk, {
    ...withdrawal,
    order: order.id,
    returns: [answer.ret.id],
    state: 'opened',
    why: null,
  })
}

const quantityOf = (pieces: readonly { line: string; quantity: number }[], line: string): number =>
  pieces.reduce((all, piece) => (piece.line === line ? all + piece.quantity : all), 0)

const waiting = (desk: Desk, withdrawal: Withdrawal, order: OrderId | null, why: WaitingWhy): Promise<Withdrawal> =>
  noted(desk, { ...withdrawal, order, state: 'waiting', why })

async function noted(desk: Desk, withdrawal: Withdrawal): Promise<Withdrawal> {
  await noteOutcome(desk.db, withdrawal)
  return withdrawal
}

/** For staff: all statements, those that wait for a person first asked for by state. */
export async function withdrawalsFor(
  desk: Desk,
  caller: Caller,
  wish: Omit<WithdrawalFinding, 'shops' | 'limit'> & { limit?: number },
): Promise<Page<Withdrawal> | Refusal> {
  const denied = staffOnly(caller)
  if (denied) return denied
  const limit = pageSize(wish.limit)
  const rows = await listWithdrawals(desk.db, caller.org, { ...wish, shops: caller.shops, limit: limit + 1 })
  return pageOf(rows, limit, ({ receivedAt, id }) => ({ at: receivedAt, id }))
}

export async function withdrawalFor(desk: Desk, caller: Caller, id: WithdrawalId): Promise<Withdrawal | Refusal> {
  const denied = staffOnly(caller)
  if (denied) return denied
  const found = await findWithdrawal(desk.db, caller.org, id)
  return found !== null && reachesShop(caller, found.shop) ? found : nothingHere('withdrawal')
}

/**
 * A person says which order – and which pieces, when not all – a statement is about. The window is judged at the moment it was received. Refuses
 * `not_open` when a return was opened already and `not_eligible` when nothing of the order can be withdrawn from.
 */
export async function matchWithdrawal(
  desk: Desk,
  caller: Caller,
  id: WithdrawalId,
  { order: orderId, pieces }: { order: OrderId; pieces?: { line: string; quantity: number }[] },
): Promise<Withdrawal | Refusal> {
  const found = await withdrawalFor(desk, caller, id)
  if (refused(found)) return found
  if (found.state === 'opened') return refuse('not_open', { sentence: 'A return has been opened from this statement.' })
  const order = await findOrder(desk.db, caller.org, orderId)
  if (order === null || order.shop !== found.shop || !reachesOrder(caller, order.shop, order.id))
    return nothingHere('order')
  const scope: Statement['scope'] = pieces
    ? { kind: 'pieces', pieces: pieces.map(piece => ({ ...piece, title: '' })) as never }
    : { kind: 'whole' }
  const after = await opened(desk, caller, found, order, scope)
  await transaction(desk.db, async tx =>
    note(tx, desk, caller, 'withdrawal.matched', id, { order: orderId, state: after.state }),
  )
  if (after.state === 'opened') return after
  return refuse('not_eligible', {
    sentence: `No return could be opened from it (${after.why}). File one in the special lane if you want to be generous.`,
  })
}

const staffOnly = (caller: Caller): Refusal | null =>
  missingScope(caller, 'returns:read') ??
  (caller.orders !== null || !['owner', 'agent', 'arbiter', 'system'].includes(caller.actor.role)
    ? refuse('forbidden', { sentence: 'Statements of withdrawal are for the shop’s own people.' })
    : null)
