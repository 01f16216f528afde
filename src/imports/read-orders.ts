/** A file of orders from elsewhere, read one order at a time; storing them is the caller's part. */
import type { Currency } from '../core/money.ts'
import type { OrderInput } from '../core/order/order-input.ts'
import { type Row, readRows } from './csv.ts'
import { type DecimalSign, provenSign } from './decimal.ts'
import { type Format, type Recognised, recognise, TABULAR, type Tabular } from './formats.ts'
import { type Group, grouped, MAX_ROWS_PER_ORDER, tooLarge } from './groups.ts'
import { jsonOrder } from './jsonl.ts'
import { type ByteStream, type Meter, readLines, type TextLine } from './lines.ts'
import { cellsOf, type Findings, type Settings } from './sheet.ts'

export type ReadOptions = {
  /** Default: read from the first line. */
  format?: Format
  /** IANA name, for times without an offset. Default UTC. */
  shopTimeZone?: string
  /** For files that do not name it. */
  currency?: Currency
  /** For files whose amounts leave it open whether `1.234` is a thousand. Default: what the file's other amounts prove, else a comma in files separated by semicolons. */
  decimalSign?: DecimalSign
  /** Orders that begin at or before this line were dealt with before. */
  resumeAfterLine?: number
}

/**
 * `from` and `to` are line numbers in the file, the header being line 1. To go on later, pass the `to` of the last thing dealt with as `resumeAfterLine`.
 * `raw` holds the rows as written, of orders too, since the core may still refuse one; under `header` in a file of their own they can be mended and imported again. `bytesRead` is for a progress bar.
 */
export type ReadOrder = {
  kind: 'order'
  from: number
  to: number
  order: OrderInput
  warnings: string[]
  raw: string
  bytesRead: number
}
export type BadRow = {
  kind: 'bad'
  line: number
  to: number
  reason: string
  path?: string
  raw: string
  bytesRead: number
}

/** The file as recognised; `header` is null for JSON lines. */
export type OrderFile = { format: Format; header: string | null; records: AsyncGenerator<ReadOrder | BadRow> }

/** How many orders are remembered to notice rows of one order that stand apart. Older ones the desk notices, since an order's id is unique in its shop. */
const REMEMBERED_ORDERS = 100_000

const SAMPLE_ROWS = 200

/** Reads the whole stream; a file that is not recognised gives one bad row with the reason. */
export async function* readOrders(stream: ByteStream, options: ReadOptions = {}): AsyncGenerator<ReadOrder | BadRow> {
  const file = await openOrders(stream, options)
  if ('reason' in file) yield { kind: 'bad', line: 1, to: 1, reason: file.reason, raw: file.raw, bytesRead: 0 }
  else yield* file.records
}

/** Looks at the first line and stands ready to read; answers with the reason when it is no known format. */
export async function openOrders(
  stream: ByteStream,
  options: ReadOptions = {},
): Promise<OrderFile | { reason: string; raw: string }> {
  const meter: Meter = { bytesRead: 0 }
  const lines = readLines(stream, meter)
  const first = await firstFilled(lines)
  if (first === null) return { reason: 'The file is empty.', raw: '' }
  const recognised = recognise(first.text, options.format)
  if (typeof recognised === 'string') return { reason: recognised, raw: first.text.slice(0, 2000) }
  const found =
    recognised.format === 'jsonl'
      ? jsonRecords(first, lines, settingsOf(options, null), meter)
      : tableRecords(lines, recognised, options, meter)
  const after = options.resumeAfterLine ?? 0
  return {
    format: recognised.format,
    header: recognised.format === 'jsonl' ? null : first.text,
    records: resumed(found, after),
  }
}

async function firstFilled(lines: AsyncGenerator<TextLine>): Promise<TextLine | null> {
  for (let next = await lines.next(); !next.done; next = await lines.next())
    if (next.value.text.trim() !== '') return next.value
  return null
}

/** Rows dealt with before are read again, since only reading tells where a row ends and which orders were there already; they are just not given out. */
async function* resumed(
  records: AsyncGenerator<ReadOrder | BadRow>,
  after: number,
): AsyncGenerator<ReadOrder | BadRow> {
  for await (const record of records) if ((record.kind === 'order' ? record.from : record.line) > after) yield record
}

const settingsOf = (options: ReadOptions, sign: DecimalSign | null): Settings => ({
  shopTimeZone: options.shopTimeZone ?? 'UTC',
  currency: options.currency ?? null,
  sign: options.decimalSign ?? sign,
})

async function* jsonRecords(
  first: TextLine,
  lines: AsyncGenerator<TextLine>,
  settings: Settings,
  meter: Meter,
): AsyncGenerator<ReadOrder | BadRow> {
  const seen = new Map<string, number>()
  const one = (line: TextLine): ReadOrder | BadRow => {
    const findings: Findings = { problems: [], warnings: [] }
    const order = line.cut ? null : jsonOrder(line.text, line.line, settings, findings)
    if (line.cut)
      findings.problems.push({
        line: line.line,
        path: null,
        reason: 'The line is longer than a million characters; it cannot be an order.',
      })
    if (order !== null) twice(seen, order.externalId, line.line, findings)
    return recordOf(order, { from: line.line, to: line.line, raw: line.text }, findings, meter)
  }
  yield one(first)
  for await (const line of lines) if (line.text.trim() !== '') yield one(line)
}

