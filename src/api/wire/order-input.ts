/** An order as a shop hands it over: prices and totals as that shop knows them. */
import Type from 'typebox'
import { exactly, ref } from '../../http/schema.ts'
import { AddressInput, Currency, PartyInput, VariantInput } from './common.ts'
import {
  flag,
  list,
  MOST_MINOR,
  moment,
  optional,
  orNull,
  pieces,
  ratePpm,
  said,
  text,
  the,
  theOrNull,
  url,
  whole,
  word,
} from './fields.ts'
import { PAYMENT_KINDS } from './order.ts'

const externalId = (description: string, example: string) => said(description, example, 128)
const minor = (description: string, example = 6105) =>
  Type.Integer({
    minimum: 0,
    maximum: MOST_MINOR,
    description: `${description} Unit: minor units.`,
    examples: [example],
  })

export const AmountInput = exactly(
  {
    amount_minor: minor('In the order’s currency.'),
    shop_amount_minor: optional(minor('The same in the shop’s currency, when the shop books in another one.')),
  },
  { $id: 'AmountInput', description: 'An amount of an order that enters.', examples: [{ amount_minor: 6105 }] },
)

export const TaxInput = exactly(
  {
    title: said('The tax.', 'VAT 19%', 128),
    rate_ppm: optional(ratePpm('Its rate; with only a rate the amount is computed once, here.', 190_000)),
    amount: optional(the(AmountInput, 'Tax on the whole line; wins over the rate.')),
  },
  { $id: 'TaxInput', description: 'A tax.' },
)

const ProductInput = Type.Partial(
  exactly({
    external_id: text('The shop’s id of it.', 'p-SHIRT', 128),
    code: text('Article number.', 'SHIRT', 128),
    title: text('Name.', 'Shirt', 500),
    type: orNull(text('Product type.', 'clothing', 128)),
    categories: list(text('A category.', 'Tops', 128), 'Categories.', 50),
    tags: list(text('A tag.', 'summer', 128), 'Tags.', 100),
    images: list(url('A link.', 'https://shop.example/shirt.jpg'), 'Pictures.', 20),
    vendor: text('Who makes it.', 'Linnea', 128),
    master_code: orNull(text('Code shared by variants.', 'SHIRT', 128)),
    ean: orNull(text('European article number.', '4006381333931', 32)),
  }),
  { $id: 'ProductInput', description: 'A product.', additionalProperties: false },
)

const taxes = (description: string) => list(ref(TaxInput), description, 20)
const serials = list(said('A serial number.', 'SN-0012', 128), 'Serial numbers sold.', 1_000)

export const LineInput = exactly(
  {
    external_id: externalId('The shop’s id of the line, unique within the order.', '11001'),
    product: optional(the(ProductInput, 'The product.')),
    variant: optional(the(VariantInput, 'The variant.')),
    title: said('Name shown to people.', 'Shirt', 500),
    sku: optional(text('Stock keeping unit.', 'SHIRT-M', 128)),
    quantity: pieces('Sold.', 2),
    cancelled: optional(pieces('Called off before they left. Default: 0.', 0, 0)),
    list_price: optional(the(AmountInput, 'Per piece before discounts. Default: the unit price.')),
    unit_price: the(AmountInput, 'Per piece as sold.'),
    discount: optional(theOrNull(AmountInput, 'Discount on the whole line, positive.')),
    taxes: optional(taxes('Taxes of the whole line.')),
    properties: optional(
      list(
        exactly(
          {
            name: said('Name.', 'Engraving', 128),
            value: text('Value.', 'M.L.', 2_000),
            type: optional(word(['text', 'picture', 'link'], 'What the value is. Default: text.')),
            urls: optional(list(url('A link.', 'https://shop.example/e.jpg'), 'Links.', 10)),
          },
          { description: 'One property.' },
        ),
        'What the shopper chose.',
        50,
      ),
    ),
    grams: optional(whole('Weight of one piece. Unit: grams.', 200, { maximum: 10_000_000 })),
    requires_shipping: optional(flag('It travels. Default: true.')),
    taxable: optional(flag('Taxes apply. Default: true.')),
    gift_card: optional(flag('It is a gift card. Default: false.')),
    final_sale: optional(flag('Sold without return. Default: false.')),
    location: optional(
      orNull(text('The place it was sent from: id or code of one of the shop’s locations.', 'MAIN', 64)),
    ),
    service: optional(orNull(text('A service rather than goods.', 'gift wrap', 128))),
    serials: optional(serials),
    components: optional(
      list(
        exactly(
          {
            external_id: externalId('The shop’s id of the part, unique within the order.', '11001-1'),
            title: said('Name.', 'Camera body', 500),
            sku: optional(text('Stock keeping unit.', 'CAM-BODY', 128)),
            product: optional(the(ProductInput, 'The product.')),
            variant: optional(the(VariantInput, 'The variant.')),
            per: pieces('How many belong to one kit.'),
            weight: optional(
              whole('What share of the kit’s price it carries, against the others. Default: equal shares.', 3, {
                minimum: 1,
                maximum: 1_000_000_000,
              }),
            ),
            serials: optional(serials),
          },
          { description: 'One part of the kit.' },
        ),
        'The line is a kit of these parts.',
        50,
      ),
    ),
  },
  { $id: 'LineInput', description: 'A sold line.' },
)

export const PaymentInput = exactly(
  {
    external_id: optional(externalId('The gateway’s id of it; the same id again corrects the payment.', 'ch_3Nk')),
    kind: word(PAYMENT_KINDS, 'What was paid with. `platform`: the marketplace holds the money.'),
    gateway: said('Through which gateway.', 'stripe', 64),
    captured: the(AmountInput, 'How much was taken.'),
    at: optional(moment('When. Default: when the order was placed.')),
  },
  { $id: 'PaymentInput', description: 'Money taken.' },
)

