/** What may be asked for: one shape per verb, in the shop's words, whatever door it came through. */
import type {
  ActorId,
  ChargeId,
  DropoffId,
  FileId,
  FulfilmentId,
  GroupId,
  ItemId,
  LineId,
  LocationId,
  OfferId,
  OrderId,
  PayoutId,
  ReceivingId,
  ShipmentId,
  StrayId,
  TagId,
} from '../ids.ts'
import type { Money } from '../money.ts'
import type { Address, CountryCode, Party, Side } from '../party.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Instant } from '../time.ts'
import type {
  Basis,
  CancelCause,
  Checkpoint,
  Contents,
  DispositionKind,
  DisputeReasonCode,
  Dropoff,
  DueKind,
  Evidence,
  ExchangeLine,
  Grade,
  GrantDestination,
  Handling,
  Inspector,
  Kind,
  Label,
  Lane,
  MethodType,
  Receiving,
  RefundDestination,
  Resolution,
  Return,
  Shipment,
  Terms,
} from './return.ts'

export type ReasonGiven = { code: ReasonCode; text?: string | null; sub?: string | null; comment?: string | null }

/** One wish of the filer. `fulfilment` pins the delivery; without it the oldest free pieces are taken. */
export type Asked = {
  line: LineId
  quantity: number
  fulfilment?: FulfilmentId | null
  reason: ReasonGiven
  handling?: Handling
  resolution?: Resolution
  media?: FileId[]
  serials?: string[]
  kitWhole?: boolean
}

export type Graded = {
  grade: Grade
  quantity: number
  note?: string | null
  media?: FileId[]
  inspector?: string | null
  at?: Instant | null
}

/** As the verb `exchange` takes it; `replaces` names the place in `items`, since the items have no ids yet. */
export type ExchangeAsked = Omit<Commands['exchange'], 'lines'> & {
  lines: (Omit<ExchangeLine, 'total' | 'replaces'> & { replaces: number | null })[]
}

