/** Taking away what nobody needs any more, organisation by organisation and a part at a time, so that nobody waits for it. */
import type { OrgId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { type Statement, sql } from './statement.ts'

/** Each takes at most `limit` rows away that are older than a moment and gives how many that were. */
type Remove = (on: Queryable, org: OrgId, before: Instant, limit: number) => Promise<number>

const removing =
  (statement: (org: OrgId, before: Instant, limit: number) => Statement): Remove =>
  async (on, org, before, limit) =>
    (await query(on, statement(org, before, limit))).rowCount ?? 0

export const removeAnswers = removing(
  (org, before, limit) =>
    sql`delete from idempotency where org_id = ${org} and (actor, key) in (
      select actor, key from idempotency where org_id = ${org} and created_at < ${before} limit ${limit})`,
)

export const removeErrands = removing(
  (org, before, limit) =>
    sql`delete from errands where org_id = ${org} and id in (
      select id from errands where org_id = ${org} and state = 'done' and created_at < ${before} limit ${limit})`,
)

/** What was delivered, or was not to be; its attempts go along. */
export const removeDeliveries = removing(
  (org, before, limit) =>
    sql`delete from deliveries where org_id = ${org} and id in (
      select id from deliveries where org_id = ${org} and state in ('done', 'dropped') and finished_at < ${before} limit ${limit})`,
)

/** The log of what was written to whom; what still waits is left alone. */
export const removeMails = removing(
  (org, before, limit) =>
    sql`delete from mails where org_id = ${org} and id in (
      select id from mails where org_id = ${org} and state <> 'queued' and made_at < ${before} limit ${limit})`,
)

/** What was given up, which somebody may want to send again for longer. */
export const removeDeadDeliveries = removing(
  (org, before, limit) =>
    sql`delete from deliveries where org_id = ${org} and id in (
      select id from deliveries where org_id = ${org} and state = 'dead' and finished_at < ${before} limit ${limit})`,
)

export const removeCodes = removing(
  (org, before, limit) =>
    sql`delete from codes where org_id = ${org} and id in (
      select id from codes where org_id = ${org} and expires_at < ${before} limit ${limit})`,
)

export const removeTries = removing(
  (org, before, limit) =>
    sql`delete from tries where org_id = ${org} and subject in (
      select subject from tries where org_id = ${org} and since < ${before} limit ${limit})`,
)
