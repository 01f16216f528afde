/** Distance selling to consumers in the United Kingdom. */
import { isSellersFault, rule, type Template, window } from './template.ts'

/** The second fourteen days, in which the goods must be sent back, are the shop's wait called `ship`. */
export const uk: Template = {
  name: 'uk',
  title: 'United Kingdom, distance selling',
  about:
    'Fourteen days from delivery to cancel and, by the shop’s wait for parcels, fourteen more to send the goods back; thirty days to reject what is faulty, and a repair or replacement for six months.',
  rests: [
    'Consumer Contracts Regulations 2013, reg. 30: fourteen days after the day the goods come.',
    'Consumer Contracts Regulations 2013, reg. 35(5): goods are sent back within fourteen days of cancelling.',
    'Consumer Contracts Regulations 2013, reg. 34: payments and standard delivery are paid back; less for handling beyond what is necessary.',
    'Consumer Contracts Regulations 2013, reg. 28: made to order, perishable, and sealed goods that were opened.',
    'Consumer Rights Act 2015, s. 22: thirty days to reject faulty goods for a full refund.',
    'Consumer Rights Act 2015, s. 19(14) and 23: a fault within six months is taken to have been there; repair or replacement.',
  ],
  rules: [
    rule(
      'custom_made',
      'Made to order: cannot be cancelled (reg. 28)',
      20,
      { all: [{ fact: 'tag', is: { in: ['custom', 'personalised', 'personalized'] } }, { not: isSellersFault }] },
      { block: { code: 'custom_made', sentence: 'This was made for you and cannot be sent back.' } },
    ),
    rule(
      'perishable',
      'Spoils quickly: cannot be cancelled (reg. 28)',
      20,
      { all: [{ fact: 'tag', is: { in: ['perishable', 'fresh'] } }, { not: isSellersFault }] },
      { block: { code: 'perishable', sentence: 'This spoils quickly and cannot be sent back.' } },
    ),
    rule(
      'faulty_after_thirty_days',
      'Faulty after thirty days: another one',
      15,
      { all: [isSellersFault, { fact: 'days_since_delivery', is: { atLeast: 31 } }] },
      { resolutions: ['replace', 'store_credit'] },
    ),
    rule(
      'faulty_six_months',
      'Faulty goods: six months, thirty days of them for money back',
      10,
      isSellersFault,
      window('delivered', 183),
      { resolutions: ['original_payment', 'replace', 'store_credit'] },
      { require: 'comment' },
      {
        methods: [
          { type: 'retailer_label', cost: { free: true } },
          { type: 'carrier_dropoff', cost: { free: true } },
          { type: 'in_store', cost: { free: true } },
        ],
      },
      { acceptable: ['a', 'b', 'c', 'd'] },
    ),
    rule(
      'fourteen_days',
      'Fourteen days from delivery',
      0,
      {},
      window('delivered', 14, { fallback: { from: 'sent', plusDays: 7 } }),
    ),
    rule(
      'money_back',
      'Money back, credit or another one',
      0,
      {},
      {
        resolutions: ['original_payment', 'store_credit', 'replace', 'swap'],
      },
    ),
    rule('own_freight', 'The shopper pays the way back', 0, {}, { fee: { kind: 'return_cost', label: true } }),
    rule('whole_freight', 'Freight comes back with the whole order', 0, {}, { shippingBack: 'whole_order' }),
    rule(
      'diminished',
      'Less for goods used beyond trying them',
      0,
      {},
      { basis: 'accepted' },
      { acceptable: ['a', 'b', 'c'] },
      { ungraded: 'accepted' },
      { deduction: { grades: ['c'], ratePpm: 300_000 } },
    ),
  ],
}
