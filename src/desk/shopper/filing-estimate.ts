/** What sending a request would give, worked out by the very commands that sending carries out. */
import type { Figure } from '../../core/figure.ts'
import type { ItemId } from '../../core/ids.ts'
import { add, type Money, sum, type Two } from '../../core/money.ts'
import type { Order, PaymentKind } from '../../core/order/order.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import { openCharges } from '../../core/return/charging.ts'
import type { Asked } from '../../core/return/commands.ts'
import { standing as standingGrants } from '../../core/return/quantities.ts'
import type { GrantDestination, Return } from '../../core/return/return.ts'
import type { PaymentLeft } from '../../core/return/tray.ts'
import { wished } from '../../core/return/wishes.ts'
import { estimate, inAll } from '../../core/worth/quote.ts'
import { planPayouts } from '../../core/worth/tender.ts'
import { addTwo, inBoth, zeroTwo } from '../../core/worth/worth.ts'
import { type Acted, layTrial, tryOut } from '../act.ts'
import type { Caller } from '../caller.ts'
import type { Desk } from '../desk.ts'
import type { KeptDraft } from './drafts.ts'
import { type Filing, filingsOf, inWordsOf, type Known, knownFor } from './filing-commands.ts'
import type { Session, Standing } from './session.ts'

/** Part of a figure and where it goes. `tender`: back to which payments, where it goes back the way it came. */
export type Goes = { to: GrantDestination; figure: Figure; tender: { kind: PaymentKind; amount: Money }[] }

/** What one order's return would be. `due` is to be paid on top; `goes` says which part of the figure goes where, bonus included. */
export type EstimatedOrder = {
  order: Order
  standing: Standing
  ret: Return
  figure: Figure
  due: Two | null
  goes: Goes[]
  /** Which items each wish of the draft became; those of a preview have ids of their own. */
  items: ReadonlyMap<string, ItemId[]>
}

/** `total`: what comes back in all, and `due`: what is to be paid on top, once per currency. */
export type Estimated = { orders: EstimatedOrder[]; total: Money[]; due: Money[] }

/** Works out what sending the draft would give, by the very commands that sending carries out. Nothing is kept. */
export async function estimateDraft(
  desk: Desk,
  session: Session,
  caller: Caller,
  draft: KeptDraft,
): Promise<Estimated | Refusal> {
  const known = await knownFor(desk, session, draft.doc)
  return refused(known) ? known : estimateWith(desk, caller, draft, known)
}

/** The same for one of several drafts that differ only in what is chosen: what is known of all of them is asked for once. */
export async function estimateWith(
  desk: Desk,
  caller: Caller,
  draft: KeptDraft,
  known: Known,
): Promise<Estimated | Refusal> {
  const filings = filingsOf(known, draft, 'as_far_as_known')
  if (refused(filings)) return filings
  const orders: EstimatedOrder[] = []
  for (const [place, filing] of filings.entries()) {
    const laid = await laidFor(desk, caller, filing, known)
    const acted = refused(laid) ? laid : tryOut(desk, caller, laid, filing.commands)
    if (refused(laid) || refused(acted))
      return inWordsOf(filings, refuse((acted as Refusal).code, { ...(acted as Refusal).detail, act: place }))
    orders.push(orderEstimated(filing, acted, laid.payments))
  }
  const asWritten = draft.doc.orders.flatMap(id => orders.find(({ order }) => order.id === id) ?? [])
  return {
    orders: asWritten,
    total: perCurrency(asWritten.map(({ figure }) => figure.total.presentment)),
    due: perCurrency(asWritten.flatMap(({ due }) => due?.presentment ?? [])),
  }
}

function laidFor(desk: Desk, caller: Caller, { target, commands, order }: Filing, { trials }: Known) {
  const laid = trials.get(order.id) ?? layTrial(desk, caller, target, commands)
  trials.set(order.id, laid)
  return laid
}

function orderEstimated(filing: Filing, { ret, ...counter }: Acted, payments: readonly PaymentLeft[]): EstimatedOrder {
  const { order } = counter
  const asked = openCharges(ret.charges).filter(({ kind }) => kind === 'exchange_difference')
  const due = sum(
    asked.map(({ amount }) => amount),
    order.currency,
  )
  const granted = standingGrants(ret)
  return {
    order,
    standing: filing.standing,
    ret,
    figure: inAll(ret, counter),
    due: due.amountMinor > 0 ? inBoth(due, order) : null,
    goes: goesOf(granted.length > 0 ? granted : estimate(ret, counter).grants, counter, payments),
    items: itemsOf(filing, ret),
  }
}

const BACK_THE_WAY: readonly GrantDestination[] = ['original_payment', 'instant_refund']

function goesOf(
  grants: readonly { to: GrantDestination; figure: Figure }[],
  { order, shop }: Pick<Acted, 'order' | 'shop'>,
  payments: readonly PaymentLeft[],
): Goes[] {
  return [...Map.groupBy(grants, ({ to }) => to)].map(([to, all]) => {
    const figure = all
      .map(one => one.figure)
      .reduce((one, other) => ({ parts: [...one.parts, ...other.parts], total: addTwo(one.total, other.total) }))
    const planned = BACK_THE_WAY.includes(to)
      ? planPayouts(figure.total.presentment, payments, order.payments, shop.refundOrder)
      : []
    return { to, figure, tender: refused(planned) ? [] : planned.map(({ kind, amount }) => ({ kind, amount })) }
  })
}

/** A kit that comes back whole is one wish and several items. */
function itemsOf({ commands, pieces, order }: Filing, ret: Return): Map<string, ItemId[]> {
  const asked: Asked[] = commands.flatMap(command => (command.verb === 'submit' ? command.items : []))
  const wishes = wished(asked, order)
  if (refused(wishes)) return new Map()
  return new Map(
    pieces.map((piece, place) => [
      piece.id,
      ret.items.filter((_, at) => wishes[at]?.place === place).map(({ id }) => id),
    ]),
  )
}

/**
 * As it may be told: whoever was given a present learns what credit it brings and what is to be paid on top, and nothing of what it cost.
 */
export function asTold({ orders, due }: Estimated): Estimated {
  const told = orders.map(one => (one.standing === 'recipient' ? creditOnly(one) : one))
  return { orders: told, due, total: perCurrency(told.map(({ figure }) => figure.total.presentment)) }
}

function creditOnly(one: EstimatedOrder): EstimatedOrder {
  const goes = one.goes
    .filter(({ to }) => to === 'store_credit')
    .map(({ to, figure: { total } }): Goes => ({ to, figure: { parts: [], total }, tender: [] }))
  const nothing = zeroTwo(one.order.freight.paid)
  return { ...one, goes, figure: { parts: [], total: goes[0]?.figure.total ?? nothing } }
}

function perCurrency(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Money>()
  for (const amount of amounts) {
    const known = sums.get(amount.currency)
    sums.set(amount.currency, known ? add(known, amount) : amount)
  }
  return [...sums.values()]
}
