/** One shop, its shoppers and their orders: the same cast in every test of the core, with a fixed clock and counted ids. */
import {
  as,
  type FulfilmentId,
  type LineId,
  type OrderId,
  type OrgId,
  type PaymentId,
  type PolicyVersionId,
  type ReturnId,
  type Rma,
  type ShopId,
} from '../../src/core/ids.ts'
import type { Currency, Money, Two } from '../../src/core/money.ts'
import type { Line, Order } from '../../src/core/order/order.ts'
import { type Actor, NOBODY, type Role } from '../../src/core/party.ts'
import type { Policy } from '../../src/core/policy/policy.ts'
import { DUE_KINDS } from '../../src/core/return/return.ts'
import type { Tray } from '../../src/core/return/tray.ts'
import type { Shop } from '../../src/core/shop.ts'
import type { Instant } from '../../src/core/time.ts'

export const EUR = 'EUR' as Currency
export const NOON = '2026-03-10T12:00:00.000Z' as Instant
export const eur = (amountMinor: number): Money => ({ amountMinor, currency: EUR })
export const two = (amountMinor: number): Two => ({ presentment: eur(amountMinor), shop: eur(amountMinor) })

/** Ids that count up, so that a failing test reads the same every time. */
export function counter(prefix = 'id'): Tray['fresh'] {
  let last = 0
  return <I extends string>() => `${prefix}-${++last}` as I
}

export const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({
  role,
  id: as(`actor-${role}`),
  name: `The ${role}`,
  via: 'api',
  email: null,
  ...more,
})

