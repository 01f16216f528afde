/** Fetching what a verb needs to see, under the locks it named: goods first, then the return, then money. All of it is asked for at once. */
import type { OrderId, OrgId, ReturnId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Command } from '../core/return/commands.ts'
import type { Return, Stray } from '../core/return/return.ts'
import type { PaymentLeft, Sold, Tray } from '../core/return/tray.ts'
import type { Lock } from '../core/return/verb.ts'
import type { Shop } from '../core/shop.ts'
import { findPurchase, findPurchaseOf, ledgerOf, ledgerOfReturn, paymentsOf } from '../db/orders.ts'
import type { Queryable } from '../db/pool.ts'
import { customerHistory } from '../db/return-counts.ts'
import { findReturn, lockReturn, returnsOfOrder, siblingsOf } from '../db/returns.ts'
import { lockStrays } from '../db/strays.ts'

/** An existing return, or the order a new one is filed on. */
export type Target = { ret: ReturnId } | { order: OrderId }

export type Laid = {
  ret: Return | null
  order: Order
  shop: Shop
  policy: Policy | null
  ledger: Sold[]
  payments: PaymentLeft[]
  siblings: Return[]
  history: Tray['history']
  strays: Stray[]
}

/** Null when the return or order does not exist in this organisation. */
export async function lay(
  on: Queryable,
  org: OrgId,
  target: Target,
  locks: ReadonlySet<Lock>,
  commands: readonly Command[],
  { locked }: { locked: boolean },
): Promise<Laid | null> {
  const existing = 'ret' in target ? target.ret : null
  const goods = locked && locks.has('goods')
  const ledger = 'ret' in target ? ledgerOfReturn(on, org, target.ret, goods) : ledgerOf(on, org, target.order, goods)
  const row =
    existing === null ? Promise.resolve(null) : locked ? lockReturn(on, org, existing) : findReturn(on, org, existing)
  const purchase = 'ret' in target ? findPurchaseOf(on, org, target.ret) : findPurchase(on, org, target.order)
  const siblings = 'ret' in target ? siblingsOf(on, org, target.ret) : returnsOfOrder(on, org, target.order)
  const strayIds = commands.flatMap(command => (command.verb === 'match' ? [command.stray] : []))
  const strays = strayIds.length > 0 ? lockStrays(on, org, strayIds) : Promise.resolve([])

  const [sold, ret, bought, others, found] = await Promise.all([ledger, row, purchase, siblings, strays])
  if (bought === null || (existing !== null && ret === null)) return null
  const [payments, history] = await Promise.all([
    paymentsFor(on, org, bought.order, locked && locks.has('money')),
    historyFor(on, org, bought, existing === null),
  ])
  // Goods that another shop of the organisation found are as good as unknown here.
  return {
    ...bought,
    ret,
    ledger: sold,
    payments,
    siblings: others,
    history,
    strays: found.filter(stray => stray.shop === bought.shop.id),
  }
}

/** An exchange's order names payments of the purchase before it, so they are fetched by id rather than by order. */
function paymentsFor(on: Queryable, org: OrgId, order: Order, lock: boolean): Promise<PaymentLeft[]> {
  return order.payments.length === 0
    ? Promise.resolve([])
    : paymentsOf(
        on,
        org,
        order.payments.map(payment => payment.id),
        lock,
      )
}

/** Only counted when a rule asks for it and somebody files a return, or asks what would come of it. */
function historyFor(
  on: Queryable,
  org: OrgId,
  { order, policy }: { order: Order; policy: Policy | null },
  filing: boolean,
): Promise<Tray['history']> {
  const email = order.customer.emails[0]
  const asked =
    email !== undefined &&
    filing &&
    policy !== null &&
    JSON.stringify(policy.rules).match(/returns_by_customer|"per":"customer"/) !== null
  return asked ? customerHistory(on, org, order.shop, email) : Promise.resolve(null)
}