const lineOf = externalId('The line, by the shop’s id of it.', '11001')

export const FulfilmentInput = exactly(
  {
    external_id: externalId('The shop’s id of the delivery; the same id again replaces it.', 'f-1'),
    state: optional(word(['sent', 'cancelled'], 'Whether it left. Default: sent.')),
    lines: list(
      exactly({ line_external_id: lineOf, quantity: pieces('How many.') }, { description: 'Pieces of one line.' }),
      'What was inside.',
      500,
    ),
    sent_at: optional(orNull(moment('When it left.'))),
    delivered_at: optional(orNull(moment('When it arrived.'))),
    carrier: optional(orNull(text('Who carried it.', 'DHL', 128))),
    tracking: optional(list(said('A tracking number.', 'TRACK-OUT-1', 128), 'Tracking numbers.', 50)),
  },
  { $id: 'FulfilmentInput', description: 'A delivery.' },
)

const members = {
  number: optional(said('The number people type. Default: the external id.', '#5001', 64)),
  name: optional(said('The name people see. Default: the number.', '#5001', 128)),
  source: optional(
    word(
      ['import', 'api', 'platform', 'stand_in'],
      'How it came here. Default: api. `stand_in`: a sale nobody recorded, paid back as store credit only.',
    ),
  ),
  state: optional(word(['open', 'cancelled'], 'Whether it stands. Default: open.')),
  placed_at: moment('When it was placed.'),
  completed_at: optional(orNull(moment('When it was completed.'))),
  currency: the(Currency, 'The currency the shopper paid in.'),
  shop_currency: optional(
    the(Currency, 'The currency the shop books in; needed when amounts carry `shop_amount_minor`.'),
  ),
  customer: optional(the(PartyInput, 'Who bought.')),
  billing: optional(theOrNull(AddressInput, 'Billing address.')),
  shipping: optional(theOrNull(AddressInput, 'Where it was sent.')),
  country: optional(
    orNull(
      Type.String({
        pattern: '^[A-Z]{2}$',
        description: 'Country it was sent to; default from the address. ISO 3166-1 alpha-2.',
        examples: ['DE'],
      }),
    ),
  ),
  groups: optional(list(said('A group.', 'wholesale', 128), 'Customer groups, for policy.', 50)),
  tags: optional(list(said('A tag.', 'sale', 128), 'Tags.', 100)),
  custom_fields: optional(
    Type.Record(Type.String({ maxLength: 128 }), text('Its value.', 'web', 2_000), {
      maxProperties: 50,
      description: 'Fields of the shop’s own.',
      examples: [{ channel: 'web' }],
    }),
  ),
  discount_codes: optional(list(said('A code.', 'SPRING', 128), 'Discount codes used.', 50)),
  gift: optional(
    orNull(
      exactly({ recipient: the(PartyInput, 'Who got it.') }, { description: 'It was a present.' }),
      'It was a present.',
    ),
  ),
  taxes_included: flag('Whether line prices and shipping contain their taxes.'),
  lines: list(ref(LineInput), 'What was sold.', 500, { minItems: 1 }),
  discount: optional(
    theOrNull(AmountInput, 'Discounts on the whole order that are not in the lines yet; shared over them.'),
  ),
  taxes: optional(taxes('Taxes of the whole order that the lines do not state; shared over taxable lines.')),
  freight: optional(
    orNull(
      exactly(
        {
          price: the(AmountInput, 'What shipping cost.'),
          discount: optional(theOrNull(AmountInput, 'What was taken off it.')),
          taxes: optional(taxes('Taxes of it.')),
        },
        { description: 'Shipping of the order.' },
      ),
      'Shipping of the order.',
    ),
  ),
  total: optional(
    theOrNull(
      AmountInput,
      'What was charged in all, when the shop says it: a difference of a few units is rounding and is shared too.',
    ),
  ),
  payments: optional(list(ref(PaymentInput), 'What was paid.', 50)),
  fulfilments: optional(
    list(
      ref(FulfilmentInput),
      'What was delivered. Left out: everything that was not cancelled. An empty list: nothing yet.',
      200,
    ),
  ),
  deals: optional(
    list(
      exactly(
        {
          external_id: externalId('The shop’s id of the deal.', 'deal-1'),
          kind: word(['bundle', 'add_on'], 'What it is.'),
          lines: list(
            exactly(
              {
                line_external_id: lineOf,
                quantity: pieces('How many.'),
                role: optional(word(['main', 'add_on', 'member'], 'Its part in the deal. Default: member.')),
              },
              { description: 'Pieces of one line.' },
            ),
            'What is in it.',
            100,
          ),
          before: optional(the(AmountInput, 'Price without the deal.')),
          after: optional(the(AmountInput, 'Price in the deal.')),
        },
        { description: 'Things sold together.' },
      ),
      'Things sold together.',
      50,
    ),
  ),
  address_type: optional(orNull(text('Kind of address in the platform’s words.', 'residential', 64))),
}

/** The shop's own id stands in the address. */
export const OrderInput = exactly(members, { $id: 'OrderInput', description: 'An order as the shop knows it.' })

export const OrderRow = exactly(
  { external_id: externalId('The shop’s own id, unique in the shop.', '5001'), ...members },
  { $id: 'OrderRow', description: 'One order of many.' },
)

export const ORDER_INPUT = [
  AmountInput,
  TaxInput,
  ProductInput,
  LineInput,
  PaymentInput,
  FulfilmentInput,
  OrderInput,
  OrderRow,
]
