/** What a shop may set for Shopee's door: what the platform leaves open, and where its own clients disagree. */
import Type, { type Static } from 'typebox'
import type { Shop } from '../../core/shop.ts'
import { settingsOf } from '../settings.ts'

export const settings = Type.Object({
  first_page: Type.Union([Type.Literal(0), Type.Literal(1)], {
    default: 0,
    description:
      'The number of the first page of get_return_list. The platform’s own pages disagree; clients that start at 1 miss the first page unless this is 1.',
  }),
  seed_words_only: Type.Boolean({
    default: false,
    description:
      'Says an empty seller_proof_status instead of NOT_NEEDED where nothing is to be proved, for clients that know only the three words of the developer guide.',
  }),
  dispute_accepted: Type.Boolean({
    default: false,
    description:
      'Lets dispute be called on an ACCEPTED return too; it then asks for compensation. The developer guide allows REQUESTED and PROCESSING only.',
  }),
  redirect_hosts: Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
    default: [],
    maxItems: 50,
    description:
      'Hosts to which somebody may be sent back after consenting, such as "erp.example.com". None: every https address and the own machine.',
  }),
})
export type Settings = Static<typeof settings>

export const settingsFor = (shop: Shop): Settings => settingsOf(shop, 'shopee', settings)
