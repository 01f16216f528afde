/** How many returns there are, without reading them. */

import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import {
  byWords,
  dayOf,
  daysIn,
  nextDay,
  type Put,
  partOfDay,
  present,
  shopsIn,
  statesIn,
  tallied,
  testsOf,
  valuesFrom,
  type Which,
} from './return-finding.ts'
import { exactQuery } from './terms.ts'

/** How many there are: when only state and time of filing are asked, whole days come from the tallies, and what lies before and behind them is counted on an index. */
export async function countReturns(on: Queryable, org: OrgId, finding: Which): Promise<number> {
  const { foreign, ...any } = finding
  if (foreign === null && tallied(any)) return countOwn(on, org, any)
  const counts = tallied(finding) ? partsOf(finding) : [{ count: rowCount, finding }]
  const parts = await Promise.all(counts.map(part => counted(on, org, part)))
  return parts.reduce((all, part) => all + part, 0)
}

/** All there are less those in other currencies: few, and found by their words. */
async function countOwn(on: Queryable, org: OrgId, any: Which): Promise<number> {
  const [all, others] = await Promise.all([
    countReturns(on, org, any),
    countReturns(on, org, { ...any, foreign: 'any' }),
  ])
  return all - others
}

type Part = { count: (finding: Which, put: Put) => string; finding: Which }

/** The whole days of a stretch of time, and the parts of days at its ends. A stretch within one day has no whole one. */
function partsOf(finding: Which): Part[] {
  const { createdFrom: from, createdBefore: before } = finding
  const first = from && nextDay(from)
  const last = before && dayOf(before)
  if (first !== undefined && last !== undefined && first > last) return [{ count: rowCount, finding }]
  const days = { ...finding, ...(first && { createdFrom: first }), ...(last && { createdBefore: last }) }
  return [
    { count: tallyCount, finding: days },
    ...(partOfDay(from) && first ? [{ count: rowCount, finding: { ...finding, createdBefore: first } }] : []),
    ...(partOfDay(before) && last ? [{ count: rowCount, finding: { ...finding, createdFrom: last } }] : []),
  ]
}

async function counted(on: Queryable, org: OrgId, { count, finding }: Part): Promise<number> {
  const { values, put } = valuesFrom(org)
  const text = count(finding, put)
  const { rows } = await query<{ count: number }>(on, { text, values, prepare: !byWords(finding) })
  return rows[0]?.count ?? 0
}

function rowCount(finding: Which, put: Put): string {
  const { shops } = finding
  const ofShops = shops === null ? [] : [`shop_id = any (${put([...new Set(shops)])}::uuid[])`]
  return `select count(*)::bigint as count from returns where ${['org_id = $1', ...ofShops, ...testsOf(finding, put)].join(' and ')}`
}

/** Which states count is decided once per state that is present, not for every day's tally of it. */
const tallyCount = (finding: Which, put: Put): string =>
  `${present(shopsIn(finding, put))} select coalesce(sum(counted.returns), 0)::bigint as count
    from ${statesIn(finding, put)} source cross join lateral (
      select sum(returns) as returns from tallies where org_id = $1 and shop_id = source.shop_id and tuple = source.tuple ${daysIn(finding, put)}
    ) counted`

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
): Promise<{ returns: number; pieces: number; filed: { at: Instant; pieces: number }[] }> {
  const { rows } = await query<{ at: Instant; pieces: number }>(on, {
    text: `select doc ->> 'createdAt' as at, (select coalesce(sum((item ->> 'asked')::int), 0) from json_array_elements(doc -> 'items') item)::bigint as pieces
      from returns where org_id = $1 and shop_id = $2 and terms @@ $3::tsquery and request not in ('cancelled', 'rejected') order by created_at desc limit ${MOST_COUNTED}`,
    values: [org, shop, exactQuery(`email:${email}`)],
  })
  return { returns: rows.length, pieces: rows.reduce((all, row) => all + row.pieces, 0), filed: rows }
}

/** Nobody who sent back this much is judged by the thousand-and-first. */
const MOST_COUNTED = 1_000
