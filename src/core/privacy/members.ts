/** The table of everything that may tell of a person, member by member: what goes when a shopper is forgotten, and what stays and why. */
import type { Order } from '../order/order.ts'
import type { Actor, Address, Mark, Party } from '../party.ts'
import type { Assessment } from '../policy/policy.ts'
import type { EventType, Payloads } from '../return/events.ts'
import type {
  Case,
  Checkpoint,
  ChosenMethod,
  Claim,
  Disposition,
  Dropoff,
  Evidence,
  Exchange,
  Grading,
  Grant,
  Item,
  Label,
  LabelOrder,
  Message,
  Offer,
  Payout,
  Receiving,
  Request,
  Return,
  Shipment,
  Stray,
  Verdict,
} from '../return/return.ts'
import type { Gone, HasText, Kept, RulesFor, Way } from './rule.ts'

const keep = (why: string): Kept => ({ keep: why })
const gone = <W extends Way>(way: W, says: string, more: Omit<Gone, 'gone' | 'says'> = {}): Gone<W> => ({
  gone: way,
  says,
  ...more,
})

const GOODS = keep('Says what was sold, not to whom.')
const NUMBER = keep('A number of the shop’s own books, without which its accounts cannot be explained.')
const MOVEMENT = keep('The gateway’s number of a movement of money: books must be kept and matched.')
const PARCEL = keep('The number of a parcel, by which carrier and shop settle their accounts.')
const POLICY = keep('The shop’s own wording of its policy.')
const COUNTRY = keep('The country decides taxes and rules; it fits millions.')
const ONCE = keep('Tells a repetition from a second time.')
const STAFF = keep('Somebody of the shop, who answers for what was done.')

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What somebody typed. */
const WORDS = gone('token', 'Free text.')
/** Typed by people for money that went another way; numbers this house made up itself say nothing. */
const REFERENCE = gone('token', 'May be the reference of a bank transfer.', { unless: text => UUID.test(text) })
const SHOWN = 'May show the person or the address.'

export const ACTOR = {
  id: gone('null', 'Says which shopper acted; that a shopper did stays.', { of: 'shopper' }),
  name: gone('token', 'The shopper’s name; staff are named still.', { of: 'shopper' }),
  email: gone('null', 'The shopper’s address.', { of: 'shopper' }),
} satisfies RulesFor<Actor>

const MARK = { by: ACTOR } satisfies RulesFor<Mark>

export const PARTY = {
  id: gone('null', 'Who this is in the shop’s own system.'),
  username: gone('null', 'A name.'),
  firstName: gone('token', 'A name.'),
  lastName: gone('token', 'A name.'),
  emails: gone('nothing', 'E-mail addresses.'),
  phone: gone('null', 'A telephone number.'),
  portrait: gone('null', 'A picture of the person.'),
  locale: keep('A language fits millions.'),
} satisfies RulesFor<Party>

const PLACE = gone('null', 'A part of an address.')
export const ADDRESS = {
  name: gone('null', 'A name.'),
  company: PLACE,
  street1: PLACE,
  street2: PLACE,
  town: PLACE,
  district: PLACE,
  city: PLACE,
  state: { code: PLACE, name: PLACE },
  postalCode: PLACE,
  country: COUNTRY,
  phone: gone('null', 'A telephone number.'),
  email: gone('null', 'An e-mail address.'),
  type: PLACE,
} satisfies RulesFor<Address>

const FIGURE = { parts: { taxTitle: keep('The name of a tax.'), why: keep('A code of how a sum came about.') } }
const VARIANT = {
  externalId: GOODS,
  sku: GOODS,
  title: GOODS,
  options: { name: GOODS, value: GOODS },
}
const TAXES = { title: keep('The name of a tax.') }

export const ORDER = {
  refs: { externalId: NUMBER, number: NUMBER, name: NUMBER },
  customer: PARTY,
  billing: ADDRESS,
  shipping: ADDRESS,
  country: COUNTRY,
  groups: keep('Policy asks for the group a customer is in; groups are shared.'),
  tags: keep('Policy asks for tags of an order; they are the shop’s own words.'),
  customFields: gone('nothing', 'Fields of the shop’s own, which may say anything.'),
  discountCodes: keep('Policy asks for the codes used, and sums rest on them.'),
  gift: { recipient: PARTY },
  lines: {
    externalId: NUMBER,
    product: {
      id: GOODS,
      externalId: GOODS,
      code: GOODS,
      title: GOODS,
      type: GOODS,
      categories: GOODS,
      tags: GOODS,
      images: GOODS,
      vendor: GOODS,
      masterCode: GOODS,
      ean: GOODS,
    },
    variant: VARIANT,
    taxes: TAXES,
    properties: {
      name: GOODS,
      value: gone('token', 'What a shopper wanted engraved, printed or written.'),
      urls: gone('nothing', 'Pictures a shopper handed over.'),
    },
    service: GOODS,
    serials: keep('The number of a piece, which guards against fraud and decides guarantees.'),
  },
  fulfilments: { externalId: NUMBER, carrier: PARCEL, tracking: PARCEL },
  payments: { externalId: MOVEMENT, gateway: MOVEMENT },
  freight: { taxes: TAXES },
  deals: { externalId: GOODS },
  addressType: PLACE,
} satisfies RulesFor<Order>

