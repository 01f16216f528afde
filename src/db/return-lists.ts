/** Finding returns: by state, time, words, page by page, as fast at a million as at ten thousand. */
import type { OrderId, OrgId, ShopId } from '../core/ids.ts'
import type { Return } from '../core/return/return.ts'
import type { Where } from '../core/return/where.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { exactQuery, searchQuery } from './terms.ts'
import { patternsOf } from './where-sql.ts'

export type Sort = 'created_at' | 'updated_at' | 'due_at'

export type Finding = {
  shops: readonly ShopId[]
  where?: Where
  /** Only returns of these orders. */
  orders?: readonly OrderId[]
  /** What somebody typed: every word must occur. */
  text?: string
  /** Exact words such as `lane:withdrawal` or `email:…`; all must occur. */
  words?: readonly string[]
  createdFrom?: Instant
  createdBefore?: Instant
  updatedFrom?: Instant
  updatedBefore?: Instant
  sort?: Sort
  descending?: boolean
  /** The last row of the page before: its sort value and id. */
  after?: { at: Instant; id: string }
  limit: number
}

const FIRST = '0001-01-01T00:00:00.000Z'
const LAST = '9999-12-31T23:59:59.999Z'
const LOWEST = '00000000-0000-0000-0000-000000000000'
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * One page in order of the sort column. A state is a set of tuples: the page is merged from one short index range per shop and tuple,
 * which costs the same however many returns lie behind it. Words and orders go through their own indexes. Sorted by `due_at` only returns
 * with a running deadline are listed.
 */
export async function listReturns(on: Queryable, org: OrgId, finding: Finding): Promise<Return[]> {
  if (finding.shops.length === 0) return []
  const words = wordsQuery(finding)
  const merged = words === null && finding.orders === undefined
  const { rows } = await query<{ doc: Return }>(
    on,
    merged ? mergedPage(org, finding) : filteredPage(org, finding, words),
  )
  return rows.map(row => row.doc)
}

function wordsQuery(finding: Finding): string | null {
  const typed = finding.text === undefined ? null : searchQuery(finding.text)
  const parts = [...(typed === null ? [] : [typed]), ...(finding.words ?? []).map(exactQuery)]
  return parts.length === 0 ? null : parts.join(' & ')
}

/** The columns and comparison of a sort; the text is one of a handful, so every statement stays prepared. */
function ordering({ sort = 'created_at', descending = true, after }: Finding) {
  const direction = descending ? 'desc' : 'asc'
  return {
    column: sort,
    by: `${sort} ${direction}, id ${direction}`,
    beyond: descending ? '<' : '>',
    from: after ?? (descending ? { at: LAST, id: HIGHEST } : { at: FIRST, id: LOWEST }),
  }
}

const PRESENT = `present (shop_id, tuple) as (
    select shop.id, (select min(tuple) from tallies where org_id = $1 and shop_id = shop.id) from unnest($2::uuid[]) shop (id)
    union all
    select present.shop_id, (select min(tallies.tuple) from tallies where org_id = $1 and shop_id = present.shop_id and tallies.tuple > present.tuple)
    from present where present.tuple is not null
  )`

function mergedPage(org: OrgId, finding: Finding) {
  const { column, by, beyond, from } = ordering(finding)
  const values = [
    org,
    finding.shops,
    null as string[] | null,
    finding.createdFrom ?? FIRST,
    finding.createdBefore ?? LAST,
    finding.updatedFrom ?? FIRST,
    finding.updatedBefore ?? LAST,
    from.at,
    from.id,
    finding.limit,
  ]
  const range = `created_at >= $4 and created_at < $5 and updated_at >= $6 and updated_at < $7 and (${column}, id) ${beyond} ($8, $9::uuid)`
  if (finding.where === undefined) {
    return {
      text: `select returns.doc from unnest($2::uuid[]) shop (id) cross join lateral (
          select id, ${column} from returns where org_id = $1 and shop_id = shop.id and $3::text[] is null and ${range} order by ${by} limit $10
        ) found join returns on returns.org_id = $1 and returns.id = found.id
        order by ${by.replaceAll(column, `found.${column}`).replace(', id', ', found.id')} limit $10`,
      values,
    }
  }
  values[2] = patternsOf(finding.where)
  return {
    text: `with recursive ${PRESENT}
      select returns.doc from present cross join lateral (
        select id, ${column} from returns where org_id = $1 and shop_id = present.shop_id and tuple = present.tuple and ${range} order by ${by} limit $10
      ) found join returns on returns.org_id = $1 and returns.id = found.id
      where present.tuple ~ any ($3::text[])
      order by ${by.replaceAll(column, `found.${column}`).replace(', id', ', found.id')} limit $10`,
    values,
  }
}

