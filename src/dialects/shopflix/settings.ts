/** What a shop may set for Shopflix's door. */
import Type, { type Static } from 'typebox'
import { isZone } from '../../core/calendar.ts'
import { parseCurrency } from '../../core/money.ts'
import type { Shop } from '../../core/shop.ts'
import { settingsOf } from '../settings.ts'

const currency = Type.Refine(
  Type.String({
    default: 'EUR',
    description:
      'ISO 4217. The platform never says a currency, so returns of orders in any other one are not shown here.',
  }),
  code => parseCurrency(code) !== null,
  () => 'must be an ISO 4217 currency such as EUR',
)

const timeZone = Type.Refine(
  Type.String({
    default: 'UTC',
    description: 'IANA name. In which zone dates and times without one are meant, when a list is filtered.',
  }),
  isZone,
  () => 'must be a time zone such as Europe/Athens',
)

export const settings = Type.Object({
  currency,
  time_zone: timeZone,
  older_products: Type.Boolean({
    description:
      'Rows of a list carry their products, and products the reason, as before 2025. Plug-ins of that time find them nowhere else.',
    default: false,
  }),
  older_ids: Type.Boolean({
    description:
      'order_id is the number of the return and return_order_id that of its order, as before 2025. Clients that name a return by number can then reach each of several returns of one order.',
    default: false,
  }),
  decide_before_arrival: Type.Boolean({
    description:
      'Returns may be accepted and rejected before they are at the store, for shops whose carriers do not scan.',
    default: false,
  }),
})
export type Settings = Static<typeof settings>

export const settingsFor = (shop: Shop): Settings => settingsOf(shop, 'shopflix', settings)