async function* tableRecords(
  lines: AsyncGenerator<TextLine>,
  table: Extract<Recognised, { separator: string }>,
  options: ReadOptions,
  meter: Meter,
): AsyncGenerator<ReadOrder | BadRow> {
  const tabular = TABULAR[table.format]
  const rows = readRows(lines, table.separator)
  const sample = await take(rows, SAMPLE_ROWS)
  const settings = settingsOf(options, signOf(sample, table.columns) ?? (table.separator === ';' ? ',' : '.'))
  const reading: TableReading = {
    tabular,
    columns: table.columns,
    width: table.width,
    settings,
    seen: new Map(),
    meter,
  }
  const keyOf = (row: Row): string => tabular.key(cellsOf(row, table.columns, settings, { problems: [], warnings: [] }))
  for await (const group of grouped(after(sample, rows), keyOf)) yield orderOf(group, reading)
}

type TableReading = {
  tabular: Tabular
  columns: ReadonlyMap<string, number>
  width: number
  settings: Settings
  seen: Map<string, number>
  meter: Meter
}

async function take(rows: AsyncGenerator<Row>, count: number): Promise<Row[]> {
  const taken: Row[] = []
  while (taken.length < count) {
    const next = await rows.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

async function* after(sample: Row[], rows: AsyncGenerator<Row>): AsyncGenerator<Row> {
  yield* sample
  yield* rows
}

const MONEY_COLUMN = /price|total|subtotal|amount|cost|taxes|discount|shipping$/

/** What the amounts of the first rows prove; null when nothing or both. */
function signOf(rows: Row[], columns: ReadonlyMap<string, number>): DecimalSign | null {
  const places = [...columns].filter(([name]) => MONEY_COLUMN.test(name)).map(([, place]) => place)
  const proven = new Set(
    rows.flatMap(row =>
      places
        .map(place => row.fields[place] ?? '')
        .filter(text => /^[-\d.,\s\u00a0]+$/.test(text))
        .map(provenSign),
    ),
  )
  proven.delete(null)
  return proven.size === 1 ? ([...proven][0] ?? null) : null
}

function orderOf(group: Group, { tabular, columns, width, settings, seen, meter }: TableReading): ReadOrder | BadRow {
  const findings: Findings = { problems: [], warnings: [] }
  const from = group.rows[0]?.line ?? 0
  const to = group.rows.at(-1)?.to ?? from
  const wrong = (reason: string) => findings.problems.push({ line: from, path: null, reason })
  for (const row of group.rows) checkRow(row, width, findings)
  if (group.key === '' && findings.problems.length === 0) wrong('The row does not say which order it belongs to.')
  if (tooLarge(group))
    wrong(
      `Order ${group.key} runs over more than ${MAX_ROWS_PER_ORDER} rows or four million characters; it cannot be one order.`,
    )
  if (group.doubt !== null)
    wrong(`Line ${group.doubt}, just above, could not be read and may belong to this order; mend it and import both.`)
  if (group.key !== '') twice(seen, group.key, from, findings)
  const order = findings.problems.length > 0 ? null : tabular.order(group.rows, columns, settings, findings)
  return recordOf(order, { from, to, raw: group.rows.map(row => row.raw).join('\n') }, findings, meter)
}

/** Fewer fields than the header are let pass: spreadsheets leave empty ones off at the end. */
function checkRow(row: Row, width: number, findings: Findings): void {
  const wrong = (reason: string) => findings.problems.push({ line: row.line, path: null, reason })
  if (row.broken !== null) wrong(row.broken)
  else if (row.fields.length > width)
    wrong(
      `The row has ${row.fields.length} fields, the header ${width}; a field with a comma or semicolon inside needs quotation marks around it.`,
    )
  else if (row.raw.includes('\ufffd')) wrong('Some letters cannot be read; save the file as UTF-8 and try again.')
}

/** The same order in two places would enter twice, the second time without its other items. */
function twice(seen: Map<string, number>, key: string, line: number, findings: Findings): void {
  const before = seen.get(key)
  if (before !== undefined)
    findings.problems.unshift({
      line,
      path: null,
      reason: `Order ${key} was already read at line ${before}; put all its rows together, or take the second one out.`,
    })
  else if (seen.size >= REMEMBERED_ORDERS) seen.delete(seen.keys().next().value ?? '')
  if (before === undefined) seen.set(key, line)
}

/** The first problem is told in full, with the number of further ones; `line` is where the order begins. */
function recordOf(
  order: OrderInput | null,
  rows: { from: number; to: number; raw: string },
  findings: Findings,
  meter: Meter,
): ReadOrder | BadRow {
  const [problem, ...more] = findings.problems
  if (order !== null && problem === undefined)
    return {
      kind: 'order',
      from: rows.from,
      to: rows.to,
      raw: rows.raw,
      order,
      warnings: findings.warnings,
      bytesRead: meter.bytesRead,
    }
  const place = problem !== undefined && problem.line !== rows.from ? `Line ${problem.line}: ` : ''
  const further = more.length > 0 ? ` (And ${more.length} more in the same order.)` : ''
  const reason = `${place}${problem?.reason ?? 'The order could not be read.'}${further}`
  return {
    kind: 'bad',
    line: rows.from,
    to: rows.to,
    reason,
    ...(problem?.path ? { path: problem.path } : {}),
    raw: rows.raw,
    bytesRead: meter.bytesRead,
  }
}
