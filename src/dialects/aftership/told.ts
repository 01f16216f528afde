/** What every part of an answer is said from, and how sums, files and moments look in it. */
import { add, digits, type Money } from '../../core/money.ts'
import type { Line } from '../../core/order/order.ts'
import type { Address, Url } from '../../core/party.ts'
import type { Item, Return } from '../../core/return/return.ts'
import type { Seen } from '../../desk/look.ts'
import type { Links } from '../../http/file-links.ts'
import { alpha3Of } from './countries.ts'
import { settingsFor } from './settings.ts'
import type { Version, Wire } from './versions.ts'

/** For whom an answer is: in which version, and with links that this reader can open. */
export type To = { links: Links; version: string }

export type Told = Seen & { links: Links; version: Version }

export const lineOf = ({ order }: Pick<Seen, 'order'>, line: string): Line | undefined =>
  order.lines.find(({ id }) => id === line)

export const lineOfItem = ({ ret, order }: Seen, item: string): Line | undefined => {
  const found = ret.items.find(({ id }) => id === item)
  return found && lineOf({ order }, found.line)
}

/**
 * `{ amount: "99.99", currency: "USD" }`: text with two decimals, also for currencies that have none of their own. Those with three are not cut: a sum
 * that lost a digit would be another sum.
 */
export function amountOf(money: Money, shop: Seen['shop']): Wire {
  const own = digits(money.currency)
  const shown = settingsFor(shop).decimals === 'own' ? own : Math.max(2, own)
  const text = String(Math.abs(money.amountMinor)).padStart(own + 1, '0')
  const whole = own === 0 ? text : text.slice(0, -own)
  const fraction = (own === 0 ? '' : text.slice(-own)).padEnd(shown, '0')
  const sign = money.amountMinor < 0 ? '-' : ''
  return { amount: `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`, currency: money.currency }
}

export const amountOrNull = (money: Money | null, shop: Seen['shop']): Wire | null =>
  money === null ? null : amountOf(money, shop)

/** Null for nothing at all: an amount of nothing needs a currency. */
export const sumOrNull = (amounts: readonly Money[]): Money | null =>
  amounts.length === 0 ? null : amounts.reduce(add)

const FILE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A kept file is shown by a link that ends; what stands elsewhere stays as it is. */
export const linkTo = (url: Url, links: Links): string => (FILE.test(url) ? links(url).url : url)

export const linkOrNull = (url: Url | null, links: Links): string | null => (url === null ? null : linkTo(url, links))

export const addressSaid = (address: Address | null, name = ''): Wire | null =>
  address && {
    contact_name: address.name ?? (name || null),
    company_name: address.company,
    street_1: address.street1,
    street_2: address.street2,
    city: address.city,
    state: { name: address.state.name ?? address.state.code },
    postal_code: address.postalCode,
    country_region: { code: alpha3Of(address.country) },
    phone: address.phone,
    email: address.email,
  }

/** Whole kits are one row for the platform, single components rows of their own. */
export const wholeKitOf = (item: Item): string | null => (item.kit?.whole ? item.kit.line : null)

export const contentsSaid = (told: Seen, contents: Return['shipments'][number]['contents']): Wire[] =>
  contents.map(({ item, quantity }) => ({
    external_order_item_id: lineOfItem(told, item)?.externalId ?? '',
    quantity,
  }))
