/** The order a placed exchange became enters here by itself, so that what it cost is settled before anybody returns something of it. */
import type { OrderId, PaymentId } from '../core/ids.ts'
import { exchangeOrder, portionsFor } from '../core/order/entry-exchange.ts'
import type { Order } from '../core/order/order.ts'
import { refused } from '../core/refusal.ts'
import type { Recorded } from '../core/return/events.ts'
import type { Return } from '../core/return/return.ts'
import { findOrderByExternalId, saveOrder, savePayments, saveSold } from '../db/orders.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Desk } from './desk.ts'
import type { Laid } from './lay.ts'

/**
 * An order the shop has handed over before it was placed here keeps the shop's own money: nothing says which of the two is right, and a person
 * who settles it differently can say so on the return.
 */
export async function keepExchange(
  tx: Transaction,
  desk: Desk,
  laid: Laid,
  ret: Return,
  events: readonly Recorded[],
): Promise<void> {
  const placed = events.find(event => event.type === 'exchange.ordered')
  if (!placed || ret.exchange?.state !== 'ordered') return
  if ((await findOrderByExternalId(tx, ret.org, ret.shop, placed.order.externalId)) !== null) return
  const order = orderOf(desk, laid, ret, ret.exchange, placed)
  send(saveOrder(tx, order))
  send(saveSold(tx, order))
  send(savePayments(tx, order))
}

function orderOf(
  desk: Desk,
  laid: Laid,
  ret: Return,
  exchange: NonNullable<Return['exchange']>,
  { order: { externalId, number }, at }: Extract<Recorded, { type: 'exchange.ordered' }>,
): Order {
  const portions = portionsFor(ret, laid)
  const charges = ret.charges.filter(charge => charge.kind === 'exchange_difference' && charge.state === 'done')
  return exchangeOrder({
    ret,
    exchange,
    order: laid.order,
    id: desk.fresh<OrderId>(),
    externalId,
    number,
    at,
    portions: refused(portions) ? [] : portions,
    charges: charges.map(({ id, gateway, externalId: reference, amount }) => ({
      id: id as string as PaymentId,
      gateway,
      externalId: reference,
      amount,
    })),
    fresh: desk.fresh,
  })
}
