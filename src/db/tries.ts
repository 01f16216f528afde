/** How often something was tried lately. All server processes count in the same rows, so that more processes do not mean more guesses. */
import type { OrgId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type Tried = { subject: string; made: number; since: Instant }

/**
 * Counts one more of each and tells how many there are by now; a count that began at `before` or earlier begins anew. Counting comes first and looking
 * afterwards, so that many at once are still counted one by one.
 */
export async function countTries(
  on: Queryable,
  org: OrgId,
  subjects: readonly string[],
  { at, before }: { at: Instant; before: Instant },
): Promise<Tried[]> {
  const { rows } = await query<Tried>(
    on,
    sql`insert into tries (org_id, subject, made, since) select ${org}::uuid, subject, 1, ${at}::timestamptz from unnest(${subjects}::text[]) as one (subject) order by subject
      on conflict (org_id, subject) do update set
        made = case when tries.since <= ${before}::timestamptz then 1 else least(tries.made, 1000000) + 1 end,
        since = case when tries.since <= ${before}::timestamptz then excluded.since else tries.since end
      returning subject, made, since`,
  )
  return rows
}

/** Whoever succeeded has not been guessing. */
export const forgetTries = (on: Queryable, org: OrgId, subject: string): Promise<unknown> =>
  query(on, sql`delete from tries where org_id = ${org} and subject = ${subject}`)

/** Takes one back. */
export const uncountTry = (on: Queryable, org: OrgId, subject: string): Promise<unknown> =>
  query(on, sql`update tries set made = greatest(made - 1, 0) where org_id = ${org} and subject = ${subject}`)
