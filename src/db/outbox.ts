/** News that is still to be told: one row per act, written together with it, and gone once everybody who is to hear of it has a delivery. */
import type { OrgId, ReturnId, ShopId } from '../core/ids.ts'
import type { EventType } from '../core/return/events.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'
import type { Transaction } from './transaction.ts'

/** The events of one act, by their places in the return's log. */
export type OutboxRow = { shop: ShopId; ret: ReturnId; fromSequence: number; toSequence: number; at: Instant }

export const insertNews = (on: Queryable, news: OutboxRow & { org: OrgId; id: string }): Promise<unknown> =>
  query(
    on,
    sql`insert into outbox (org_id, id, shop_id, return_id, from_sequence, to_sequence, at)
      values (${news.org}, ${news.id}, ${news.shop}, ${news.ret}, ${news.fromSequence}, ${news.toSequence}, ${news.at})`,
  )

/** The first organisation behind this one that has news. Leaping from one to the next costs an index look-up each, however much news lies between. */
export async function nextOrgWithNews(on: Queryable, after: OrgId | null): Promise<OrgId | null> {
  const { rows } = await query<{ org_id: OrgId }>(
    on,
    after === null
      ? sql`select org_id from outbox order by org_id limit 1`
      : sql`select org_id from outbox where org_id > ${after} order by org_id limit 1`,
  )
  return rows[0]?.org_id ?? null
}

/** Any number nobody else locks in pairs with. */
const RELAY = 7313

/**
 * Makes this transaction the only one that relays the organisation's news; false when another one is at it. Skipping the rows another has locked would not
 * do: the later news of a return could then leave before the earlier.
 */
export async function lockNews(tx: Transaction, org: OrgId): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${RELAY}::int, hashtext(${org}::text)) as mine`,
  )
  return rows[0]?.mine === true
}

/** Takes news off the outbox: for good, when the transaction commits. That of one return comes in the order it was written. */
export async function takeNews(tx: Transaction, org: OrgId, limit: number): Promise<OutboxRow[]> {
  const { rows } = await tx.query<{
    shop_id: ShopId
    return_id: ReturnId
    from_sequence: number
    to_sequence: number
    at: Instant
  }>(
    sql`with next as materialized (
        select return_id, from_sequence from outbox where org_id = ${org} order by return_id, from_sequence limit ${limit} for update skip locked
      )
      delete from outbox using next where outbox.org_id = ${org} and outbox.return_id = next.return_id and outbox.from_sequence = next.from_sequence
      returning outbox.shop_id, outbox.return_id, outbox.from_sequence, outbox.to_sequence, outbox.at`,
  )
  return rows.map(row => ({
    shop: row.shop_id,
    ret: row.return_id,
    fromSequence: row.from_sequence,
    toSequence: row.to_sequence,
    at: row.at,
  }))
}

/** What an event is told by, without what it says. */
export type Headline = { id: string; ret: ReturnId; sequence: number; type: EventType; at: Instant }

/** The events that news names; of one return in order. */
export async function headlinesOf(on: Queryable, org: OrgId, news: readonly OutboxRow[]): Promise<Headline[]> {
  const { rows } = await query<Omit<Headline, 'ret'> & { return_id: ReturnId }>(
    on,
    sql`select event.return_id, event.sequence, event.id, event.type, event.at
      from unnest(${news.map(({ ret }) => ret)}::uuid[], ${news.map(({ fromSequence }) => fromSequence)}::int[], ${news.map(({ toSequence }) => toSequence)}::int[])
        as news (return_id, from_sequence, to_sequence)
      join return_events event on event.org_id = ${org} and event.return_id = news.return_id and event.sequence between news.from_sequence and news.to_sequence
      order by event.return_id, event.sequence`,
  )
  return rows.map(({ return_id: ret, ...row }) => ({ ...row, ret }))
}
