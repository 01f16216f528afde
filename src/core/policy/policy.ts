/** What a merchant allows, as versioned data: conditions over a purchase and the effects they have. */

import type { LocalDate } from '../calendar.ts'
import type { Figure } from '../figure.ts'
import type { LineId, OrgId, PolicyVersionId, RuleId, ShopId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { CountryCode, Role } from '../party.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Instant } from '../time.ts'
import type { Grade, MethodType } from '../words.ts'

/** One version. A shop has at most one live version at a time; an order keeps the one that was live when it was placed. */
export type Policy = {
  id: PolicyVersionId
  org: OrgId
  shop: ShopId
  version: number
  state: 'draft' | 'live' | 'past'
  name: string
  validFrom: Instant | null
  validUntil: Instant | null
  rules: Rule[]
}

/** Rules are read by falling priority, then in the order written. Per kind of effect the first rule that holds decides. */
export type Rule = { id: RuleId; name: string; when: Condition; then: Effect[]; priority: number }

/** An empty condition always holds. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { fact: Fact; is: Test }
  | Record<string, never>

export const FACTS = [
  'country',
  'zone',
  'product',
  'type',
  'tag',
  'category',
  'vendor',
  'sku',
  'price',
  'discounted',
  'discount_code',
  'order_tag',
  'group',
  'reason',
  'resolution',
  'value',
  'method',
  'returns_by_customer',
  'final_sale',
  'gift',
  'lane',
  'kind',
  'state',
  'gift_card',
  'email',
  'email_domain',
  'order_number',
  'order_value',
  'placed',
  'days_since_delivery',
  'returns_of_order',
  'sub_reason',
  'source',
] as const
/** What each of them means, and in which unit it counts, stands in `vocabulary.ts`. */
export type Fact = (typeof FACTS)[number]

export type Test =
  | { in: string[] }
  | { matches: string }
  | { atLeast: number }
  | { below: number }
  | { equals: boolean }
  | { onOrAfter: LocalDate }
  | { onOrBefore: LocalDate }

export type Effect =
  | { window: Window }
  | { final: true }
  | { after: 'sent' | 'delivered' }
  | { cap: Cap }
  | { block: { code: string; sentence: string } }
  | { allow: true | 'everything' }
  | { reasons: ReasonCode[] }
  | { require: 'photo' | 'comment' }
  | { resolutions: ResolutionOffer[] }
  | {
      fee:
        | { kind: 'restocking_fee'; ratePpm: number }
        | { kind: 'restocking_fee' | 'return_cost'; flat: Money }
        | { kind: 'return_cost'; label: true; estimate?: Money }
    }
  | { bonus: { ratePpm: number } | { flat: Money } }
  | { methods: { type: MethodType; cost: Cost }[] }
  | { keepBelow: Money }
  | { basis: 'asked' | 'received' | 'accepted' }
  | { acceptable: Grade[] }
  | { ungraded: 'accepted' | 'waits' }
  | { deduction: { grades: Grade[]; ratePpm: number } }
  | { auto: 'approve' }
  | { auto: 'reject'; reason: string }
  | { auto: 'refund' }
  | { auto: 'resolve' }
  | { limit: { role: Role; amount: Money } }
  | { shippingBack: 'never' | 'whole_order' | 'first' }
  | { discount: 'keep' | Reprice }
  | { freeExchange: true }
  | { exchangeLeft: 'original_payment' | 'store_credit' }

/** The word an effect is known by. */
export type EffectKind = KindOf<Effect>
type KindOf<E> = E extends unknown ? Exclude<keyof E, 'reason'> : never

export type ResolutionOffer = 'original_payment' | 'store_credit' | 'instant_refund' | 'replace' | 'swap' | 'keep'

/** How many pieces, or how many returns, may come back; `days` looks back so far, null without end. */
export type Cap =
  | { per: 'order' | 'sku' | 'customer'; pieces: number; days: number | null }
  | { per: 'order' | 'customer'; returns: number; days: number | null }

/** What a way back costs the shopper. `label`: what the label really costs, and `estimate` until that is known. */
export type Cost = { free: true } | { flat: Money } | { ratePpm: number } | { label: true; estimate?: Money }

/**
 * The promotion gave `ratePpm` off from this amount upward; when what the shopper keeps is worth less, it costs its full price.
 * Compared before discounts, in the order's or the shop's currency.
 */
export type Reprice = { repriceBelow: Money; ratePpm: number }

/**
 * Until when something may come back. Counting starts on the day after `from` in the zone and ends with the last second of the last day.
 * `fallback` says what to count from when the delivery date is unknown; an unknown date never means "for ever". Only `days: null` does, in so many words.
 */
export type Window = {
  from: 'order' | 'sent' | 'delivered'
  days: number | null
  /** IANA zone; null is the shop's. */
  zone: string | null
  /** An end on a day off moves to the next working day. */
  workday: boolean
  /** Purchases in a holiday season may come back until a fixed day. Dates are local, `YYYY-MM-DD`. */
  holidays: { placedFrom: string; placedTo: string; until: string }[]
  fallback: { from: 'order' | 'sent'; plusDays: number }
}

export type Said = { rule: RuleId | null; said: string }

export type LineAnswer = {
  line: LineId
  /** How many pieces may be filed now. */
  allowed: number
  until: Instant | null
  /** Every reason why not. `until`: the last moment at which the line would have been in time, whatever else stands against it. */
  refusals: { code: string; sentence: string; until?: Instant; rule?: RuleId | null }[]
  /** Mandatory: which rule said what, in the order they were asked. */
  trace: Said[]
  requires: ('photo' | 'comment')[]
  reasons: ReasonCode[] | null
  resolutions: ResolutionOffer[]
  /** What some of the resolutions cost or bring, where one does. */
  terms?: ResolutionTerms[]
}

/** `fee` is taken off for putting the goods back, `bonus` is a gift on top. A rate is of what is paid back. */
export type ResolutionTerms = { resolution: ResolutionOffer; fee: RateOrFlat | null; bonus: RateOrFlat | null }

export type RateOrFlat = { ratePpm: number } | { flat: Money }

export type MethodOffer = { type: MethodType; name: string; cost: Figure; rule: RuleId | null }

/** What policy said about a purchase at a moment; kept on the return that was filed on it. */
export type Assessment = {
  policy: PolicyVersionId | null
  at: Instant
  lines: LineAnswer[]
  zone: CountryCode | null
  methods: MethodOffer[]
  /** What policy decides by itself about the whole request. */
  auto: {
    decision: 'approve' | 'reject' | null
    reason: string | null
    rule: RuleId | null
    refund: RuleId | null
    resolve: RuleId | null
  }
  basis: 'asked' | 'received' | 'accepted'
  overridden: { by: string; reason: string } | null
}
