/** Who writes which kind. */
import type { MailKind, OrderedKind } from '../../core/mail/kinds.ts'
import type { About, AboutReturn } from '../about.ts'
import type { Content } from '../content.ts'
import { goodsReceived, labelReady, reminderExpiry, reminderOffer, reminderPhotos, reminderSend } from './goods.ts'
import { code, withdrawal } from './ordered.ts'
import { approved, cancelled, edited, expired, kept, received, receivedGift, rejected } from './requests.ts'
import { chargeAsked, exchangeOrdered, refunded, resolved, storeCredit } from './settling.ts'
import { staffDeadline, staffDispute, staffMessage, staffNew, staffOffer, staffPayout } from './staff.ts'
import { message, offerAnswered, offerMade, photosWanted, verdict } from './talking.ts'

export const ABOUT_RETURNS: Record<Exclude<MailKind, OrderedKind>, (about: AboutReturn) => Content> = {
  verdict,
  rejected,
  cancelled,
  expired,
  exchange_ordered: exchangeOrdered,
  store_credit: storeCredit,
  refunded,
  kept,
  approved,
  offer_made: offerMade,
  offer_answered: offerAnswered,
  charge_asked: chargeAsked,
  goods_received: goodsReceived,
  photos_wanted: photosWanted,
  label_ready: labelReady,
  edited,
  received_gift: receivedGift,
  received,
  reminder_expiry: reminderExpiry,
  reminder_send: reminderSend,
  reminder_photos: reminderPhotos,
  reminder_offer: reminderOffer,
  resolved,
  message,
  staff_dispute: staffDispute,
  staff_payout: staffPayout,
  staff_deadline: staffDeadline,
  staff_offer: staffOffer,
  staff_new: staffNew,
  staff_message: staffMessage,
}

export const ORDERED: Record<OrderedKind, (about: About) => Content> = { code, withdrawal }
