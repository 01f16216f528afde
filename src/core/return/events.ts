/** What happened, one name from the core to the wire. A payload says what changed; it is never a copy of the return. */
import type {
  ActorId,
  ChargeId,
  DropoffId,
  FulfilmentId,
  GrantId,
  ItemId,
  LineId,
  OfferId,
  PayoutId,
  ReceivingId,
  RuleId,
  ShipmentId,
  SliceId,
  StrayId,
  TagId,
} from '../ids.ts'
import type { Money } from '../money.ts'
import type { Actor, Address, Media } from '../party.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Instant } from '../time.ts'
import type { Deadline } from './deadlines.ts'
import type {
  CancelCause,
  Case,
  Charge,
  Checkpoint,
  ChosenMethod,
  Claim,
  Contents,
  Disposition,
  Dropoff,
  DueKind,
  Evidence,
  Exchange,
  Grading,
  Grant,
  Handling,
  Label,
  Message,
  Offer,
  Payout,
  Receiving,
  Resolution,
  Return,
  Shipment,
  Terms,
  Verdict,
} from './return.ts'

/** Everything known at birth. Pieces are held by `units.held`, which follows at once. */
export type Born = Pick<
  Return,
  | 'id'
  | 'org'
  | 'shop'
  | 'order'
  | 'serial'
  | 'number'
  | 'group'
  | 'kind'
  | 'inspector'
  | 'lane'
  | 'filedBy'
  | 'happenedAt'
  | 'comment'
  | 'contact'
  | 'billing'
  | 'shipping'
  | 'pickup'
  | 'gift'
  | 'destination'
  | 'freight'
  | 'method'
  | 'items'
  | 'assessment'
>

/** One hold: pieces of a line in one fulfilment, spoken for by an item. */
export type Held = { item: ItemId; slice: SliceId; line: LineId; fulfilment: FulfilmentId; quantity: number }

