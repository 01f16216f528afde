/** An order as this door shows it. */
import Type from 'typebox'
import { ref } from '../../http/schema.ts'
import { Address, Money, Party, Two } from './common.ts'
import { flag, id, list, moment, optional, orNull, text, the, theOrNull, whole, word } from './fields.ts'

export const PAYMENT_KINDS = ['card', 'gift_card', 'store_credit', 'bank', 'cash_on_delivery', 'platform'] as const

const count = (description: string, example = 1) => whole(`${description} Unit: pieces.`, example)
const iso = (description: string) =>
  orNull(Type.String({ maxLength: 8, description: `${description} ISO 3166-1 alpha-2.`, examples: ['DE'] }))

export const Tax = Type.Object(
  {
    title: text('The tax.', 'VAT 19%'),
    rate_ppm: whole('Its rate. Unit: parts per million; 19 % is 190000.', 190_000),
    amount: the(Two, 'Tax on the whole line.'),
    included: flag('It stands inside the price rather than on top of it.'),
  },
  { $id: 'Tax', description: 'A tax.' },
)

const options = list(
  Type.Object({ name: text('Name.', 'Size'), value: text('Value.', 'M') }, { description: 'One option.' }),
  'What tells it from other variants.',
)

export const Line = Type.Object(
  {
    id: id('The line; returns name it.'),
    external_id: text('The shop’s own id of it.', '11001', 128),
    product: Type.Object(
      {
        id: text('Our id of the product.', '0190a6b0-7c1e-7d3a-9f42-5b8e2c6d1a70', 300),
        external_id: text('The shop’s id of it.', 'p-SHIRT', 128),
        code: text('Article number.', 'SHIRT', 128),
        title: text('Name.', 'Shirt', 500),
        type: orNull(text('Product type.', 'clothing')),
        categories: list(text('A category.', 'Tops'), 'Categories.'),
        tags: list(text('A tag.', 'summer'), 'Tags.'),
        images: list(text('A link.', 'https://shop.example/shirt.jpg', 2_000), 'Pictures.'),
        vendor: text('Who makes it.', 'Linnea'),
        master_code: orNull(text('Code shared by variants.', 'SHIRT', 128)),
        ean: orNull(text('European article number.', '4006381333931', 32)),
      },
      { description: 'The product.' },
    ),
    variant: Type.Object(
      {
        external_id: text('The shop’s id of it.', 'v-SHIRT-M', 128),
        sku: text('Stock keeping unit.', 'SHIRT-M', 128),
        title: orNull(text('Name.', 'M')),
        options,
      },
      { description: 'The variant.' },
    ),
    quantity: count('Sold.', 2),
    cancelled: count('Called off before they left.', 0),
    list_price: the(Two, 'Per piece, before any discount.'),
    unit_price: the(Two, 'Per piece as sold, before discounts of the whole order.'),
    discount: the(Two, 'Discount on the whole line, positive; allocated once when the order entered.'),
    taxes: list(ref(Tax), 'Taxes of the whole line.'),
    paid: the(Two, 'What the shopper paid for the whole line, tax included either way.'),
    properties: list(
      Type.Object(
        {
          name: text('Name.', 'Engraving'),
          value: text('Value.', 'M.L.', 2_000),
          type: word(['text', 'picture', 'link'], 'What the value is.'),
          urls: list(text('A link.', 'https://shop.example/e.jpg', 2_000), 'Links.'),
        },
        { description: 'One property.' },
      ),
      'What the shopper chose.',
    ),
    grams: whole('Weight of one piece. Unit: grams.', 200),
    requires_shipping: flag('It travels.'),
    taxable: flag('Taxes apply.'),
    gift_card: flag('It is a gift card.'),
    final_sale: flag('Sold without return.'),
    location_id: orNull(text('Where it was sent from.', 'MAIN', 64)),
    service: orNull(text('A service rather than goods.', 'gift wrap')),
    kit: orNull(
      Type.Object(
        { parent_id: id('The kit’s line.'), per: count('How many belong to one kit.') },
        { description: 'It is a part of a kit.' },
      ),
      'It is a part of a kit.',
    ),
    deal: orNull(
      Type.Object(
        { id: id('The deal.'), role: word(['main', 'add_on', 'member'], 'Its part in it.') },
        { description: 'It was sold in a deal.' },
      ),
      'It was sold in a deal.',
    ),
    serials: list(text('A serial number.', 'SN-0012', 128), 'Serial numbers sold.', 10_000),
    origin: orNull(
      Type.Object(
        {
          order_id: id('The first order.'),
          line_id: id('Its line.'),
          return_id: id('The return it was exchanged in.'),
          item_id: orNull(id('The item it was exchanged for.')),
        },
        { description: 'It replaces something.' },
      ),
      'What it was exchanged for.',
    ),
  },
  { $id: 'Line', description: 'A sold line. Shares of money were fixed when the order entered.' },
)

