/** Every kind of mail there is, and who reads it. */

/** What shoppers are written about a return, the most telling first: of several things one act did, they are written the first and told the rest in it. */
export const SHOPPER_KINDS = [
  'verdict',
  'rejected',
  'cancelled',
  'expired',
  'exchange_ordered',
  'store_credit',
  'refunded',
  'kept',
  'approved',
  'offer_made',
  'offer_answered',
  'charge_asked',
  'goods_received',
  'photos_wanted',
  'label_ready',
  'edited',
  'received_gift',
  'received',
  'reminder_expiry',
  'reminder_send',
  'reminder_photos',
  'reminder_offer',
  'resolved',
  'message',
] as const
export type ShopperKind = (typeof SHOPPER_KINDS)[number]

/** What the shop's own people are written. */
export const STAFF_KINDS = [
  'staff_dispute',
  'staff_payout',
  'staff_deadline',
  'staff_offer',
  'staff_new',
  'staff_message',
] as const
export type StaffKind = (typeof STAFF_KINDS)[number]

/**
 * Ordered by somebody else than an act: the code that proves an address, and the acknowledgement of a withdrawal. They go out whatever the shop has switched
 * off: without them nobody gets in, and the law is not kept (Directive 2011/83/EU, article 11a).
 */
export const ORDERED_KINDS = ['code', 'withdrawal'] as const
export type OrderedKind = (typeof ORDERED_KINDS)[number]

export const MAIL_KINDS = [...SHOPPER_KINDS, ...ORDERED_KINDS, ...STAFF_KINDS] as const
export type MailKind = (typeof MAIL_KINDS)[number]

export const isForStaff = (kind: MailKind): kind is StaffKind => (STAFF_KINDS as readonly string[]).includes(kind)

export const isOrdered = (kind: MailKind): kind is OrderedKind => (ORDERED_KINDS as readonly string[]).includes(kind)
