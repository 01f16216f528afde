/** The log: everything that happened to a return, in order, never changed. */
import type { OrgId, ReturnId } from '../core/ids.ts'
import type { Event, Recorded } from '../core/return/events.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

/** Writes the events of one act down behind sequence `after`, each with where the act begins; ids are given by the desk. */
export function insertEvents(
  on: Queryable,
  org: OrgId,
  ret: ReturnId,
  after: number,
  events: readonly (Event & { id: string })[],
): Promise<unknown> {
  return query(
    on,
    sql`insert into return_events (org_id, return_id, sequence, from_sequence, id, type, at, body)
      select ${org}::uuid, ${ret}::uuid, ${after}::int + place, ${after}::int + 1, id::uuid, type, at::timestamptz, body::json
      from unnest(${events.map(event => event.id)}::text[], ${events.map(event => event.type)}::text[], ${events.map(event => event.at)}::text[],
        ${events.map(({ id: _, ...body }) => json(body))}::text[]) with ordinality as event (id, type, at, body, place)`,
  )
}

export async function eventsOf(
  on: Queryable,
  org: OrgId,
  ret: ReturnId,
  range: { after?: number; upTo?: number; limit?: number } = {},
): Promise<Recorded[]> {
  const { rows } = await query<{ sequence: number; id: string; body: Event }>(
    on,
    sql`select sequence, id, body from return_events where org_id = ${org} and return_id = ${ret} and sequence > ${range.after ?? 0}
      and sequence <= ${range.upTo ?? 2_147_483_647} order by sequence limit ${range.limit ?? 10_000}`,
  )
  return rows.map(row => ({ ...row.body, sequence: row.sequence, id: row.id }))
}
