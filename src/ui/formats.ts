/** How figures and moments are written in a language and on the shop's wall. */
import { digits, type Money } from '../core/money.ts'
import type { Instant } from '../core/time.ts'
import type { Language } from '../core/languages.ts'

export type Formats = {
  /** `61.05 €`, with the sign and the digits of the language. */
  money: (amount: Money) => string
  /** `Friday, 4 December 2026`. */
  day: (at: Instant) => string
  /** `4 Dec`: for rows where the year is plain. */
  shortDay: (at: Instant) => string
  /** `4 December 2026 at 23:59`. */
  moment: (at: Instant) => string
  /** The same to the second, with the zone: for acknowledgements. */
  second: (at: Instant) => string
  /** `in 3 days`, `2 hours ago`. */
  relative: (at: Instant, now: Instant) => string
  country: (code: string) => string
  number: (count: number) => string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const kept = new Map<string, Formats>()

/** Arabic is written with the digits its readers meet in shops and banks of every country, which are those of this file. */
const tagOf = (language: Language): string =>
  language === 'ar' ? 'ar-u-nu-latn' : language === 'en' ? 'en-GB' : language

export function formatsFor(language: Language, timeZone: string): Formats {
  const name = `${language} ${timeZone}`
  const known = kept.get(name)
  if (known) return known
  const made = make(tagOf(language), timeZone)
  kept.set(name, made)
  return made
}

function make(tag: string, timeZone: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone, ...options })
    return (at: Instant): string => format.format(new Date(at))
  }
  const amounts = new Map<string, Intl.NumberFormat>()
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const countries = new Intl.DisplayNames(tag, { type: 'region' })
  const numbers = new Intl.NumberFormat(tag)
  return {
    money: ({ amountMinor, currency }) => {
      let format = amounts.get(currency)
      if (!format) {
        format = new Intl.NumberFormat(tag, {
          style: 'currency',
          currency,
          minimumFractionDigits: digits(currency),
          maximumFractionDigits: digits(currency),
        })
        amounts.set(currency, format)
      }
      return format.format(amountMinor / 10 ** digits(currency))
    },
    day: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    shortDay: dates({ day: 'numeric', month: 'short' }),
    moment: dates({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    second: dates({
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    }),
    relative: (at, now) => {
      const ms = Date.parse(at) - Date.parse(now)
      return Math.abs(ms) < DAY_MS
        ? relative.format(Math.trunc(ms / HOUR_MS), 'hour')
        : relative.format(Math.trunc(ms / DAY_MS), 'day')
    },
    country: code => countries.of(code) ?? code,
    number: count => numbers.format(count),
  }
}