const REASON = {
  text: keep('The shop’s or platform’s wording of a reason.'),
  sub: keep('A code of the shop’s list.'),
  comment: WORDS,
} satisfies RulesFor<Item['reason']>

const RESOLUTION = { variant: VARIANT }

const ITEM = {
  removed: { mark: MARK, why: WORDS },
  resolution: RESOLUTION,
  reason: REASON,
  serials: keep('The number of a piece, which guards against fraud and decides guarantees.'),
} satisfies RulesFor<Item>

const OFFER = {
  person: gone('token', 'The shopper’s name; staff are named still.', { of: 'shopper' }),
} satisfies RulesFor<Offer>

const CASE = {
  text: WORDS,
  email: gone('null', 'An e-mail address.'),
  modules: { requirement: POLICY },
} satisfies RulesFor<Case>
const VERDICT = { by: ACTOR, text: WORDS } satisfies RulesFor<Verdict>
const CLAIM = { by: ACTOR, text: WORDS } satisfies RulesFor<Claim>
const CLAIM_PARTS = { type: keep('What a marketplace pays for, in its words.') }
const EVIDENCE = { text: WORDS } satisfies RulesFor<Evidence>

const CARRIER = { slug: PARCEL, name: PARCEL }
const LABEL = {
  url: gone('null', 'A label bears the address.'),
  shippingSlug: PARCEL,
  qr: gone('null', 'Opens the label.'),
  reference: PARCEL,
} satisfies RulesFor<Label>
const CHECKPOINT = {
  text: gone('token', 'The carrier’s words may name who took the parcel.'),
  pickupMedia: gone('nothing', SHOWN),
  deliveryMedia: gone('nothing', SHOWN),
} satisfies RulesFor<Checkpoint>
const PROOF = { remarks: WORDS }
const REFS = {
  pin: gone('null', 'Opens a parcel.'),
  contactNumber: gone('null', 'A telephone number.'),
  queryNumber: gone('null', 'Opens what the carrier knows.'),
  trackingUrl: gone('null', 'Opens what the carrier knows.'),
}
const SHIPMENT = {
  carrier: CARRIER,
  trackingNumber: PARCEL,
  label: LABEL,
  documents: gone('nothing', 'Papers bear names and addresses.'),
  from: ADDRESS,
  to: ADDRESS,
  proof: PROOF,
  refs: REFS,
  checkpoints: CHECKPOINT,
} satisfies RulesFor<Shipment>
const LABEL_ORDER = {
  id: ONCE,
  reference: gone('null', 'Free text.'),
  from: ADDRESS,
  to: ADDRESS,
  why: WORDS,
} satisfies RulesFor<LabelOrder>
const DROP = { id: ONCE }
const BOX = {
  id: ONCE,
  externalId: PARCEL,
  carrierCode: PARCEL,
  trackingNumber: PARCEL,
  contents: { bagBarcodes: PARCEL },
}
const DROPOFF = {
  provider: PARCEL,
  number: PARCEL,
  qr: gone('null', 'Opens the drop-off.'),
  drops: DROP,
  shipments: BOX,
} satisfies RulesFor<Dropoff>

const GRADING = { note: WORDS, inspector: STAFF } satisfies RulesFor<Grading>
const RECEIVING = {
  key: ONCE,
  by: ACTOR,
  refused: WORDS,
  lines: { gradings: GRADING },
} satisfies RulesFor<Receiving>
const DISPOSITION = {
  key: ONCE,
  by: ACTOR,
  resale: { orders: NUMBER, next: NUMBER },
} satisfies RulesFor<Disposition>

const GRANT = { by: ACTOR, figure: FIGURE, why: WORDS } satisfies RulesFor<Grant>
const TRANSACTIONS = { externalId: MOVEMENT, parentExternalId: MOVEMENT, gateway: MOVEMENT }
const PAYOUT = {
  key: ONCE,
  gateway: MOVEMENT,
  externalId: MOVEMENT,
  reference: REFERENCE,
  transactions: TRANSACTIONS,
  why: WORDS,
} satisfies RulesFor<Payout>
const CHARGE = { key: ONCE, gateway: MOVEMENT, externalId: MOVEMENT }

/** `out_of_stock` is a word the house acts on. */
const EXCHANGE_WHY = gone('token', 'Free text.', { unless: text => text === 'out_of_stock' })
const PLACED = { externalId: NUMBER, number: NUMBER, customer: PARTY, country: COUNTRY }
const EXCHANGE = {
  lines: { variant: VARIANT, title: GOODS, product: GOODS },
  why: EXCHANGE_WHY,
  order: PLACED,
} satisfies RulesFor<Exchange>

const METHOD = { name: POLICY, zone: COUNTRY, rule: POLICY, cost: FIGURE } satisfies RulesFor<ChosenMethod>
const REQUEST = { reason: WORDS } satisfies RulesFor<Request>
const MESSAGE = { by: ACTOR, text: WORDS } satisfies RulesFor<Message>

