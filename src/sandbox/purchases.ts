/** The orders of the sandbox: each shows something a returns system has to get right, and says so in its tags. */
import type { Currency } from '../core/money.ts'
import type { FulfilmentInput, LineInput, OrderInput, PaymentInput, TaxInput } from '../core/order/order-input.ts'
import { type Instant, plus } from '../core/time.ts'
import { CAST, type ShopperName } from './cast.ts'
import { ARTICLES, type ArticleName } from './catalogue.ts'

/** One article and how many; `more` says what is special about the line. */
type Bought = [article: ArticleName, quantity: number, more?: Partial<LineInput>]

type Purchase = {
  who: ShopperName
  bought: Bought[]
  /** How long ago it was delivered; it was placed four days before. null: nobody knows when it came. */
  daysAgo?: number | null
  /** How long ago its marketplace called it completed; not yet, when nothing is said. */
  completedDaysAgo?: number
  more?: Partial<OrderInput>
  /** How it was paid, of so many minor units in all; a card when nothing is said. */
  paid?: (totalMinor: number) => PaymentInput[]
  /** Deliveries, when it was not one with everything. Lines are counted from one. */
  parcels?: { lines: [line: number, quantity: number][]; daysAgo: number | null; state?: 'cancelled' }[]
}

const DAY = 24

const EUROPEAN: TaxInput[] = [{ title: 'VAT', ratePpm: 190_000 }]

const EUR = 'EUR' as Currency
const ON_TOP = { taxesIncluded: false }
const minor = (amountMinor: number) => ({ amountMinor })
const priced = (unitMinor: number): Partial<LineInput> => ({ unitPrice: minor(unitMinor) })

const paidBy =
  (kind: PaymentInput['kind'], gateway: string) =>
  (totalMinor: number): PaymentInput[] => [{ externalId: `${kind}-1`, kind, gateway, captured: minor(totalMinor) }]

const GARDEN: NonNullable<LineInput['components']> = [
  { externalId: 'table', title: 'Oak table', sku: 'GARDEN-TABLE', per: 1, weight: 60 },
  { externalId: 'chair', title: 'Oak chair', sku: 'GARDEN-CHAIR', per: 2, weight: 40 },
]

/** Their returns are weeks old. */
const LONG_AGO = ['1044', '1045']

