/** Who changed what, for everything that is not a return; rows are only ever added. */
import type { OrgId } from '../core/ids.ts'
import type { Actor } from '../core/party.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

/** `what` is `noun.past`, `subject` the id of the thing, `detail` the change: never a secret. */
export type AuditEntry = {
  org: OrgId
  id: string
  at: Instant
  actor: Actor
  what: string
  subject: string
  detail: Record<string, unknown>
}

export const insertAudit = (on: Queryable, entry: AuditEntry): Promise<unknown> =>
  query(
    on,
    sql`insert into audit (org_id, id, at, actor, what, subject, detail)
      values (${entry.org}, ${entry.id}, ${entry.at}, ${json(entry.actor)}, ${entry.what}, ${entry.subject}, ${json(entry.detail)})`,
  )

/** Newest first. */
export async function listAudit(
  on: Queryable,
  org: OrgId,
  finding: { subject?: string; from?: Instant; before?: Instant; after?: { at: Instant; id: string }; limit: number },
): Promise<AuditEntry[]> {
  const { rows } = await query<{
    id: string
    at: Instant
    actor: Actor
    what: string
    subject: string
    detail: Record<string, unknown>
  }>(
    on,
    sql`select id, at, actor, what, subject, detail from audit where org_id = ${org} and (${finding.subject ?? null}::text is null or subject = ${finding.subject ?? null})
      and at >= ${finding.from ?? '0001-01-01T00:00:00.000Z'} and at < ${finding.before ?? '9999-12-31T23:59:59.999Z'}
      and (at, id) < (${finding.after?.at ?? '9999-12-31T23:59:59.999Z'}, ${finding.after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid)
      order by at desc, id desc limit ${finding.limit}`,
  )
  return rows.map(row => ({ org, ...row }))
}
