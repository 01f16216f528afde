/** What the sandbox's shop sells. */
import type { LineInput } from '../core/order/order-input.ts'

type Article = Pick<LineInput, 'title' | 'sku' | 'product' | 'variant' | 'grams'> & {
  unitMinor: number
} & Partial<LineInput>

const article = (
  sku: string,
  title: string,
  type: string,
  unitMinor: number,
  grams: number,
  more: Partial<Article> = {},
): Article => {
  const [code = sku, ...options] = sku.split('-')
  const number = Array.from(code).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 900_000_000
  return {
    sku,
    title,
    grams,
    unitMinor,
    product: {
      externalId: `${7_000_000_000 + number}`,
      code,
      title,
      type,
      categories: [type],
      tags: [],
      vendor: 'Linnea',
      images: [`https://cdn.example.com/${code.toLowerCase()}.jpg`],
    },
    variant: {
      externalId: `${8_000_000_000 + number * 10 + options.length}`,
      sku,
      title: options.join(' / ') || null,
      options: options.map((value, place) => ({ name: ['Colour', 'Size'][place] ?? 'Option', value })),
    },
    ...more,
  }
}

export const ARTICLES = {
  shirt: article('SHIRT-White-M', 'Linen shirt', 'clothing', 4990, 240),
  dress: article('DRESS-Green-S', 'Summer dress', 'clothing', 8900, 310),
  jacket: article('JACKET-Moss-L', 'Rain jacket', 'clothing', 12_900, 780),
  boots: article('BOOTS-Brown-42', 'Walking boots', 'shoes', 15_900, 1450),
  mug: article('MUG-Blue', 'Stoneware mug', 'home', 1450, 380),
  lamp: article('LAMP-Brass', 'Desk lamp', 'home', 6400, 2100),
  scarf: article('SCARF-Red', 'Wool scarf', 'clothing', 3900, 160),
  socks: article('SOCKS-Grey-M', 'Merino socks', 'clothing', 1190, 70),
  headphones: article('PHONES-Black', 'Headphones', 'electronics', 19_900, 260),
  outlet: article('OUTLET-Teal-M', 'Outlet cardigan', 'clothing', 2900, 350, { finalSale: true }),
  card: article('GIFTCARD-50', 'Gift card', 'gift card', 5000, 0, {
    giftCard: true,
    requiresShipping: false,
    taxable: false,
  }),
  garden: article('GARDEN-Oak', 'Garden set', 'home', 38_000, 24_000),
} as const

export type ArticleName = keyof typeof ARTICLES
