/** Finding returns: by state, time, words, page by page, as fast at a million as at ten thousand. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Return } from '../core/return/return.ts'
import type { Shop } from '../core/shop.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { countReturns } from './return-counts.ts'
import {
  byWords,
  daysIn,
  type Finding,
  partOfDay,
  present,
  shopsIn,
  statesIn,
  tallied,
  testsOf,
  valuesFrom,
} from './return-finding.ts'

/** Rows of a list, and the shops they belong to. */
export type Listed = { rows: Return[]; shops: ReadonlyMap<ShopId, Shop> }

/**
 * One page in order of the sort column. A state is a set of tuples: the page is merged from one short index range per shop and tuple,
 * which costs the same however many returns lie behind it. Words and orders are looked up shop by shop. Sorted by `due_at`, only returns
 * with a running deadline are listed.
 */
export const listReturns = (on: Queryable, org: OrgId, finding: Finding): Promise<Listed> => fetched(on, org, finding)

/** So many rows are passed over faster than a day is looked up for them. */
const NEAR = 1_000

/**
 * The same behind so many rows, for doors that number their pages; sorted by the moment of filing. Far down the list the tallies tell on which day the
 * page begins, so that what lies before it need not be read.
 */
export async function listReturnsBehind(
  on: Queryable,
  org: OrgId,
  skip: number,
  finding: Omit<Finding, 'after' | 'sort'>,
  near = NEAR,
): Promise<Listed> {
  const { descending = true, createdFrom, createdBefore } = finding
  // Where the list begins within a day, its first day's tally counts too much.
  const beginsWithinDay = partOfDay(descending ? createdBefore : createdFrom)
  if (skip <= near || beginsWithinDay) return fetched(on, org, finding, skip)
  // Where nothing was paid in another currency, leaving that out leaves out nothing, and the tallies tell all.
  if (finding.foreign === null && (await countReturns(on, org, { shops: finding.shops, foreign: 'any' })) === 0)
    return listReturnsBehind(on, org, skip, { ...finding, foreign: undefined }, near)
  if (!tallied(finding)) return fetched(on, org, finding, skip)
  const start = await startOfPage(on, org, skip, finding)
  if (start === null) return { rows: [], shops: new Map() }
  const from = descending ? { createdBefore: start.end } : { createdFrom: start.begin }
  return fetched(on, org, { ...finding, ...from }, skip - start.before)
}

async function fetched(on: Queryable, org: OrgId, finding: Finding, skip = 0): Promise<Listed> {
  if (finding.shops?.length === 0) return { rows: [], shops: new Map() }
  const { rows } = await query<{ doc: Return; shop: Shop | null }>(on, page(org, finding, skip))
  return { rows: rows.map(row => row.doc), shops: new Map(rows.flatMap(({ shop }) => (shop ? [[shop.id, shop]] : []))) }
}

/**
 * Only the rows of the page are fetched whole, each by its key: with a join the planner, which does not know how short a page is, would read the
 * whole table. Their shops come along, each with the first of its rows.
 */
function page(org: OrgId, finding: Finding, skip = 0) {
  const { sort = 'created_at', descending = true, after, where, limit } = finding
  const { values, put } = valuesFrom(org)
  const shops = shopsIn(finding, put)
  const byTuple = where !== undefined && sort !== 'due_at' && !byWords(finding) && finding.orders === undefined
  const source = byTuple ? statesIn(finding, put) : shops
  const direction = descending ? 'desc' : 'asc'
  const by = (table: string) => `${table}.${sort} ${direction}, ${table}.id ${direction}`
  const tests = [
    ...(byTuple ? ['tuple = source.tuple', ...testsOf({ ...finding, where: undefined }, put)] : testsOf(finding, put)),
    ...(sort === 'due_at' ? ['due_at is not null'] : []),
    ...(after ? [`(${sort}, id) ${descending ? '<' : '>'} (${put(after.at)}, ${put(after.id)}::uuid)`] : []),
  ]
  const most = put(limit + skip)
  const text = `${byTuple ? present(shops) : ''} select (select doc from returns where org_id = $1 and id = page.id) as doc,
      case row_number() over (partition by shop_id) when 1 then (select doc from shops where org_id = $1 and id = page.shop_id) end as shop from (
      select source.shop_id, found.id, found.${sort} from ${source} source (shop_id) cross join lateral (
        select id, ${sort} from returns where ${['org_id = $1', 'shop_id = source.shop_id', ...tests].join(' and ')} order by ${by('returns')} limit ${most}
      ) found order by ${by('found')} limit ${put(limit)} offset ${put(skip)}
    ) page order by ${by('page')}`
  return { text, values, prepare: !byWords(finding) }
}

/** The day on which a row stands, when it begins and ends, and how many rows of the list lie on the days before it. */
async function startOfPage(
  on: Queryable,
  org: OrgId,
  skip: number,
  finding: Omit<Finding, 'after' | 'sort'>,
): Promise<{ begin: Instant; end: Instant; before: number } | null> {
  const { values, put } = valuesFrom(org)
  const direction = (finding.descending ?? true) ? 'desc' : 'asc'
  const text = `${present(shopsIn(finding, put))}, days as (
      select day, sum(returns) as many from ${statesIn(finding, put)} source join tallies using (shop_id, tuple) where org_id = $1 ${daysIn(finding, put)} group by day
    ), running as (
      select day, many, sum(many) over (order by day ${direction}) as upto from days
    )
    select day::timestamp at time zone 'UTC' as begin, (day + 1)::timestamp at time zone 'UTC' as end, (upto - many)::bigint as before
    from running where upto > ${put(skip)} order by day ${direction} limit 1`
  const { rows } = await query<{ begin: Instant; end: Instant; before: number }>(on, { text, values })
  return rows[0] ?? null
}