export const aShop = (more: Partial<Shop> = {}): Shop => ({
  id: as<ShopId>('shop-1'),
  org: as<OrgId>('org-1'),
  name: 'Linnea',
  serial: 1,
  refs: { platform: 'own', externalId: 'linnea', handle: 'linnea', merchantNo: null, companyId: null, region: 'DE' },
  currency: EUR,
  timeZone: 'Europe/Berlin',
  calendar: { weekend: [6, 7], holidays: [] },
  bench: 'arbiter',
  compensation: false,
  locations: [{ id: as('location-1'), code: 'MAIN', name: 'Main warehouse', address: anAddress(), externalId: null }],
  carriers: [
    { ref: 7, slug: 'dhl', name: 'DHL', integrated: true, trackingPattern: null },
    { ref: 8, slug: 'hermes', name: 'Hermes', integrated: false, trackingPattern: null },
  ],
  reasons: [
    { code: 'too_small', text: 'Too small', subs: [], types: [], requires: { photo: false, comment: false } },
    { code: 'damaged', text: 'Damaged', subs: [], types: [], requires: { photo: false, comment: false } },
    { code: 'other', text: 'Other', subs: [], types: [], requires: { photo: false, comment: false } },
  ],
  disputeReasons: [{ id: 2, code: 'objection', requirement: 'Tell us why', samples: [], modules: [] }],
  tags: [{ id: as('tag-vip'), name: 'VIP' }],
  methods: [
    { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
    { type: 'customer_courier', name: 'Your own courier', zones: [], label: false },
    { type: 'in_store', name: 'In the store', zones: [], label: false },
  ],
  lengths: Object.fromEntries(DUE_KINDS.map(kind => [kind, { hours: 48 }])) as Shop['lengths'],
  reminders: Object.fromEntries(DUE_KINDS.map(kind => [kind, { hours: 12 }])) as Shop['reminders'],
  offers: { counters: 2, adjustable: true, floorPpm: 100_000 },
  shippingProof: null,
  refundOrder: 'newest_first',
  exchangeFallback: 'refund',
  serials: 'warn',
  dialects: {},
  ...more,
})

export const anAddress = () => ({
  name: 'Maja Lund',
  company: null,
  street1: 'Lindenweg 4',
  street2: null,
  town: null,
  district: null,
  city: 'Berlin',
  state: { code: null, name: null },
  postalCode: '10115',
  country: 'DE',
  phone: null,
  email: null,
  type: null,
})

type LineSketch = {
  id?: string
  quantity?: number
  paid?: number
  sku?: string
  title?: string
  discount?: number
  more?: Partial<Line>
}

/** A line of pieces with tax-free money: what it costs is what was paid. */
export function aLine({
  id = 'line-1',
  quantity = 2,
  paid = 10_000,
  sku = 'SHIRT-M',
  title = 'Shirt',
  discount = 0,
  more = {},
}: LineSketch = {}): Line {
  const list = Math.round((paid + discount) / quantity)
  return {
    id: as<LineId>(id),
    externalId: `ext-${id}`,
    product: {
      id: `product-${sku}`,
      externalId: `p-${sku}`,
      code: sku,
      title,
      type: 'clothing',
      categories: [],
      tags: [],
      images: [],
      vendor: 'Linnea',
      masterCode: null,
      ean: null,
    },
    variant: { externalId: `v-${sku}`, sku, title: 'M', options: [{ name: 'Size', value: 'M' }] },
    quantity,
    cancelled: 0,
    listPrice: two(list),
    unitPrice: two(list),
    discount: two(discount),
    taxes: [],
    paid: two(paid),
    properties: [],
    grams: 200,
    requiresShipping: true,
    taxable: true,
    giftCard: false,
    finalSale: false,
    location: null,
    service: null,
    kit: null,
    deal: null,
    serials: [],
    origin: null,
    ...more,
  }
}

/** Everything delivered on 5 March, paid by one card. */
export function anOrder(lines: Line[] = [aLine()], more: Partial<Order> = {}): Order {
  const freight = more.freight ?? { paid: two(0), taxes: [] }
  const captured = lines.reduce(
    (all, line) => all + line.paid.presentment.amountMinor,
    freight.paid.presentment.amountMinor,
  )
  return {
    id: as<OrderId>('order-1'),
    org: as<OrgId>('org-1'),
    shop: as<ShopId>('shop-1'),
    refs: { externalId: 'ext-order-1', number: '1001', name: '#1001' },
    source: 'api',
    state: 'open',
    placedAt: '2026-03-01T09:00:00.000Z' as Instant,
    completedAt: null,
    currency: EUR,
    shopCurrency: EUR,
    customer: { ...NOBODY, firstName: 'Maja', lastName: 'Lund', emails: ['maja@example.com'] },
    billing: anAddress(),
    shipping: anAddress(),
    country: 'DE',
    groups: [],
    tags: [],
    customFields: {},
    discountCodes: [],
    gift: null,
    lines,
    fulfilments: [
      {
        id: as<FulfilmentId>('fulfilment-1'),
        externalId: 'f-1',
        state: 'sent',
        lines: lines.map(line => ({ line: line.id, quantity: line.quantity - line.cancelled })),
        sentAt: '2026-03-03T09:00:00.000Z' as Instant,
        deliveredAt: '2026-03-05T10:00:00.000Z' as Instant,
        carrier: 'DHL',
        tracking: ['TRACK-OUT-1'],
      },
    ],
    payments: [
      {
        id: as<PaymentId>('payment-1'),
        externalId: 'pay-1',
        kind: 'card',
        gateway: 'simulated',
        captured: eur(captured),
        at: '2026-03-01T09:00:00.000Z' as Instant,
      },
    ],
    freight,
    deals: [],
    policy: as<PolicyVersionId>('policy-1'),
    addressType: null,
    createdAt: '2026-03-01T09:00:00.000Z' as Instant,
    updatedAt: '2026-03-01T09:00:00.000Z' as Instant,
    ...more,
  }
}

/** What lies before a verb: nobody holds anything, nothing is paid back yet, it is noon on 10 March. */
export function aTray(more: Partial<Tray> = {}): Tray {
  const order = more.order ?? anOrder()
  return {
    at: NOON,
    by: actor('agent'),
    rule: null,
    cause: null,
    order,
    shop: more.shop ?? aShop(),
    policy: null,
    ledger: order.fulfilments
      .filter(fulfilment => fulfilment.state === 'sent')
      .flatMap(fulfilment =>
        fulfilment.lines.map(({ line, quantity }) => ({
          line,
          fulfilment: fulfilment.id,
          delivered: quantity,
          held: 0,
        })),
      ),
    payments: order.payments.map(payment => ({
      id: payment.id,
      captured: payment.captured,
      spoken: { ...payment.captured, amountMinor: 0 },
    })),
    siblings: [],
    history: null,
    strays: [],
    birth: { id: as<ReturnId>('return-1'), serial: 1, number: as<Rma>('RMA-1') },
    fresh: counter(),
    ...more,
  }
}

/** A live policy with the given rules. */
export const aPolicy = (rules: Policy['rules']): Policy => ({
  id: as<PolicyVersionId>('policy-1'),
  org: as<OrgId>('org-1'),
  shop: as<ShopId>('shop-1'),
  version: 1,
  state: 'live',
  name: 'Test policy',
  validFrom: NOON,
  validUntil: null,
  rules,
})
