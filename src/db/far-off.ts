/** What waits for a moment that a clock set too far ahead has named. */
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/**
 * Every message and errand that waits is due now, and what was taken is free again after as long as anybody honestly takes something. What waited for good
 * reason is tried once too early, which it bears; telling the two apart would mean believing the clock that was wrong.
 */
export async function makeDueNow(on: Queryable, now: Instant): Promise<void> {
  await query(on, sql`update deliveries set next_at = ${now} where state = 'waiting' and next_at > ${now}`)
  await query(on, sql`update errands set next_at = ${now} where state = 'waiting' and next_at > ${now}`)
  await query(on, sql`update mails set next_try_at = ${now} where state = 'queued' and next_try_at > ${now}`)
  await query(
    on,
    sql`update deliveries set taken_until = ${now}::timestamptz + interval '5 minutes' where state = 'taken' and taken_until > ${now}::timestamptz + interval '5 minutes'`,
  )
  await query(
    on,
    sql`update errands set taken_until = ${now}::timestamptz + interval '5 minutes' where state = 'taken' and taken_until > ${now}::timestamptz + interval '5 minutes'`,
  )
  await query(
    on,
    sql`update firings set taken_until = ${now}::timestamptz + interval '5 minutes' where state = 'taken' and taken_until > ${now}::timestamptz + interval '5 minutes'`,
  )
  // A rule's delay is what a merchant meant: it begins now, and is as long as it was.
  await query(
    on,
    sql`update firings set next_at = ${now}::timestamptz + (next_at - at) where state = 'waiting' and at > ${now}`,
  )
}
