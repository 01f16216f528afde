/** Reading an amount as people write it. */
import { type Currency, digits, type Money } from '../core/money.ts'

const GROUPED = /^\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+$/

/**
 * `12.50`, `12,5`, `1.234,56`, `1,234.56`, `١٢٫٥`: the last separator is the decimal one when no more digits follow it than the currency has; the others
 * only group. What could be read in two ways (`1.234` of a currency with three digits) is read as the currency writes it. Null for anything else.
 */
export function typedAmount(text: string, currency: Currency): Money | null {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ' ')
    .replaceAll(/\p{Sc}|[A-Z]{3}|[\u200e\u200f\u061c]/gu, '')
    .trim()
  const [, whole = '', part = ''] = /^(.*?)(?:[.,](\d+))?$/.exec(plain) ?? []
  const decimals = digits(currency)
  if (part !== '' && part.length <= decimals && wholeNumber(whole) !== null)
    return { amountMinor: Number(`${wholeNumber(whole)}${part.padEnd(decimals, '0')}`), currency }
  const number = wholeNumber(plain)
  return number === null ? null : { amountMinor: Number(`${number}${'0'.repeat(decimals)}`), currency }
}

/** Digits, grouped by thousands or not; null for anything else or too much. */
function wholeNumber(text: string): string | null {
  const plain = GROUPED.test(text) ? text.replaceAll(/\D/g, '') : text
  return /^\d{1,12}$/.test(plain) ? plain : null
}
