/** Amounts as people and shops write them, read to whole minor units digit by digit: no float ever touches money. */
import { type Currency, digits } from '../core/money.ts'

/** The sign that parts whole units from minor ones in this file: `1,234.56` has a point, `1.234,56` a comma. */
export type DecimalSign = '.' | ','

export type DecimalReading = { amountMinor: number } | { problem: string }

export type DecimalOptions = {
  /** What the rest of the file, or the desk's language, uses; null when nothing tells. */
  sign?: DecimalSign | null
  /** For exports that carry more digits than the currency has: round halves away from zero instead of refusing. */
  round?: boolean
}

/**
 * Reads `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56` and `12,34,567.00` alike, with a currency sign or code and a minus before or after it.
 * - Two kinds of signs: the later one parts the minor units, the other groups.
 * - One sign that occurs twice groups.
 * - One sign followed by any number of digits but three parts the minor units.
 * - `1.234` and `1,234` could be either: `sign` decides. Without it, three digits are minor units where the currency has three (KWD); otherwise the
 *   amount is refused, because guessing wrong is a factor of a thousand.
 */
export function parseDecimal(
  text: string,
  currency: Currency,
  { sign = null, round = false }: DecimalOptions = {},
): DecimalReading {
  const bare = bareNumber(text, currency)
  if (bare === null) return { problem: `"${shown(text)}" is not an amount; write it like 1234.56.` }
  const parts = partsOf(bare.body, currency, sign)
  if ('problem' in parts) return { problem: `"${shown(text)}" ${parts.problem}` }
  const amount = minorUnits(parts.whole, parts.fraction, digits(currency), round)
  if (amount === null)
    return { problem: `"${shown(text)}" has more digits after the decimal sign than ${currency} has.` }
  if (!Number.isSafeInteger(amount)) return { problem: `"${shown(text)}" is larger than any amount of money.` }
  return { amountMinor: bare.negative && amount !== 0 ? -amount : amount }
}

/** The sign this text proves to be the file's, null when it proves nothing. Used over the first rows of a file to read the doubtful ones. */
export function provenSign(text: string): DecimalSign | null {
  const body = text.replace(/[^\d.,]/g, '')
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))
  if (last === -1) return null
  const mark = body[last] as DecimalSign
  const other = mark === '.' ? ',' : '.'
  if (body.includes(other)) return mark
  if (body.indexOf(mark) !== last) return other // It groups, so the other one parts.
  return body.length - last - 1 === 3 && !/^0[.,]/.test(body) ? null : mark
}

function bareNumber(text: string, currency: Currency): { body: string; negative: boolean } | null {
  const squeezed = text
    .replace(/[\s\u00a0\u202f'’_]/g, '')
    .replace(/\p{Sc}/u, '')
    .replace(currency, '')
  const match = /^([-+\u2212]?)([\d.,]+)(-?)$/.exec(squeezed)
  if (!match || !/\d/.test(match[2] ?? '')) return null
  if (match[1] !== '' && match[3] !== '') return null
  return { body: match[2] ?? '', negative: match[1] === '-' || match[1] === '\u2212' || match[3] === '-' }
}

type Parts = { whole: string; fraction: string } | { problem: string }

function partsOf(body: string, currency: Currency, sign: DecimalSign | null): Parts {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','))
  if (last === -1) return { whole: body, fraction: '' }
  const mark = body[last] as DecimalSign
  const other = mark === '.' ? ',' : '.'
  const after = body.slice(last + 1)
  const once = body.indexOf(mark) === last
  if (body.includes(other))
    return once
      ? ungrouped(body.slice(0, last), other, after)
      : { problem: 'has its signs in no known order; write it like 1234.56.' }
  if (!once) return ungrouped(body, mark, '')
  if (after.length !== 3 || !/^[1-9]\d{0,2}$/.test(body.slice(0, last)))
    return { whole: body.slice(0, last), fraction: after }
  if (sign !== null) return sign === mark ? { whole: body.slice(0, last), fraction: after } : ungrouped(body, mark, '')
  if (digits(currency) === 3) return { whole: body.slice(0, last), fraction: after }
  return {
    problem: `can mean ${body.slice(0, last)} and a fraction, or ${body.replace(mark, '')}; write it without a thousands sign.`,
  }
}

/** Groups of three, or two and three as in India; the first group is not empty. */
function ungrouped(text: string, mark: DecimalSign, fraction: string): Parts {
  const groups = text.split(mark)
  const inner = groups.slice(1, -1)
  const wellFormed =
    /^\d{1,3}$/.test(groups[0] ?? '') &&
    /^\d{3}$/.test(groups.at(-1) ?? '') &&
    (inner.every(group => /^\d{3}$/.test(group)) || inner.every(group => /^\d{2}$/.test(group)))
  return wellFormed
    ? { whole: groups.join(''), fraction }
    : { problem: 'has thousands in no known groups; write it like 1234.56.' }
}

function minorUnits(whole: string, fraction: string, places: number, round: boolean): number | null {
  const kept = fraction.slice(0, places).padEnd(places, '0')
  const dropped = fraction.slice(places)
  if (!round && /[1-9]/.test(dropped)) return null
  const floor = BigInt(`${whole}${kept}` || '0')
  return Number(/^[5-9]/.test(dropped) ? floor + 1n : floor)
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
