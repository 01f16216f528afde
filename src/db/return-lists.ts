/** Finding returns: by state, time, words, page by page, as fast at a million as at ten thousand. */
import type { OrderId, OrgId, ShopId } from '../core/ids.ts'
import type { Return } from '../core/return/return.ts'
import type { Where } from '../core/return/where.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { exactQuery, searchQuery } from './terms.ts'
import { patternsOf } from './where-sql.ts'

export type Sort = 'created_at' | 'updated_at' | 'due_at'

export type Finding = {
  /** Null for all the organisation has. */
  shops: readonly ShopId[] | null
  where?: Where
  /** Only returns of these orders. */
  orders?: readonly OrderId[]
  /** What somebody typed: every word must occur. */
  text?: string
  /** Exact words such as `lane:withdrawal` or `email:…`; all must occur, and of several together any one. */
  words?: readonly (string | readonly [string, ...string[]])[]
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

/** Rows of a list, and the shops they belong to. */
export type Listed = { rows: Return[]; shops: ReadonlyMap<ShopId, Shop> }

/**
 * One page in order of the sort column. A state is a set of tuples: the page is merged from one short index range per shop and tuple,
 * which costs the same however many returns lie behind it. Words and orders are looked up shop by shop. Sorted by `due_at`, only returns
 * with a running deadline are listed.
 */
export async function listReturns(on: Queryable, org: OrgId, finding: Finding): Promise<Listed> {
  if (finding.shops?.length === 0) return { rows: [], shops: new Map() }
  const { rows } = await query<{ doc: Return; shop: Shop | null }>(on, page(org, finding))
  return { rows: rows.map(row => row.doc), shops: new Map(rows.flatMap(({ shop }) => (shop ? [[shop.id, shop]] : []))) }
}

type Put = (value: unknown) => string

/** Values beside a text that is put together; a text is one of few, so that it stays prepared. */
function valuesFrom(...values: unknown[]): { values: unknown[]; put: Put } {
  return { values, put: value => `$${values.push(value)}` }
}

/** The shops a list is about, as a table of their ids. */
const shopsIn = ({ shops }: Pick<Finding, 'shops'>, put: Put): string =>
  shops === null ? '(select id from shops where org_id = $1)' : `unnest(${put([...new Set(shops)])}::uuid[])`

/** Every state a shop has returns in, found by leaping from tuple to tuple instead of reading all tallies. */
const present = (shops: string): string => `with recursive present (shop_id, tuple) as (
    select shop.id, (select min(tuple) from tallies where org_id = $1 and shop_id = shop.id) from ${shops} shop (id)
    union all
    select present.shop_id, (select min(tallies.tuple) from tallies where org_id = $1 and shop_id = present.shop_id and tallies.tuple > present.tuple)
    from present where present.tuple is not null
  )`

/**
 * Only the rows of the page are fetched whole, each by its key: with a join the planner, which does not know how short a page is, would read the
 * whole table. Their shops come along, each with the first of its rows.
 */
function page(org: OrgId, finding: Finding) {
  const { sort = 'created_at', descending = true, after, where, limit } = finding
  const { values, put } = valuesFrom(org)
  const shops = shopsIn(finding, put)
  const byTuple = where !== undefined && sort !== 'due_at' && !byWords(finding) && finding.orders === undefined
  const source = byTuple
    ? `(select shop_id, tuple from present where tuple ~ any (${put(patternsOf(where))}::text[]))`
    : shops
  const direction = descending ? 'desc' : 'asc'
  const by = (table: string) => `${table}.${sort} ${direction}, ${table}.id ${direction}`
  const tests = [
    ...(byTuple ? ['tuple = source.tuple', ...testsOf({ ...finding, where: undefined }, put)] : testsOf(finding, put)),
    ...(sort === 'due_at' ? ['due_at is not null'] : []),
    ...(after ? [`(${sort}, id) ${descending ? '<' : '>'} (${put(after.at)}, ${put(after.id)}::uuid)`] : []),
  ]
  const most = put(limit)
  const text = `${byTuple ? present(shops) : ''} select (select doc from returns where org_id = $1 and id = page.id) as doc,
      case row_number() over (partition by shop_id) when 1 then (select doc from shops where org_id = $1 and id = page.shop_id) end as shop from (
      select source.shop_id, found.id, found.${sort} from ${source} source (shop_id) cross join lateral (
        select id, ${sort} from returns where ${['org_id = $1', 'shop_id = source.shop_id', ...tests].join(' and ')} order by ${by('returns')} limit ${most}
      ) found order by ${by('found')} limit ${most}
    ) page order by ${by('page')}`
  return { text, values, prepare: !byWords(finding) }
}

/** Whether a word is rare or in every return decides between two very different plans, so these statements are planned with their values in view. */
const byWords = (finding: Pick<Finding, 'text' | 'words'>): boolean => wordsQuery(finding) !== null

/** What was asked for and nothing else: a range nobody asked for would make the planner believe that few rows remain, and leave the index in order of the page. */
function testsOf(finding: Omit<Finding, 'limit'>, put: Put): string[] {
  const { where, orders, createdFrom, createdBefore, updatedFrom, updatedBefore } = finding
  const words = wordsQuery(finding)
  return [
    ...(words === null ? [] : [`terms @@ ${put(words)}::tsquery`]),
    ...(orders === undefined ? [] : [`order_id = any (${put(orders)}::uuid[])`]),
    ...(where === undefined ? [] : [`tuple ~ any (${put(patternsOf(where))}::text[])`]),
    ...(createdFrom === undefined ? [] : [`created_at >= ${put(createdFrom)}`]),
    ...(createdBefore === undefined ? [] : [`created_at < ${put(createdBefore)}`]),
    ...(updatedFrom === undefined ? [] : [`updated_at >= ${put(updatedFrom)}`]),
    ...(updatedBefore === undefined ? [] : [`updated_at < ${put(updatedBefore)}`]),
  ]
}

function wordsQuery({ text, words = [] }: Pick<Finding, 'text' | 'words'>): string | null {
  const typed = text === undefined ? null : searchQuery(text)
  const parts = [...(typed === null ? [] : [typed]), ...words.map(anyOf)]
  return parts.length === 0 ? null : parts.join(' & ')
}

const anyOf = (word: string | readonly string[]): string => `(${[word].flat().map(exactQuery).join(' | ')})`

/** How many there are: from the tallies when only state and whole days are asked, else counted on an index. */
export async function countReturns(
  on: Queryable,
  org: OrgId,
  finding: Omit<Finding, 'limit' | 'sort' | 'descending' | 'after'>,
): Promise<number> {
  const { values, put } = valuesFrom(org)
  const text = tallied(finding) ? tallyCount(finding, put) : rowCount(finding, put)
  const { rows } = await query<{ count: number }>(on, { text, values, prepare: !byWords(finding) })
  return rows[0]?.count ?? 0
}

function rowCount(finding: Omit<Finding, 'limit'>, put: Put): string {
  const { shops } = finding
  const ofShops = shops === null ? [] : [`shop_id = any (${put([...new Set(shops)])}::uuid[])`]
  return `select count(*)::bigint as count from returns where ${['org_id = $1', ...ofShops, ...testsOf(finding, put)].join(' and ')}`
}

/** Which states count is decided once per state that is present, not for every day's tally of it. */
function tallyCount({ shops, where, createdFrom, createdBefore }: Omit<Finding, 'limit'>, put: Put): string {
  const states =
    where === undefined
      ? 'present where tuple is not null'
      : `present where tuple ~ any (${put(patternsOf(where))}::text[])`
  const days = [
    ...(createdFrom === undefined ? [] : [`and day >= ${put(createdFrom.slice(0, 10))}::date`]),
    ...(createdBefore === undefined ? [] : [`and day < ${put(createdBefore.slice(0, 10))}::date`]),
  ]
  return `${present(shopsIn({ shops }, put))} select coalesce(sum(counted.returns), 0)::bigint as count
    from (select shop_id, tuple from ${states}) source cross join lateral (
      select sum(returns) as returns from tallies where org_id = $1 and shop_id = source.shop_id and tuple = source.tuple ${days.join(' ')}
    ) counted`
}

const tallied = (finding: Omit<Finding, 'limit'>): boolean =>
  !byWords(finding) &&
  finding.orders === undefined &&
  finding.updatedFrom === undefined &&
  finding.updatedBefore === undefined &&
  !partOfDay(finding.createdFrom) &&
  !partOfDay(finding.createdBefore)

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
export async function customerHistory(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  email: string,
): Promise<{ returns: number; pieces: number }> {
  const { rows } = await query<{ returns: number; pieces: number }>(on, {
    text: `select count(*)::bigint as returns, coalesce(sum((select sum((item ->> 'asked')::int) from json_array_elements(doc -> 'items') item)), 0)::bigint as pieces
      from returns where org_id = $1 and shop_id = $2 and terms @@ $3::tsquery and request not in ('cancelled', 'rejected')`,
    values: [org, shop, exactQuery(`email:${email}`)],
  })
  return rows[0] ?? { returns: 0, pieces: 0 }
}
