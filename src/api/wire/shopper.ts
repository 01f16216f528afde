/** What a shopper sees of a shop and of their own orders before anything is asked for. */
import Type from 'typebox'
import { LANGUAGES } from '../../core/languages.ts'
import { REASON_CODES } from '../../core/reasons.ts'
import { METHOD_TYPES } from '../../core/return/return.ts'
import { exactly, ref } from '../../http/schema.ts'
import { LineRefusal, RESOLUTION_OFFERS } from './assessment.ts'
import { Figure, Two, Variant } from './common.ts'
import { flag, id, list, moment, optional, orNull, said, text, the, theOrNull, url, whole, word } from './fields.ts'
import { ReasonEntry } from './shop.ts'

const language = word(LANGUAGES, 'A language, BCP 47.')
const STANDINGS = ['customer', 'recipient'] as const
const standing = word(
  STANDINGS,
  'As whom the order was proved: who bought it, or whom it was sent to as a gift. A recipient is not told what was paid.',
)

export const ShopperPortal = Type.Object(
  {
    portal: text('The shop’s word in addresses.', 'linnea', 64),
    shop: text('The shop’s name.', 'Linnea', 128),
    brand: Type.Object(
      {
        logo: orNull(url('Its picture.', 'https://shop.example/logo.svg')),
        accent: text('Its colour.', '#1f5f4a', 7),
      },
      { description: 'How it looks.' },
    ),
    languages: list(language, 'The languages it speaks; the first to whoever asks for none of them.', LANGUAGES.length),
    texts: Type.Record(
      Type.String({ maxLength: 16 }),
      Type.Record(
        Type.String({ maxLength: 128 }),
        Type.String({ description: 'ICU message format.', examples: ['Send it back to {shop}'] }),
        { description: 'Texts by key.', examples: [{ 'find.title': 'Find your order' }] },
      ),
      {
        description: 'The shop’s own words by language and key; what is not here is said in the house’s words.',
        examples: [{ en: { 'find.title': 'Find your order' } }],
      },
    ),
    links: Type.Object(
      {
        shop: orNull(url('The shop itself.', 'https://shop.example')),
        help: orNull(url('Where help is.', 'https://shop.example/help')),
        privacy: orNull(url('What becomes of what people type.', 'https://shop.example/privacy')),
        imprint: orNull(url('Who the shop is.', 'https://shop.example/imprint')),
      },
      { description: 'Pages of the shop.' },
    ),
    contact: Type.Object(
      {
        email: orNull(text('E-mail address of its people.', 'help@shop.example', 320)),
        phone: orNull(text('Telephone number of its people.', '+49 30 1234567', 64)),
      },
      { description: 'Where its people can be asked.' },
    ),
    proof: word(
      ['email', 'postal_code', 'either', 'both'],
      'What must be known of an order besides its number. For gifts either is enough.',
    ),
    gifts: flag('Whom a gift was sent to may send it back without the buyer being told.'),
    reasons: list(ref(ReasonEntry), 'Reasons the shop offers; which of them fit stands at each line of an order.', 50),
  },
  { $id: 'ShopperPortal', description: 'A shop’s returns page: how it looks and speaks, and what it asks for.' },
)

const lookup = {
  order_number: said('The number of the order, or its name, as people type it.', '#5001', 120),
  email: optional(text('The e-mail address the order was made with.', 'maja@mail.example', 320)),
  postal_code: optional(text('The postal code of the order.', '10115', 32)),
  gift: optional(
    flag('Looked up by whom it was sent to as a gift. E-mail address and postal code are then the recipient’s.'),
  ),
}

export const ShopperLookupInput = exactly(lookup, {
  $id: 'ShopperLookupInput',
  description: 'An order, and something only its customer knows.',
})

export const ShopperCodeInput = exactly(
  {
    order_number: lookup.order_number,
    gift: optional(flag('The code is sent to whom the order was sent to as a gift.')),
    language: optional(word(LANGUAGES, 'The language of the mail. Default: the first of the shop’s.')),
  },
  { $id: 'ShopperCodeInput', description: 'Which order a one-time code is for.' },
)

export const ShopperCode = Type.Object(
  { id: id('Redeem the code under this id.'), expires_at: moment('Until when it can be redeemed.') },
  {
    $id: 'ShopperCode',
    description:
      'A code was sent to the address of the order, if there is such an order. The answer is the same if there is none.',
  },
)

export const ShopperRedeemInput = exactly(
  { digits: said('The six digits of the mail.', '428193', 32) },
  { $id: 'ShopperRedeemInput', description: 'A one-time code.' },
)

const underWay = Type.Object(
  { number: text('The return.', 'K7M2XQ4P', 64), quantity: whole('Unit: pieces.', 1) },
  { description: 'Pieces of the line that are in a return already.' },
)

const requires = Type.Object(
  { photo: flag('A photo must be given.'), comment: flag('A comment must be given.') },
  { description: 'What must be given with it.' },
)

