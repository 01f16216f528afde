/** Sums as the older generation writes them: `{ amount: 198.21, currency: "USD" }`, with a number. */
import { digits, type Money } from '../../../core/money.ts'
import type { Wire } from '../versions.ts'

/** The nearest number to the decimal, which is what reading `198.21` gives, too. */
export const priceOf = ({ amountMinor, currency }: Money): Wire => ({
  amount: amountMinor / 10 ** digits(currency),
  currency,
})

/** The same from a sum the newer generation wrote as text. */
export function numberOf(said: unknown): Wire {
  const { amount, currency } = said as { amount: string; currency: string }
  return { amount: Number(amount), currency }
}