const ASSESSMENT = {
  lines: {
    refusals: { code: POLICY, sentence: POLICY },
    trace: { said: POLICY },
  },
  zone: COUNTRY,
  methods: { name: POLICY, cost: FIGURE },
  auto: { reason: POLICY },
  overridden: { by: STAFF, reason: WORDS },
} satisfies RulesFor<Assessment>

export const RETURN = {
  filedBy: ACTOR,
  comment: WORDS,
  contact: PARTY,
  billing: ADDRESS,
  shipping: ADDRESS,
  pickup: ADDRESS,
  gift: { recipient: PARTY, address: ADDRESS },
  method: METHOD,
  items: ITEM,
  offers: OFFER,
  evidenceGiven: EVIDENCE,
  shipments: SHIPMENT,
  labels: LABEL_ORDER,
  dropoffs: DROPOFF,
  receivings: RECEIVING,
  dispositions: DISPOSITION,
  grants: GRANT,
  payouts: PAYOUT,
  charges: CHARGE,
  exchange: EXCHANGE,
  request: REQUEST,
  dispute: { case: CASE, verdict: VERDICT },
  compensation: { claim: CLAIM, parts: CLAIM_PARTS },
  marks: { each: MARK },
  assessment: ASSESSMENT,
  note: WORDS,
  messages: MESSAGE,
  flagged: WORDS,
} satisfies RulesFor<Return>

/** What every event bears beside its payload. */
export const ENVELOPE = {
  by: ACTOR,
  cause: keep('Names the command, the deadline or the rule that led here.'),
} satisfies RulesFor<{ by: Actor; cause: string | null }>

const WHY = { why: WORDS }

type EventRules = {
  [T in EventType as HasText<Payloads[T]> extends true ? T : never]: RulesFor<Payloads[T]>
}

/** An event says with the same words what the return then shows, so each part is treated as it is there. */
export const EVENTS = {
  'return.submitted': { born: RETURN },
  'return.amended': RETURN,
  'item.removed': WHY,
  'item.changed': { reason: REASON, resolution: RESOLUTION, serials: ITEM.serials },
  'request.approved': { override: WORDS },
  'request.rejected': REQUEST,
  'request.cancelled': REQUEST,
  'request.resolved': { note: WORDS },
  'request.reopened': REQUEST,
  'offer.made': { offer: OFFER },
  'dispute.raised': { case: CASE },
  'dispute.judged': { verdict: VERDICT },
  'evidence.given': { evidence: EVIDENCE },
  'method.chosen': { method: METHOD },
  'shipment.added': { shipment: SHIPMENT },
  'shipment.changed': {
    trackingNumber: PARCEL,
    carrier: CARRIER,
    documents: SHIPMENT.documents,
    proof: PROOF,
    label: LABEL,
    refs: REFS,
  },
  'shipment.tracked': { checkpoint: CHECKPOINT },
  'label.ordered': { label: ONCE, reference: LABEL_ORDER.reference, from: ADDRESS, to: ADDRESS },
  'label.made': { label: ONCE, made: LABEL },
  'label.failed': { label: ONCE, why: WORDS },
  'dropoff.made': { dropoff: DROPOFF },
  'dropoff.dropped': { drop: DROP },
  'dropoff.shipped': { shipment: BOX },
  'receiving.recorded': { receiving: RECEIVING },
  'receiving.refused': { receiving: RECEIVING, why: WORDS },
  'receiving.graded': { gradings: GRADING },
  'disposition.recorded': { disposition: DISPOSITION },
  'payout.granted': { grant: GRANT },
  'payout.ordered': { payout: PAYOUT },
  'payout.sent': { externalId: MOVEMENT },
  'payout.done': { externalId: MOVEMENT, reference: REFERENCE, transactions: TRANSACTIONS },
  'payout.declined': WHY,
  'payout.unknown': WHY,
  'credit.issued': { reference: REFERENCE },
  'settlement.marked_elsewhere': { payout: PAYOUT, reference: REFERENCE, why: WORDS },
  'settlement.unmarked': WHY,
  'exchange.proposed': { exchange: EXCHANGE },
  'exchange.ordered': { order: PLACED },
  'exchange.failed': { why: EXCHANGE_WHY },
  'exchange.cancelled': { why: EXCHANGE_WHY },
  'charge.asked': { charge: CHARGE },
  'charge.authorized': { externalId: MOVEMENT },
  'charge.done': { externalId: MOVEMENT },
  'charge.declined': WHY,
  'claim.made': { claim: CLAIM },
  'claim.answered': { parts: CLAIM_PARTS },
  'due.moved': WHY,
  'note.written': { note: WORDS },
  'message.sent': { message: MESSAGE },
  'return.flagged': WHY,
} satisfies EventRules

/** Goods without paper that turned out to be this shopper's. */
export const STRAY = {
  by: ACTOR,
  text: WORDS,
  sku: GOODS,
  trackingNumber: PARCEL,
} satisfies RulesFor<Stray>
