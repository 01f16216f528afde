/** The rows of one order, put together as they come. */
import type { Row } from './csv.ts'

/** No order has more rows; a longer run is a file whose order column is empty or constant. */
export const MAX_ROWS_PER_ORDER = 1000

const MAX_ORDER_CHARS = 4_194_304

/** `doubt`: the line just above the group could not be read and does not say of which order it is. */
export type Group = { key: string; rows: Row[]; chars: number; doubt: number | null }

/**
 * Rows with one key that stand together. A group that grows past all measure is given out early, so that it never fills the memory. A broken row that does not
 * say whose it is spoils the orders on both sides of it: either may be missing an item.
 */
export async function* grouped(rows: AsyncIterable<Row>, keyOf: (row: Row) => string): AsyncGenerator<Group> {
  let group: Group | null = null
  let doubt: number | null = null
  for await (const row of rows) {
    const key = keyOf(row)
    const anyones = row.broken !== null && key === ''
    const small: boolean = group !== null && !tooLarge(group)
    const goesOn: boolean = group !== null && small && (anyones || (key !== '' && key === group.key))
    if (!goesOn && group !== null) yield group
    if (!goesOn || group === null) group = { key, rows: [], chars: 0, doubt }
    group.rows.push(row)
    group.chars += row.raw.length
    doubt = anyones ? row.line : null
  }
  if (group !== null) yield group
}

export const tooLarge = (group: Group): boolean =>
  group.rows.length > MAX_ROWS_PER_ORDER || group.chars > MAX_ORDER_CHARS
