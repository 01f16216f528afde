/** The purchase a return goes back to, with every share of money fixed to its line when the order entered. */
import type {
  DealId,
  FulfilmentId,
  ItemId,
  LineId,
  LocationId,
  OrderId,
  OrgId,
  PaymentId,
  PolicyVersionId,
  ReturnId,
  ShopId,
} from '../ids.ts'
import type { Currency, Money, Two } from '../money.ts'
import type { Address, CountryCode, Party, Url } from '../party.ts'
import type { Instant } from '../time.ts'

export type Order = {
  id: OrderId
  org: OrgId
  shop: ShopId
  /** The shop's own id (unique in the shop), the number people type, the name people see. */
  refs: { externalId: string; number: string; name: string }
  /** `stand_in`: staff wrote down a sale nobody recorded; it pays store credit only unless an owner lifts that. */
  source: 'import' | 'api' | 'platform' | 'exchange' | 'stand_in'
  state: 'open' | 'cancelled'
  placedAt: Instant
  completedAt: Instant | null
  currency: Currency
  shopCurrency: Currency
  customer: Party
  billing: Address | null
  shipping: Address | null
  country: CountryCode | null
  /** Customer groups, for policy. */
  groups: string[]
  tags: string[]
  customFields: Record<string, string>
  discountCodes: string[]
  gift: { recipient: Party } | null
  lines: Line[]
  fulfilments: Fulfilment[]
  payments: Payment[]
  freight: { paid: Two; taxes: Tax[] }
  deals: Deal[]
  /** The version that was live when the order was placed; it stays, whatever the shop changes later. */
  policy: PolicyVersionId | null
  addressType: string | null
  /** Since when nobody knows any more whose order it was; what is sent of the person afterwards is not kept either. */
  erasedAt?: Instant
  createdAt: Instant
  updatedAt: Instant
}

export type Line = {
  id: LineId
  externalId: string
  product: Product
  variant: Variant
  quantity: number
  cancelled: number
  /** Per piece, before any discount. */
  listPrice: Two
  /** Per piece as sold, before discounts of the whole order. */
  unitPrice: Two
  /** Shares of the whole line, allocated once by largest remainder when the order entered. `discount` is positive. */
  discount: Two
  taxes: Tax[]
  /** What the shopper paid for the whole line, tax included either way. */
  paid: Two
  properties: { name: string; value: string; type: 'text' | 'picture' | 'link'; urls: Url[] }[]
  grams: number
  requiresShipping: boolean
  taxable: boolean
  giftCard: boolean
  finalSale: boolean
  location: LocationId | null
  service: string | null
  /** A component of a kit: `per` pieces of it belong to one kit. The parent line carries no money and is never held. */
  kit: { parent: LineId; per: number } | null
  deal: { id: DealId; role: 'main' | 'add_on' | 'member' } | null
  serials: string[]
  /** A replacement remembers what it was exchanged for, so that its cost basis can be traced to the first purchase. */
  origin: { order: OrderId; line: LineId; ret: ReturnId; item: ItemId | null } | null
}

export type Product = {
  id: string
  externalId: string
  code: string
  title: string
  type: string | null
  categories: string[]
  tags: string[]
  images: Url[]
  vendor: string
  masterCode: string | null
  ean: string | null
}

export type Variant = {
  externalId: string
  sku: string
  title: string | null
  options: { name: string; value: string }[]
}

/** `ratePpm`: parts per million, 20 % is 200 000. `included`: the amount stands inside the price rather than on top of it. */
export type Tax = { title: string; ratePpm: number; amount: Two; included: boolean }

export type Fulfilment = {
  id: FulfilmentId
  externalId: string
  state: 'sent' | 'cancelled'
  lines: { line: LineId; quantity: number }[]
  sentAt: Instant | null
  deliveredAt: Instant | null
  carrier: string | null
  tracking: string[]
}

export type PaymentKind = 'card' | 'gift_card' | 'store_credit' | 'bank' | 'cash_on_delivery' | 'platform'

/** `platform`: the marketplace holds the money; a grant on it is paid by marking it done, never by a gateway call. */
export type Payment = {
  id: PaymentId
  externalId: string | null
  kind: PaymentKind
  gateway: string
  captured: Money
  at: Instant
}

export type Deal = {
  id: DealId
  kind: 'bundle' | 'add_on'
  externalId: string
  lines: { line: LineId; quantity: number; listPrice: Money }[]
  before: Money
  after: Money
}