export const ShopperLine = Type.Object(
  {
    line_id: id('The sold line.'),
    parent_id: orNull(id('The kit it is a part of.')),
    title: text('The article.', 'Linen shirt'),
    variant: the(Variant, 'Which of its variants.'),
    pictures: list(text('A link to a picture.', 'https://shop.example/shirt.jpg', 2_000), 'Pictures of it.', 100),
    bought: whole('How many were sold and not cancelled. Unit: pieces.', 2),
    returnable: whole('How many may come back now, for whatever reason is given. Unit: pieces.', 1),
    until: orNull(moment('Until when; null when there is no end.')),
    paid: theOrNull(Two, 'What was paid for the whole line; null for recipients of a gift.'),
    refusals: list(ref(LineRefusal), 'Every reason why not, or not more.'),
    reasons: list(ref(ReasonEntry), 'The reasons on offer for it.', 50),
    only_for: orNull(
      list(
        word(REASON_CODES, 'A reason.'),
        'The reasons without which nothing of it may come back; null where any will do.',
        REASON_CODES.length,
      ),
    ),
    requires: list(word(['photo', 'comment'], 'What must be given.'), 'What must be given with it.', 2),
    resolutions: list(word(RESOLUTION_OFFERS, 'A resolution.'), 'What may be chosen for it.', RESOLUTION_OFFERS.length),
    under_way: list(underWay, 'What of it is in returns already.', 1_000),
  },
  { $id: 'ShopperLine', description: 'A line of an order, and what may come back of it.' },
)

export const ShopperKit = Type.Object(
  {
    line_id: id('The kit. A wish may name it as a whole.'),
    title: text('The kit.', 'Breakfast set'),
    parts: list(id('A line that is a part of it.'), 'Its parts.', 200),
    sets: whole('How many may come back whole. Unit: kits.', 1),
  },
  { $id: 'ShopperKit', description: 'Several articles that were sold as one.' },
)

export const ShopperPiece = Type.Object(
  {
    piece: text('Which wish: its place in the request, from 1.', 'p1', 16),
    line_id: id('The line, or the kit as a whole.'),
    reasons: list(ref(ReasonEntry), 'The reasons on offer for it.', 50),
    requires,
    missing: Type.Object(
      {
        reason: flag('A reason is still missing.'),
        photo: flag('A photo is still missing.'),
        comment: flag('A comment is still missing.'),
      },
      { description: 'What is still asked for.' },
    ),
    resolutions: list(word(RESOLUTION_OFFERS, 'A resolution.'), 'What may be chosen for it.', RESOLUTION_OFFERS.length),
    refusals: list(ref(LineRefusal), 'What policy has against it as it is wished; empty when it can be filed.'),
  },
  { $id: 'ShopperPiece', description: 'A wish, judged.' },
)

export const ShopperOrder = Type.Object(
  {
    id: id('The order.'),
    number: text('The number people type.', '5001', 128),
    name: text('The name people see.', '#5001', 128),
    placed_at: moment('When it was made.'),
    state: word(['open', 'cancelled'], 'Whether it stands. What was delivered of a cancelled order may come back.'),
    currency: text('In which it was paid.', 'EUR', 3),
    standing,
    lines: list(ref(ShopperLine), 'Whatever can come back by itself: single lines and parts of kits.', 2_000),
    kits: list(ref(ShopperKit), 'What was sold as one.', 200),
    methods: list(
      Type.Object(
        {
          type: word(METHOD_TYPES, 'How the goods travel.'),
          name: text('The name shown to people.', 'Prepaid label'),
          cost: theOrNull(Figure, 'What it costs; null for recipients of a gift.'),
        },
        { description: 'A way back.' },
      ),
      'The ways back on offer, with their cost.',
      50,
    ),
    pieces: list(ref(ShopperPiece), 'What was wished for, judged; empty where nothing was said.', 200),
    returns: list(
      Type.Object(
        { id: id('The return.'), number: text('Its number.', 'K7M2XQ4P', 64) },
        { description: 'A return of the order.' },
      ),
      'Returns of the order that are this shopper’s.',
      1_000,
    ),
  },
  { $id: 'ShopperOrder', description: 'An order, and what may come back of it.' },
)

export const ShopperSession = Type.Object(
  {
    token: text('Send it as `Authorization: Bearer …`. It opens these orders and nothing else.', 'eyJpZCI6I…', 4_096),
    expires_at: moment('Until when it opens anything. Every order that is added begins the time anew.'),
    orders: list(ref(ShopperOrder), 'What it opens.', 10),
  },
  { $id: 'ShopperSession', description: 'What a shopper has proved.' },
)

export const ShopperOrders = Type.Object(
  { data: list(ref(ShopperOrder), 'The orders, in the order they were proved.', 10) },
  { $id: 'ShopperOrders', description: 'What the session opens.' },
)

export const SHOPPER = [
  ShopperPortal,
  ShopperLookupInput,
  ShopperCodeInput,
  ShopperCode,
  ShopperRedeemInput,
  ShopperLine,
  ShopperKit,
  ShopperPiece,
  ShopperOrder,
  ShopperSession,
  ShopperOrders,
]
