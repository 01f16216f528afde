/** Which mails an act makes due: read from its events, one to the shopper at most, and one per matter to each of the shop's people. */
import type { Language } from '../languages.ts'
import { mailOf } from '../mail-settings.ts'
import type { Order } from '../order/order.ts'
import { portalOf } from '../portal.ts'
import type { Recorded } from '../return/events.ts'
import { standing } from '../return/quantities.ts'
import type { Grant, Return } from '../return/return.ts'
import { strands } from '../return/strands/strands.ts'
import { GRANTED } from '../return/where.ts'
import type { Shop } from '../shop.ts'
import { isForStaff, type MailKind, SHOPPER_KINDS, type ShopperKind, type StaffKind } from './kinds.ts'
import { languageFor } from './language.ts'

/** What a mail tells of, by ids and moments: never names, addresses or words, which are read from the return when it is written. */
export type MailDoc = {
  /** Messages that came with the act; they stand in the mail as they were written. */
  messages?: string[]
  offer?: string
  grant?: string
  payout?: string
  charge?: string
  shipment?: string
  receiving?: string
  item?: string
  /** What a reminder is about, and until when. */
  due?: string
  until?: string
  passed?: boolean
  /** It was filed and approved in one go. */
  filed?: boolean
  answer?: 'accepted' | 'declined' | 'lapsed' | 'countered'
  state?: 'declined' | 'unknown' | 'raised' | 'judged'
}

export type DueMail = { kind: MailKind; to: string; language: Language; key: string; doc: MailDoc }

/**
 * `notify` is what somebody asked for who acts: `true` writes the shopper even where the matter is told already, `false` does not write the shopper about
 * this act, whatever it is. Left out, the shop's settings decide. Staff are written either way.
 */
export type Around = { shop: Shop; order: Order; notify?: boolean | undefined }

/** `fact` tells this mail from another of its kind about the same return: the same fact is written of once. */
type Candidate<K extends MailKind> = { kind: K; fact: string; doc: MailDoc }

export function mailsDue(ret: Return, events: readonly Recorded[], around: Around): DueMail[] {
  const settings = mailOf(around.shop)
  if (!settings.on || ret.marks.erased) return []
  const wanted = (candidate: Candidate<MailKind>): boolean => !settings.off.includes(candidate.kind)
  return [
    ...toShopper(ret, events.flatMap(event => shopperTold(ret, event, events)).filter(wanted), around),
    ...toStaff(ret, events.flatMap(event => staffTold(ret, event)).filter(wanted), around.shop),
  ]
}

function toShopper(ret: Return, candidates: Candidate<ShopperKind>[], { shop, order, notify }: Around): DueMail[] {
  const to = shopperAddress(ret, order)
  if (to === null || notify === false) return []
  const news = candidates.filter(({ kind }) => kind !== 'resolved' || notify === true || !isTold(ret))
  const [told] = news.toSorted((one, other) => SHOPPER_KINDS.indexOf(one.kind) - SHOPPER_KINDS.indexOf(other.kind))
  if (told === undefined) return []
  const messages = news.flatMap(({ doc }) => doc.messages ?? [])
  const filed = news.some(({ kind }) => kind === 'received' || kind === 'received_gift')
  const doc = {
    ...told.doc,
    ...(messages.length > 0 && { messages }),
    ...(filed && told.kind !== 'received' && told.kind !== 'received_gift' && { filed }),
  }
  return [{ kind: told.kind, to, language: languageFor(shop, order, ret), key: keyOf(ret, told), doc }]
}

/** One matter is one mail to each; of several of a kind in one act the first is named. */
function toStaff(ret: Return, candidates: Candidate<StaffKind>[], shop: Shop): DueMail[] {
  const language = portalOf(shop).languages[0] ?? 'en'
  const firsts = [...Map.groupBy(candidates, ({ kind }) => kind).values()].flatMap(same => same.slice(0, 1))
  return mailOf(shop).staff.flatMap((to, place) =>
    firsts.map(told => ({ kind: told.kind, to, language, key: `${keyOf(ret, told)}:${place}`, doc: told.doc })),
  )
}

