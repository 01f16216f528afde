/** Shapes that occur everywhere: money, people, places, marks, files. */
import Type from 'typebox'
import { ROLES } from '../../core/party.ts'
import { exactly, ref } from '../../http/schema.ts'
import {
  flag,
  id,
  list,
  MOST_MINOR,
  moment,
  optional,
  orNull,
  said,
  text,
  the,
  theOrNull,
  url,
  word,
} from './fields.ts'

export const Currency = Type.String({
  $id: 'Currency',
  pattern: '^[A-Z]{3}$',
  description: 'ISO 4217 code, three capitals.',
  examples: ['EUR'],
})

export const Money = exactly(
  {
    amount_minor: Type.Integer({
      minimum: -MOST_MINOR,
      maximum: MOST_MINOR,
      description: 'Unit: minor units of the currency (ISO 4217): cents of EUR, yen of JPY, fils of KWD.',
      examples: [6105],
    }),
    currency: the(Currency, 'The currency the amount is counted in.'),
  },
  {
    $id: 'Money',
    description: 'An amount in whole minor units. 61.05 € is `{ "amount_minor": 6105, "currency": "EUR" }`.',
    examples: [{ amount_minor: 6105, currency: 'EUR' }],
  },
)

export const Two = exactly(
  {
    presentment: the(Money, 'In the currency the shopper saw and paid.'),
    shop: the(Money, 'In the currency the shop books. Both were fixed when the order entered; nothing converts later.'),
  },
  { $id: 'Two', description: 'One amount as the shopper saw it and as the shop books it.' },
)

/** What somebody states or hands over: never below zero. */
export const Amount = exactly(
  {
    amount_minor: Type.Integer({
      minimum: 0,
      maximum: MOST_MINOR,
      description: 'Unit: minor units of the currency (ISO 4217): cents of EUR, yen of JPY, fils of KWD.',
      examples: [6105],
    }),
    currency: the(Currency, 'The currency the amount is counted in; for a return, the order’s.'),
  },
  {
    $id: 'Amount',
    description: 'A stated amount in whole minor units, zero or more.',
    examples: [{ amount_minor: 6105, currency: 'EUR' }],
  },
)

export const TwoInput = exactly(
  {
    presentment: the(Amount, 'In the currency of the order.'),
    shop: optional(the(Amount, 'In the currency the shop books; left out when both are the same.')),
  },
  { $id: 'TwoInput', description: 'One amount as the shopper sees it and as the shop books it.' },
)

export const PART_KINDS = [
  'goods',
  'discount',
  'tax',
  'shipping',
  'restocking_fee',
  'return_cost',
  'deduction',
  'bonus',
  'exchange',
  'adjustment',
  'waived',
] as const

export const Part = Type.Object(
  {
    kind: word(
      PART_KINDS,
      'What this part is. Fees and discounts are negative; `waived` gives back what could not be taken because a payout never goes below zero.',
    ),
    amount: the(Two, 'Signed amount of this part.'),
    included: optional(flag('True for a tax that already stands inside the price: told, but not added to the total.')),
    item_id: optional(id('The item this part belongs to; absent for parts of the whole return.')),
    tax_title: optional(text('The tax as the order named it.', 'VAT 19%')),
    why: optional(text('Why this part is there, as a code or in the words of whoever stated it.', 'captured', 500)),
  },
  { $id: 'Part', description: 'One component of a figure.' },
)

export const Figure = Type.Object(
  {
    parts: list(ref(Part), 'Every component, in the order they are counted.', 10_000),
    total: the(Two, 'The sum of the parts that count, never below zero.'),
  },
  { $id: 'Figure', description: 'A sum of money that can be unfolded into what it is made of.' },
)

const DOORS = ['portal', 'console', 'api', 'shopee', 'aftership', 'shopflix', 'shopline', 'job'] as const

