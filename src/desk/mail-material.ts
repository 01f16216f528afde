/** Everything a mail is written from, as it stands now. */
import type { OrderId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Order } from '../core/order/order.ts'
import type { Shop } from '../core/shop.ts'
import { findPurchase } from '../db/orders.ts'
import { findReturn } from '../db/returns.ts'
import { findShop } from '../db/shops.ts'
import type { Desk } from './desk.ts'
import { type Seen, surroundings } from './look.ts'

export type MailMaterial = { shop: Shop; order: Order | null; seen: Seen | null }

/** Null when the shop is gone. Nobody asks on whose behalf: whoever calls has looked at that. */
export async function mailMaterial(
  desk: Desk,
  of: { org: OrgId; shop: ShopId; ret: ReturnId | null; order: OrderId | null },
): Promise<MailMaterial | null> {
  const ret = of.ret === null ? null : await findReturn(desk.db, of.org, of.ret)
  if (ret !== null) {
    const seen = await surroundings(desk, ret)
    return { shop: seen.shop, order: seen.order, seen }
  }
  const purchase = of.order === null ? null : await findPurchase(desk.db, of.org, of.order)
  if (purchase !== null) return { shop: purchase.shop, order: purchase.order, seen: null }
  const stored = await findShop(desk.db, of.org, of.shop)
  return stored && { shop: stored.shop, order: null, seen: null }
}
