/** What a shop may set for SHOPLINE's door. */
import Type, { type Static } from 'typebox'
import type { Shop } from '../../core/shop.ts'
import { settingsOf } from '../settings.ts'

export const settings = Type.Object({
  seed_words_only: Type.Boolean({
    default: false,
    description:
      'Say only OPEN and CLOSED, for clients that know no other status: declined and cancelled returns read CLOSED.',
  }),
  numeric_line_items: Type.Boolean({
    default: false,
    description:
      'Send quantity and requires_shipping of a line item as number and boolean in the answer to a create as well, for clients that read one shape everywhere.',
  }),
  platform_ids: Type.Boolean({
    default: false,
    description:
      'Show orders and fulfillments under ids of 26 digits beginning with 21 and 22 instead of the shop’s own ids. Both are understood either way.',
  }),
  tax_rates: Type.Union([Type.Literal('fraction'), Type.Literal('percent')], {
    default: 'fraction',
    description: 'Whether a tax of 19 % is sent as 0.19 or as 19.',
  }),
  webhook_signature: Type.Union([Type.Literal('hex'), Type.Literal('base64')], {
    default: 'hex',
    description: 'How X-Shopline-Hmac-Sha256 is written.',
  }),
  rate_bucket: Type.Integer({
    default: 40,
    minimum: 1,
    maximum: 100_000,
    description: 'How many calls one access token may make at once.',
  }),
  rate_per_second: Type.Integer({
    default: 4,
    minimum: 0,
    maximum: 100_000,
    description: 'How many calls a second drain from the bucket; 0 sets no limit.',
  }),
  notice_created: Type.String({
    default: 'Your return has been registered.',
    minLength: 1,
    maxLength: 2_000,
    description: 'What the shopper is written when a return is created with notify_customer.',
  }),
  notice_closed: Type.String({
    default: 'Your return has been completed.',
    minLength: 1,
    maxLength: 2_000,
    description: 'What the shopper is written when a return is closed with notify.',
  }),
  notice_package: Type.String({
    default: 'A parcel has been added to your return.',
    minLength: 1,
    maxLength: 2_000,
    description: 'What the shopper is written when a parcel is created with notify_customer.',
  }),
  notice_refund: Type.String({
    default: 'A refund is on its way to you.',
    minLength: 1,
    maxLength: 2_000,
    description: 'What the shopper is written when a refund is made with notify.',
  }),
})
export type Settings = Static<typeof settings>

export const settingsFor = (shop: Shop): Settings => settingsOf(shop, 'shopline', settings)
