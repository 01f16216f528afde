/** Amounts as callers write them. */
import { digits, type Money, parseCurrency } from '../../../core/money.ts'
import type { AmountIn } from './wire.ts'

/** Null when the currency is unknown or has fewer digits than were written. Zeros at the end do not count. */
export function moneyHeard({ amount, currency: code }: AmountIn): Money | null {
  const currency = parseCurrency(code)
  if (currency === null) return null
  const [whole = '', behind = ''] = String(amount).split('.')
  const fraction = behind.replace(/0+$/, '')
  if (!/^\d{1,12}$/.test(whole) || fraction.length > digits(currency)) return null
  return { amountMinor: Number(whole + fraction.padEnd(digits(currency), '0')), currency }
}
