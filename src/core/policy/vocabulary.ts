/** What every fact and every effect means: the one table the check, the reference and the merchant's page are made from. */
import type { EffectKind, Fact, Test } from './policy.ts'

/** How a fact can be tested. */
type FactKind = 'text' | 'number' | 'yes_or_no' | 'day'

type FactEntry = { kind: FactKind; means: string; unit?: string }

export const FACT_MEANS: Readonly<Record<Fact, FactEntry>> = {
  country: { kind: 'text', means: 'The country the order was sent to', unit: 'ISO 3166-1 alpha-2' },
  state: { kind: 'text', means: 'The state or province the order was sent to', unit: '`CA` and `US-CA`' },
  zone: { kind: 'text', means: 'The country the goods would travel from', unit: 'ISO 3166-1 alpha-2' },
  product: { kind: 'text', means: 'The product, by the shop’s id, its code or ours' },
  type: { kind: 'text', means: 'The product’s type' },
  tag: { kind: 'text', means: 'A tag of the product' },
  category: { kind: 'text', means: 'A category of the product' },
  vendor: { kind: 'text', means: 'Who makes it' },
  sku: { kind: 'text', means: 'The variant’s article number' },
  price: { kind: 'number', means: 'What one piece was sold for', unit: 'minor units of the shop’s currency' },
  discounted: { kind: 'yes_or_no', means: 'It was sold below its list price or with a discount' },
  discount_code: { kind: 'text', means: 'A discount code the order was placed with' },
  gift_card: { kind: 'yes_or_no', means: 'It is a gift card' },
  final_sale: { kind: 'yes_or_no', means: 'The order says it was sold for good' },
  order_number: { kind: 'text', means: 'The order’s number or name' },
  order_tag: { kind: 'text', means: 'A tag of the order' },
  order_value: {
    kind: 'number',
    means: 'What was paid for the whole order, freight included',
    unit: 'minor units of the shop’s currency',
  },
  source: { kind: 'text', means: 'How the order came in: import, api, platform, exchange or stand_in' },
  placed: { kind: 'day', means: 'The day the order was placed', unit: 'a date in the shop’s time zone' },
  days_since_delivery: {
    kind: 'number',
    means: 'How long ago the latest delivery of it arrived; unknown while none was reported',
    unit: 'whole days in the shop’s time zone',
  },
  gift: { kind: 'yes_or_no', means: 'The order was a gift' },
  group: { kind: 'text', means: 'A group the customer is in' },
  email: { kind: 'text', means: 'An e-mail address of the customer' },
  email_domain: { kind: 'text', means: 'What stands behind the @ of it' },
  returns_of_order: { kind: 'number', means: 'How many returns of the order there are already', unit: 'returns' },
  returns_by_customer: {
    kind: 'number',
    means: 'How many returns the customer has filed with the shop before',
    unit: 'returns',
  },
  reason: { kind: 'text', means: 'The reason given' },
  sub_reason: { kind: 'text', means: 'The finer reason given, by its code' },
  resolution: { kind: 'text', means: 'What the shopper wants for it' },
  method: { kind: 'text', means: 'How it would travel' },
  value: {
    kind: 'number',
    means: 'What was paid for everything asked for in this request',
    unit: 'minor units of the shop’s currency',
  },
  lane: { kind: 'text', means: 'By which rules it is filed: standard, special or withdrawal' },
  kind: { kind: 'text', means: 'When it begins: after_delivery, in_transit or on_the_spot' },
}

/** Known only once somebody has said what shall come back; until then no test on them holds. */
export const FACTS_OF_THE_WISH: readonly Fact[] = ['reason', 'sub_reason', 'resolution', 'method', 'value']

export const TESTS_OF: Readonly<Record<FactKind, readonly TestWord[]>> = {
  text: ['in', 'matches'],
  number: ['atLeast', 'below'],
  yes_or_no: ['equals'],
  day: ['onOrAfter', 'onOrBefore'],
}

type TestWord = KeyOf<Test>
type KeyOf<T> = T extends unknown ? keyof T : never

export const EFFECT_MEANS: Readonly<Record<EffectKind, string>> = {
  window: 'Until when it may come back',
  after: 'Whether it must have arrived first, or having been sent is enough',
  final: 'It was sold for good',
  cap: 'How many pieces or returns, per order, article or customer',
  block: 'It may not come back, and why',
  allow: 'It may come back: past any block further down, or (`everything`) whatever other rules say',
  reasons: 'Which reasons may be chosen',
  require: 'A photo or a comment must be given',
  resolutions: 'What the shopper may choose to get',
  fee: 'What is taken off: for putting goods back, or for the way back',
  bonus: 'What store credit gets on top',
  methods: 'Which ways back are on offer, and what each costs',
  keepBelow: 'Below this value the shopper may keep the goods',
  basis: 'What is paid: what was asked for, what came, or what passed inspection',
  acceptable: 'Which grades are paid',
  ungraded: 'What becomes of pieces nobody graded',
  deduction: 'What a worse condition costs',
  auto: 'What happens by itself: approve, reject, refund, resolve',
  limit: 'How much money a role may promise',
  shippingBack: 'Whether the freight of the order comes back',
  discount: 'What becomes of a promotion when too much comes back',
  freeExchange: 'An exchange costs no fee',
  exchangeLeft: 'Where value goes that an exchange does not need',
}
