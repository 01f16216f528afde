/** Amounts as this platform writes them: the currency is never said. */
import { digits, type Money } from '../../core/money.ts'

/** At least two digits after the point, no separator between thousands. Currencies with three digits keep them all. */
export function priceText({ amountMinor, currency }: Money): string {
  const places = digits(currency)
  const written = String(Math.abs(amountMinor)).padStart(places + 1, '0')
  const whole = written.slice(0, written.length - places)
  const rest = written.slice(written.length - places).padEnd(2, '0')
  return `${amountMinor < 0 ? '-' : ''}${whole}.${rest}`
}

export const priceNumber = (amount: Money): number => Number(priceText(amount))
