/** What a new shop starts with: settings a careful merchant would choose, each of which can be changed. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import { type ReasonEntry, type Shop, STANDARD_RETENTION } from '../core/shop.ts'

const reason = (
  code: ReasonEntry['code'],
  text: string,
  requires: Partial<ReasonEntry['requires']> = {},
): ReasonEntry => ({
  code,
  text,
  subs: [],
  types: [],
  requires: { photo: false, comment: false, ...requires },
})

export const DEFAULT_REASONS: ReasonEntry[] = [
  reason('too_small', 'Too small'),
  reason('too_large', 'Too large'),
  reason('changed_mind', 'Changed my mind'),
  reason('expectation', 'Not what I expected'),
  reason('not_as_described', 'Not as described'),
  reason('wrong_color', 'Another colour than shown'),
  reason('style', 'I do not like the style'),
  reason('damaged', 'Arrived damaged'),
  reason('physical_damage', 'Broken or scratched'),
  reason('defective', 'Does not work'),
  reason('wrong_item', 'Not what I ordered'),
  reason('wrong_or_damaged', 'Wrong or damaged'),
  reason('missing_item', 'Something is missing'),
  reason('not_received', 'Never arrived'),
  reason('fake', 'Not genuine'),
  reason('mutual_agreement', 'Agreed with the shop'),
  reason('other', 'Something else', { comment: true }),
  reason('none', 'No reason given'),
]

const DAY = 24

/** Everything named in `wish` wins over what a new shop starts with. */
export const newShop = (
  wish: { id: ShopId; org: OrgId; serial: number; name: string; currency: Currency } & Partial<Shop>,
): Shop => ({
  refs: {
    platform: 'own',
    externalId: wish.id,
    handle: `shop-${wish.serial}`,
    merchantNo: null,
    companyId: null,
    region: null,
  },
  timeZone: 'UTC',
  calendar: { weekend: [6, 7], holidays: [] },
  bench: 'owner',
  compensation: false,
  locations: [],
  carriers: [
    { ref: 1, slug: 'dhl', name: 'DHL', integrated: false, trackingPattern: null },
    { ref: 2, slug: 'ups', name: 'UPS', integrated: false, trackingPattern: null },
    { ref: 3, slug: 'fedex', name: 'FedEx', integrated: false, trackingPattern: null },
    { ref: 4, slug: 'gls', name: 'GLS', integrated: false, trackingPattern: null },
    { ref: 5, slug: 'dpd', name: 'DPD', integrated: false, trackingPattern: null },
  ],
  reasons: DEFAULT_REASONS,
  disputeReasons: [
    { id: 1, code: 'not_received', requirement: 'Show that the parcel did not come.', samples: [], modules: [] },
    { id: 2, code: 'objection', requirement: 'Say why the return is not right.', samples: [], modules: [] },
    { id: 3, code: 'not_returned', requirement: 'Show what came back instead.', samples: [], modules: [] },
  ],
  tags: [],
  methods: [
    { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
    { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
    { type: 'in_store', name: 'Bring it to the store', zones: [], label: false },
    { type: 'green_return', name: 'Keep it', zones: [], label: false },
  ],
  lengths: {
    answer: { hours: 2 * DAY },
    offer: { hours: 2 * DAY },
    photos: { hours: 3 * DAY },
    ship: { hours: 14 * DAY },
    inspect: { hours: 5 * DAY },
    evidence: { hours: 3 * DAY },
    verdict: { hours: 7 * DAY },
    claim: { hours: 7 * DAY },
    goods: { hours: 30 * DAY },
    payout: { hours: 3 * DAY },
    arrival: { hours: 14 * DAY },
  },
  // Whoever is to pay or to find a parcel is told when it is too late; before that there is nothing to do for them.
  reminders: {
    answer: { hours: 12 },
    offer: { hours: 12 },
    photos: { hours: DAY },
    ship: { hours: 3 * DAY },
    inspect: { hours: DAY },
    evidence: { hours: DAY },
    verdict: { hours: DAY },
    claim: { hours: DAY },
    goods: { hours: 3 * DAY },
    payout: null,
    arrival: null,
  },
  offers: { counters: 3, adjustable: true, floorPpm: 0 },
  shippingProof: null,
  refundOrder: 'newest_first',
  exchangeFallback: 'refund',
  serials: 'warn',
  retention: STANDARD_RETENTION,
  dialects: {},
  ...wish,
})