const keyOf = (ret: Return, { kind, fact }: Candidate<MailKind>): string => `${ret.id}:${kind}:${fact}`

/** A gift's recipient, and never whoever paid for it, not even where somebody gave the buyer's address as the recipient's. */
export function shopperAddress(ret: Return, order: Order): string | null {
  if (ret.gift === null) return ret.contact.emails[0] ?? null
  const recipient = ret.gift.recipient.emails[0] ?? null
  const buyers = [...order.customer.emails, ...ret.contact.emails].map(plain)
  return recipient === null || buyers.includes(plain(recipient)) ? null : recipient
}

const plain = (address: string): string => address.trim().toLowerCase()

/** Money that has gone, or was promised, has been written of. */
const isTold = (ret: Return): boolean => {
  const { settlement, request } = strands(ret)
  return settlement === 'settled' || (GRANTED as readonly string[]).includes(settlement) || request !== 'resolved'
}

function shopperTold(ret: Return, event: Recorded, act: readonly Recorded[]): Candidate<ShopperKind>[] {
  const one = (kind: ShopperKind, doc: MailDoc = {}, fact: string = String(event.sequence)) => [{ kind, fact, doc }]
  const photos = event.due?.photos ? one('photos_wanted', { due: 'photos', until: event.due.photos }) : []
  return [...photos, ...told()]

  function told(): Candidate<ShopperKind>[] {
    switch (event.type) {
      case 'return.submitted':
        return one(ret.gift ? 'received_gift' : 'received')
      case 'request.approved':
        return one(isKept(ret) ? 'kept' : 'approved')
      case 'request.rejected':
        return one('rejected')
      case 'request.cancelled':
        return one('cancelled')
      case 'request.expired':
        return one('expired')
      case 'request.resolved':
        return one('resolved')
      case 'item.removed':
      case 'item.changed':
        return event.by.role === 'shopper' || isBorn(act) ? [] : one('edited', { item: event.item })
      case 'offer.made':
        return event.offer.by === 'shopper' ? [] : one('offer_made', { offer: event.offer.id }, event.offer.id)
      case 'offer.accepted':
      case 'offer.declined':
        return offeredBy(ret, event.offer) === 'shopper'
          ? one(
              'offer_answered',
              { offer: event.offer, answer: event.type === 'offer.accepted' ? 'accepted' : 'declined' },
              event.offer,
            )
          : []
      case 'dispute.judged':
        return one('verdict')
      case 'message.sent':
        return event.message.to === 'shopper' && event.message.by.role !== 'shopper'
          ? one('message', { messages: [event.message.id] }, event.message.id)
          : []
      case 'shipment.added':
      case 'shipment.changed':
        return labelled(event) ? one('label_ready', { shipment: shipmentOf(event) }, shipmentOf(event)) : []
      case 'dropoff.made':
        return one('label_ready', {}, event.dropoff.id)
      case 'receiving.recorded':
        return event.receiving.refused === null && event.receiving.source !== 'carrier'
          ? one('goods_received', { receiving: event.receiving.id }, event.receiving.id)
          : []
      case 'payout.done':
        return paid(ret, ret.payouts.find(payout => payout.id === event.payout)?.grant)
      case 'settlement.marked_elsewhere':
        return one('refunded', { payout: event.payout.id }, event.payout.id)
      case 'exchange.ordered':
        return one('exchange_ordered', {}, event.order.externalId)
      case 'charge.asked':
        return one('charge_asked', { charge: event.charge.id }, event.charge.id)
      case 'due.neared':
        return event.owner === 'shopper' ? reminder(event) : []
      default:
        return []
    }
  }
}

const isBorn = (act: readonly Recorded[]): boolean => act.some(({ type }) => type === 'return.submitted')

const isKept = (ret: Return): boolean => ret.items.length > 0 && ret.items.every(({ handling }) => handling === 'keep')

const offeredBy = (ret: Return, id: string) => ret.offers.find(offer => offer.id === id)?.by

type Parcel = Extract<Recorded, { type: 'shipment.added' | 'shipment.changed' }>

