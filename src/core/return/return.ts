/** The return itself: what was told and what was counted. Numbers and most states are read from its lists, never stored beside them. */

import type { Figure } from '../figure.ts'
import type {
  ActorId,
  ChargeId,
  DispositionId,
  DropoffId,
  EvidenceId,
  FileId,
  FulfilmentId,
  GrantId,
  GroupId,
  ItemId,
  LineId,
  LocationId,
  MessageId,
  OfferId,
  OrderId,
  OrgId,
  PaymentId,
  PayoutId,
  ReceivingId,
  ReturnId,
  Rma,
  ShipmentId,
  ShopId,
  SliceId,
  StrayId,
  TagId,
} from '../ids.ts'
import type { Money, Two } from '../money.ts'
import type { Variant } from '../order/order.ts'
import type { Actor, Address, CountryCode, Mark, Media, Party, Side, Url } from '../party.ts'
import type { Assessment } from '../policy/policy.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Instant } from '../time.ts'
import type { Grade, MethodType } from '../words.ts'

export type Return = {
  id: ReturnId
  org: OrgId
  shop: ShopId
  order: OrderId
  /** Counts up within the shop; platforms' number forms are computed from it. */
  serial: number
  number: Rma
  /** The sequence of the last event; a decision may state the version it was based on. */
  version: number
  createdAt: Instant
  /** Time of the last event. */
  updatedAt: Instant
  /** Filed together over several orders; each member is an ordinary return of one order. */
  group: GroupId | null
  kind: Kind
  inspector: Inspector
  lane: Lane
  filedBy: Actor
  /** Said by the filer; never used for anybody's window. */
  happenedAt: Instant | null
  /** One free sentence of whoever filed it. */
  comment: string | null
  /** The arbiter's own view of the reason. */
  reassessed: ReasonCode | null
  /** Copies taken from the order when the return was filed; editable since. */
  contact: Party
  billing: Address | null
  shipping: Address | null
  pickup: Address | null
  gift: { recipient: Party; address: Address | null } | null
  destination: LocationId | null
  freight: { payer: 'undecided' | 'shopper' | 'merchant' | 'platform'; reason: number | null }
  method: ChosenMethod | null
  items: Item[]
  offers: Offer[]
  evidenceGiven: Evidence[]
  shipments: Shipment[]
  /** Labels ordered and not made yet, or given up. */
  labels: LabelOrder[]
  dropoffs: Dropoff[]
  receivings: Receiving[]
  dispositions: Disposition[]
  grants: Grant[]
  payouts: Payout[]
  charges: Charge[]
  exchange: Exchange | null
  /** Instant exchange: the replacement leaves before the goods are back, against a held amount. */
  advance: Advance | null
  request: Request
  dispute: Dispute
  evidence: Duty
  compensation: Compensation
  marks: Partial<Record<MarkKind, Mark>>
  /** The last moment set per kind; it stays after it has passed or ended, because platforms keep showing it. */
  due: Partial<Record<DueKind, Instant>>
  /** For which moment of a wait it was last said that it is near, and that it has passed. Absent until something was said. */
  noticed?: Partial<Record<DueKind, Noticed>>
  assessment: Assessment
  note: string | null
  tags: TagId[]
  messages: Message[]
  assignee: ActorId | null
  flagged: string | null
}

export const KINDS = ['after_delivery', 'in_transit', 'on_the_spot'] as const
export type Kind = (typeof KINDS)[number]
export const INSPECTORS = ['merchant', 'warehouse'] as const
export type Inspector = (typeof INSPECTORS)[number]
export const LANES = ['standard', 'special', 'withdrawal'] as const
export type Lane = (typeof LANES)[number]
export const HANDLINGS = ['send_back', 'keep'] as const
export type Handling = (typeof HANDLINGS)[number]

export { METHOD_TYPES, type MethodType } from '../words.ts'

export const DUE_KINDS = [
  'answer',
  'offer',
  'photos',
  'ship',
  'inspect',
  'evidence',
  'verdict',
  'claim',
  'goods',
  'payout',
  'arrival',
] as const
export type DueKind = (typeof DUE_KINDS)[number]
export type Noticed = { neared?: Instant; passed?: Instant }

export type MarkKind =
  | 'approved'
  | 'rejected'
  | 'cancelled'
  | 'expired'
  | 'resolved'
  | 'received'
  | 'refunded'
  | 'reopened'
  | 'erased'

export type ChosenMethod = { type: MethodType; name: string; zone: string | null; rule: string | null; cost: Figure }

export type Item = {
  id: ItemId
  position: number
  line: LineId
  /** The hold: which delivered pieces are spoken for. While held, their sum is what was asked for less what was removed. */
  slices: Slice[]
  /** The item is a component; `whole` says that a complete kit came along. */
  kit: { line: LineId; whole: boolean } | null
  asked: number
  removed: { quantity: number; mark: Mark; why: string }[]
  handling: Handling
  resolution: Resolution
  reason: { code: ReasonCode; text: string | null; sub: string | null; comment: string | null }
  media: Media[]
  tags: { id: TagId; at: Instant }[]
  serials: string[]
}