export const Fulfilment = Type.Object(
  {
    id: id('The delivery.'),
    external_id: text('The shop’s own id of it.', 'f-1', 128),
    state: word(['sent', 'cancelled'], 'Whether it left.'),
    lines: list(
      Type.Object({ line_id: id('The line.'), quantity: count('How many.') }, { description: 'Pieces of one line.' }),
      'What was inside.',
      2_000,
    ),
    sent_at: orNull(moment('When it left.')),
    delivered_at: orNull(moment('When it arrived.')),
    carrier: orNull(text('Who carried it.', 'DHL', 128)),
    tracking: list(text('A tracking number.', 'TRACK-OUT-1', 128), 'Tracking numbers.'),
  },
  { $id: 'Fulfilment', description: 'A delivery.' },
)

export const Payment = Type.Object(
  {
    id: id('The payment.'),
    external_id: orNull(text('The gateway’s id of it.', 'ch_3Nk', 128)),
    kind: word(PAYMENT_KINDS, 'What was paid with. `platform`: the marketplace holds the money.'),
    gateway: text('Through which gateway.', 'stripe', 64),
    captured: the(Money, 'How much was taken.'),
    at: moment('When.'),
  },
  { $id: 'Payment', description: 'Money taken.' },
)

export const Order = Type.Object(
  {
    id: id('The order.'),
    organization_id: id('Whose house it is in.'),
    shop_id: id('The shop.'),
    refs: Type.Object(
      {
        external_id: text('The shop’s own id, unique in the shop.', '5001', 128),
        number: text('The number people type.', '#5001', 64),
        name: text('The name people see.', '#5001'),
      },
      { description: 'What others call it.' },
    ),
    source: word(
      ['import', 'api', 'platform', 'exchange', 'stand_in'],
      'How it came here. `stand_in`: staff wrote down a sale nobody recorded.',
    ),
    state: word(['open', 'cancelled'], 'Whether it stands.'),
    placed_at: moment('When it was placed.'),
    completed_at: orNull(moment('When it was completed.')),
    currency: text('The currency the shopper paid in, ISO 4217.', 'EUR', 3),
    shop_currency: text('The currency the shop books in, ISO 4217.', 'EUR', 3),
    customer: the(Party, 'Who bought.'),
    billing: theOrNull(Address, 'Billing address.'),
    shipping: theOrNull(Address, 'Where it was sent.'),
    country: iso('Country it was sent to.'),
    groups: list(text('A group.', 'wholesale'), 'Customer groups, for policy.'),
    tags: list(text('A tag.', 'sale'), 'Tags.'),
    custom_fields: Type.Record(Type.String(), text('Its value.', 'web'), {
      description: 'Fields of the shop’s own.',
      examples: [{ channel: 'web' }],
    }),
    discount_codes: list(text('A code.', 'SPRING'), 'Discount codes used.'),
    gift: orNull(
      Type.Object({ recipient: the(Party, 'Who got it.') }, { description: 'It was a present.' }),
      'It was a present.',
    ),
    lines: list(ref(Line), 'What was sold.', 2_000),
    fulfilments: list(ref(Fulfilment), 'What was delivered.', 2_000),
    payments: list(ref(Payment), 'What was paid.'),
    freight: Type.Object(
      { paid: the(Two, 'What was paid for shipping.'), taxes: list(ref(Tax), 'Taxes of it.') },
      { description: 'Shipping of the order.' },
    ),
    deals: list(
      Type.Object(
        {
          id: id('The deal.'),
          kind: word(['bundle', 'add_on'], 'What it is.'),
          external_id: text('The shop’s id of it.', 'deal-1', 128),
          lines: list(
            Type.Object(
              {
                line_id: id('The line.'),
                quantity: count('How many.'),
                list_price: the(Money, 'Price before the deal.'),
              },
              { description: 'Pieces of one line.' },
            ),
            'What is in it.',
            2_000,
          ),
          before: the(Money, 'Price without the deal.'),
          after: the(Money, 'Price in the deal.'),
        },
        { description: 'Things sold together.' },
      ),
      'Things sold together.',
    ),
    policy_id: orNull(id('The policy version that was live when it was placed.')),
    address_type: orNull(text('Kind of address in the platform’s words.', 'residential', 64)),
    erased_at: optional(moment('Since when nobody knows any more whose order it was. Left out otherwise.')),
    created_at: moment('When it entered.'),
    updated_at: moment('When it last changed.'),
  },
  { $id: 'Order', description: 'A purchase, with every share of money fixed to its line.' },
)

export const ORDER = [Tax, Line, Fulfilment, Payment, Order]
