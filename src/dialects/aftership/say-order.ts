/** The purchase a return goes back to. */
import { alpha3Of } from './countries.ts'
import { hexOf } from './ids.ts'
import type { Told } from './told.ts'
import { inVersion, type Wire } from './versions.ts'

export function orderSaid({ order, shop, version }: Told): Wire {
  const country = alpha3Of(order.country ?? order.shipping?.country ?? shop.refs.region) ?? ''
  return inVersion('order', version, {
    id: hexOf(order.id),
    external_id: order.refs.externalId,
    order_number: order.refs.number,
    order_name: order.refs.name,
    customer: { emails: order.customer.emails, locale: order.customer.locale },
    country,
    country_region: country,
    store: { platform: shop.refs.platform, external_id: shop.refs.externalId },
    placed_at: order.placedAt,
  })
}
