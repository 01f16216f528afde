/** Amounts that people type: of the right currency, whole in its smallest unit, and more than nothing. */
import type { Currency, Money } from '../money.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** What is wrong with a typed amount, or null. Bounds are each verb's own question. */
export function faultyAmount(amount: Money, currency: Currency, path: string): Refusal | null {
  if (amount.currency !== currency) {
    return refuse('currency_mismatch', {
      sentence: `The order is in ${currency}; state the amount in ${currency}.`,
      path,
      currency,
    })
  }
  if (!Number.isSafeInteger(amount.amountMinor) || amount.amountMinor <= 0) {
    return refuse('amount_invalid', {
      sentence: `State a positive amount in whole units of the smallest coin of ${currency}.`,
      path,
    })
  }
  return null
}
