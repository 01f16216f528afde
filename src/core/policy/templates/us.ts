/** What shoppers in the United States are used to; no federal law asks for it. */
import { isSellersFault, rule, type Template, window } from './template.ts'

export const us: Template = {
  name: 'us',
  title: 'United States, merchant custom',
  about:
    'Thirty days from delivery and longer over the holidays, clearance is final, a restocking fee on electronics, the label taken off refunds, and ten per cent on top for store credit.',
  rests: [
    'Custom of the trade: no federal law gives a right to return goods that are as promised.',
    'California Civil Code § 1723 and the like: a policy narrower than a full refund or an equal exchange within seven days must be shown before the sale.',
    'Uniform Commercial Code § 2-601: goods that are not as promised may be rejected, whatever the policy.',
    'The seasons below end with the years they name; add the next ones in time.',
  ],
  rules: [
    rule(
      'gift_cards',
      'Gift cards stay sold',
      30,
      { fact: 'gift_card', is: { equals: true } },
      { block: { code: 'gift_card', sentence: 'Gift cards cannot be returned.' } },
    ),
    rule(
      'not_as_promised',
      'Not as promised: on us',
      20,
      isSellersFault,
      { resolutions: ['original_payment', 'store_credit', 'replace', 'swap'] },
      { require: 'photo' },
      {
        methods: [
          { type: 'retailer_label', cost: { free: true } },
          { type: 'carrier_dropoff', cost: { free: true } },
          { type: 'in_store', cost: { free: true } },
        ],
      },
      { fee: { kind: 'restocking_fee', ratePpm: 0 } },
      { acceptable: ['a', 'b', 'c', 'd'] },
    ),
    rule(
      'clearance',
      'Clearance is final',
      10,
      { all: [{ fact: 'tag', is: { in: ['clearance', 'final sale'] } }, { not: isSellersFault }] },
      { final: true },
    ),
    rule(
      'electronics',
      'Fifteen per cent for electronics that are put back',
      10,
      { fact: 'type', is: { in: ['electronics'] } },
      { fee: { kind: 'restocking_fee', ratePpm: 150_000 } },
    ),
    rule(
      'thirty_days',
      'Thirty days from delivery, holiday purchases until the end of January',
      0,
      {},
      window('delivered', 30, {
        holidays: [
          { placedFrom: '2026-11-01', placedTo: '2026-12-25', until: '2027-01-31' },
          { placedFrom: '2027-11-01', placedTo: '2027-12-25', until: '2028-01-31' },
          { placedFrom: '2028-11-01', placedTo: '2028-12-25', until: '2029-01-31' },
        ],
      }),
    ),
    rule(
      'choices',
      'Money, credit or an exchange',
      0,
      {},
      { resolutions: ['original_payment', 'store_credit', 'replace', 'swap'] },
      { bonus: { ratePpm: 100_000 } },
      { freeExchange: true },
      { exchangeLeft: 'original_payment' },
    ),
    rule('label_off', 'The label is taken off', 0, {}, { fee: { kind: 'return_cost', label: true } }),
    rule('freight_stays', 'Shipping is not refunded', 0, {}, { shippingBack: 'never' }),
    rule(
      'sellable',
      'Paid when it can be sold again',
      0,
      {},
      { basis: 'accepted' },
      { acceptable: ['a', 'b'] },
      { ungraded: 'accepted' },
    ),
  ],
}