/** By the number people type. Those from 1030 on are ordinary ones, there to be returned in every imaginable way. */
export const PURCHASES: Record<string, Purchase> = {
  1001: { who: 'maja', bought: [['shirt', 3]] },
  1002: {
    who: 'theo',
    bought: [
      ['dress', 1],
      ['scarf', 2],
      ['mug', 4],
    ],
  },
  1003: {
    who: 'eleni',
    bought: [
      ['jacket', 2, { discount: minor(2580) }],
      ['socks', 3],
    ],
    more: { tags: ['discount_on_a_line'] },
  },
  1004: {
    who: 'ines',
    bought: [
      ['boots', 1],
      ['shirt', 2],
      ['socks', 1],
    ],
    more: { discount: minor(3333), discountCodes: ['SPRING'], tags: ['discount_on_the_order'] },
  },
  1005: {
    who: 'oscar',
    bought: [
      ['lamp', 1],
      ['mug', 2],
    ],
    more: { ...ON_TOP, freight: { price: minor(690), taxes: EUROPEAN }, tags: ['tax_on_top'] },
  },
  1006: {
    who: 'haruki',
    bought: [
      ['shirt', 3, priced(7980)],
      ['mug', 1, priced(2300)],
    ],
    more: { currency: 'JPY' as Currency, discount: minor(1000), tags: ['currency_without_cents'] },
  },
  1007: {
    who: 'noor',
    bought: [
      ['headphones', 1, priced(64_250)],
      ['scarf', 2, priced(12_375)],
    ],
    more: { currency: 'KWD' as Currency, tags: ['currency_with_three_digits'] },
  },
  1008: {
    who: 'maja',
    bought: [['garden', 2, { components: GARDEN }]],
    more: { tags: ['kit'] },
  },
  1009: {
    who: 'theo',
    bought: [
      ['boots', 2],
      ['socks', 6],
    ],
    parcels: [
      {
        lines: [
          [1, 1],
          [2, 2],
        ],
        daysAgo: 5,
      },
    ],
    more: { tags: ['partly_shipped'] },
  },
  1010: {
    who: 'eleni',
    bought: [
      ['mug', 6],
      ['lamp', 1],
    ],
    parcels: [
      { lines: [[1, 2]], daysAgo: 16 },
      {
        lines: [
          [1, 2],
          [2, 1],
        ],
        daysAgo: 9,
      },
      { lines: [[1, 2]], daysAgo: 2 },
    ],
    more: { tags: ['several_deliveries'] },
  },
  1011: { who: 'ines', bought: [['dress', 2]], daysAgo: 75, more: { tags: ['out_of_window'] } },
  1012: {
    who: 'oscar',
    bought: [
      ['scarf', 1],
      ['mug', 2],
    ],
    more: { gift: { recipient: CAST.june.party }, shipping: CAST.june.address, tags: ['gift'] },
  },
  1013: {
    who: 'maja',
    bought: [
      ['jacket', 1],
      ['shirt', 1],
    ],
    more: { tags: ['split_tender'] },
    paid: total => [
      { externalId: 'gc-1013', kind: 'gift_card', gateway: 'house', captured: minor(5000) },
      { externalId: 'ch-1013', kind: 'card', gateway: 'simulated', captured: minor(total - 5000) },
    ],
  },
  1014: {
    who: 'wen',
    bought: [
      ['headphones', 1],
      ['socks', 2],
    ],
    more: { source: 'platform', tags: ['platform_payment'] },
    paid: paidBy('platform', 'platform'),
  },
  1015: { who: 'theo', bought: [['lamp', 1]], more: { source: 'stand_in', tags: ['stand_in'] }, paid: () => [] },
  1016: {
    who: 'june',
    bought: [
      ['outlet', 2],
      ['shirt', 1],
    ],
    more: { tags: ['final_sale'] },
  },
  1017: {
    who: 'june',
    bought: [
      ['card', 1],
      ['mug', 1],
    ],
    more: { tags: ['gift_card_sold'] },
  },
  1018: {
    who: 'haruki',
    bought: [['headphones', 2, { ...priced(29_800), serials: ['HP-0001', 'HP-0002'] }]],
    more: { currency: 'JPY' as Currency, tags: ['serial_numbers'] },
  },
  1019: {
    who: 'noor',
    bought: [
      ['shirt', 2],
      ['boots', 1],
    ],
    daysAgo: null,
    more: { tags: ['delivery_day_unknown'] },
  },
  1020: {
    who: 'ines',
    bought: [
      ['shirt', 4, { cancelled: 1 }],
      ['mug', 1],
    ],
    more: { tags: ['cancelled_piece'] },
  },
  1021: {
    who: 'oscar',
    bought: [['boots', 1]],
    more: { tags: ['cash_on_delivery'] },
    paid: paidBy('cash_on_delivery', 'manual'),
  },
  1022: {
    who: 'eleni',
    bought: [
      ['shirt', 2],
      ['scarf', 1],
    ],
    more: {
      deals: [
        {
          externalId: 'bundle-7',
          kind: 'bundle',
          lines: [
            { line: '102201', quantity: 2, role: 'member' },
            { line: '102202', quantity: 1, role: 'member' },
          ],
        },
      ],
      discount: minor(1388),
      tags: ['bundle_deal'],
    },
  },
  1023: {
    who: 'maja',
    bought: [['mug', 1]],
    parcels: [],
    more: { tags: ['not_shipped_yet', 'deposit'] },
    paid: total => [{ externalId: 'ch-1023', kind: 'card', gateway: 'simulated', captured: minor(total - 1000) }],
  },
  1024: {
    who: 'theo',
    bought: [
      ['dress', 1],
      ['socks', 1],
    ],
    parcels: [{ lines: [[1, 1]], daysAgo: null, state: 'cancelled' }],
    more: { state: 'cancelled', tags: ['cancelled'] },
  },
  1025: {
    who: 'june',
    bought: [
      ['jacket', 1, priced(13_900)],
      ['socks', 2, priced(1350)],
    ],
    more: { ...ON_TOP, currency: 'USD' as Currency, tags: ['us_sales_tax'] },
  },
  1026: {
    who: 'theo',
    bought: [
      ['headphones', 1],
      ['socks', 1, { listPrice: minor(1490), discount: minor(300) }],
    ],
    more: {
      deals: [
        {
          externalId: 'add-on-3',
          kind: 'add_on',
          lines: [
            { line: '102601', quantity: 1, role: 'main' },
            { line: '102602', quantity: 1, role: 'add_on' },
          ],
        },
      ],
      tags: ['add_on_deal'],
    },
  },
  1027: {
    who: 'wen',
    bought: [
      [
        'jacket',
        2,
        {
          properties: [
            { name: 'Engraving', value: 'W. L.' },
            { name: 'Motif', value: 'swallow.png', type: 'picture', urls: ['https://cdn.example.com/swallow.png'] },
            { name: 'Fitting room', value: 'Sleeve +2', type: 'link', urls: ['https://fitting.example.com/27'] },
          ],
        },
      ],
    ],
    completedDaysAgo: 3,
    more: { customFields: { '115': 'Y', '119': 'EL123456789' }, tags: ['made_to_measure'] },
  },
  1028: {
    who: 'ines',
    bought: [['garden', 1, { components: GARDEN }]],
    more: { tags: ['another_kit'] },
  },
  1029: {
    who: 'oscar',
    bought: [['scarf', 2]],
    more: { gift: { recipient: CAST.june.party }, shipping: CAST.june.address, tags: ['another_gift'] },
  },
  ...ordinary(1030, 50),
  ...ordinary(1080, 60),
}

