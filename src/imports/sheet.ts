/** One order's rows, read cell by cell under their column names; what cannot be read is collected, so that a person mends a row once and not five times. */
import type { Currency } from '../core/money.ts'
import { parseCurrency } from '../core/money.ts'
import type { Instant } from '../core/time.ts'
import type { Row } from './csv.ts'
import { type DecimalSign, parseDecimal } from './decimal.ts'
import { readMoment } from './moments.ts'

/** What a file does not say itself. */
export type Settings = { shopTimeZone: string; currency: Currency | null; sign: DecimalSign | null }

/** `path` is the column as the file names it, or the place in a JSON line. */
export type Problem = { line: number; path: string | null; reason: string }

/** Warnings are for orders that go in, with something a person should know. */
export type Findings = { problems: Problem[]; warnings: string[] }

/** Column names are compared without regard to capitals and extra blanks. */
export const columnName = (text: string): string =>
  text
    .replace(/^\ufeff/, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase()

/** Where each column stands; of two with the same name the first counts. */
export function columnsOf(header: readonly string[]): Map<string, number> {
  const columns = new Map<string, number>()
  for (const [place, name] of header.entries()) if (!columns.has(columnName(name))) columns.set(columnName(name), place)
  return columns
}

/** Reads the cells of one row. Every reader takes the names a column goes by, the first filled one counts; an empty cell is '' or null, never a problem. */
export type Cells = {
  line: number
  has: (...names: string[]) => boolean
  text: (...names: string[]) => string
  amount: (currency: Currency, ...names: string[]) => number | null
  /** For exports that carry more digits than the currency has. */
  rounded: (currency: Currency, ...names: string[]) => number | null
  whole: (...names: string[]) => number | null
  moment: (...names: string[]) => Instant | null
  yes: (...names: string[]) => boolean | null
  currency: (...names: string[]) => Currency | null
  wrong: (reason: string, name?: string) => null
}

export function cellsOf(row: Row, columns: ReadonlyMap<string, number>, settings: Settings, findings: Findings): Cells {
  const find = (names: string[]): { name: string; text: string } | null => {
    for (const name of names) {
      const text = row.fields[columns.get(name) ?? -1]?.trim() ?? ''
      if (text !== '') return { name, text }
    }
    return null
  }
  const wrong = (reason: string, name?: string): null => {
    findings.problems.push({ line: row.line, path: name ?? null, reason })
    return null
  }
  const money =
    (round: boolean) =>
    (currency: Currency, ...names: string[]) => {
      const cell = find(names)
      if (cell === null) return null
      const read = parseDecimal(cell.text, currency, { sign: settings.sign, round })
      return 'problem' in read ? wrong(read.problem, cell.name) : read.amountMinor
    }
  return {
    line: row.line,
    has: (...names) => names.some(name => columns.has(name)),
    text: (...names) => find(names)?.text ?? '',
    amount: money(false),
    rounded: money(true),
    whole: (...names) => {
      const cell = find(names)
      if (cell === null) return null
      const read = wholeNumber(cell.text)
      return read ?? wrong(`"${cell.text.slice(0, 40)}" is not a whole number up to ${MAX_QUANTITY}.`, cell.name)
    },
    moment: (...names) => {
      const cell = find(names)
      if (cell === null) return null
      const read = readMoment(cell.text, settings.shopTimeZone)
      return 'problem' in read ? wrong(read.problem, cell.name) : read.at
    },
    yes: (...names) => {
      const cell = find(names)
      if (cell === null) return null
      if (/^(true|yes|y|1)$/i.test(cell.text)) return true
      if (/^(false|no|n|0)$/i.test(cell.text)) return false
      return wrong(`"${cell.text.slice(0, 40)}" is neither yes nor no.`, cell.name)
    },
    currency: (...names) => {
      const cell = find(names)
      if (cell === null)
        return settings.currency ?? wrong('The file does not name the currency; name it when importing.', names[0])
      return (
        parseCurrency(cell.text.toUpperCase()) ??
        wrong(`"${cell.text.slice(0, 40)}" is not a currency; write its ISO 4217 code, such as EUR.`, cell.name)
      )
    },
    wrong,
  }
}

/** No order line has more pieces; a larger number is a shifted column. */
export const MAX_QUANTITY = 100_000

/** `2` and `2.00`, which spreadsheets make of it; not `2.5`. */
export function wholeNumber(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,]0+)?$/.exec(text.trim())
  const value = Number(match?.[1] ?? Number.NaN)
  return value <= MAX_QUANTITY ? value : null
}
