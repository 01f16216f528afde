/**
 * Rows of a CSV file, each with its line numbers and its text as written. One broken row spoils itself only: a quote that never closes must not swallow the
 * rest of the file, so reading goes on at the very next line. (A general parser loses its place there, which is why this one is our own.)
 */
import type { TextLine } from './lines.ts'

/** `broken` says in a sentence what is wrong; `fields` then holds what could be read before that point. */
export type Row = { line: number; to: number; raw: string; fields: string[]; broken: string | null }

/** The most characters Excel keeps in one cell; anything longer came from a missing quote. */
export const MAX_FIELD_CHARS = 32_767

/** How many lines one quoted field may run over. */
export const MAX_ROW_LINES = 500

/** Empty lines, and lines of separators only, as spreadsheets leave at the end, are passed over. */
export async function* readRows(lines: AsyncIterable<TextLine>, separator: string): AsyncGenerator<Row> {
  let waiting: TextLine[] = []
  for await (const line of lines) {
    waiting.push(line)
    waiting = yield* takeRows(waiting, separator, false)
  }
  yield* takeRows(waiting, separator, true)
}

/** Takes whole rows off the front and returns the lines that may still be continued. */
function* takeRows(waiting: TextLine[], separator: string, ended: boolean): Generator<Row, TextLine[]> {
  let lines = waiting
  while (lines.length > 0) {
    const taken = takeRow(lines, separator, ended || lines.length > MAX_ROW_LINES)
    if (taken === null) return lines
    lines = lines.slice(taken.used)
    if (taken.row.broken !== null || taken.row.fields.some(field => field.trim() !== '')) yield taken.row
  }
  return lines
}

/** The shortest run of lines with all quotes closed; when there is none, or it does not read as a row, the first line alone is the broken one. Null: more lines are needed. */
function takeRow(lines: TextLine[], separator: string, last: boolean): { row: Row; used: number } | null {
  const first = lines[0] as TextLine
  const alone = (fields: string[], broken: string) => ({
    row: { line: first.line, to: first.line, raw: first.text, fields, broken },
    used: 1,
  })
  if (first.cut) return alone([], 'The line is longer than a million characters; it cannot be an order.')
  let open = false
  for (const [place, line] of lines.entries()) {
    open = staysOpen(line.text, separator, open)
    if (open) continue
    const raw = lines
      .slice(0, place + 1)
      .map(part => part.text)
      .join('\n')
    const { fields, broken } = splitRow(raw, separator)
    if (broken === null) return { row: { line: first.line, to: line.line, raw, fields, broken: null }, used: place + 1 }
    return alone(splitRow(first.text, separator).fields, broken)
  }
  if (!last) return null
  return alone(
    splitRow(first.text, separator).fields,
    'A quotation mark opens here and never closes; close it, or double it if it belongs to the text.',
  )
}

/** Whether a quoted field is still open at the end of the line. Only a quotation mark at the start of a field opens one. */
function staysOpen(text: string, separator: string, wasOpen: boolean): boolean {
  let at = 0
  let open = wasOpen
  while (at <= text.length) {
    if (open) {
      const close = text.indexOf('"', at)
      if (close === -1) return true
      open = text[close + 1] === '"'
      at = open ? close + 2 : close + 1
    } else if (text[at] === '"' && (at === 0 || text[at - 1] === separator)) {
      open = true
      at += 1
    } else {
      const next = text.indexOf(separator, at)
      if (next === -1) return false
      at = next + 1
    }
  }
  return open
}

/** RFC 4180 §2: a field may be quoted, a quotation mark inside is doubled. A quotation mark in the middle of an unquoted field (`27" screen`) is taken as text. */
export function splitRow(raw: string, separator: string): { fields: string[]; broken: string | null } {
  const fields: string[] = []
  let at = 0
  while (true) {
    const field = raw[at] === '"' ? quotedField(raw, at, separator) : plainField(raw, at, separator)
    if (field === null)
      return {
        fields,
        broken: `After field ${fields.length} a quotation mark is out of place; put the whole field in quotation marks and double those inside it.`,
      }
    if (field.text.length > MAX_FIELD_CHARS)
      return {
        fields,
        broken: `Field ${fields.length + 1} is longer than ${MAX_FIELD_CHARS} characters; a quotation mark is probably missing.`,
      }
    fields.push(field.text)
    if (field.end >= raw.length) return { fields, broken: null }
    at = field.end + 1
  }
}

function plainField(raw: string, from: number, separator: string): { text: string; end: number } {
  const found = raw.indexOf(separator, from)
  const end = found === -1 ? raw.length : found
  return { text: raw.slice(from, end), end }
}

function quotedField(raw: string, from: number, separator: string): { text: string; end: number } | null {
  let close = raw.indexOf('"', from + 1)
  while (close !== -1 && raw[close + 1] === '"') close = raw.indexOf('"', close + 2)
  if (close === -1) return null
  const end = close + 1
  if (end < raw.length && raw[end] !== separator) return null
  return { text: raw.slice(from + 1, close).replaceAll('""', '"'), end }
}

/** The separator that splits the header into the most columns: comma, or semicolon and tab as spreadsheets outside the English world write. */
export function separatorOf(header: string): string {
  const counts = [',', ';', '\t'].map(separator => ({ separator, count: splitRow(header, separator).fields.length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator
}
