/** Where the buttons of a mail lead: into the shop's page, as the one it was written to. Looking is all a link does; whatever changes something is asked again there. */
import type { OrderId, OrgId } from '../core/ids.ts'
import { isForStaff, type MailKind } from '../core/mail/kinds.ts'
import type { Order } from '../core/order/order.ts'
import { portalOf } from '../core/portal.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'

/** Whose order a link opens, where on the page it leads, and for whom; handed in, since only the wiring knows the house's address and its secret. */
export type MailLinks = (of: { org: OrgId; order: OrderId; email: string | null; to: string; gift: boolean }) => string

/** A shop without a page has no links, and staff have a desk of their own. */
export function linkOf(
  links: MailLinks,
  { kind, shop, order, ret }: { kind: MailKind; shop: Shop; order: Order | null; ret: Return | null },
): (to: string) => string | null {
  if (order === null || isForStaff(kind) || !portalOf(shop).on) return () => null
  const gift = ret?.gift != null
  const email = (gift ? ret?.gift?.recipient.emails[0] : order.customer.emails[0]) ?? null
  return to => links({ org: order.org, order: order.id, email, to, gift })
}
