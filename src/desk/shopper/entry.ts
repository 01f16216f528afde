/** What a signed link opens: an order, as long as it still belongs to whom the link was made for. */
import type { OrderId, OrgId } from '../../core/ids.ts'
import type { Order } from '../../core/order/order.ts'
import { findOrder } from '../../db/orders.ts'
import type { Desk } from '../desk.ts'
import { type Portal, portalOfShop } from './portal.ts'
import type { Standing } from './session.ts'

export type Entry = { org: OrgId; order: OrderId; gift: boolean }

/** `belongs` compares the address the link was made for with the order's of today. */
export async function enter(
  desk: Desk,
  { org, order: id, gift }: Entry,
  belongs: (email: string | null) => boolean,
): Promise<{ portal: Portal; order: Order; standing: Standing } | null> {
  const order = await findOrder(desk.db, org, id)
  if (order === null || order.erasedAt !== undefined) return null
  const party = gift ? order.gift?.recipient : order.customer
  if (!party || !belongs(party.emails[0] ?? null)) return null
  const portal = await portalOfShop(desk, org, order.shop)
  return portal === null ? null : { portal, order, standing: gift ? 'recipient' : 'customer' }
}
