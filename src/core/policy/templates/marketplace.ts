/** A marketplace that stands between shoppers and sellers. */
import { isSellersFault, rule, type Template, window } from './template.ts'

export const marketplace: Template = {
  name: 'marketplace',
  title: 'Marketplace, the platform pays the way back',
  about:
    'Fifteen days from delivery, money back the way it was paid, a photo and a comment for whatever is the seller’s fault, a free label for every way back, and a cap on what one customer sends back in a year.',
  rests: [
    'Custom of marketplaces: fifteen days of guarantee, during which the platform holds the money.',
    'The platform pays the way back and settles it with the seller, so it costs the shopper nothing.',
    'Custom of marketplaces: claims about the goods are shown in pictures, so that a dispute can be judged.',
    'Inside the European Union the right of withdrawal goes further for some goods; take `eu` for a shop of its own.',
  ],
  rules: [
    rule(
      'digital',
      'Vouchers and gift cards stay sold',
      20,
      {
        any: [
          { fact: 'gift_card', is: { equals: true } },
          { fact: 'type', is: { in: ['voucher', 'digital'] } },
        ],
      },
      { block: { code: 'digital', sentence: 'Vouchers and digital goods cannot be returned.' } },
    ),
    rule(
      'show_it',
      'What is the seller’s fault is shown',
      10,
      isSellersFault,
      { require: 'photo' },
      { require: 'comment' },
      { acceptable: ['a', 'b', 'c', 'd'] },
    ),
    rule('arrived', 'Only what has arrived', 0, {}, { after: 'delivered' }),
    rule('fifteen_days', 'Fifteen days from delivery', 0, {}, window('delivered', 15)),
    rule('money_back', 'Money back the way it was paid', 0, {}, { resolutions: ['original_payment'] }),
    rule(
      'platform_pays',
      'The platform pays the way back',
      0,
      {},
      {
        methods: [
          { type: 'retailer_label', cost: { free: true } },
          { type: 'carrier_dropoff', cost: { free: true } },
          { type: 'carrier_pickup', cost: { free: true } },
          { type: 'merchant_arranged', cost: { free: true } },
        ],
      },
      { shippingBack: 'whole_order' },
    ),
    rule(
      'one_year',
      'No more than fifty pieces per customer and year',
      0,
      {},
      {
        cap: { per: 'customer', pieces: 50, days: 365 },
      },
    ),
    rule(
      'received',
      'Paid when it passed inspection',
      0,
      {},
      { basis: 'accepted' },
      { acceptable: ['a', 'b'] },
      { ungraded: 'accepted' },
    ),
  ],
}
