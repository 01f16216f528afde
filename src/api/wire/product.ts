/** What a shop sells now: the list its shoppers choose from when they want something else instead. */
import Type from 'typebox'
import { MOST_PRODUCTS } from '../../desk/products.ts'
import { exactly, ref } from '../../http/schema.ts'
import { Money } from './common.ts'
import { list, moment, optional, orNull, said, text, url, whole } from './fields.ts'

const option = exactly(
  { name: said('What it is about.', 'Size', 64), value: said('Which.', 'L', 128) },
  { description: 'What tells this variant from the others.' },
)

const variant = {
  id: said('The shop’s own id of it, the one orders name as the variant’s external id.', 'v-SHIRT-L', 128),
  sku: text('Its article number.', 'SHIRT-L', 128),
  title: optional(orNull(text('Its name, where there is more than one.', 'White / L', 250))),
  options: optional(list(option, 'What tells it from the others.', 10)),
  prices: list(ref(Money), 'What one piece costs with its tax, once per currency it is sold in.', 20, { minItems: 1 }),
  stock: optional(
    orNull(whole('How many there are; null where nobody counts. Unit: pieces.', 12, { maximum: 10_000_000 })),
  ),
  image: optional(orNull(url('Its own picture.', 'https://cdn.example.com/shirt-white-l.jpg'))),
}

const product = {
  id: said('The shop’s own id of it, the one orders name as the article’s external id.', 'p-SHIRT', 128),
  title: said('Its name.', 'Linen shirt'),
  type: optional(orNull(text('Its kind.', 'clothing', 128))),
  vendor: optional(orNull(text('Who makes it.', 'Linnea', 128))),
  image: optional(orNull(url('A picture of it.', 'https://cdn.example.com/shirt.jpg'))),
  variants: list(exactly(variant, { description: 'One way to buy it.' }), 'The ways to buy it; at least one.', 250, {
    minItems: 1,
  }),
}

export const CatalogueProductInput = exactly(product, {
  $id: 'CatalogueProductInput',
  description: 'An article as the shop feeds it in.',
})

export const ProductsInput = exactly(
  {
    products: list(
      ref(CatalogueProductInput),
      'Articles: new ones enter, known ones are replaced as a whole.',
      MOST_PRODUCTS,
    ),
  },
  { $id: 'ProductsInput', description: 'A part of what the shop sells.' },
)

const CatalogueProduct = Type.Object(
  { ...product, updated_at: moment('When it was last fed in.') },
  { $id: 'CatalogueProduct', description: 'An article of the shop’s list.' },
)

export const ProductPage = Type.Object(
  {
    data: list(ref(CatalogueProduct), 'Articles, by name.', 100),
    next: orNull(text('Hand it back as `after` to read on; null on the last page.', 'WzEsWyJMaW5lbi4u', 2_048)),
  },
  { $id: 'ProductPage', description: 'A page of articles.' },
)

export const ProductsKept = Type.Object(
  { kept: whole('How many articles are kept as they were sent.', 2) },
  { $id: 'ProductsKept', description: 'What was taken in.' },
)

export const ProductsRemoved = Type.Object(
  { removed: whole('How many articles were there and are no longer.', 2) },
  { $id: 'ProductsRemoved', description: 'What was taken off the list.' },
)

export const ProductQuery = exactly({
  search: optional(
    text('Words; each must occur in the name, the maker, the kind, an article number or an option.', 'linen l', 200),
  ),
  limit: optional(whole('How many a page holds.', 24, { minimum: 1, maximum: 100 })),
  after: optional(text('Where the page before left off.', 'WzEsWyJMaW5lbi4u', 2_048)),
})

export const ProductsToRemove = exactly({
  ids: optional(list(text('The shop’s own id.', 'p-SHIRT', 128), 'Which; commas between them.', 200)),
  all: optional(Type.Boolean({ description: 'The whole list.', examples: [false] })),
})

export const PRODUCT = [
  CatalogueProductInput,
  ProductsInput,
  CatalogueProduct,
  ProductPage,
  ProductsKept,
  ProductsRemoved,
]
