/** Following a return: everything its shopper is told, cut to what is theirs to know. The page and the shopper's API say the same, because both say this. */
import type { Grading, Item, Return } from '../../core/return/return.ts'
import type {
  EvidenceId,
  FileId,
  ItemId,
  MessageId,
  OfferId,
  OrderId,
  ReturnId,
  Rma,
  ShipmentId,
  ShopId,
} from '../../core/ids.ts'
import type { Money } from '../../core/money.ts'
import type { Address, Media, Url } from '../../core/party.ts'
import { type Refusal, refused } from '../../core/refusal.ts'
import { addressOf, destinationOf } from '../../core/return/carriage.ts'
import { deadlines } from '../../core/return/deadlines.ts'
import { counted, received, returned } from '../../core/return/quantities.ts'
import type { Dispute, DueKind, Handling, Lane, OfferEnd } from '../../core/return/return.ts'
import { strands } from '../../core/return/strands/strands.ts'
import type { Columns } from '../../core/return/where.ts'
import type { Instant } from '../../core/time.ts'
import type { MethodType } from '../../core/words.ts'
import { sideOf, type Side } from '../../core/party.ts'
import { type Caller, nothingHere } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { findOne, type Seen } from '../look.ts'
import { type Act, actsOf, type MainAct, mainAct } from './following-acts.ts'
import { lineOf, type Moment } from './following-line.ts'
import { type FollowedMoney, moneyOf } from './following-money.ts'
import { dropoffsOf, type FollowedDropoff, type FollowedParcel, parcelsOf } from './following-parcels.ts'
import {
  type Meaning,
  type Phase,
  type Places,
  type StateCode,
  STATES,
  stateCode,
  type Whose,
} from './following-state.ts'
import { type ThenCode, thenOf } from './following-then.ts'
import type { Session, Standing } from './session.ts'

export type Sentence<C extends string = StateCode> = { code: C } & Places

/** Who said or did something, as far as a shopper is told: the shop's people have no names here. */
export type Who = 'you' | 'shop' | 'arbiter'

export type FollowedPiece = {
  item: ItemId
  title: string
  variant: string | null
  sku: string
  picture: Url | null
  /** What comes back of it, after what was taken off again. */
  quantity: number
  /** What of it has been counted in. */
  received: number
  handling: Handling
  resolution: Item['resolution']
  reason: Item['reason']
  media: { id: FileId; kind: Media['kind']; by: Who }[]
  /** What the shop found when it looked: how many in which condition, with its pictures. */
  found: Pick<Grading, 'grade' | 'quantity' | 'media'>[]
}

export type FollowedOffer = {
  id: OfferId
  by: 'you' | 'shop'
  at: Instant
  until: Instant | null
  handling: Handling
  amount: Money | null
  /** Null while it waits for an answer. */
  end: OfferEnd | null
  endedAt: Instant | null
}

export type FollowedMessage = { id: MessageId; at: Instant; by: Who; text: string; media: FileId[] }
export type FollowedEvidence = { id: EvidenceId; at: Instant; by: Who; text: string; media: FileId[] }

export type FollowedDispute = {
  state: Exclude<Dispute['state'], 'none'>
  by: 'you' | 'shop'
  at: Instant
  text: string
  verdict: { at: Instant; text: string; pays: 'now' | 'after_goods' | 'nothing' } | null
}

export type FollowedWait = { kind: DueKind; whose: Whose; at: Instant | null }

/** `label`: the carrier's, to print. `code`: to be shown at a counter. `slip`: lies in the box. `calendar`: the end of the time to do something. */
export type FollowedDocument =
  | { kind: 'label'; shipment: ShipmentId; url: FileId | Url }
  | { kind: 'code'; text: string; picture: FileId | Url | null; provider: string | null }
  | { kind: 'slip' }
  | { kind: 'calendar'; by: Instant }

