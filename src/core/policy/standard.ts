/** What holds where a shop has written no policy: spelled out, so that nothing rests on a default nobody can read. */
import { as, type RuleId } from '../ids.ts'
import type { ReasonCode } from '../reasons.ts'
import type { Shop } from '../shop.ts'
import type { Effect, Policy, Rule } from './policy.ts'

const rule = (name: string, ...then: Effect[]): Rule => ({
  id: as<RuleId>(name),
  name: name.replaceAll('_', ' '),
  when: {},
  then,
  priority: 0,
})

const THE_SHOPS_FAULT: ReasonCode[] = [
  'damaged',
  'physical_damage',
  'defective',
  'wrong_item',
  'wrong_or_damaged',
  'not_as_described',
  'fake',
]

/**
 * Thirty days from delivery, or from a week after dispatch where the delivery was never reported. Money for what arrives in a sellable state
 * (grades a and b, and pieces nobody graded); a piece graded c or d is not paid until somebody decides otherwise, and the shopper can object. What
 * came damaged or wrong in the first place is paid in any state: the shop answers for what it sent.
 * Discounts are kept, freight comes back with the last piece, nothing costs a fee, and a person decides every request.
 */
export const standardPolicy = (shop: Pick<Shop, 'org' | 'id'>): Policy => ({
  id: as('standard'),
  org: shop.org,
  shop: shop.id,
  version: 0,
  state: 'live',
  name: 'standard',
  validFrom: null,
  validUntil: null,
  rules: [
    rule('thirty_days', {
      window: {
        from: 'delivered',
        days: 30,
        zone: null,
        workday: false,
        holidays: [],
        fallback: { from: 'sent', plusDays: 7 },
      },
    }),
    rule(
      'refund_or_swap',
      { resolutions: ['original_payment', 'store_credit', 'replace', 'swap'] },
      { exchangeLeft: 'original_payment' },
    ),
    rule('pay_what_is_sellable', { basis: 'accepted' }, { acceptable: ['a', 'b'] }, { ungraded: 'accepted' }),
    {
      id: as<RuleId>('the_shop_answers_for_what_it_sent'),
      name: 'the shop answers for what it sent',
      when: { fact: 'reason', is: { in: THE_SHOPS_FAULT } },
      then: [{ acceptable: ['a', 'b', 'c', 'd'] }],
      priority: 1,
    },
    rule('discounts_are_kept', { discount: 'keep' }),
    rule('freight_with_the_last_piece', { shippingBack: 'whole_order' }),
  ],
})
