/** What people type, brought into one spelling: digits of any script, capitals or not, with or without a number sign, spaces and dashes. */
import type { CountryCode } from '../../core/party.ts'
import type { Typed } from '../../db/orders-meant.ts'

const LONGEST = 120

/** Arabic and Persian keyboards write digits of their own, Japanese and Chinese ones wide letters; copied text brings marks nobody sees. */
const written = (text: string | null | undefined): string =>
  (text ?? '')
    .slice(0, 1_000)
    .normalize('NFKC')
    .replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replaceAll(/\s/g, ' ')
    .replaceAll(/\p{C}/gu, '')
    .trim()
    .slice(0, LONGEST)

/** `plain` is one spelling for all ways to write a number; the others are what it may be kept as. */
export function typedNumber(text: string): Typed & { plain: string } {
  const kept = written(text).replace(/^#\s*/, '')
  const tight = kept.replaceAll(' ', '')
  const [word, short] = [kept.toLowerCase(), tight.toLowerCase()]
  return {
    plain: short,
    words: [word, short, `#${word}`, `#${short}`],
    ids: [kept, tight, short, tight.toUpperCase(), `#${tight}`],
  }
}

export const plainEmail = (text: string | null | undefined): string => written(text).replaceAll(' ', '').toLowerCase()

/** Of American codes the first five digits count: the other four are rarely known by heart. */
export function plainPostalCode(text: string | null | undefined, country: CountryCode | null): string {
  const code = written(text)
    .replaceAll(/[\s.\-\u2010-\u2015]/g, '')
    .toLowerCase()
  return country === 'US' && /^\d{9}$/.test(code) ? code.slice(0, 5) : code
}
