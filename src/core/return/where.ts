/** A question about a return's state as plain data: an "and" over columns and an "or" inside each list. It means the same in memory and in SQL. */
import { HANDLINGS, INSPECTORS, KINDS } from './return.ts'

/** The nine strands and three plain facts. New words go to the end of their list: a stored tuple counts places. */
export const COLUMNS = {
  request: ['submitted', 'approved', 'rejected', 'expired', 'resolved', 'cancelled'],
  negotiation: ['none', 'awaiting_merchant', 'awaiting_shopper', 'agreed', 'ended'],
  dispute: ['none', 'raised', 'judging', 'for_shopper', 'for_merchant', 'withdrawn'],
  evidence: ['not_due', 'due', 'given', 'overdue'],
  compensation: [
    'not_applicable',
    'initial',
    'not_required',
    'not_eligible',
    'pending_request',
    'requested',
    'cancelled',
    'rejected',
    'approved',
  ],
  transit: [
    'not_needed',
    'to_arrange',
    'ready',
    'booked',
    'pickup_retry',
    'pickup_failed',
    'in_transit',
    'delivery_failed',
    'lost',
    'delivered',
  ],
  onward: [
    'none',
    'booked',
    'pickup_retry',
    'pickup_failed',
    'in_transit',
    'delivery_failed',
    'lost',
    'delivered',
    'cancelled',
  ],
  receiving: ['not_needed', 'awaited', 'partial', 'received'],
  settlement: ['none', 'due', 'ordered', 'part', 'settled', 'failed', 'elsewhere'],
  handling: HANDLINGS,
  kind: KINDS,
  inspector: INSPECTORS,
} as const

export type Column = keyof typeof COLUMNS
export type Word<C extends Column = Column> = (typeof COLUMNS)[C][number]
export type Columns = { [C in Column]: Word<C> }
export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[]

export type Row = { readonly [C in Column]?: readonly Word<C>[] }
/** One row, or several of which one must hold. The empty row always holds. */
export type Where = Row | readonly Row[]

export const rowsOf = (where: Where): readonly Row[] => (Array.isArray(where) ? where : [where as Row])

export const rowHolds = (row: Row, columns: Columns): boolean =>
  COLUMN_NAMES.every(column => {
    const wanted = row[column] as readonly string[] | undefined
    return wanted === undefined || wanted.includes(columns[column])
  })

export const holds = (where: Where, columns: Columns): boolean => rowsOf(where).some(row => rowHolds(row, columns))

/** Both must hold. Rows multiply and shared columns intersect; a row that cannot hold is dropped. */
export function both(a: Where, b: Where): Row[] {
  return rowsOf(a).flatMap(one => rowsOf(b).flatMap(other => intersect(one, other)))
}

function intersect(a: Row, b: Row): Row[] {
  const row: Record<string, readonly string[]> = { ...(a as Record<string, readonly string[]>) }
  for (const [column, words] of Object.entries(b) as [string, readonly string[]][]) {
    const present = row[column]
    row[column] = present ? present.filter(word => words.includes(word)) : words
    if (row[column].length === 0) return []
  }
  return [row]
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** The whole state as twelve letters, one per column: short enough to index, stable as long as words are only ever added at the end. */
export const tupleOf = (columns: Columns): string =>
  COLUMN_NAMES.map(column => LETTERS[(COLUMNS[column] as readonly string[]).indexOf(columns[column])]).join('')

export function columnsOf(tuple: string): Columns {
  const entries = COLUMN_NAMES.map((column, place) => [column, COLUMNS[column][LETTERS.indexOf(tuple[place] ?? '')]])
  return Object.fromEntries(entries) as Columns
}

/** Short names for the conditions that recur in verbs and readings. */
export const OPEN = { request: ['submitted', 'approved'] } as const satisfies Row
export const QUIET = { dispute: ['none', 'for_shopper', 'for_merchant', 'withdrawn'] } as const satisfies Row
export const UNPAID = { settlement: ['none'] } as const satisfies Row
export const PAYABLE = { request: ['approved', 'resolved', 'expired'], ...QUIET } as const satisfies Row
export const GRANTED = ['due', 'ordered', 'part', 'settled', 'failed', 'elsewhere'] as const
/** Goods that are to travel and that no carrier has yet. */
export const BEFORE_PICKUP = ['to_arrange', 'ready', 'booked', 'pickup_retry', 'pickup_failed'] as const
/** Goods may still set out: parcels are made for requests that wait, run or ran out of time. */
export const SENDABLE = {
  request: ['submitted', 'approved', 'expired'],
  handling: ['send_back'],
} as const satisfies Row
