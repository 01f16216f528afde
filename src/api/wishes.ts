/** From the filters of an address to what the desk looks for. */
import type { OrderId, ShopId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import { COLUMN_NAMES, type Row } from '../core/return/where.ts'
import type { Instant } from '../core/time.ts'
import type { Wish } from '../desk/look.ts'
import type { ProblemParts } from '../http/problem.ts'
import { hear } from './hear.ts'
import { sees } from './seen-by.ts'
import { ReturnQuery } from './wire/queries.ts'
import { REFUSALS } from './words.ts'

/** Words of the index that answer filters exactly. */
const EXACT = ['lane', 'email', 'reason', 'outcome', 'method', 'tag', 'assignee', 'filed_by', 'group'] as const

export function wishOf(query: ReturnQuery): Wish {
  const heard = hear<Record<string, string>>(ReturnQuery, query, 'query')
  const where = Object.fromEntries(
    COLUMN_NAMES.flatMap(column => (query[column] === undefined ? [] : [[column, query[column]]])),
  ) as Row
  const words = EXACT.flatMap(name => {
    const [first, ...others] = [query[name] ?? []].flat().map(value => `${name}:${value}`)
    return first === undefined ? [] : [[first, ...others] as const]
  })
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

/** What each filter looks at. Strands look at the state. */
const LOOKS_AT: Readonly<Record<string, readonly [shape: string, member: string]>> = {
  ...Object.fromEntries(COLUMN_NAMES.map(column => [column, ['State', column] as const])),
  kind: ['Return', 'kind'],
  inspector: ['Return', 'inspector'],
  lane: ['Return', 'lane'],
  email: ['Return', 'contact'],
  reason: ['Item', 'reason'],
  outcome: ['Item', 'resolution'],
  method: ['Return', 'method'],
  tag: ['Return', 'tags'],
  assignee: ['Return', 'assignee'],
  flagged: ['Return', 'flagged'],
  filed_by: ['Return', 'filed_by'],
  group: ['Return', 'group_id'],
}

/** The problem with filters, or an order of rows, over what this role is not shown: they would tell it all the same. */
export function hiddenFilters(role: Role, query: ReturnQuery): ProblemParts | null {
  const filters = Object.keys(query).filter(name => LOOKS_AT[name] && !sees(role, ...LOOKS_AT[name]))
  const sorted = String(query.sort ?? '').endsWith('due_at') && !sees(role, 'Return', 'deadlines') ? ['sort'] : []
  const errors = [...filters, ...sorted].map(path => ({
    in: 'query' as const,
    path,
    code: 'forbidden',
    message: `Looks at something that is not shown to ${role} keys. Leave it out.`,
  }))
  if (errors.length === 0) return null
  return {
    status: 403,
    code: 'forbidden',
    title: REFUSALS.forbidden.title,
    detail: `Some filters look at what is not shown to ${role} keys; leave them out.`,
    errors,
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