const shipmentOf = (event: Parcel): string => (event.type === 'shipment.added' ? event.shipment.id : event.shipment)

/** A label somebody made for the shopper's way back. */
function labelled(event: Parcel): boolean {
  if (event.by.role === 'shopper') return false
  if (event.type === 'shipment.changed') return Boolean(event.label?.url)
  return event.shipment.leg === 'inbound' && event.shipment.label?.url != null
}

/** Written once everything of a promise has gone: money that goes back over two payments is one refund to whoever gets it. */
function paid(ret: Return, id: string | undefined): Candidate<ShopperKind>[] {
  const grant = standing(ret).find(known => known.id === id)
  if (grant === undefined || grant.to === 'exchange' || grant.figure.total.presentment.amountMinor === 0) return []
  const gone = ret.payouts.filter(payout => payout.grant === grant.id && payout.state === 'done')
  const goneMinor = gone.reduce((all, { amount }) => all + amount.amountMinor, 0)
  if (goneMinor < grant.figure.total.presentment.amountMinor) return []
  return [{ kind: PAID[grant.to], fact: grant.id, doc: { grant: grant.id } }]
}

const PAID: Record<Exclude<Grant['to'], 'exchange'>, ShopperKind> = {
  original_payment: 'refunded',
  instant_refund: 'refunded',
  store_credit: 'store_credit',
}

const REMINDERS: Partial<Record<string, ShopperKind>> = {
  offer: 'reminder_offer',
  photos: 'reminder_photos',
  ship: 'reminder_expiry',
  goods: 'reminder_send',
}

function reminder({ kind, until }: Extract<Recorded, { type: 'due.neared' }>): Candidate<ShopperKind>[] {
  const reminds = REMINDERS[kind]
  return reminds ? [{ kind: reminds, fact: until, doc: { due: kind, until } }] : []
}

function staffTold(ret: Return, event: Recorded): Candidate<StaffKind>[] {
  const one = (kind: StaffKind, doc: MailDoc = {}, fact: string = String(event.sequence)) => [{ kind, fact, doc }]
  switch (event.type) {
    case 'return.submitted':
      return one('staff_new')
    case 'dispute.raised':
      return event.case.by === 'merchant' ? [] : one('staff_dispute', { state: 'raised' })
    case 'dispute.judged':
      return event.by.role === 'arbiter' ? one('staff_dispute', { state: 'judged' }) : []
    case 'offer.made':
      return event.offer.by === 'shopper'
        ? one('staff_offer', { offer: event.offer.id, answer: 'countered' }, event.offer.id)
        : []
    case 'offer.accepted':
    case 'offer.declined':
    case 'offer.lapsed':
      return offeredBy(ret, event.offer) === 'merchant' && event.by.role !== 'owner' && event.by.role !== 'agent'
        ? one('staff_offer', { offer: event.offer, answer: ANSWERS[event.type] }, event.offer)
        : []
    case 'message.sent':
      return event.message.by.role === 'shopper'
        ? one('staff_message', { messages: [event.message.id] }, event.message.id)
        : []
    case 'payout.declined':
      return one('staff_payout', { payout: event.payout, state: 'declined' }, `${event.payout}:declined`)
    case 'payout.unknown':
      return one('staff_payout', { payout: event.payout, state: 'unknown' }, `${event.payout}:unknown`)
    case 'due.neared':
    case 'due.passed': {
      const passed = event.type === 'due.passed'
      const theirs = event.owner === 'merchant' || (passed && event.kind === 'goods')
      const doc = { due: event.kind, until: event.until, passed }
      return theirs ? one('staff_deadline', doc, `${event.kind}:${event.until}:${passed}`) : []
    }
    default:
      return []
  }
}

const ANSWERS = {
  'offer.accepted': 'accepted',
  'offer.declined': 'declined',
  'offer.lapsed': 'lapsed',
} as const

/** Whom a kind is for, in the words of the log. */
export const audienceOf = (kind: MailKind): 'staff' | 'shopper' => (isForStaff(kind) ? 'staff' : 'shopper')
