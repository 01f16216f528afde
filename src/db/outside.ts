/** What an act leaves for later: work to be done outside the house, and credit it gave. */
import type { OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export type ErrandKind = 'refund' | 'label' | 'exchange' | 'charge' | 'file'

/** `key` is stable for the same piece of work: the outside is told it with every attempt and does the work once. */
export type Errand = {
  org: OrgId
  id: string
  shop: ShopId
  ret: ReturnId
  kind: ErrandKind
  key: string
  body: Record<string, unknown>
  attempts: number
}

export const insertErrand = (on: Queryable, errand: Omit<Errand, 'attempts'>, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`insert into errands (org_id, id, shop_id, return_id, kind, key, body, state, next_at, created_at)
      values (${errand.org}, ${errand.id}, ${errand.shop}, ${errand.ret}, ${errand.kind}, ${errand.key}, ${json(errand.body)}, 'waiting', ${at}, ${at})
      on conflict (org_id, key) do nothing`,
  )

/** Organisations with work that is due, those that have waited longest first. */
export async function orgsWithErrands(on: Queryable, at: Instant): Promise<OrgId[]> {
  const { rows } = await query<{ org_id: OrgId }>(
    on,
    sql`select org_id from errands where (state = 'waiting' and next_at <= ${at}) or (state = 'taken' and taken_until <= ${at})
      group by org_id order by min(next_at) limit 100`,
  )
  return rows.map(row => row.org_id)
}

type ErrandRow = {
  org_id: OrgId
  id: string
  shop_id: ShopId
  return_id: ReturnId
  kind: ErrandKind
  key: string
  body: Record<string, unknown>
  attempts: number
}
const errandOf = ({ org_id: org, shop_id: shop, return_id: ret, ...row }: ErrandRow): Errand => ({
  org,
  shop,
  ret,
  ...row,
})

/**
 * Takes some due work of one organisation for a while, of returns nobody is working for just now. Work whose taker died is due again when its
 * time is over.
 */
export async function takeErrands(
  on: Queryable,
  org: OrgId,
  at: Instant,
  until: Instant,
  limit: number,
): Promise<Errand[]> {
  const { rows } = await query<ErrandRow>(
    on,
    // Materialized: the planner may run a plain subquery more than once, and each run would take `limit` more.
    sql`with due as materialized (
        select id from errands where org_id = ${org} and ((state = 'waiting' and next_at <= ${at}) or (state = 'taken' and taken_until <= ${at}))
          and not exists (select 1 from errands busy where busy.org_id = ${org} and busy.return_id = errands.return_id and busy.state = 'taken' and busy.taken_until > ${at})
        order by next_at limit ${limit} for update skip locked
      )
      update errands set state = 'taken', taken_until = ${until}, attempts = attempts + 1 from due where errands.org_id = ${org} and errands.id = due.id
      returning errands.org_id, errands.id, shop_id, return_id, kind, key, body, attempts`,
  )
  return rows.map(errandOf)
}

/** Of what was given up: last tried before one moment, ordered after another. */
export type GivenUp = { triedBefore: Instant; orderedAfter: Instant }

export async function orgsWithGivenUp(on: Queryable, { triedBefore, orderedAfter }: GivenUp): Promise<OrgId[]> {
  const { rows } = await query<{ org_id: OrgId }>(
    on,
    sql`select distinct org_id from errands where state = 'given_up' and next_at <= ${triedBefore} and created_at > ${orderedAfter}`,
  )
  return rows.map(row => row.org_id)
}

export async function givenUpErrands(
  on: Queryable,
  org: OrgId,
  { triedBefore, orderedAfter }: GivenUp,
  limit: number,
): Promise<Errand[]> {
  const { rows } = await query<ErrandRow>(
    on,
    sql`select org_id, id, shop_id, return_id, kind, key, body, attempts from errands
      where org_id = ${org} and state = 'given_up' and next_at <= ${triedBefore} and created_at > ${orderedAfter} order by next_at limit ${limit}`,
  )
  return rows.map(errandOf)
}

/** Its attempts stay counted, so that it is tried once and given up again when that was in vain. */
export const putOnAgain = (on: Queryable, org: OrgId, id: string, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`update errands set state = 'waiting', next_at = ${at}, taken_until = null where org_id = ${org} and id = ${id} and state = 'given_up'`,
  )

export const finishErrand = (
  on: Queryable,
  org: OrgId,
  id: string,
  state: 'done' | 'given_up',
  why: string | null,
): Promise<unknown> =>
  query(
    on,
    sql`update errands set state = ${state}, why = ${why}, taken_until = null where org_id = ${org} and id = ${id}`,
  )

export const postponeErrand = (on: Queryable, org: OrgId, id: string, nextAt: Instant, why: string): Promise<unknown> =>
  query(
    on,
    sql`update errands set state = 'waiting', next_at = ${nextAt}, why = ${why}, taken_until = null where org_id = ${org} and id = ${id}`,
  )

export const insertCredit = (
  on: Queryable,
  credit: {
    org: OrgId
    id: string
    shop: ShopId
    ret: ReturnId
    payout: string
    customer: string
    reference: string
    amountMinor: number
    currency: string
    at: Instant
  },
): Promise<unknown> =>
  query(
    on,
    sql`insert into credits (org_id, id, shop_id, return_id, payout_id, customer, reference, amount, currency, at)
      values (${credit.org}, ${credit.id}, ${credit.shop}, ${credit.ret}, ${credit.payout}, ${credit.customer}, ${credit.reference}, ${credit.amountMinor}, ${credit.currency}, ${credit.at})`,
  )
