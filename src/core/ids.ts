/** Branded identifiers: a line's id never passes where an order's is wanted, though both are text. */
declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type OrgId = Id<'org'>
export type ShopId = Id<'shop'>
export type OrderId = Id<'order'>
export type LineId = Id<'line'>
export type FulfilmentId = Id<'fulfilment'>
export type PaymentId = Id<'payment'>
export type DealId = Id<'deal'>
export type ReturnId = Id<'return'>
/** The code people read out over the phone; unique within an organisation. */
export type Rma = Id<'rma'>
export type GroupId = Id<'group'>
/** A request that is still being written. */
export type DraftId = Id<'draft'>
export type WithdrawalId = Id<'withdrawal'>
export type ItemId = Id<'item'>
export type SliceId = Id<'slice'>
export type OfferId = Id<'offer'>
export type EvidenceId = Id<'evidence'>
export type ShipmentId = Id<'shipment'>
export type DropoffId = Id<'dropoff'>
export type ReceivingId = Id<'receiving'>
export type DispositionId = Id<'disposition'>
export type GrantId = Id<'grant'>
export type PayoutId = Id<'payout'>
export type ChargeId = Id<'charge'>
export type StrayId = Id<'stray'>
export type MessageId = Id<'message'>
export type FileId = Id<'file'>
export type TagId = Id<'tag'>
export type LocationId = Id<'location'>
export type ActorId = Id<'actor'>
export type PolicyVersionId = Id<'policy'>
/** The name of a rule in a policy version or of an automation. */
export type RuleId = Id<'rule'>

/** Says that a text read at a door or from the database is an id of the wanted kind. */
export const as = <I extends string>(text: string): I => text as I
