/** Distance selling to consumers in the European Union. */
import { isSellersFault, rule, type Template, window } from './template.ts'

/**
 * The fallback counts from the latest day on which a parcel usually arrives: the period of the law begins with the delivery, so a shop that does not
 * know it should count late rather than early.
 */
export const eu: Template = {
  name: 'eu',
  title: 'European Union, distance selling',
  about:
    'Fourteen days from delivery for everything that can be withdrawn from, two years for what is faulty, no fee for putting goods back, and the standard freight returned with a whole order.',
  rests: [
    'Directive 2011/83/EU, art. 9(2)(b): fourteen days from the day the consumer has the goods.',
    'Regulation 1182/71, art. 3(4): a period that ends on a day off ends with the next working day.',
    'Directive 2011/83/EU, art. 13(1) and (2): all payments and standard delivery are paid back.',
    'Directive 2011/83/EU, art. 14(1): the consumer bears the direct cost of the way back unless the shop offers to.',
    'Directive 2011/83/EU, art. 14(2): less is paid for goods handled beyond what trying them needs.',
    'Directive 2011/83/EU, art. 16: what cannot be withdrawn from.',
    'Directive (EU) 2019/771, art. 10 and 14: two years for goods that lack conformity, at no cost.',
  ],
  rules: [
    rule(
      'custom_made',
      'Made to order: no withdrawal (art. 16 c)',
      20,
      { all: [{ fact: 'tag', is: { in: ['custom', 'personalised', 'personalized'] } }, { not: isSellersFault }] },
      { block: { code: 'custom_made', sentence: 'This was made for you and cannot be withdrawn from.' } },
    ),
    rule(
      'perishable',
      'Spoils quickly: no withdrawal (art. 16 d)',
      20,
      { all: [{ fact: 'tag', is: { in: ['perishable', 'fresh'] } }, { not: isSellersFault }] },
      { block: { code: 'perishable', sentence: 'This spoils quickly and cannot be withdrawn from.' } },
    ),
    rule(
      'hygiene',
      'Sealed for hygiene: back only with its seal (art. 16 e)',
      10,
      { fact: 'tag', is: { in: ['hygiene', 'sealed'] } },
      { require: 'photo' },
    ),
    rule(
      'gift_cards',
      'Gift cards stay sold',
      20,
      { fact: 'gift_card', is: { equals: true } },
      { block: { code: 'gift_card', sentence: 'Gift cards cannot be returned.' } },
    ),
    rule(
      'faulty_two_years',
      'Faulty goods: two years, at no cost',
      10,
      isSellersFault,
      window('delivered', 730, { workday: true }),
      { resolutions: ['original_payment', 'replace'] },
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
      window('delivered', 14, { workday: true, fallback: { from: 'sent', plusDays: 10 } }),
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