export type Payloads = {
  'return.submitted': { born: Born }
  'return.amended': Partial<
    Pick<
      Return,
      | 'contact'
      | 'billing'
      | 'shipping'
      | 'pickup'
      | 'comment'
      | 'gift'
      | 'destination'
      | 'freight'
      | 'lane'
      | 'kind'
      | 'inspector'
      | 'happenedAt'
    >
  >
  'item.removed': { item: ItemId; quantity: number; why: string }
  'item.changed': {
    item: ItemId
    asked?: number
    reason?: { code: ReasonCode; text: string | null; sub: string | null; comment: string | null }
    resolution?: Resolution
    handling?: Handling
    serials?: string[]
  }
  'units.held': { slices: Held[] }
  'units.freed': { slices: Held[] }
  'request.approved': { override: string | null }
  'request.rejected': { reason: string }
  'request.cancelled': { because: CancelCause; reason: string | null }
  'request.expired': object
  'request.resolved': { note: string | null }
  'request.reopened': { to: 'submitted' | 'approved'; reason: string }
  'reason.reassessed': { code: ReasonCode }

  'offer.made': { offer: Offer }
  'offer.accepted': { offer: OfferId; terms: Terms }
  'offer.declined': { offer: OfferId }
  'offer.lapsed': { offer: OfferId }
  'offer.superseded': { offer: OfferId }
  'offer.overtaken': { offer: OfferId }

  'dispute.raised': { case: Case }
  'dispute.examined': object
  'dispute.judged': { for: 'shopper' | 'merchant'; verdict: Verdict }
  'dispute.withdrawn': { moot: boolean }
  'evidence.asked': { until: Instant | null }
  'evidence.given': { evidence: Evidence }
  'evidence.missed': object

  'method.chosen': { method: ChosenMethod | null }
  'shipment.added': { shipment: Shipment }
  'shipment.changed': { shipment: ShipmentId } & Partial<
    Pick<Shipment, 'trackingNumber' | 'carrier' | 'documents' | 'proof' | 'label' | 'contents' | 'eta' | 'refs'>
  >
  'shipment.cancelled': { shipment: ShipmentId }
  'shipment.tracked': { shipment: ShipmentId; checkpoint: Checkpoint }
  'label.ordered': {
    label: string
    reference: string | null
    from: Address | null
    to: Address | null
    contents: Contents
  }
  'label.made': { label: string; shipment: ShipmentId; made: Label }
  'label.failed': { label: string; why: string }
  'dropoff.made': { dropoff: Dropoff }
  'dropoff.dropped': { dropoff: DropoffId; drop: Dropoff['drops'][number] }
  'dropoff.shipped': { dropoff: DropoffId; shipment: Dropoff['shipments'][number] }

  'receiving.recorded': { receiving: Receiving }
  'receiving.refused': { receiving: Receiving; why: string }
  'receiving.graded': { receiving: ReceivingId; item: ItemId; gradings: Grading[] }
  'stray.matched': { stray: StrayId }
  'disposition.recorded': { disposition: Disposition }

  'payout.granted': { grant: Grant }
  'payout.ordered': { payout: Payout }
  'payout.sent': { payout: PayoutId; externalId: string | null }
  'payout.done': {
    payout: PayoutId
    externalId: string | null
    reference: string | null
    transactions: Payout['transactions']
  }
  'payout.declined': { payout: PayoutId; why: string }
  'payout.unknown': { payout: PayoutId; why: string }
  'credit.issued': { payout: PayoutId; grant: GrantId; amount: Money; reference: string }
  'settlement.marked_elsewhere': { payout: Payout; reference: string; why: string }
  'settlement.unmarked': { why: string }

  'exchange.proposed': { exchange: Exchange }
  'exchange.ordered': { order: NonNullable<Exchange['order']> }
  'exchange.failed': { why: string }
  'exchange.cancelled': { why: string | null }
  'stock.reserved': { until: Instant | null }
  'stock.freed': object
  'charge.asked': { charge: Charge }
  'charge.authorized': { charge: ChargeId; externalId: string | null; until: Instant }
  'charge.sent': { charge: ChargeId }
  'charge.done': { charge: ChargeId; externalId: string | null }
  'charge.declined': { charge: ChargeId; why: string }
  'charge.released': { charge: ChargeId }

  'compensation.opened': object
  'compensation.entitled': { outcome: 'pending_request' | 'not_required' | 'not_eligible'; until: Instant | null }
  'claim.made': { claim: Claim }
  'claim.answered': { approved: boolean; parts: { type: string; amount: Money }[] }
  'claim.withdrawn': object
  'claim.lapsed': object

  'due.moved': { kind: DueKind; to: Instant; why: string }
  'due.neared': { kind: DueKind; until: Instant; owner: Deadline['owner'] }
  'due.passed': { kind: DueKind; until: Instant; owner: Deadline['owner'] }
  'note.written': { note: string | null }
  'item.tagged': { item: ItemId; tags: TagId[] }
  'return.tagged': { tags: TagId[] }
  'media.attached': { item: ItemId; media: Media[] }
  'message.sent': { message: Message }
  'return.assigned': { to: ActorId | null }
  'return.flagged': { why: string | null }
  /** The shopper is forgotten; the events before this one no longer name anybody. */
  'person.erased': object
}

export type EventType = keyof Payloads

/**
 * Beside its payload every event says when, by whom, by which rule of automation, and which command led to it.
 * `due` are the moments this event set for somebody, counted with the shop's lengths of that day and never again.
 */
export type Envelope = {
  at: Instant
  by: Actor
  rule: RuleId | null
  cause: string | null
  due?: Partial<Record<DueKind, Instant>>
}

export type Event<T extends EventType = EventType> = { [K in T]: { type: K } & Payloads[K] & Envelope }[T]

/** An event as it stands in the log: with its place in the return's life. */
export type Recorded = Event & { sequence: number; id: string }