export type Followed = {
  id: ReturnId
  number: Rma
  /** What a decision is based on; it is refused when the return has moved on. */
  version: number
  createdAt: Instant
  updatedAt: Instant
  standing: Standing
  lane: Lane
  order: { id: OrderId; number: string; placedAt: Instant }
  shop: { id: ShopId; name: string; timeZone: string; hasArbiter: boolean }
  state: Sentence
  /** What follows from it, mostly in money. */
  then: Sentence<ThenCode> | null
  phase: Phase
  meaning: Meaning
  turn: { whose: Whose; by: Instant | null }
  may: Act[]
  main: MainAct
  line: Moment[]
  pieces: FollowedPiece[]
  method: { type: MethodType; name: string } | null
  /** What a way costs may be a part of the price, so a recipient is not told. */
  methods: { type: MethodType; name: string; cost: Money | null }[]
  /** Who sends it, and from where; of a present only what the recipient wrote down. */
  sender: { name: string; address: Place | null }
  to: Place | null
  parcels: FollowedParcel[]
  dropoffs: FollowedDropoff[]
  money: FollowedMoney
  exchange: {
    state: NonNullable<Return['exchange']>['state']
    order: string | null
    lines: { title: string; variant: string | null; quantity: number }[]
  } | null
  offers: FollowedOffer[]
  dispute: FollowedDispute | null
  evidence: FollowedEvidence[]
  messages: FollowedMessage[]
  waits: FollowedWait[]
  documents: FollowedDocument[]
}

/** The return of this number with all that a shopper may know of it. Refuses `not_found` for what is not theirs, as if it did not exist. */
export async function follow(
  desk: Desk,
  session: Session,
  caller: Caller,
  number: string,
): Promise<Followed | Refusal> {
  const opened = await openReturn(desk, session, caller, number)
  return refused(opened) ? opened : followed(opened.seen, opened.standing, desk.now())
}

export type OpenedReturn = { seen: Seen; standing: Standing }

/** The whole return, for acting on it. Nothing of it may be said to a shopper but through `followed`. */
export async function openReturn(
  desk: Desk,
  session: Session,
  caller: Caller,
  number: string,
): Promise<OpenedReturn | Refusal> {
  if (!NUMBER.test(number)) return nothingHere('return')
  const seen = await findOne(desk, caller, { number: number.toUpperCase() })
  if (refused(seen)) return nothingHere('return')
  const standing = session.orders.find(({ order }) => order === seen.ret.order)?.standing
  return standing !== undefined && isOpenTo(seen.ret, standing) ? { seen, standing } : nothingHere('return')
}

const NUMBER = /^[\w-]{1,40}$/

/** A present's return is its recipient's alone: the buyer is not told, and the recipient sees nothing of what the buyer sends back. */
export const isOpenTo = (ret: Pick<Return, 'gift'>, standing: Standing): boolean =>
  (standing === 'recipient') === (ret.gift !== null)

/** Read from the return alone; `now` decides only what has passed. */
export function followed(seen: Seen, standing: Standing, now: Instant): Followed {
  const { ret, order, shop } = seen
  const columns = strands(ret)
  const money = moneyOf(seen, standing)
  const parcels = parcelsOf(ret)
  const code = stateCode(ret, columns, {
    charges: money.charges,
    ways: new Set(money.payouts.filter(({ state }) => state === 'done').map(({ kind }) => kind)),
    paidMinor: money.paid?.amountMinor ?? 0,
    more: (money.expected?.amountMinor ?? 0) > 0,
    theirs: money.all !== null,
  })
  const { whose, due, phase, meaning } = STATES[code]
  const waits = waitsOf(ret, columns)
  const ends = due === null ? null : (waits.find(({ kind }) => kind === due)?.at ?? null)
  const by = ends !== null && ends > now ? ends : null
  const may = actsOf(seen, standing, parcels)
  const documents = documentsOf(ret, columns, parcels, whose === 'shopper' ? by : null)
  return {
    id: ret.id,
    number: ret.number,
    version: ret.version,
    createdAt: ret.createdAt,
    updatedAt: ret.updatedAt,
    standing,
    lane: ret.lane,
    order: { id: order.id, number: order.refs.number, placedAt: order.placedAt },
    shop: { id: shop.id, name: shop.name, timeZone: shop.timeZone, hasArbiter: shop.bench === 'arbiter' },
    state: { code, by, ...placesOf(ret, code, money, parcels) },
    then: thenOf(seen, code, phase, money),
    phase,
    meaning,
    turn: { whose, by },
    may,
    main: mainAct(code, may, new Set(documents.map(({ kind }) => kind))),
    line: lineOf(ret, money, { phase, by, travels: columns.handling === 'send_back', expected: money.expected }),
    pieces: ret.items.filter(item => returned(item) > 0).map(item => pieceOf(item, seen)),
    method: ret.method && { type: ret.method.type, name: ret.method.name },
    methods: ret.assessment.methods.map(({ type, name, cost }) => ({
      type,
      name,
      cost: standing === 'recipient' ? null : cost.total.presentment,
    })),
    ...addressesOf(seen, standing),
    parcels,
    dropoffs: dropoffsOf(ret),
    money,
    exchange: exchangeOf(ret),
    offers: offersOf(ret, money),
    dispute: disputeOf(ret),
    evidence: ret.evidenceGiven
      .filter(({ about, replacedBy }) => about !== 'claim' && replacedBy === null)
      .map(({ id, at, side, text, media }) => ({ id, at, by: whoIs(side), text, media })),
    messages: ret.messages
      .filter(({ by: { role }, to }) => to === 'shopper' || role === 'shopper')
      .map(({ id, at, by: { role }, text, media }) => ({ id, at, by: whoIs(sideOf(role)), text, media })),
    waits,
    documents,
  }
}