export type Commands = {
  /** `binding`: what policy says holds (shoppers always; some doors for staff too). `approved`: the door files it as already approved. */
  submit: {
    items: Asked[]
    method?: MethodType | null
    contact?: Partial<Party>
    pickup?: Address | null
    shipping?: Address | null
    gift?: Return['gift']
    kind?: Kind
    inspector?: Inspector
    lane?: Lane
    comment?: string | null
    happenedAt?: Instant | null
    destination?: LocationId | null
    group?: GroupId | null
    approved?: boolean
    binding?: boolean
    /** Why staff file against the policy's advice. */
    override?: string | null
    /** What shall go out instead, proposed in the same act: a request that is approved at once has no other moment for it. */
    exchange?: ExchangeAsked | null
    /** Staff hand in what the shopper photographed: the photos are the shopper's then, as if shown on the shop's own page. */
    shownBy?: 'shopper'
  }
  /** `quantity` is what shall remain of the item; 0 removes it. */
  amend: {
    items?: {
      item: ItemId
      quantity?: number
      why?: string
      reason?: ReasonGiven
      resolution?: Resolution
      handling?: Handling
      serials?: string[]
    }[]
    contact?: Partial<Party>
    shipping?: Address | null
    pickup?: Address | null
    method?: MethodType | null
    comment?: string | null
    destination?: LocationId | null
    freight?: Return['freight']
    reassessed?: ReasonCode
    why?: string
  }
  cancel: { reason?: string | null; cause?: CancelCause }
  approve: { handling?: Handling; override?: string | null; label?: LabelWish | null }
  reject: { reason: string }
  expire: object
  resolve: { note?: string | null }
  reopen: { reason: string }

  offer: { terms: Terms }
  accept: { offer: OfferId }
  decline: { offer: OfferId }
  /** A deadline passed whose default is that somebody's chance is over: an offer, the merchant's evidence, a claim. */
  lapse: { kind: 'offer' | 'evidence' | 'claim' }

  dispute: {
    reason: DisputeReasonCode
    reasonId?: number | null
    text: string
    email?: string | null
    modules?: { index: number; requirement: string; media: FileId[] }[]
  }
  examine: object
  withdraw: object
  prove: { media: FileId[]; text: string; about?: Evidence['about'] }
  judge: { for: 'shopper' | 'merchant'; pays: 'now' | 'after_goods' | 'nothing'; amount?: Money | null; text?: string }

  entitle: { outcome: 'pending_request' | 'not_required' | 'not_eligible'; until?: Instant | null }
  claim: { amount?: Money | null; text: string; media?: FileId[] }
  withdraw_claim: object
  answer_claim: { approved: boolean; parts?: { type: string; amount: Money }[] }

  choose: { method: MethodType }
  label: LabelWish
  /** The outside answer to a label that was ordered. */
  print:
    | {
        label: string
        made: {
          carrier: Shipment['carrier']
          trackingNumber: string | null
          label: Label
          documents?: Shipment['documents']
          eta?: Shipment['eta']
          refs?: Partial<Shipment['refs']>
        }
      }
    | { label: string; failed: string }
  /** `shipment` names the parcel's id when a platform already gave it one. */
  ship: {
    leg?: Shipment['leg']
    source?: Shipment['source']
    carrier: { slug?: string; name?: string; ref?: number | null }
    trackingNumber?: string | null
    contents?: Contents
    label?: Label | null
    documents?: Shipment['documents']
    from?: Address | null
    to?: Address | null
    proof?: { media: FileId[]; remarks?: string | null } | null
    eta?: Shipment['eta']
    refs?: Partial<Shipment['refs']>
  }
  /** Mends what is known of a parcel. */
  correct: {
    shipment: ShipmentId
    trackingNumber?: string | null
    carrier?: { slug?: string; name?: string; ref?: number | null }
    documents?: Shipment['documents']
    proof?: { media: FileId[]; remarks?: string | null }
    eta?: Shipment['eta']
    refs?: Partial<Shipment['refs']>
  }
  void: { shipment: ShipmentId }
  track: {
    shipment: ShipmentId
    checkpoint: Omit<Checkpoint, 'pickupMedia' | 'deliveryMedia'> &
      Partial<Pick<Checkpoint, 'pickupMedia' | 'deliveryMedia'>>
  }
  /** A drop-off the provider opened for this return. */
  book: { provider: string; number: string; qr?: Dropoff['qr']; contents?: Contents }
  drop: { dropoff: DropoffId; lines: Contents; at?: Instant }
  /** A consolidated parcel the drop-off provider sent on. */
  forward: {
    dropoff: DropoffId
    externalId: string
    carrierCode: string
    trackingNumber: string
    contents: { item: ItemId; quantity: number; bagBarcodes?: string[] }[]
  }

  receive: {
    key: string
    source: Receiving['source']
    lines: { item: ItemId; quantity: number; gradings?: Graded[] }[]
    place?: LocationId | null
    at?: Instant
    refused?: string | null
    replaces?: ReceivingId[]
  }
  grade: { receiving: ReceivingId; item: ItemId; gradings: Graded[] }
  dispose: {
    key: string
    item: ItemId
    quantity: number
    to: DispositionKind
    location?: LocationId | null
    resale?: { stage: 3 | 4 | 5 | 6; orders: string[]; next: string | null } | null
  }
  match: { stray: StrayId; item: ItemId; quantity?: number }

  /** `amount` is a typed total; without it the pieces' worth is granted. */
  grant: {
    lines?: Contents
    basis?: Basis
    amount?: Money | null
    to?: GrantDestination
    handling?: Handling
    why?: string | null
  }
  refund: { lines?: Contents; amount?: Money | null; to?: RefundDestination; why?: string | null }
  credit: { lines?: Contents; amount?: Money | null; why?: string | null }
  settle: { payout: PayoutId } & Outcome
  settle_elsewhere: { reference: string; why: string }
  lift: { why: string }

  exchange: {
    lines: Omit<ExchangeLine, 'total'>[]
    chargeBy?: 'shop' | 'other'
    reserve?: { until: Instant | null } | null
    advance?: boolean
  }
  /** The outside answer to an exchange order. */
  place:
    | {
        ordered: {
          order: OrderId | null
          externalId: string
          number: string
          customer?: Party
          country?: CountryCode | null
        }
      }
    | { failed: string }
  authorize: { charge: ChargeId; externalId?: string | null; until: Instant }
  charge: {
    charge?: ChargeId
    kind?: 'exchange_difference' | 'return_cost' | 'not_returned'
    amount?: Money | null
  } & Partial<Collected>
  release: { charge: ChargeId }

  extend: { kind: DueKind; to: Instant; why: string }
  /** A wait is about to end, or has ended without anything happening by itself. */
  remind: { kind: DueKind }
  note: { note: string | null }
  tag: { item?: ItemId | null; tags: TagId[] }
  attach: { item: ItemId; media: FileId[]; kind?: 'photo' | 'video' }
  message: { text: string; to: Side; media?: FileId[] }
  assign: { to: ActorId | null }
  flag: { why: string | null }
}

export type LabelWish = { reference?: string | null; from?: Address | null; to?: Address | null; contents?: Contents }

/** What the outside said about a movement of money. `unknown` means nobody can tell yet; it is asked again, never repeated. */
export type Outcome =
  | { outcome: 'sent'; externalId?: string | null }
  | {
      outcome: 'done'
      externalId?: string | null
      reference?: string | null
      transactions?: { externalId: string; parentExternalId: string | null; gateway: string; amount: Money }[]
    }
  | { outcome: 'declined'; why: string }
  | { outcome: 'unknown'; why: string }

/** A charge is first sent for, then the collected or declined answer comes. */
export type Collected = { outcome: 'sent' | 'done' | 'declined'; externalId?: string | null; why?: string }

export type VerbName = keyof Commands
export type Command<V extends VerbName = VerbName> = { [K in V]: { verb: K } & Commands[K] }[V]
