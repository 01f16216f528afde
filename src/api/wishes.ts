/** From the filters of an address to what the desk looks for. */
import type { OrderId, ShopId } from '../core/ids.ts'
import { COLUMN_NAMES, type Row } from '../core/return/where.ts'
import type { Instant } from '../core/time.ts'
import type { Wish } from '../desk/look.ts'
import { hear } from './hear.ts'
import { ReturnQuery } from './wire/queries.ts'

/** Words of the index that answer filters exactly. */
const EXACT = ['lane', 'email', 'reason', 'outcome', 'method', 'tag', 'assignee', 'filed_by', 'group'] as const

export function wishOf(query: ReturnQuery): Wish {
  const heard = hear<Record<string, string>>(ReturnQuery, query, 'query')
  const where = Object.fromEntries(
    COLUMN_NAMES.flatMap(column => (query[column] === undefined ? [] : [[column, query[column]]])),
  ) as Row
  const words = EXACT.flatMap(name => (query[name] === undefined ? [] : [`${name}:${query[name]}`]))
  const flagged = query.flagged === undefined ? [] : [`flagged:${query.flagged ? 'yes' : 'no'}`]
  const sort = (query.sort as string | undefined) ?? '-created_at'
  return {
    ...(query.shop !== undefined && { shops: query.shop as ShopId[] }),
    ...(query.order !== undefined && { order: query.order as OrderId }),
    ...(Object.keys(where).length > 0 && { where }),
    ...(typed(query.q) && { text: query.q as string }),
    ...(words.length + flagged.length > 0 && { words: [...words, ...flagged] }),
    ...moments(heard),
    sort: sort.replace('-', '') as 'created_at',
    descending: sort.startsWith('-'),
    ...(query.limit !== undefined && { limit: query.limit as number }),
  }
}

const typed = (q: unknown): boolean => typeof q === 'string' && q.trim() !== ''

const MOMENTS = {
  createdFrom: 'createdFrom',
  createdBefore: 'createdBefore',
  updatedSince: 'updatedFrom',
  updatedBefore: 'updatedBefore',
} as const

const moments = (heard: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(MOMENTS).flatMap(([name, wanted]) =>
      heard[name] === undefined ? [] : [[wanted, heard[name] as Instant]],
    ),
  )
