/** A shopper's whole request in one body, and what sending it would give. */
import Type from 'typebox'
import { HANDLINGS, REFUND_DESTINATIONS } from '../../core/return/return.ts'
import { exactly, ref } from '../../http/schema.ts'
import { RESOLUTION_OFFERS } from './assessment.ts'
import { method, ReasonInput, ResolutionInput } from './commands/asked.ts'
import { AddressInput, Figure, Money, Two } from './common.ts'
import { flag, id, list, optional, orNull, pieces, said, text, the, theOrNull, url, whole, word } from './fields.ts'

const Piece = exactly(
  {
    order_id: id('The order.'),
    line_id: id('The line of it, or a kit as a whole.'),
    quantity: pieces('How many come back.'),
    fulfilment_id: optional(
      orNull(id('Pins the delivery the pieces came in; without it the oldest free pieces are taken.')),
    ),
    kit_whole: optional(flag('The whole kit comes back.')),
    reason: optional(the(ReasonInput, 'Why it comes back. Asked for when the request is filed.')),
    media: optional(list(id('A file kept before.'), 'Photos of it.', 20)),
    handling: optional(word(HANDLINGS, 'Whether the goods travel. Default: send_back.')),
    resolution: optional(
      the(ResolutionInput, 'What the shopper gets for it. Default: the usual one of those on offer.'),
    ),
  },
  { $id: 'ShopperPieceInput', description: 'So many pieces of one line, for one reason, for one thing in return.' },
)

const Swap = exactly(
  {
    order_id: id('The order whose pieces are exchanged.'),
    product_id: said('The article of the catalogue.', 'p-SHIRT', 128),
    variant_id: said('Its variant.', 'v-SHIRT-L', 128),
    quantity: pieces('How many.'),
  },
  { $id: 'ShopperSwapInput', description: 'An article wanted instead. Its pieces have the resolution `swap`.' },
)

export const ShopperRequestInput = exactly(
  {
    pieces: list(ref(Piece), 'What comes back, of one order or of several.', 100, { minItems: 1 }),
    swaps: optional(list(ref(Swap), 'What is wanted instead.', 50)),
    method: optional(orNull(method('How the goods travel.'))),
    from: optional(theOrNull(AddressInput, 'Where they travel from. Default: where they were sent to.')),
    email: optional(
      orNull(text('Where to write to about it. Default: the order’s address.', 'maja@mail.example', 320)),
    ),
    comment: optional(orNull(text('One free sentence.', 'The box was opened.', 2_000))),
  },
  { $id: 'ShopperRequestInput', description: 'What a shopper wants to send back, over all orders.' },
)

const PAYMENT_KINDS = ['card', 'gift_card', 'store_credit', 'bank', 'cash_on_delivery', 'platform'] as const

const amounts = (description: string) => list(ref(Money), description, 10)

const tender = list(
  Type.Object(
    { kind: word(PAYMENT_KINDS, 'Which kind of payment.'), amount: the(Money, 'How much.') },
    { description: 'A payment that gets its money back.' },
  ),
  'Back to which payments, where it goes back the way it came.',
  50,
)

export const ShopperEstimate = Type.Object(
  {
    orders: list(
      Type.Object(
        {
          order_id: id('The order.'),
          decision: orNull(word(['approve', 'reject'], 'What would be decided at once; null leaves it to a person.')),
          figure: theOrNull(Figure, 'What would come back, unfolded; null where it is not this shopper’s to know.'),
          due: theOrNull(Two, 'What would be to pay on top; null for nothing.'),
          goes: list(
            Type.Object(
              {
                to: word([...REFUND_DESTINATIONS, 'exchange'], 'Where it goes.'),
                figure: the(Figure, 'How much, bonus included.'),
                tender,
              },
              { description: 'A part of it.' },
            ),
            'Which part goes where.',
            4,
          ),
        },
        { description: 'The return of one order.' },
      ),
      'Order by order.',
      10,
    ),
    total: amounts('What would come back in all, once per currency.'),
    due: amounts('What would be to pay in all, once per currency.'),
  },
  { $id: 'ShopperEstimate', description: 'What filing this request would give, to the cent.' },
)

const Compared = Type.Object(
  {
    resolution: word(RESOLUTION_OFFERS, 'What would be chosen.'),
    amount: amounts('What it comes to, bonus and fees counted in. Empty where it is not this shopper’s to know.'),
    bonus: amounts('How much of it is a bonus.'),
    fees: amounts('How much is taken off.'),
    tender,
  },
  { $id: 'ShopperChoice', description: 'A resolution, and what it comes to.' },
)

export const ShopperOffers = Type.Object(
  {
    all: list(ref(Compared), 'For all wishes together: what all of them may have.', RESOLUTION_OFFERS.length),
    pieces: list(
      Type.Object(
        {
          piece: text('Which wish: its place in the request, from 1.', 'p1', 16),
          offers: list(ref(Compared), 'What it may have.', RESOLUTION_OFFERS.length),
        },
        { description: 'One wish.' },
      ),
      'Each by itself.',
      20,
    ),
  },
  { $id: 'ShopperOffers', description: 'The resolutions on offer, side by side.' },
)

const Offered = Type.Object(
  {
    id: text('Name it in `swaps`.', 'v-SHIRT-L', 128),
    title: orNull(text('Its name.', 'L')),
    sku: text('Stock keeping unit.', 'SHIRT-L', 128),
    options: list(
      Type.Object(
        { name: text('Name of the option.', 'Size'), value: text('Its value.', 'L') },
        { description: 'One option.' },
      ),
      'What tells this variant from the others.',
      20,
    ),
    prices: amounts('What one piece costs with its tax, once per currency.'),
    available: flag('It can be chosen now.'),
    picture: orNull(url('A picture.', 'https://shop.example/shirt.jpg')),
  },
  { $id: 'CatalogueVariant', description: 'An article in one of its variants.' },
)

export const CatalogueArticle = Type.Object(
  {
    id: text('Name it in `swaps`.', 'p-SHIRT', 128),
    title: text('The article.', 'Linen shirt'),
    picture: orNull(url('A picture.', 'https://shop.example/shirt.jpg')),
    variants: list(ref(Offered), 'Its variants.', 1_000),
  },
  { $id: 'CatalogueArticle', description: 'An article that may be chosen instead.' },
)

export const CataloguePage = Type.Object(
  {
    data: list(ref(CatalogueArticle), 'Articles by title.', 100),
    next: orNull(text('Hand it back as `after` to read on; null on the last page.', 'WzEsWyIy…', 1_024)),
  },
  { $id: 'CataloguePage', description: 'A page of what the shop sells now.' },
)

export const CatalogueQuery = exactly({
  q: optional(text('What somebody typed; every word must occur.', 'linen shirt', 200)),
  limit: optional(whole('How many at once. Default: 24.', 24, { minimum: 1, maximum: 100 })),
  after: optional(text('`next` of the page before.', 'WzEsWyIy…', 1_024)),
})

export const SHOPPER_REQUEST = [
  Piece,
  Swap,
  ShopperRequestInput,
  ShopperEstimate,
  Compared,
  ShopperOffers,
  Offered,
  CatalogueArticle,
  CataloguePage,
]
