/** Which export a file is, told from its first line. */

import type { OrderInput } from '../core/order/order-input.ts'
import { BACKHAUL_COLUMNS, backhaulKey, backhaulOrder, unknownColumns } from './backhaul.ts'
import type { Row } from './csv.ts'
import { separatorOf, splitRow } from './csv.ts'
import type { Cells, Findings, Settings } from './sheet.ts'
import { columnsOf } from './sheet.ts'
import { SHOPIFY_COLUMNS, shopifyKey, shopifyOrder } from './shopify.ts'
import { WOOCOMMERCE_COLUMNS, woocommerceKey, woocommerceOrder } from './woocommerce.ts'

export const FORMATS = ['shopify', 'woocommerce', 'backhaul', 'jsonl'] as const
export type Format = (typeof FORMATS)[number]

/** What a tabular format has to say for itself: of which order a row is, and what the rows of one order mean. */
export type Tabular = {
  key: (cells: Cells) => string
  order: (
    rows: Row[],
    columns: ReadonlyMap<string, number>,
    settings: Settings,
    findings: Findings,
  ) => OrderInput | null
  /** Each entry is a column that must be there, or several of which one must. */
  needs: (string | string[])[]
}

export const TABULAR: Record<Exclude<Format, 'jsonl'>, Tabular> = {
  shopify: { key: shopifyKey, order: shopifyOrder, needs: SHOPIFY_COLUMNS },
  backhaul: { key: backhaulKey, order: backhaulOrder, needs: BACKHAUL_COLUMNS },
  woocommerce: { key: woocommerceKey, order: woocommerceOrder, needs: WOOCOMMERCE_COLUMNS },
}

/** `width` is the number of fields in the header. */
export type Recognised =
  | { format: 'jsonl' }
  | { format: Exclude<Format, 'jsonl'>; separator: string; columns: ReadonlyMap<string, number>; width: number }

/**
 * Reads the format from the first line, or checks that the line fits the format that was named. Answers with a sentence when it does not: which columns are
 * missing from the nearest format is what a person needs to know to export again.
 */
export function recognise(firstLine: string, named?: Format): Recognised | string {
  if (named === 'jsonl' || (named === undefined && firstLine.trimStart().startsWith('{'))) return { format: 'jsonl' }
  const separator = separatorOf(firstLine)
  const header = splitRow(firstLine, separator).fields
  const columns = columnsOf(header)
  const wanted = named === undefined ? (['shopify', 'backhaul', 'woocommerce'] as const) : [named]
  const format = wanted.find(name => missingFrom(columns, name).length === 0)
  if (format === undefined) return notRecognised(columns, wanted)
  const unknown = format === 'backhaul' ? unknownColumns(header) : []
  if (unknown.length > 0)
    return `The format has no column ${unknown.join(', ')}; correct the name or take the column out.`
  return { format, separator, columns, width: header.length }
}

const missingFrom = (columns: ReadonlyMap<string, number>, format: Exclude<Format, 'jsonl'>): string[] =>
  TABULAR[format].needs.flatMap(need => ([need].flat().some(name => columns.has(name)) ? [] : [[need].flat()[0] ?? '']))

function notRecognised(columns: ReadonlyMap<string, number>, wanted: readonly Exclude<Format, 'jsonl'>[]): string {
  const nearest = wanted
    .map(format => ({ format, missing: missingFrom(columns, format) }))
    .reduce((a, b) => (b.missing.length < a.missing.length ? b : a))
  return `The first line is not the header of an order export this import knows. The nearest is ${nearest.format}, which also needs: ${nearest.missing.join(', ')}.`
}
