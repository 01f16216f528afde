/** Money as text with a point, and pairs of the shop's and the shopper's currency. */
import { type Currency, digits, type Money, type Two } from '../../core/money.ts'

/** Two decimals at least, as on the platform's own pages; more where the currency has more. */
export function amount({ amountMinor, currency }: Money): string {
  const places = digits(currency)
  const sign = amountMinor < 0 ? '-' : ''
  const text = String(Math.abs(amountMinor)).padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  return `${sign}${whole}.${text.slice(text.length - places).padEnd(2, '0')}`
}

export const pair = ({ shop, presentment }: Two) => ({
  shop_money: { amount: amount(shop), currency_code: shop.currency },
  presentment_money: { amount: amount(presentment), currency_code: presentment.currency },
})

/** Minor units in a text such as `12.30`; null when it is none, or finer than the currency. */
export function minorIn(text: string, currency: Currency): number | null {
  const found = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
  if (!found) return null
  const places = digits(currency)
  const fraction = (found[2] ?? '').replace(/0+$/, '')
  return fraction.length > places ? null : Number(`${found[1]}${fraction.padEnd(places, '0')}`)
}