export type Slice = { id: SliceId; fulfilment: FulfilmentId; quantity: number }

/** Swap: the piece's value goes into the lines of the exchange; replace: the same article in another variant. */
export type Resolution =
  | { type: 'refund'; to: RefundDestination }
  | { type: 'replace'; variant: Variant }
  | { type: 'swap' }
export const REFUND_DESTINATIONS = ['original_payment', 'store_credit', 'instant_refund'] as const
export type RefundDestination = (typeof REFUND_DESTINATIONS)[number]
export type GrantDestination = RefundDestination | 'exchange'

export type Request =
  | { state: 'submitted' }
  | { state: 'approved' }
  | { state: 'rejected'; reason: string }
  | { state: 'expired' }
  | { state: 'resolved' }
  | { state: 'cancelled'; cause: CancelCause; reason: string | null }
export type CancelCause = 'shopper' | 'merchant' | 'evidence_missing' | 'platform'

export type Dispute =
  | { state: 'none' }
  | { state: 'raised' | 'judging'; case: Case }
  | { state: 'for_shopper' | 'for_merchant'; case: Case; verdict: Verdict }
  | { state: 'withdrawn'; case: Case; moot: boolean }
export const DISPUTE_REASONS = ['not_received', 'objection', 'not_returned', 'unknown'] as const
export type DisputeReasonCode = (typeof DISPUTE_REASONS)[number]
export type Case = {
  by: Side
  reason: DisputeReasonCode
  reasonId: number | null
  text: string
  email: string | null
  at: Instant
  modules: { index: number; requirement: string; media: FileId[] }[]
}
export type Verdict = {
  at: Instant
  by: Actor
  text: string
  pays: 'now' | 'after_goods' | 'nothing'
  amount: Money | null
}

/** The merchant's duty to prove; the shopper's missing photos are a date due on a submitted request. */
export type Duty =
  | { state: 'not_due' }
  | { state: 'due'; by: Instant | null }
  | { state: 'given' }
  | { state: 'overdue'; since: Instant }

export type Compensation =
  | { state: 'not_applicable' | 'initial' | 'not_required' | 'not_eligible' }
  | { state: 'pending_request'; until: Instant | null }
  | { state: 'requested' | 'cancelled' | 'rejected'; claim: Claim }
  | { state: 'approved'; claim: Claim; parts: { type: string; amount: Money }[] }
export type Claim = { at: Instant; by: Actor; amount: Money | null; text: string; media: FileId[] }
export type Evidence = {
  id: EvidenceId
  side: Side
  about: 'request' | 'dispute' | 'claim'
  media: FileId[]
  text: string
  at: Instant
  replacedBy: EvidenceId | null
}

export type Terms = { handling: Handling; amount: Money | null }
export type OfferEnd = 'accepted' | 'declined' | 'superseded' | 'lapsed' | 'overtaken'
export type Offer = {
  id: OfferId
  by: Side
  person: string
  at: Instant
  until: Instant | null
  terms: Terms
  end: OfferEnd | null
  endedAt: Instant | null
}

export type Contents = { item: ItemId; quantity: number }[]
export type Shipment = {
  id: ShipmentId
  leg: 'inbound' | 'onward' | 'back'
  source: 'shopper' | 'merchant' | 'api' | 'generated' | 'forward'
  carrier: { slug: string; name: string; ref: number | null; integrated: boolean }
  trackingNumber: string | null
  contents: Contents
  label: Label | null
  documents: {
    kind: 'packing_slip' | 'combined' | 'conditional' | 'invoice'
    url: FileId | Url
    has: ('label' | 'packing_slip' | 'conditional')[]
  }[]
  from: Address | null
  to: Address | null
  proof: { media: FileId[]; remarks: string | null; at: Instant } | null
  eta: { from: Instant; to: Instant } | null
  /** `trackingUrl`: where people follow this parcel, when whoever sent it said so. */
  refs: { pin: string | null; contactNumber: string | null; queryNumber: string | null; trackingUrl?: Url | null }
  checkpoints: Checkpoint[]
  createdAt: Instant
  cancelledAt: Instant | null
}
export type Label = {
  url: FileId | Url | null
  shippingSlug: string
  qr: FileId | null
  charge: Money | null
  reference: string | null
}
/** A label somebody asked for; `shipment` is the parcel it became. */
export type LabelOrder = {
  id: string
  state: 'ordered' | 'made' | 'failed'
  reference: string | null
  from: Address | null
  to: Address | null
  contents: Contents
  shipment: ShipmentId | null
  why: string | null
  at: Instant
}
export const CHECKPOINT_KINDS = [
  'announced',
  'pickup_retry',
  'pickup_failed',
  'picked_up',
  'moving',
  'out_for_delivery',
  'attempt_failed',
  'held_for_pickup',
  'exception',
  'delivery_failed',
  'lost',
  'delivered',
  'silent',
] as const
export type CheckpointKind = (typeof CHECKPOINT_KINDS)[number]
export type Checkpoint = { at: Instant; kind: CheckpointKind; text: string; pickupMedia: Url[]; deliveryMedia: Url[] }

