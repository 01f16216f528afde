/** Amounts in sentences. */
import { type Currency, digits } from '../core/money.ts'

/** `12.34 EUR`, digit by digit. */
export function shownAmount(amountMinor: number, currency: Currency): string {
  const places = digits(currency)
  const text = String(Math.abs(amountMinor)).padStart(places + 1, '0')
  const whole = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`
  return `${amountMinor < 0 ? '-' : ''}${whole} ${currency}`
}
