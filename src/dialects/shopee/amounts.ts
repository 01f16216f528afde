/** Money and moments as Shopee writes them: numbers in whole units of the currency, seconds since 1970. */
import { digits, type Money } from '../../core/money.ts'
import { epochMs, type Instant } from '../../core/time.ts'

/** A JSON number: 21.46. Promotions alone are told as texts. */
export const numberOf = ({ amountMinor, currency }: Money): number => amountMinor / 10 ** digits(currency)

/** "21.46", with as many places as the currency has. */
export const textOf = (amount: Money): string => numberOf(amount).toFixed(digits(amount.currency))

/** Whole seconds; 0 where no moment applies. */
export const secondsOf = (at: Instant | null | undefined): number => (at ? Math.floor(epochMs(at) / 1000) : 0)