const WHO: Record<Side, Who> = { shopper: 'you', merchant: 'shop', platform: 'arbiter' }
const whoIs = (side: Side): Who => WHO[side]
const OWNERS = { merchant: 'shop', shopper: 'shopper', arbiter: 'arbiter' } as const

/** Claims are between the shop and its marketplace. */
const waitsOf = (ret: Return, columns: Columns): FollowedWait[] =>
  deadlines(ret, columns)
    .filter(({ kind }) => kind !== 'claim')
    .map(({ kind, owner, at }) => ({ kind, whose: OWNERS[owner], at }))

function placesOf(ret: Return, code: StateCode, money: FollowedMoney, parcels: readonly FollowedParcel[]): Places {
  const inbound = parcels.findLast(({ leg }) => leg === 'inbound')
  const done = money.payouts.filter(({ state }) => state === 'done')
  const offer = ret.offers.at(-1)
  switch (code) {
    case 'offer_to_answer':
    case 'offer_with_shop':
      return { amount: money.all === null ? null : (offer?.terms.amount ?? null), text: offer?.terms.handling ?? null }
    case 'rejected':
      return { text: ret.request.state === 'rejected' ? ret.request.reason : null }
    case 'cancelled_by_shop':
      return { text: ret.request.state === 'cancelled' ? ret.request.reason : null }
    case 'to_pay':
      return { amount: money.charges.find(({ state }) => state === 'asked')?.amount ?? null }
    case 'number_given':
    case 'on_its_way':
    case 'delivery_failed':
    case 'lost':
      return { carrier: inbound?.carrier ?? null, at: inbound?.checkpoints.at(-1)?.at ?? null }
    case 'delivered':
      return { at: inbound?.checkpoints.findLast(({ kind }) => kind === 'delivered')?.at ?? null }
    case 'counted':
    case 'counted_in_part':
    case 'arrived_late':
      return {
        count: ret.items.reduce((all, { id }) => all + received(ret, id), 0),
        at: counted(ret).at(-1)?.at ?? null,
      }
    case 'promised':
    case 'promised_goods_awaited':
    case 'payment_failed':
      return { amount: money.promised }
    case 'paying':
      return { amount: sumFlying(money) ?? money.promised }
    case 'paid_in_part':
      return { amount: money.paid, rest: restOf(money) }
    case 'paid':
    case 'paid_as_credit':
    case 'paid_elsewhere':
    case 'paid_goods_awaited':
    case 'paid_more_to_come':
    case 'exchanged':
      return {
        amount: money.paid,
        at: done.at(-1)?.at ?? null,
        reference: done.findLast(({ reference }) => reference !== null)?.reference ?? null,
        order: ret.exchange?.order?.number ?? null,
      }
    default:
      return {}
  }
}

function sumFlying({ payouts }: FollowedMoney): Money | null {
  const flying = payouts.filter(({ state }) => state === 'on_its_way')
  const [first] = flying
  return first
    ? { ...first.amount, amountMinor: flying.reduce((all, { amount }) => all + amount.amountMinor, 0) }
    : null
}

const restOf = ({ promised, paid }: FollowedMoney): Money | null =>
  promised && paid ? { ...promised, amountMinor: promised.amountMinor - paid.amountMinor } : null

function pieceOf(item: Item, { ret, order }: Seen): FollowedPiece {
  const line = order.lines.find(({ id }) => id === item.line)
  const found = counted(ret).flatMap(({ lines }) =>
    lines.filter(one => one.item === item.id).flatMap(one => one.gradings),
  )
  return {
    item: item.id,
    title: line?.product.title ?? '',
    variant: line ? variantOf(line.variant) : null,
    sku: line?.variant.sku ?? '',
    picture: line?.product.images[0] ?? null,
    quantity: returned(item),
    received: received(ret, item.id),
    handling: item.handling,
    resolution: item.resolution,
    reason: item.reason,
    media: item.media.map(({ id, kind, by }) => ({ id, kind, by: whoIs(by) })),
    found: found.map(({ grade, quantity, media }) => ({ grade, quantity, media })),
  }
}

