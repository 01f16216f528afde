/** The goods on their way: the label, the arrival, and reminders of what is still to be sent, shown or said. */
import { received, returned, travelling } from '../../core/return/quantities.ts'
import type { DueKind } from '../../core/return/return.ts'
import { liveInbound } from '../../core/return/strands/transit.ts'
import type { Instant } from '../../core/time.ts'
import type { AboutReturn } from '../about.ts'
import { button, type Content, facts, text } from '../content.ts'
import { carriageOf, messagesOf, numbersOf, piecesOf, sendingOf, untilOf, viewButton } from '../parts.ts'

const numbered = ({ ret, shopName }: AboutReturn) => ({ number: ret.number, shop: shopName })

export function labelReady(about: AboutReturn): Content {
  const { say, ret, doc, link } = about
  const parcels = liveInbound(ret)
  const parcel = parcels.find(({ id }) => id === doc.shipment) ?? parcels.at(-1)
  return {
    subject: say('mails.label_ready.subject', numbered(about)),
    title: say('mails.label_ready.title'),
    blocks: [
      ...sendingOf(about),
      ...messagesOf(about),
      ...button(say('mails.button.label'), link(`returns/${ret.number}`)),
      ...facts({
        [say('mails.fact.carrier')]: parcel?.carrier.name,
        [say('mails.fact.tracking')]: parcel?.trackingNumber,
      }),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function goodsReceived(about: AboutReturn): Content {
  const { say, ret, formats } = about
  const counted = ret.items.reduce((all, item) => all + received(ret, item.id), 0)
  const missing = travelling(ret).reduce((all, item) => all + Math.max(0, returned(item) - received(ret, item.id)), 0)
  const until = untilOf(about, 'inspect')
  const isOpen = ret.request.state === 'submitted' || ret.request.state === 'approved'
  const next = until
    ? say('mails.goods_received.next.by', { ...numbered(about), day: formats.day(until) })
    : say('mails.goods_received.next', numbered(about))
  return {
    subject: say('mails.goods_received.subject', numbered(about)),
    title: say('mails.goods_received.title'),
    blocks: [
      text(say('mails.goods_received.text', { ...numbered(about), count: counted })),
      ...(missing > 0 ? [text(say('mails.goods_received.part', { count: missing }))] : []),
      ...(isOpen ? [text(next)] : []),
      ...messagesOf(about),
      ...piecesOf(about),
      ...viewButton(about),
      ...numbersOf(about),
    ],
  }
}

/** The moment the reminder was made for; a wait that was moved since is told as it is now. */
function dayOf(about: AboutReturn, kind: DueKind): string {
  const until = untilOf(about, kind) ?? (about.doc.until as Instant | undefined) ?? about.ret.updatedAt
  return about.formats.day(until)
}

export function reminderExpiry(about: AboutReturn): Content {
  const { say } = about
  const values = { ...numbered(about), day: dayOf(about, 'ship') }
  return {
    subject: say('mails.reminder_expiry.subject', values),
    title: say('mails.reminder_expiry.title', values),
    blocks: [
      text(say('mails.reminder_expiry.text', values)),
      ...carriageOf(about),
      ...viewButton(about),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function reminderSend(about: AboutReturn): Content {
  const { say } = about
  const values = { ...numbered(about), day: dayOf(about, 'goods') }
  return {
    subject: say('mails.reminder_send.subject', values),
    title: say('mails.reminder_send.title'),
    blocks: [
      text(say('mails.reminder_send.text', values)),
      ...carriageOf(about),
      ...viewButton(about),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function reminderPhotos(about: AboutReturn): Content {
  const { say, ret, link } = about
  const values = { ...numbered(about), day: dayOf(about, 'photos') }
  return {
    subject: say('mails.reminder_photos.subject', values),
    title: say('mails.reminder_photos.title', values),
    blocks: [
      text(say('mails.reminder_photos.text', values)),
      ...button(say('mails.button.photos'), link(`returns/${ret.number}`)),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}

export function reminderOffer(about: AboutReturn): Content {
  const { say, ret, link } = about
  const values = { ...numbered(about), day: dayOf(about, 'offer') }
  return {
    subject: say('mails.reminder_offer.subject', values),
    title: say('mails.reminder_offer.title', values),
    blocks: [
      text(say('mails.reminder_offer.text', values)),
      ...button(say('mails.button.offer'), link(`returns/${ret.number}`)),
      ...piecesOf(about),
      ...numbersOf(about),
    ],
  }
}
