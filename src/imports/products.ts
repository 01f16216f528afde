/** Articles from Shopify's product export: one row per variant, the rows of an article one after the other under the same handle. */
import type { CatalogueProduct, CatalogueVariant } from '../core/catalogue.ts'
import type { Currency } from '../core/money.ts'
import { type Row, readRows, separatorOf } from './csv.ts'
import { type ByteStream, readLines } from './lines.ts'
import { type Cells, cellsOf, columnsOf, type Findings } from './sheet.ts'

export type ReadProduct = { kind: 'product'; from: number; to: number; product: CatalogueProduct }
/** `line` counts from one, the header being line 1. `passed`: nothing is wrong with it; it is not sold at the moment. */
export type BadProduct = { kind: 'bad' | 'passed'; line: number; reason: string }

type Options = { currency: Currency }

const NEEDED = ['handle', 'title', 'variant price']

/** An article with a row that cannot be read is left out as a whole: half an article would look sold out. */
export async function* readProducts(
  stream: ByteStream,
  { currency }: Options,
): AsyncGenerator<ReadProduct | BadProduct> {
  const lines = readLines(stream, { bytesRead: 0 })
  const first = await lines.next()
  if (first.done) return yield { kind: 'bad', line: 1, reason: 'The file is empty.' }
  const separator = separatorOf(first.value.text)
  const columns = columnsOf(first.value.text.split(separator).map(name => name.replace(/^"|"$/g, '')))
  const missing = NEEDED.filter(name => !columns.has(name))
  if (missing.length > 0)
    return yield {
      kind: 'bad',
      line: 1,
      reason: `This is not Shopify’s product export; it lacks ${missing.join(', ')}.`,
    }
  const reading: Reading = { columns, currency }
  let rows: Row[] = []
  let handle = ''
  for await (const row of readRows(lines, separator)) {
    const own = row.fields[columns.get('handle') ?? 0]?.trim() ?? ''
    if (rows.length > 0 && own !== '' && own !== handle) {
      yield productOf(rows, handle, reading)
      rows = []
    }
    if (rows.length === 0) handle = own
    rows.push(row)
  }
  if (rows.length > 0) yield productOf(rows, handle, reading)
}

type Reading = { columns: ReadonlyMap<string, number>; currency: Currency }

function productOf(rows: readonly Row[], handle: string, { columns, currency }: Reading): ReadProduct | BadProduct {
  const findings: Findings = { problems: [], warnings: [] }
  const settings = { shopTimeZone: 'UTC', currency, sign: null }
  const cells = rows.map(row => cellsOf(row, columns, settings, findings))
  const [first] = cells
  const [{ line }] = rows as [Row]
  const broken = rows.find(row => row.broken !== null)
  if (broken) return { kind: 'bad', line: broken.line, reason: broken.broken ?? '' }
  if (!first || handle === '') return { kind: 'bad', line, reason: 'This row names no article: its Handle is empty.' }
  const title = first.text('title')
  if (title === '') return { kind: 'bad', line, reason: `“${handle}” has no Title in its first row.` }
  const status = first.text('status').toLowerCase()
  if (status !== '' && status !== 'active') return { kind: 'passed', line, reason: `“${title}” is ${status}.` }
  const names = OPTIONS.map(number => first.text(`option${number} name`))
  const variants = cells.flatMap(one => variantOf(one, handle, names, currency) ?? [])
  const [problem] = findings.problems
  if (problem) return { kind: 'bad', line: problem.line, reason: problem.reason }
  if (variants.length === 0) return { kind: 'bad', line, reason: `“${title}” has no variant with a price.` }
  const product: CatalogueProduct = {
    id: handle,
    title,
    type: first.text('type') || null,
    vendor: first.text('vendor') || null,
    image: first.text('image src') || null,
    variants: unlike(variants),
  }
  return { kind: 'product', from: line, to: rows.at(-1)?.to ?? line, product }
}

const OPTIONS = [1, 2, 3] as const
/** What Shopify writes where an article has no options. */
const NO_OPTION = 'Default Title'

/** Rows that only carry a further picture have no price. A shop that goes on selling what it has not got does not count it. */
function variantOf(
  cells: Cells,
  handle: string,
  names: readonly string[],
  currency: Currency,
): CatalogueVariant | null {
  if (cells.text('variant price') === '') return null
  const amountMinor = cells.amount(currency, 'variant price')
  if (amountMinor === null) return null
  const options = OPTIONS.flatMap(number => {
    const value = cells.text(`option${number} value`)
    return value === '' || value === NO_OPTION ? [] : [{ name: names[number - 1] || 'Option', value }]
  })
  const sku = cells.text('variant sku')
  const counted =
    cells.text('variant inventory tracker') !== '' && cells.text('variant inventory policy') !== 'continue'
  const stock = Number(cells.text('variant inventory qty') || 'NaN')
  return {
    id: sku || [handle, ...options.map(({ value }) => value)].join('/'),
    sku,
    title: options.length > 0 ? options.map(({ value }) => value).join(' / ') : null,
    options,
    prices: [{ amountMinor, currency }],
    stock: counted && Number.isInteger(stock) ? Math.max(0, stock) : null,
    image: cells.text('variant image') || null,
  }
}

/** Two variants with one article number are told apart by their options. */
const unlike = (variants: readonly CatalogueVariant[]): CatalogueVariant[] =>
  variants.map((variant, place) =>
    variants.findIndex(({ id }) => id === variant.id) === place
      ? variant
      : { ...variant, id: `${variant.id}/${variant.title ?? place}` },
  )