export const Actor = Type.Object(
  {
    role: word(ROLES, 'As whom somebody acted.'),
    id: orNull(
      text('The key or person behind the act; null for the house itself.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 64),
    ),
    name: text('The name shown to people.', 'Warehouse Berlin'),
    via: word(DOORS, 'Through which door the act came.'),
    email: orNull(text('The e-mail address of the actor, when known.', 'dock@linnea.example', 320)),
  },
  { $id: 'Actor', description: 'Who did something.' },
)

export const Mark = Type.Object(
  {
    at: moment('When it was decided.'),
    by: the(Actor, 'Who decided it.'),
    rule_id: orNull(text('The rule that decided by itself; null when a person did.', 'auto_approve')),
  },
  { $id: 'Mark', description: 'When, by whom and by which rule something was decided.' },
)

const party = {
  id: orNull(text('The shop’s own id of the customer.', 'cust-4711', 128)),
  username: orNull(text('The user name on the platform.', 'maja.l', 128)),
  first_name: text('Given name.', 'Maja'),
  last_name: text('Family name.', 'Lund'),
  emails: list(text('An e-mail address.', 'maja@mail.example', 320), 'E-mail addresses, the main one first.', 10),
  phone: orNull(text('Telephone number as the shop knows it.', '+49 30 1234567', 64)),
  portrait: orNull(url('Picture of the customer.', 'https://shop.example/portraits/maja.jpg')),
  locale: orNull(text('Preferred language, BCP 47.', 'de-DE', 35)),
}

export const Party = exactly(party, { $id: 'Party', description: 'A person as the shop knows them.' })

export const PartyInput = Type.Partial(exactly(party), {
  $id: 'PartyInput',
  description: 'A person; everything left out stays as it is, or empty.',
  additionalProperties: false,
})

const state = exactly(
  {
    code: orNull(text('Code of the state or province.', 'BE', 64)),
    name: orNull(text('Name of the state or province.', 'Berlin')),
  },
  { description: 'State or province.' },
)

const country = (description: string) =>
  Type.String({ pattern: '^[A-Z]{2}$', description: `${description} ISO 3166-1 alpha-2.`, examples: ['DE'] })
export const Country = Type.String({
  $id: 'Country',
  pattern: '^[A-Z]{2}$',
  description: 'ISO 3166-1 alpha-2 code, two capitals.',
  examples: ['DE'],
})

const address = {
  name: orNull(text('Name of the recipient.', 'Maja Lund')),
  company: orNull(text('Company.', 'Lund & Co')),
  street1: orNull(text('Street and number.', 'Lindenweg 4')),
  street2: orNull(text('More of the street.', 'Hinterhaus')),
  town: orNull(text('Town, where an address has one beside the city.', 'Mitte')),
  district: orNull(text('District.', 'Mitte')),
  city: orNull(text('City.', 'Berlin')),
  postal_code: orNull(text('Postal code.', '10115', 32)),
  country: orNull(country('Country.')),
  phone: orNull(text('Telephone number at this address.', '+49 30 1234567', 64)),
  email: orNull(text('E-mail address at this address.', 'maja@mail.example', 320)),
  type: orNull(text('Kind of address in the shop’s words.', 'residential', 64)),
}

export const Address = Type.Object(
  { ...address, state },
  { $id: 'Address', description: 'A postal address; unknown parts are null.' },
)

export const AddressInput = Type.Partial(
  exactly({
    ...address,
    state: Type.Partial(state, { additionalProperties: false, description: 'State or province.' }),
  }),
  {
    $id: 'AddressInput',
    description: 'A postal address; parts left out are unknown.',
    additionalProperties: false,
  },
)

export const Gift = Type.Object(
  {
    recipient: the(Party, 'Who got the present.'),
    address: optional(theOrNull(Address, 'Where the recipient lives.')),
  },
  { $id: 'Gift', description: 'The purchase was a present.' },
)

export const GiftInput = exactly(
  {
    recipient: the(PartyInput, 'Who got the present.'),
    address: optional(theOrNull(AddressInput, 'Where the recipient lives.')),
  },
  { $id: 'GiftInput', description: 'The purchase was a present.' },
)

export const SIDES = ['shopper', 'merchant', 'platform'] as const

const links = {
  url: text(
    'Signed link to the picture; expires within a day, ask for the return again to get a fresh one.',
    '/v1/files/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/full?expires=…',
    2_000,
  ),
  thumbnail_url: text(
    'Signed link to a small picture.',
    '/v1/files/0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70/small?expires=…',
    2_000,
  ),
}

export const FileLink = Type.Object(
  { id: text('The file.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 2_000), ...links },
  { $id: 'FileLink', description: 'A kept file with links that open it for a while.' },
)

export const Media = Type.Object(
  {
    id: id('The file.'),
    kind: word(['photo', 'video'], 'What it is.'),
    by: word(SIDES, 'Which side showed it.'),
    at: moment('When it was shown.'),
    ...links,
  },
  { $id: 'Media', description: 'A photo or film shown to both sides.' },
)

export const Contents = Type.Object(
  {
    item_id: id('An item of the return.'),
    quantity: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Unit: pieces.', examples: [1] }),
  },
  { $id: 'Contents', description: 'Pieces of one item.' },
)

const variant = {
  external_id: text('The shop’s own id of the variant.', 'v-SHIRT-M', 128),
  sku: text('Stock keeping unit.', 'SHIRT-M', 128),
  title: orNull(text('Name of the variant.', 'M')),
  options: list(
    exactly(
      { name: said('Name of the option.', 'Size'), value: text('Its value.', 'M') },
      { description: 'One option.' },
    ),
    'What tells this variant from the others.',
    20,
  ),
}

export const Variant = Type.Object(variant, { $id: 'Variant', description: 'An article in one of its variants.' })

export const VariantInput = Type.Partial(exactly(variant), {
  $id: 'VariantInput',
  description: 'An article in one of its variants.',
  additionalProperties: false,
})

/** Everything of this file that stands once under its name in the reference. */
export const COMMON = [
  Currency,
  Country,
  Money,
  Amount,
  Two,
  TwoInput,
  Part,
  Figure,
  Actor,
  Mark,
  Party,
  PartyInput,
  Address,
  AddressInput,
  Gift,
  GiftInput,
  FileLink,
  Media,
  Contents,
  Variant,
  VariantInput,
]
