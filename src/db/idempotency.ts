/** Remembering the first answer to a keyed request, inside the transaction that gave it. */
import type { OrgId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

export type Remembered = { hash: string; answer: unknown }

/**
 * Claims a key. Null: it is ours, and nobody else gets it before this transaction ends. Otherwise what was answered first;
 * a request under way with the same key is waited for, because its row is locked until it ends.
 */
export async function claimKey(
  on: Queryable,
  org: OrgId,
  actor: string,
  key: string,
  hash: string,
  at: Instant,
): Promise<Remembered | null> {
  const claimed = await query(
    on,
    sql`insert into idempotency (org_id, actor, key, hash, created_at) values (${org}, ${actor}, ${key}, ${hash}, ${at}) on conflict (org_id, actor, key) do nothing returning key`,
  )
  if (claimed.rows.length > 0) return null
  const { rows } = await query<{ hash: string; answer: unknown }>(
    on,
    sql`select hash, answer from idempotency where org_id = ${org} and actor = ${actor} and key = ${key}`,
  )
  return rows[0] ?? null
}

/** The first answers to these keys, in no particular order; what is still under way has none. */
export async function answersTo(on: Queryable, org: OrgId, actor: string, keys: readonly string[]): Promise<unknown[]> {
  const { rows } = await query<{ answer: unknown }>(
    on,
    sql`select answer from idempotency where org_id = ${org} and actor = ${actor} and key = any (${keys}::text[]) and answer is not null`,
  )
  return rows.map(row => row.answer)
}

export const rememberAnswer = (
  on: Queryable,
  org: OrgId,
  actor: string,
  key: string,
  answer: unknown,
): Promise<unknown> =>
  query(
    on,
    sql`update idempotency set answer = ${json(answer)} where org_id = ${org} and actor = ${actor} and key = ${key}`,
  )
