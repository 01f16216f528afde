/** What the sandbox's shop sells now: the articles of its orders in further variants, and a few more to choose instead. */
import type { CatalogueProduct, CatalogueVariant } from '../core/catalogue.ts'
import type { Currency, Money } from '../core/money.ts'
import { ARTICLES, type ArticleName } from './catalogue.ts'

/** The options that tell it from the others, and how many there are; null is not counted. */
type Variety = [options: string[], stock: number | null]

const NAMES = ['Colour', 'Size']

/** The first is the one that orders name. Some are sold out, so that this can be seen. */
const VARIETIES: Partial<Record<ArticleName, Variety[]>> = {
  shirt: [
    [['White', 'M'], 24],
    [['White', 'S'], 3],
    [['White', 'L'], 17],
    [['White', 'XL'], 0],
    [['Blue', 'M'], 9],
  ],
  dress: [
    [['Green', 'S'], 4],
    [['Green', 'M'], 6],
    [['Green', 'L'], 0],
  ],
  jacket: [
    [['Moss', 'L'], 8],
    [['Moss', 'M'], 2],
    [['Night', 'L'], 5],
  ],
  boots: [
    [['Brown', '42'], 6],
    [['Brown', '41'], 1],
    [['Brown', '43'], 12],
    [['Black', '42'], 0],
  ],
  mug: [
    [['Blue'], 40],
    [['Sand'], 31],
  ],
  lamp: [[['Brass'], 7]],
  scarf: [
    [['Red'], 14],
    [['Grey'], 2],
  ],
  socks: [
    [['Grey', 'M'], null],
    [['Grey', 'L'], null],
  ],
  headphones: [
    [['Black'], 11],
    [['White'], 0],
  ],
}

const MORE: [code: string, title: string, type: string, euroMinor: number, varieties: Variety[]][] = [
  [
    'COAT',
    'Winter coat',
    'clothing',
    24_900,
    [
      [['Charcoal', 'M'], 5],
      [['Charcoal', 'L'], 3],
    ],
  ],
  [
    'CARDIGAN',
    'Merino cardigan',
    'clothing',
    9_900,
    [
      [['Oat', 'S'], 6],
      [['Oat', 'M'], 6],
    ],
  ],
  ['TOTE', 'Canvas tote', 'home', 2_400, [[['Natural'], null]]],
  ['VASE', 'Tall vase', 'home', 5_400, [[['White'], 0]]],
]

/** Roughly what a shop would ask elsewhere. One order's currency is missing, as it often is. */
const pricesOf = (euroMinor: number): Money[] => [
  { amountMinor: euroMinor, currency: 'EUR' as Currency },
  { amountMinor: Math.round((euroMinor * 1.09) / 10) * 10, currency: 'USD' as Currency },
  { amountMinor: Math.round((euroMinor * 1.6) / 10) * 10, currency: 'JPY' as Currency },
]

const variantOf = (
  code: string,
  first: string,
  [options, stock]: Variety,
  place: number,
  euroMinor: number,
): CatalogueVariant => ({
  id: place === 0 ? first : `${first}${place}`,
  sku: [code, ...options].join('-'),
  title: options.join(' / '),
  options: options.map((value, at) => ({ name: NAMES[at] ?? 'Option', value })),
  prices: pricesOf(euroMinor),
  stock,
  image: null,
})

const known = Object.entries(VARIETIES).map(([name, varieties]): CatalogueProduct => {
  const { product, variant, title, unitMinor } = ARTICLES[name as ArticleName]
  const code = product?.code ?? name
  return {
    id: product?.externalId ?? code,
    title,
    type: product?.type ?? null,
    vendor: product?.vendor ?? null,
    image: null,
    variants: varieties.map((variety, place) =>
      variantOf(code, variant?.externalId ?? code, variety, place, unitMinor),
    ),
  }
})

const further = MORE.map(
  ([code, title, type, euroMinor, varieties], at): CatalogueProduct => ({
    id: `${7_900_000_000 + at}`,
    title,
    type,
    vendor: 'Linnea',
    image: null,
    variants: varieties.map((variety, place) =>
      variantOf(code, `${8_900_000_000 + at * 10}`, variety, place, euroMinor),
    ),
  }),
)

export const PRODUCTS: readonly CatalogueProduct[] = [...known, ...further]
