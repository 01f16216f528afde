/** Founding a house: organisation, shop and policy, as a careful merchant would set them up. */

import { as, type OrgId, type RuleId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import type { Condition, Effect, Rule } from '../core/policy/policy.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Shop } from '../core/shop.ts'
import { insertOrg } from '../db/orgs.ts'
import { type Caller, SCOPES_OF } from '../desk/caller.ts'
import type { Desk } from '../desk/desk.ts'
import { activatePolicy, draftPolicy } from '../desk/policies.ts'
import { changeShop, createShop, type ShopWish } from '../desk/shops.ts'
import { AUTOMATIONS } from './automations.ts'
import { STAFF } from './cast.ts'

export type Founded = { org: OrgId; shop: Shop; owner: Caller }

/** The answer, where a refusal would be a mistake of ours. */
export function kept<T>(answer: T | Refusal, what: string): T {
  if (refused(answer))
    throw new Error(
      `${what} was refused (${answer.code}): ${answer.detail.sentence ?? ''} ${JSON.stringify(answer.detail)}`,
    )
  return answer
}

export const ownerOf = (org: OrgId): Caller => ({
  org,
  actor: { role: 'owner', id: null, name: STAFF.owner.name, via: 'console', email: STAFF.owner.email },
  scopes: new Set(SCOPES_OF.owner),
  shops: null,
  orders: null,
})

export type Founding = { id: OrgId; organisation: string; shop: string; handle: string }

export async function found(desk: Desk, { id, organisation, shop: name, handle }: Founding): Promise<Founded> {
  await insertOrg(desk.db, { id, name: organisation, createdAt: desk.now() })
  const owner = ownerOf(id)
  const { shop: bare } = kept(
    await createShop(desk, owner, {
      name,
      ...SETTINGS,
      locations: [{ ...MAIN, id: desk.fresh() }],
      tags: [{ id: desk.fresh(), name: 'VIP' }],
      automations: AUTOMATIONS,
    }),
    'The shop',
  )
  const refs = { ...bare.refs, platform: 'shopify', handle, region: 'DE' }
  const { shop } = kept(await changeShop(desk, owner, bare.id, { refs }), 'The shop’s names')
  const draft = kept(await draftPolicy(desk, owner, shop.id, { name: 'Thirty days', rules: RULES }), 'The policy')
  kept(await activatePolicy(desk, owner, shop.id, draft.id, null), 'The policy')
  return { org: id, shop, owner }
}

const EUR = 'EUR' as Currency
const DAY = 24

const MAIN = {
  code: 'MAIN',
  name: 'Main warehouse',
  externalId: null,
  address: {
    name: 'Linnea returns',
    company: 'Linnea',
    street1: 'Hafenstrasse 9',
    street2: null,
    town: null,
    district: null,
    city: 'Hamburg',
    state: { code: null, name: null },
    postalCode: '20457',
    country: 'DE',
    phone: null,
    email: 'returns@example.com',
    type: null,
  },
}

/** Waits are long enough for somebody who tries things out to go home and come back. */
const SETTINGS: Omit<ShopWish, 'name'> = {
  currency: EUR,
  timeZone: 'Europe/Berlin',
  bench: 'arbiter',
  compensation: true,
  methods: [
    { type: 'retailer_label', name: 'Prepaid label', zones: [], label: true },
    { type: 'customer_courier', name: 'Your own carrier', zones: [], label: false },
    { type: 'happy_returns', name: 'Drop it off without a box', zones: [], label: false },
    { type: 'carrier_pickup', name: 'Collected at your door', zones: ['DE', 'NL'], label: true },
    { type: 'merchant_arranged', name: 'The shop arranges it', zones: [], label: false },
    { type: 'in_store', name: 'Bring it to the store', zones: [], label: false },
    { type: 'green_return', name: 'Keep it', zones: [], label: false },
    { type: 'carrier_dropoff', name: 'Bring it to the carrier', zones: [], label: false },
    { type: 'retail_reworks', name: 'Hand it in at a partner store', zones: [], label: false },
  ],
  shippingProof: { mandatory: true, trackingRequired: true, imageRequired: true },
  lengths: {
    answer: { hours: 7 * DAY },
    offer: { hours: 5 * DAY },
    photos: { hours: 3 * DAY },
    ship: { hours: 14 * DAY },
    inspect: { hours: 7 * DAY },
    evidence: { hours: 3 * DAY },
    verdict: { hours: 7 * DAY },
    claim: { hours: 7 * DAY },
    goods: { hours: 30 * DAY },
    payout: { hours: 3 * DAY },
    arrival: { hours: 14 * DAY },
  },
}

const rule = (id: string, name: string, when: Condition, ...then: Effect[]): Rule => ({
  id: as<RuleId>(id),
  name,
  when,
  then,
  priority: 0,
})

const RULES: Rule[] = [
  rule(
    'thirty_days',
    'Thirty days from delivery',
    {},
    {
      window: {
        from: 'delivered',
        days: 30,
        zone: null,
        workday: false,
        holidays: [],
        fallback: { from: 'sent', plusDays: 7 },
      },
    },
  ),
  rule(
    'no_gift_cards',
    'Gift cards stay sold',
    { fact: 'type', is: { in: ['gift card'] } },
    { block: { code: 'gift_card', sentence: 'Gift cards cannot be returned.' } },
  ),
  rule('show_damage', 'Damage is shown', { fact: 'reason', is: { in: ['damaged'] } }, { require: 'photo' }),
  rule(
    'resolutions',
    'Money, credit or another one',
    {},
    { resolutions: ['original_payment', 'store_credit', 'instant_refund', 'replace', 'swap', 'keep'] },
    { exchangeLeft: 'original_payment' },
  ),
  rule('socks_at_once', 'Socks need no discussion', { fact: 'sku', is: { in: ['SOCKS-Grey-M'] } }, { auto: 'approve' }),
  rule(
    'sellable',
    'Paid when it can be sold again',
    {},
    { basis: 'accepted' },
    { acceptable: ['a', 'b'] },
    { ungraded: 'accepted' },
  ),
  rule('discounts', 'Discounts are kept', {}, { discount: 'keep' }),
  rule('freight', 'Freight with the last piece', {}, { shippingBack: 'whole_order' }),
]
