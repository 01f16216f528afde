/** Orders beside the sandbox's own: each has what a page should be seen with. */
import type { Currency } from '../../src/core/money.ts'
import type { FulfilmentInput, LineInput, OrderInput } from '../../src/core/order/order-input.ts'
import { type Instant, plus } from '../../src/core/time.ts'
import { CAST, type ShopperName } from '../../src/sandbox/cast.ts'
import { ARTICLES, type ArticleName } from '../../src/sandbox/catalogue.ts'

type Bought = [article: ArticleName, quantity: number, more?: Partial<LineInput>]

/** What each is there for is its name here; shoppers see the number. */
export const NUMBERS = {
  many: '4101',
  also: '4102',
  one: '4103',
  gift: '4104',
  long: '4105',
  late: '4106',
  atOnce: '4107',
  withdrawn: '4108',
} as const

const TABLE_AND_CHAIRS: LineInput['components'] = [
  { externalId: 'table', title: 'Oak table', sku: 'GARDEN-TABLE', per: 1, weight: 60 },
  { externalId: 'chair', title: 'Oak chair', sku: 'GARDEN-CHAIR', per: 2, weight: 40 },
]

const LONG =
  'Hand-woven winter scarf of undyed highland wool with Donaudampfschifffahrtsgesellschaftskapitänsknöpfen, second edition'

export const furtherOrders = (now: Instant): OrderInput[] => [
  order(now, NUMBERS.many, 'maja', [
    ['shirt', 2],
    ['boots', 1],
    ['mug', 4],
    ['garden', 1, { components: TABLE_AND_CHAIRS }],
    ['outlet', 1],
    ['card', 1],
  ]),
  order(now, NUMBERS.also, 'maja', [
    ['jacket', 1],
    ['lamp', 1],
  ]),
  order(now, NUMBERS.one, 'oscar', [['dress', 1]]),
  order(
    now,
    NUMBERS.gift,
    'theo',
    [
      ['scarf', 1],
      ['headphones', 1],
    ],
    { gift: { recipient: CAST.june.party } },
  ),
  order(now, NUMBERS.long, 'ines', [
    ['scarf', 3, { title: LONG, product: { ...ARTICLES.scarf.product, title: LONG } }],
    ['jacket', 12],
  ]),
  order(now, NUMBERS.late, 'eleni', [['boots', 1]], {}, 60),
  order(now, NUMBERS.atOnce, 'oscar', [['socks', 2]]),
  order(now, NUMBERS.withdrawn, 'ines', [
    ['shirt', 1],
    ['mug', 2],
  ]),
]

function order(
  now: Instant,
  number: string,
  who: ShopperName,
  bought: readonly Bought[],
  more: Partial<OrderInput> = {},
  daysAgo = 5,
): OrderInput {
  const before = (days: number): Instant => plus(now, { hours: -24 * days })
  const lines = bought.map(([name, quantity, own = {}], at): LineInput => {
    const { unitMinor, ...article } = ARTICLES[name]
    return { ...article, externalId: `${number}-${at}`, quantity, unitPrice: { amountMinor: unitMinor }, ...own }
  })
  const totalMinor = bought.reduce((sum, [name, quantity]) => sum + ARTICLES[name].unitMinor * quantity, 0)
  const parcel: FulfilmentInput = {
    externalId: `parcel-${number}`,
    lines: lines.map(({ externalId, quantity }) => ({ line: externalId, quantity })),
    sentAt: before(daysAgo + 2),
    deliveredAt: before(daysAgo),
  }
  return {
    externalId: `picture-${number}`,
    number,
    placedAt: before(daysAgo + 4),
    currency: 'EUR' as Currency,
    taxesIncluded: true,
    customer: CAST[who].party,
    shipping: CAST[who].address,
    billing: CAST[who].address,
    country: CAST[who].address.country ?? null,
    lines,
    payments: [
      { externalId: `card-${number}`, kind: 'card', gateway: 'simulated', captured: { amountMinor: totalMinor } },
    ],
    fulfilments: [parcel],
    ...more,
  }
}
