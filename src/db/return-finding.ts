/** What is looked for among returns, and the pieces of SQL that lists and counts share. */
import type { OrderId, ShopId } from '../core/ids.ts'
import type { Currency } from '../core/money.ts'
import type { Where } from '../core/return/where.ts'
import { type Instant, plus } from '../core/time.ts'
import { anyForeignQuery, exactQuery, foreignWord, searchQuery } from './terms.ts'
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
  /** For doors that know but one currency: null for the shop's own; a code for what was paid in that one instead; `any` for whatever was not paid in the shop's. */
  foreign?: Currency | 'any' | null
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

/** Which returns, whatever order and part of them is wanted. */
export type Which = Omit<Finding, 'limit' | 'sort' | 'descending' | 'after'>

export type Put = (value: unknown) => string

/** Values beside a text that is put together; a text is one of few, so that it stays prepared. */
export function valuesFrom(...values: unknown[]): { values: unknown[]; put: Put } {
  return { values, put: value => `$${values.push(value)}` }
}

/** The shops a list is about, as a table of their ids. */
export const shopsIn = ({ shops }: Pick<Finding, 'shops'>, put: Put): string =>
  shops === null ? '(select id from shops where org_id = $1)' : `unnest(${put([...new Set(shops)])}::uuid[])`

/** Every state a shop has returns in, found by leaping from tuple to tuple instead of reading all tallies. */
export const present = (shops: string): string => `with recursive present (shop_id, tuple) as (
    select shop.id, (select min(tuple) from tallies where org_id = $1 and shop_id = shop.id) from ${shops} shop (id)
    union all
    select present.shop_id, (select min(tallies.tuple) from tallies where org_id = $1 and shop_id = present.shop_id and tallies.tuple > present.tuple)
    from present where present.tuple is not null
  )`

/** The states a list is about, shop by shop, of those that are present. */
export const statesIn = ({ where }: Pick<Finding, 'where'>, put: Put): string =>
  `(select shop_id, tuple from present where ${where === undefined ? 'tuple is not null' : `tuple ~ any (${put(patternsOf(where))}::text[])`})`

/** Whether a word is rare or in every return decides between two very different plans, so these statements are planned with their values in view. */
export const byWords = (finding: Pick<Finding, 'text' | 'words' | 'foreign'>): boolean => wordsQuery(finding) !== null

/** What was asked for and nothing else: a range nobody asked for would make the planner believe that few rows remain, and leave the index in order of the page. */
export function testsOf(finding: Which, put: Put): string[] {
  const { where, orders, foreign, createdFrom, createdBefore, updatedFrom, updatedBefore } = finding
  const words = wordsQuery(finding)
  return [
    ...(words === null ? [] : [`terms @@ ${put(words)}::tsquery`]),
    ...(orders === undefined ? [] : [`order_id = any (${put(orders)}::uuid[])`]),
    ...(where === undefined ? [] : [`tuple ~ any (${put(patternsOf(where))}::text[])`]),
    // Nearly every return passes, so it is looked at as rows go by.
    ...(foreign === null ? [`not terms @@ ${put(anyForeignQuery())}::tsquery`] : []),
    ...(createdFrom === undefined ? [] : [`created_at >= ${put(createdFrom)}`]),
    ...(createdBefore === undefined ? [] : [`created_at < ${put(createdBefore)}`]),
    ...(updatedFrom === undefined ? [] : [`updated_at >= ${put(updatedFrom)}`]),
    ...(updatedBefore === undefined ? [] : [`updated_at < ${put(updatedBefore)}`]),
  ]
}

function wordsQuery({ text, words = [], foreign }: Pick<Finding, 'text' | 'words' | 'foreign'>): string | null {
  const typed = text === undefined ? null : searchQuery(text)
  const paid = foreign ? [foreign === 'any' ? anyForeignQuery() : exactQuery(foreignWord(foreign))] : []
  const parts = [...(typed === null ? [] : [typed]), ...words.map(anyOf), ...paid]
  return parts.length === 0 ? null : parts.join(' & ')
}

const anyOf = (word: string | readonly string[]): string => `(${[word].flat().map(exactQuery).join(' | ')})`

/** Whether the tallies can tell of whole days: only states and times of filing are asked for. */
export const tallied = (finding: Which): boolean =>
  !byWords(finding) &&
  finding.orders === undefined &&
  finding.foreign === undefined &&
  finding.updatedFrom === undefined &&
  finding.updatedBefore === undefined

export const partOfDay = (at: Instant | undefined): boolean => at !== undefined && dayOf(at) !== at

/** When the day of a moment began. */
export const dayOf = (at: Instant): Instant => `${at.slice(0, 10)}T00:00:00.000Z` as Instant

/** When the first day begins that begins no sooner than this. */
export const nextDay = (at: Instant): Instant => (dayOf(at) === at ? at : plus(dayOf(at), { hours: 24 }))

/** The days a list is about, as a test of tallies; of which it may be about a part only. */
export const daysIn = (
  { createdFrom, createdBefore }: Pick<Finding, 'createdFrom' | 'createdBefore'>,
  put: Put,
): string =>
  [
    ...(createdFrom === undefined ? [] : [`and day >= ${put(createdFrom.slice(0, 10))}::date`]),
    ...(createdBefore === undefined ? [] : [`and day < ${put(nextDay(createdBefore).slice(0, 10))}::date`]),
  ].join(' ')
