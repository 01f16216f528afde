/** The statuses a list is asked for, as one question to the database. */
import { type Reading, whereRead } from '../../../core/return/reading.ts'
import { both, type Row } from '../../../core/return/where.ts'
import type { Input } from '../door.ts'
import { isNo, type ShopeeNo, wrong } from '../errors.ts'
import { compensationStatus, negotiationStatus, proofStatus, status } from '../words.ts'

const FILTERS: readonly { name: string; reading: Reading; prefix?: string }[] = [
  { name: 'status', reading: status },
  { name: 'negotiation_status', reading: negotiationStatus },
  { name: 'seller_proof_status', reading: proofStatus },
  // Samples of the platform leave the prefix away, and so do clients made after them.
  { name: 'seller_compensation_status', reading: compensationStatus, prefix: 'COMPENSATION_' },
]

/** Several filters must all hold. Undefined: nothing was asked. */
export function whereIn(input: Input): Row[] | undefined | ShopeeNo {
  let where: Row[] | undefined
  for (const filter of FILTERS) {
    const rows = rowsFor(filter, input[filter.name] ?? '')
    if (isNo(rows)) return rows
    if (rows !== null) where = where === undefined ? rows : both(where, rows)
  }
  return where
}

function rowsFor({ name, reading, prefix = '' }: (typeof FILTERS)[number], asked: unknown): Row[] | null | ShopeeNo {
  if (asked === '') return null
  const word = [asked, `${prefix}${String(asked)}`].find(one => typeof one === 'string' && Object.hasOwn(reading, one))
  return typeof asked === 'string' && typeof word === 'string' ? whereRead(reading, [word]) : wrong(`invalid ${name}`)
}