const variantOf = ({ title, options }: { title: string | null; options: { value: string }[] }): string | null =>
  options.length > 0 ? options.map(({ value }) => value).join(' · ') : title

/** An address as it is written on a parcel. */
export type Place = Pick<
  Address,
  'name' | 'company' | 'street1' | 'street2' | 'town' | 'district' | 'city' | 'state' | 'postalCode' | 'country'
>

/** Where a present was sent is for its buyer to know; whoever it was given to says where it comes from, or nothing is said. */
function addressesOf({ ret, shop }: Seen, standing: Standing): Pick<Followed, 'sender' | 'to'> {
  const person = standing === 'recipient' ? ret.gift?.recipient : ret.contact
  const address = standing === 'recipient' ? ret.pickup : (ret.pickup ?? ret.shipping)
  return {
    sender: {
      name: [person?.firstName, person?.lastName].filter(Boolean).join(' '),
      address: placeOf(address),
    },
    to: placeOf(addressOf(shop, destinationOf(ret, shop))),
  }
}

function placeOf(address: Address | null): Place | null {
  if (address === null) return null
  const { name, company, street1, street2, town, district, city, state, postalCode, country } = address
  return { name, company, street1, street2, town, district, city, state, postalCode, country }
}

function exchangeOf({ exchange }: Return): Followed['exchange'] {
  if (exchange === null) return null
  return {
    state: exchange.state,
    order: exchange.order?.number ?? null,
    lines: exchange.lines.map(({ title, variant, quantity }) => ({ title, variant: variantOf(variant), quantity })),
  }
}

const offersOf = (ret: Return, { all }: FollowedMoney): FollowedOffer[] =>
  ret.offers.map(({ id, by, at, until, terms, end, endedAt }) => ({
    id,
    by: by === 'shopper' ? 'you' : 'shop',
    at,
    until,
    handling: terms.handling,
    amount: all === null ? null : terms.amount,
    end,
    endedAt,
  }))

function disputeOf({ dispute }: Return): FollowedDispute | null {
  if (dispute.state === 'none') return null
  const { by, at, text } = dispute.case
  const verdict = 'verdict' in dispute ? dispute.verdict : null
  return {
    state: dispute.state,
    by: by === 'shopper' ? 'you' : 'shop',
    at,
    text,
    verdict: verdict && { at: verdict.at, text: verdict.text, pays: verdict.pays },
  }
}

/** Papers make sense while goods are to set out; afterwards they only mislead. */
function documentsOf(
  ret: Return,
  { handling, request, transit, receiving }: Columns,
  parcels: readonly FollowedParcel[],
  by: Instant | null,
): FollowedDocument[] {
  const calendar: FollowedDocument[] = by === null ? [] : [{ kind: 'calendar', by }]
  const setsOut = handling === 'send_back' && request === 'approved' && receiving === 'awaited'
  const gone = ['in_transit', 'delivered', 'lost', 'delivery_failed'].includes(transit)
  if (!setsOut || gone) return calendar
  const labels = parcels.flatMap(({ id, label }): FollowedDocument[] =>
    label?.url ? [{ kind: 'label', shipment: id, url: label.url }] : [],
  )
  return [...labels, ...codesOf(ret, parcels), { kind: 'slip' }, ...calendar]
}

/** The code of a label that needs no printer, that of a drop-off, or the return's own number for the shop's counter. */
function codesOf(ret: Return, parcels: readonly FollowedParcel[]): FollowedDocument[] {
  const code = (text: string, picture: FileId | Url | null, provider: string | null): FollowedDocument => ({
    kind: 'code',
    text,
    picture,
    provider,
  })
  const labels = parcels.flatMap(({ label, trackingNumber, carrier }) =>
    label?.qr ? [code(trackingNumber ?? ret.number, label.qr, carrier)] : [],
  )
  const drops = dropoffsOf(ret)
    .filter(({ state }) => state !== 'dropped')
    .map(({ number, qr, provider }) => code(number, qr, provider))
  const own = ['in_store', 'happy_returns', 'retail_reworks', 'carrier_dropoff'].includes(ret.method?.type ?? '')
  return labels.length + drops.length > 0 ? [...labels, ...drops] : own ? [code(ret.number, null, null)] : []
}
