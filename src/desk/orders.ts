/** Orders at the counter: entering them, reading them, and what policy says may come back of them. */

import type { OrderId, PaymentId, ShopId } from '../core/ids.ts'
import { zero } from '../core/money.ts'
import { changedShares, enterOrder } from '../core/order/entry.ts'
import { fulfilmentsOf } from '../core/order/entry-fulfilments.ts'
import type { Order } from '../core/order/order.ts'
import type { FulfilmentInput, OrderInput, PaymentInput } from '../core/order/order-input.ts'
import { type Wish as AssessmentWish, assess } from '../core/policy/assess.ts'
import type { Assessment } from '../core/policy/policy.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import { constraintOf, DbFault } from '../db/fault.ts'
import {
  findOrderByExternalId,
  findOrdersByNumber,
  ledgerOf,
  lockOrder,
  type OrderFinding,
  findOrder as orderById,
  listOrders as orderPage,
  saveOrder,
  savePayments,
  saveSold,
} from '../db/orders.ts'
import { returnsOfOrder } from '../db/returns.ts'
import { send } from '../db/send.ts'
import { findShop, policyAt } from '../db/shops.ts'
import type { Transaction } from '../db/transaction.ts'
import { type Caller, missingScope, nothingHere, reachesOrder, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { lay } from './lay.ts'
import { type Page, pageOf, pageSize, shopsOf } from './look.ts'
import { type Keyed, note, once } from './once.ts'

export type Entered = { outcome: 'created' | 'updated' | 'unchanged'; order: Order }

/** Enters an order or what has changed of it; the shop's own id says which it is. */
export async function enterOne(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  input: OrderInput,
  keyed: Keyed = {},
): Promise<Entered | Refusal> {
  const denied = missingScope(caller, 'orders:write')
  if (denied) return denied
  if (!reachesShop(caller, shop) || caller.orders !== null) return nothingHere('shop')
  return guarded(() =>
    once(desk, caller, { key: keyed.key, request: { shop, input } }, tx => enter(tx, desk, caller, shop, input)),
  )
}

/** Many orders, each for itself: one that is refused does not hold up the others. */
export async function enterMany(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  inputs: readonly OrderInput[],
): Promise<(Entered | Refusal)[]> {
  const answers: (Entered | Refusal)[] = []
  for (const input of inputs) answers.push(await enterOne(desk, caller, shop, input))
  return answers
}

async function enter(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  shopId: ShopId,
  input: OrderInput,
): Promise<Entered | Refusal> {
  const [stored, before, policy] = await Promise.all([
    findShop(tx, caller.org, shopId),
    lockOrder(tx, caller.org, shopId, input.externalId),
    policyAt(tx, caller.org, shopId, input.placedAt),
  ])
  if (stored === null) return nothingHere('shop')
  const order = enterOrder(input, before, {
    shop: stored.shop,
    policy,
    at: desk.now(),
    org: caller.org,
    fresh: desk.fresh,
  })
  if (refused(order)) return order
  return before === order ? { outcome: 'unchanged', order } : save(tx, desk, caller, before, order)
}

/** Keeps an order as it now is. Money of a line that has returns is fixed: a change there would pay twice or too little. */
async function save(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  before: Order | null,
  order: Order,
): Promise<Entered | Refusal> {
  if (before !== null) {
    // Whoever files a return holds these, so none is filed between looking for returns and keeping the new amounts.
    await ledgerOf(tx, order.org, order.id, true)
    const changed = changedShares(before, order)
    const returned =
      changed.length > 0
        ? (await returnsOfOrder(tx, order.org, order.id)).flatMap(ret => ret.items.map(item => item.line))
        : []
    const fixed = changed.filter(line => returned.includes(line))
    if (fixed.length > 0) {
      const names = fixed.map(line => before.lines.find(known => known.id === line)?.externalId)
      return refuse('already_granted', {
        path: 'lines',
        sentence: `Prices of lines that have returns stay as they were: ${names.join(', ')}. Send the order with its old amounts for those lines.`,
        lines: names,
      })
    }
  }
  send(saveOrder(tx, order))
  send(saveSold(tx, order))
  send(savePayments(tx, order))
  note(tx, desk, caller, before === null ? 'order.entered' : 'order.changed', order.id, {
    external_id: order.refs.externalId,
    number: order.refs.number,
  })
  return { outcome: before === null ? 'created' : 'updated', order }
}

const SAME_ORDER = 'orders_org_id_shop_id_external_id_key'
const MOST_TRIES = 3

/** Of two who enter the same new order at once the second finds, on looking again, the first one's order and changes that. */
async function guarded<T>(work: () => Promise<T | Refusal>, tries = 1): Promise<T | Refusal> {
  try {
    return await work()
  } catch (thrown) {
    if (constraintOf(thrown) === SAME_ORDER && tries < MOST_TRIES) return guarded(work, tries + 1)
    const refusal = guardOf(thrown)
    if (refusal) return refusal
    throw thrown
  }
}

// numeric_value_out_of_range: counts are kept in 32 bits.
const TOO_LARGE = '22003'

function guardOf(thrown: unknown): Refusal | null {
  if (thrown instanceof DbFault && thrown.code === TOO_LARGE)
    return refuse('invalid', { path: 'lines', sentence: 'More pieces than can be counted; no order has that many.' })
  switch (constraintOf(thrown)) {
    case 'sold_no_piece_twice':
      return refuse('quantity_exceeded', {
        path: 'fulfilments',
        sentence: 'Pieces that are already coming back cannot be taken out of a delivery; cancel their return first.',
      })
    case 'payments_not_over_refunded':
      return refuse('payout_exceeds', {
        path: 'payments',
        sentence: 'A payment cannot shrink below what has been paid back from it.',
      })
    case SAME_ORDER:
      return refuse('busy', { sentence: 'The same order is being entered by somebody else right now; send it again.' })
    default:
      return null
  }
}

export type OrderName = OrderId | { shop: ShopId; externalId: string }

export async function findOrder(desk: Desk, caller: Caller, named: OrderName): Promise<Order | Refusal> {
  const denied = missingScope(caller, 'orders:read')
  if (denied) return denied
  const order =
    typeof named === 'string'
      ? await orderById(desk.db, caller.org, named)
      : await findOrderByExternalId(desk.db, caller.org, named.shop, named.externalId)
  return order !== null && reachesOrder(caller, order.shop, order.id) ? order : nothingHere('order')
}

/** By the number people type; nothing promises that it is unique. */
export async function findByNumber(
  desk: Desk,
  caller: Caller,
  number: string,
  shop?: ShopId,
): Promise<Order[] | Refusal> {
  const denied = missingScope(caller, 'orders:read')
  if (denied) return denied
  const orders = await findOrdersByNumber(
    desk.db,
    caller.org,
    await shopsOf(desk, caller, shop ? [shop] : undefined),
    number,
  )
  return orders.filter(order => reachesOrder(caller, order.shop, order.id))
}

/** Newest first. A caller tied to orders finds those and no others. */
export async function listOrders(
  desk: Desk,
  caller: Caller,
  wish: Omit<OrderFinding, 'shops' | 'ids'> & { shops?: readonly ShopId[] },
): Promise<Page<Order> | Refusal> {
  const denied = missingScope(caller, 'orders:read')
  if (denied) return denied
  const limit = pageSize(wish.limit)
  const shops = await shopsOf(desk, caller, wish.shops)
  const found = await orderPage(desk.db, caller.org, {
    ...wish,
    shops,
    ...(caller.orders && { ids: caller.orders }),
    limit: limit + 1,
  })
  return pageOf(found, limit, order => ({ at: order.createdAt, id: order.id }))
}

/** A further delivery, or the whole truth about one that is known: the same external id replaces it. Naming a kit names its parts. */
export const fulfil = (
  desk: Desk,
  caller: Caller,
  id: OrderId,
  delivery: FulfilmentInput,
  keyed: Keyed = {},
): Promise<Order | Refusal> =>
  change(desk, caller, id, { ...keyed, request: { id, delivery } }, 'order.fulfilled', order => {
    const wrong = wrongLine(order, delivery)
    if (wrong) return wrong
    const known = order.fulfilments.find(fulfilment => fulfilment.externalId === delivery.externalId)
    const told = {
      ...(known && {
        sentAt: known.sentAt,
        deliveredAt: known.deliveredAt,
        carrier: known.carrier,
        tracking: known.tracking,
      }),
      ...delivery,
    }
    const { refs, placedAt, currency } = order
    const fulfilments = fulfilmentsOf(
      { externalId: refs.externalId, placedAt, currency, taxesIncluded: true, lines: [], fulfilments: [told] },
      order.lines,
      order,
      desk.fresh,
    )
    return overDelivered({ ...order, fulfilments }) ?? { ...order, fulfilments }
  })

function wrongLine(order: Order, { lines }: FulfilmentInput): Refusal | null {
  for (const [place, { line, quantity }] of lines.entries()) {
    if (!order.lines.some(known => known.externalId === line))
      return refuse('unknown_line', { path: `lines[${place}].line`, sentence: `The order has no line ${line}.` })
    if (!Number.isSafeInteger(quantity) || quantity < 1)
      return refuse('quantity_invalid', {
        path: `lines[${place}].quantity`,
        sentence: 'Deliveries are counted in whole pieces, one at least.',
      })
  }
  return null
}

function overDelivered(order: Order): Refusal | null {
  for (const line of order.lines) {
    const sent = order.fulfilments
      .filter(fulfilment => fulfilment.state === 'sent')
      .flatMap(fulfilment => fulfilment.lines)
      .filter(entry => entry.line === line.id)
      .reduce((all, entry) => all + entry.quantity, 0)
    const most = line.quantity - line.cancelled
    if (sent > most)
      return refuse('quantity_exceeded', {
        path: 'lines',
        sentence: `Line ${line.externalId} would have ${sent} pieces delivered, but only ${most} were sold.`,
        line: line.externalId,
      })
  }
  return null
}

/**
 * Money taken for the order; the same external id corrects the amount. An order that came without payments was given one that stands for whatever was
 * paid elsewhere: the first real payment takes its place, or the same money could go back twice.
 */
export const pay = (
  desk: Desk,
  caller: Caller,
  id: OrderId,
  payment: PaymentInput,
  keyed: Keyed = {},
): Promise<Order | Refusal> =>
  change(desk, caller, id, { ...keyed, request: { id, payment } }, 'order.paid', order => {
    const { amountMinor } = payment.captured
    if (!Number.isSafeInteger(amountMinor) || amountMinor < 0)
      return refuse('amount_invalid', {
        path: 'captured',
        sentence: 'What was taken is a whole number of minor units, not below zero.',
      })
    if (order.source === 'exchange')
      return refuse('not_open', {
        sentence:
          'What was paid for an exchange was settled with it; refunds go back to the payments of the first order.',
      })
    const same =
      payment.externalId === undefined ? undefined : order.payments.find(old => old.externalId === payment.externalId)
    const known = same ?? order.payments.find(standsForAll)
    const next = {
      id: known?.id ?? desk.fresh<PaymentId>(),
      externalId: payment.externalId ?? null,
      kind: payment.kind,
      gateway: payment.gateway,
      captured: { ...zero(order.currency), amountMinor },
      at: payment.at ?? known?.at ?? desk.now(),
    }
    return {
      ...order,
      payments: known ? order.payments.map(old => (old.id === known.id ? next : old)) : [...order.payments, next],
    }
  })

const standsForAll = ({ kind, gateway, externalId }: Order['payments'][number]): boolean =>
  kind === 'platform' && gateway === 'manual' && externalId === null

/** The order is off. What was delivered of it may still come back. */
export const cancelOrder = (desk: Desk, caller: Caller, id: OrderId, keyed: Keyed = {}): Promise<Order | Refusal> =>
  change(desk, caller, id, { ...keyed, request: { id, cancel: true } }, 'order.cancelled', order => ({
    ...order,
    state: 'cancelled',
  }))

async function change(
  desk: Desk,
  caller: Caller,
  id: OrderId,
  keyed: Keyed,
  what: string,
  make: (order: Order) => Order | Refusal,
): Promise<Order | Refusal> {
  const denied = missingScope(caller, 'orders:write')
  if (denied) return denied
  return guarded(() =>
    once(desk, caller, keyed, async tx => {
      const found = await orderById(tx, caller.org, id)
      if (found === null || !reachesOrder(caller, found.shop, found.id)) return nothingHere('order')
      const [locked] = await Promise.all([
        lockOrder(tx, caller.org, found.shop, found.refs.externalId),
        ledgerOf(tx, caller.org, id, true),
      ])
      const order = locked ?? found
      const changed = make(order)
      if (refused(changed)) return changed
      const next = { ...changed, updatedAt: desk.now() }
      send(saveOrder(tx, next))
      send(saveSold(tx, next))
      send(savePayments(tx, next))
      note(tx, desk, caller, what, id, { number: order.refs.number })
      return next
    }),
  )
}

/** What of this order may come back now, until when, why not, how, and what it costs. The answer every door shows. */
export async function assessOrder(
  desk: Desk,
  caller: Caller,
  id: OrderId,
  wish: AssessmentWish = {},
): Promise<{ order: Order; assessment: Assessment } | Refusal> {
  const denied = missingScope(caller, 'orders:read')
  if (denied) return denied
  const laid = await lay(desk.db, caller.org, { order: id }, new Set(), [], { locked: false })
  if (laid === null || !reachesOrder(caller, laid.shop.id, laid.order.id)) return nothingHere('order')
  return { order: laid.order, assessment: assess(laid.order, { ...laid, at: desk.now() }, wish) }
}