export type Dropoff = {
  id: DropoffId
  provider: string
  number: string
  qr: FileId | Url | null
  contents: Contents
  drops: { id: string; at: Instant; createdAt: Instant; lines: Contents }[]
  shipments: {
    id: string
    externalId: string
    carrierCode: string
    trackingNumber: string
    contents: { item: ItemId; quantity: number; bagBarcodes: string[] }[]
  }[]
  createdAt: Instant
}

export { GRADES, type Grade } from '../words.ts'
export type Grading = {
  grade: Grade
  quantity: number
  note: string | null
  media: FileId[]
  inspector: string | null
  at: Instant | null
}
export type Receiving = {
  id: ReceivingId
  /** Says the same count twice only once: a second receiving with a known key changes nothing. */
  key: string
  at: Instant
  by: Actor
  source: 'dock' | 'store' | 'carrier' | 'api'
  place: LocationId | null
  refused: string | null
  /** A count by hand takes the place of what the carrier only said; sums skip what is replaced. */
  replaces: ReceivingId[]
  lines: { item: ItemId; quantity: number; gradings: Grading[] }[]
}

export const DISPOSITIONS = [
  'restock',
  'quarantine',
  'refurbish',
  'repair',
  'return_to_vendor',
  'donate',
  'recycle',
  'scrap',
  'missing',
  'back_to_shopper',
] as const
export type DispositionKind = (typeof DISPOSITIONS)[number]
export type Disposition = {
  id: DispositionId
  key: string
  item: ItemId
  quantity: number
  to: DispositionKind
  location: LocationId | null
  at: Instant
  by: Actor
  resale: { stage: 3 | 4 | 5 | 6; orders: string[]; next: string | null } | null
}

export const BASES = ['asked', 'received', 'accepted', 'agreed', 'verdict', 'goodwill'] as const
export type Basis = (typeof BASES)[number]
/** The promise: this much is owed, for these pieces, on this basis. One grant per destination. */
export type Grant = {
  id: GrantId
  at: Instant
  by: Actor
  basis: Basis
  lines: { item: ItemId; quantity: number }[]
  figure: Figure
  to: GrantDestination
  /** Grants this one takes the place of; what is replaced is history and counts no more. */
  replaces: GrantId[]
  /** Why a person promised it, in that person's words. */
  why?: string | null
}
/** The movement: this much went, this way, in the order's currency. */
export type Payout = {
  id: PayoutId
  key: string
  grant: GrantId
  kind: 'refund' | 'store_credit' | 'exchange' | 'elsewhere'
  state: 'planned' | 'sent' | 'done' | 'declined' | 'unknown'
  amount: Money
  lines: { item: ItemId; quantity: number }[]
  payment: PaymentId | null
  gateway: string
  externalId: string | null
  reference: string | null
  transactions: { externalId: string; parentExternalId: string | null; gateway: string; amount: Money }[]
  at: Instant
  doneAt: Instant | null
  why: string | null
}
export type Charge = {
  id: ChargeId
  key: string
  kind: 'exchange_difference' | 'return_cost' | 'not_returned'
  state: 'asked' | 'authorized' | 'sent' | 'done' | 'declined' | 'released'
  amount: Money
  gateway: string
  externalId: string | null
}
export type ExchangeLine = {
  variant: Variant
  title: string
  product: string
  quantity: number
  unit: Two
  tax: Two
  total: Two
  replaces: ItemId | null
}
export type Exchange = {
  lines: ExchangeLine[]
  bonus: { type: 'extra' | 'pre_discount'; value: Money | null; ratePpm: number | null; used: Money }[]
  chargeBy: 'shop' | 'other'
  reservedUntil: Instant | null
  state: 'proposed' | 'ordered' | 'failed' | 'cancelled'
  /** Why a failed one failed; `out_of_stock` lets the shop's fallback run. */
  why: string | null
  order: { id: OrderId | null; externalId: string; number: string; customer: Party; country: CountryCode | null } | null
}
export type Advance = { state: 'authorized' | 'charged' | 'cancelled' | 'failed'; charge: ChargeId; until: Instant }
export type Message = { id: MessageId; at: Instant; by: Actor; to: Side; text: string; media: FileId[] }

/** Goods without paper: no money and no hold until somebody says whose return they are. */
export type Stray = {
  id: StrayId
  org: OrgId
  shop: ShopId
  at: Instant
  by: Actor
  place: LocationId | null
  text: string
  sku: string | null
  quantity: number
  media: FileId[]
  trackingNumber: string | null
  matched: ReturnId | null
}
