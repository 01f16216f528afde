/** What goes out for what comes back, and the amount held while it leaves before the goods are here. */
import { sum } from '../../core/money.ts'
import type { Exchange, ExchangeLine } from '../../core/return/return.ts'
import { alpha3Of } from './countries.ts'
import { hexOf } from './ids.ts'
import { variantTitle } from './say-items.ts'
import { amountOf, amountOrNull, lineOfItem, type Told } from './told.ts'
import { inVersion, type Wire } from './versions.ts'
import { advanceWord, bonusWord } from './words.ts'

export function exchangeSaid(told: Told): Wire | null {
  const { exchange } = told.ret
  if (exchange === null) return null
  const { currency } = told.order
  const { lines, bonus, chargeBy } = exchange
  const total = (amounts: Parameters<typeof sum>[0]): Wire => amountOf(sum(amounts, currency), told.shop)
  return {
    order: orderSaid(told, exchange.order),
    items: lines.map(line => lineSaid(told, line)),
    tax_total: total(lines.map(({ tax }) => tax.presentment)),
    bonus_credits: bonus.map(({ type, value, ratePpm, used }) => ({
      type: bonusWord[type],
      value: amountOrNull(value, told.shop),
      // A part of one: 0.1 is ten per cent.
      rate: ratePpm === null ? null : ratePpm / 1_000_000,
      used: amountOf(used, told.shop),
    })),
    bonus_credits_used_total: total(bonus.map(({ used }) => used)),
    exchange_total_including_tax: total(lines.map(line => line.total.presentment)),
    charge_by: chargeBy === 'shop' ? 'aftership' : 'other',
  }
}

/** `country` here, not `country_region`, in every version. */
const orderSaid = ({ shop }: Told, order: Exchange['order']): Wire | null =>
  order && {
    external_id: order.externalId,
    order_number: order.number,
    customer: { emails: order.customer.emails, locale: order.customer.locale },
    country: alpha3Of(order.country),
    store: { platform: shop.refs.platform, external_id: shop.refs.externalId },
  }

function lineSaid(told: Told, { variant, title, product, quantity, unit, replaces }: ExchangeLine): Wire {
  const known = told.order.lines.find(line => line.product.id === product || line.product.externalId === product)
  return inVersion('exchange_item', told.version, {
    external_product_id: known?.product.externalId ?? product,
    external_variant_id: variant.externalId,
    sku: variant.sku,
    title,
    product_title: known?.product.title ?? title,
    variant_title: variantTitle(variant) ?? '',
    quantity,
    unit_display_price: amountOf(unit.presentment, told.shop),
    product_image_urls: known?.product.images ?? [],
    variant_to_replace: replacedSaid(told, replaces),
  })
}

/** Named only where the same article goes out again. */
function replacedSaid(told: Told, id: string | null): Wire | null {
  const item = told.ret.items.find(one => one.id === id)
  const line = id === null ? undefined : lineOfItem(told, id)
  if (!line || item?.resolution.type !== 'replace') return null
  return {
    external_id: line.variant.externalId,
    external_product_id: line.product.externalId,
    title: variantTitle(line.variant) ?? '',
    sku: line.variant.sku,
  }
}

export function instantExchangeSaid({ ret, shop }: Told): Wire | null {
  const { advance } = ret
  if (advance === null) return null
  const charge = ret.charges.find(({ id }) => id === advance.charge)
  return {
    status: advanceWord[advance.state],
    payment: charge
      ? {
          id: hexOf(charge.id),
          external_id: charge.externalId ?? '',
          total: amountOf(charge.amount, shop),
          gateway: charge.gateway,
        }
      : null,
  }
}