/** Of changing size and make, two to four pieces of one article and one of another. */
function ordinary(first: number, count: number): Record<string, Purchase> {
  const people: ShopperName[] = ['maja', 'theo', 'eleni', 'ines', 'oscar', 'wen']
  const articles: ArticleName[] = ['shirt', 'dress', 'jacket', 'boots', 'lamp', 'scarf', 'headphones']
  return Object.fromEntries(
    Array.from({ length: count }, (_, place): [string, Purchase] => {
      const article = articles[place % articles.length] ?? 'shirt'
      const bought: Bought[] = [[article, 2 + (place % 3)], ...(place % 2 === 0 ? ([['mug', 1]] as Bought[]) : [])]
      const number = String(first + place)
      return [
        number,
        {
          who: people[place % people.length] ?? 'maja',
          bought,
          daysAgo: LONG_AGO.includes(number) ? 22 : 5 + (place % 9),
        },
      ]
    }),
  )
}

const AMERICAN: TaxInput[] = [{ title: 'State tax', ratePpm: 65_000 }]

/** What the shop hands over for a number, counted back from `now`; the payments follow once the total is known. */
export function purchase(number: string, now: Instant): OrderInput {
  const { who, bought, completedDaysAgo, more = {} } = PURCHASES[number] as Purchase
  const { party, address } = CAST[who]
  const currency = more.currency ?? EUR
  const taxes = currency === 'USD' ? AMERICAN : EUROPEAN
  const deliveries = deliveriesOf(number)
  const oldest = Math.max(2, ...deliveries.map(({ daysAgo }) => daysAgo ?? 8))
  return {
    externalId: `54000${number}`,
    number,
    name: `#${number}`,
    placedAt: plus(now, { hours: -DAY * (oldest + 4) }),
    ...(completedDaysAgo !== undefined && { completedAt: plus(now, { hours: -DAY * completedDaysAgo }) }),
    currency,
    taxesIncluded: true,
    customer: party,
    billing: address,
    shipping: address,
    freight: { price: minor(FREIGHT[currency] ?? 490), taxes },
    lines: bought.map(([article, quantity, line], place) =>
      lineOf(lineId(number, place), article, quantity, taxes, line),
    ),
    fulfilments: deliveries.map((delivery, place) => parcelOf(number, place, delivery, now)),
    ...more,
  }
}

export const paymentsFor = (number: string, totalMinor: number): PaymentInput[] =>
  (
    PURCHASES[number]?.paid ??
    (total => [{ externalId: `ch-${number}`, kind: 'card', gateway: 'simulated', captured: minor(total) }])
  )(totalMinor)

const FREIGHT: Record<string, number> = { JPY: 800, KWD: 1500 }

function deliveriesOf(number: string): NonNullable<Purchase['parcels']> {
  const { bought, parcels, daysAgo = 6 } = PURCHASES[number] as Purchase
  return (
    parcels ?? [
      { lines: bought.map(([, quantity, line], place) => [place + 1, quantity - (line?.cancelled ?? 0)]), daysAgo },
    ]
  )
}

const lineId = (number: string, place: number): string => `${number}${String(place + 1).padStart(2, '0')}`

function lineOf(
  id: string,
  name: ArticleName,
  quantity: number,
  taxes: TaxInput[],
  more: Partial<LineInput> = {},
): LineInput {
  const { unitMinor, ...article } = ARTICLES[name]
  const line: LineInput = { externalId: id, quantity, unitPrice: minor(unitMinor), ...article, ...more }
  return {
    ...line,
    ...(line.taxable !== false && { taxes }),
    ...(line.components && {
      components: line.components.map(part => ({ ...part, externalId: `${id}-${part.externalId}` })),
    }),
  }
}

const parcelOf = (
  number: string,
  place: number,
  { lines, daysAgo, state }: NonNullable<Purchase['parcels']>[number],
  now: Instant,
): FulfilmentInput => ({
  externalId: `F${number}-${place + 1}`,
  state: state ?? 'sent',
  lines: lines.map(([line, quantity]) => ({ line: lineId(number, line - 1), quantity })),
  sentAt: plus(now, { hours: -DAY * ((daysAgo ?? 8) + 2) }),
  deliveredAt: daysAgo === null ? null : plus(now, { hours: -DAY * daysAgo }),
  carrier: 'Nordpost',
  tracking: [`NP${number}${place + 1}`],
})