function filteredPage(org: OrgId, finding: Finding, words: string | null) {
  const { column, by, beyond, from } = ordering(finding)
  const wordTest = words === null ? '$3::text is null' : 'terms @@ $3::tsquery'
  const orderTest = finding.orders === undefined ? '$12::uuid[] is null' : 'order_id = any ($12::uuid[])'
  return {
    text: `select doc from returns where org_id = $1 and shop_id = any ($2::uuid[]) and ${wordTest} and ${orderTest}
      and ($11::text[] is null or tuple ~ any ($11)) and created_at >= $4 and created_at < $5 and updated_at >= $6 and updated_at < $7
      and (${column}, id) ${beyond} ($8, $9::uuid) order by ${by} limit $10`,
    values: [
      org,
      finding.shops,
      words,
      finding.createdFrom ?? FIRST,
      finding.createdBefore ?? LAST,
      finding.updatedFrom ?? FIRST,
      finding.updatedBefore ?? LAST,
      from.at,
      from.id,
      finding.limit,
      finding.where === undefined ? null : patternsOf(finding.where),
      finding.orders ?? null,
    ],
  }
}

/** How many there are: from the tallies when only state and whole days are asked, else counted on an index. */
export async function countReturns(
  on: Queryable,
  org: OrgId,
  finding: Omit<Finding, 'limit' | 'sort' | 'after'>,
): Promise<number> {
  const words = wordsQuery({ ...finding, limit: 0 })
  const exact =
    words !== null ||
    finding.order !== undefined ||
    finding.updatedFrom !== undefined ||
    finding.updatedBefore !== undefined ||
    partOfDay(finding.createdFrom) ||
    partOfDay(finding.createdBefore)
  const patterns = finding.where === undefined ? null : patternsOf(finding.where)
  if (!exact) {
    const { rows } = await query<{ count: number }>(on, {
      text: `select coalesce(sum(returns), 0)::bigint as count from tallies
        where org_id = $1 and shop_id = any ($2::uuid[]) and ($3::text[] is null or tuple ~ any ($3)) and day >= $4::date and day < $5::date`,
      values: [
        org,
        finding.shops,
        patterns,
        (finding.createdFrom ?? FIRST).slice(0, 10),
        (finding.createdBefore ?? LAST).slice(0, 10),
      ],
    })
    return rows[0]?.count ?? 0
  }
  const wordTest = words === null ? '$3::text is null' : 'terms @@ $3::tsquery'
  const orderTest = finding.orders === undefined ? '$8::uuid[] is null' : 'order_id = any ($8::uuid[])'
  const { rows } = await query<{ count: number }>(on, {
    text: `select count(*)::bigint as count from returns where org_id = $1 and shop_id = any ($2::uuid[]) and ${wordTest} and ${orderTest}
      and ($9::text[] is null or tuple ~ any ($9)) and created_at >= $4 and created_at < $5 and updated_at >= $6 and updated_at < $7`,
    values: [
      org,
      finding.shops,
      words,
      finding.createdFrom ?? FIRST,
      finding.createdBefore ?? LAST,
      finding.updatedFrom ?? FIRST,
      finding.updatedBefore ?? LAST,
      finding.orders ?? null,
      patterns,
    ],
  })
  return rows[0]?.count ?? 0
}

const partOfDay = (at: Instant | undefined): boolean => at !== undefined && !at.endsWith('T00:00:00.000Z')

/** How many returns stand in each state, for queues with counts. */
export async function countByTuple(
  on: Queryable,
  org: OrgId,
  shops: readonly ShopId[],
): Promise<{ tuple: string; count: number }[]> {
  const { rows } = await query<{ tuple: string; count: number }>(on, {
    text: 'select tuple, sum(returns)::bigint as count from tallies where org_id = $1 and shop_id = any ($2::uuid[]) group by tuple having sum(returns) > 0',
    values: [org, shops],
  })
  return rows
}

/** How many returns a customer has filed in a shop, for rules that look at habits; cancelled and rejected ones do not count against anybody. */
export async function customerHistory(on: Queryable, org: OrgId, shop: ShopId, email: string): Promise<{ returns: number; pieces: number }> {
  const { rows } = await query<{ returns: number; pieces: number }>(on, {
    text: `select count(*)::bigint as returns, coalesce(sum((select sum((item ->> 'asked')::int) from jsonb_array_elements(doc -> 'items') item)), 0)::bigint as pieces
      from returns where org_id = $1 and shop_id = $2 and terms @@ $3::tsquery and request not in ('cancelled', 'rejected')`,
    values: [org, shop, exactQuery(`email:${email}`)],
  })
  return rows[0] ?? { returns: 0, pieces: 0 }
}
