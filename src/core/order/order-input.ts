/** An order as a shop hands it over: prices and totals as that shop knows them, nothing shared out yet. Doors and importers write this; `enterOrder` reads it. */
import type { Currency } from '../money.ts'
import type { Address, CountryCode, Party } from '../party.ts'
import type { Instant } from '../time.ts'
import type { PaymentKind } from './order.ts'

/** Minor units of the order's currency, with the shop's side beside it when the shop books in another currency. */
export type AmountInput = { amountMinor: number; shopAmountMinor?: number }

export type OrderInput = {
  externalId: string
  number?: string
  name?: string
  source?: 'import' | 'api' | 'platform' | 'stand_in'
  state?: 'open' | 'cancelled'
  placedAt: Instant
  completedAt?: Instant | null
  currency: Currency
  /** Default: the shop's currency when equal to `currency` or when shop amounts are given; else amounts are booked in the order's own currency. */
  shopCurrency?: Currency
  customer?: Partial<Party>
  billing?: Partial<Address> | null
  shipping?: Partial<Address> | null
  country?: CountryCode | null
  groups?: string[]
  tags?: string[]
  customFields?: Record<string, string>
  discountCodes?: string[]
  gift?: { recipient: Partial<Party> } | null
  /** Whether line prices and shipping contain their taxes. */
  taxesIncluded: boolean
  lines: LineInput[]
  /** Discounts on the whole order that are not in the lines yet; shared by largest remainder over the lines' discounted prices. */
  discount?: AmountInput | null
  /** Taxes of the whole order that the lines do not state; shared over taxable lines. */
  taxes?: TaxInput[]
  freight?: { price: AmountInput; discount?: AmountInput | null; taxes?: TaxInput[] } | null
  /** What was charged in all, when the shop says it: a difference of a few units to the computed total is rounding and is shared too. */
  total?: AmountInput | null
  payments?: PaymentInput[]
  /** Omitted: everything not cancelled was delivered, on `completedAt` or on an unknown day. An empty list: nothing has left yet. */
  fulfilments?: FulfilmentInput[]
  deals?: {
    externalId: string
    kind: 'bundle' | 'add_on'
    lines: { line: string; quantity: number; role?: 'main' | 'add_on' | 'member' }[]
    before?: AmountInput
    after?: AmountInput
  }[]
  addressType?: string | null
}

export type LineInput = {
  /** Unique within the order. */
  externalId: string
  product?: {
    externalId?: string
    code?: string
    title?: string
    type?: string | null
    categories?: string[]
    tags?: string[]
    images?: string[]
    vendor?: string
    masterCode?: string | null
    ean?: string | null
  }
  variant?: { externalId?: string; sku?: string; title?: string | null; options?: { name: string; value: string }[] }
  title: string
  sku?: string
  quantity: number
  cancelled?: number
  /** Per piece before discounts; default the unit price. */
  listPrice?: AmountInput
  /** Per piece as sold. */
  unitPrice: AmountInput
  /** Discount on the whole line, positive. */
  discount?: AmountInput | null
  /** Taxes of the whole line. `amount` wins over `ratePpm`; with only a rate the amount is computed once, here. */
  taxes?: TaxInput[]
  properties?: { name: string; value: string; type?: 'text' | 'picture' | 'link'; urls?: string[] }[]
  grams?: number
  requiresShipping?: boolean
  taxable?: boolean
  giftCard?: boolean
  finalSale?: boolean
  location?: string | null
  service?: string | null
  serials?: string[]
  /** A kit: the parts with how many of each belong to one kit, and what share of the price each carries (any positive weights; default the parts' unit prices, else equal). */
  components?: {
    externalId: string
    title: string
    sku?: string
    product?: LineInput['product']
    variant?: LineInput['variant']
    per: number
    weight?: number
    serials?: string[]
  }[]
}

export type TaxInput = { title: string; ratePpm?: number; amount?: AmountInput }

export type PaymentInput = {
  externalId?: string
  kind: PaymentKind
  gateway: string
  captured: AmountInput
  at?: Instant
}

export type FulfilmentInput = {
  externalId: string
  state?: 'sent' | 'cancelled'
  lines: { line: string; quantity: number }[]
  sentAt?: Instant | null
  deliveredAt?: Instant | null
  carrier?: string | null
  tracking?: string[]
}
