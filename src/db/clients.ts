/** Platforms' clients of an organisation, looked at from our side: not by the name they give, but by the platform they speak for. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import { type CredentialRow, credentialOf } from './credentials.ts'
import type { Credential } from './orgs.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

/** The name of the client of a platform that has been one for longest, among these shops or (null) all; null when there is none. */
export async function firstClient(
  on: Queryable,
  org: OrgId,
  dialect: string,
  shops: readonly ShopId[] | null,
): Promise<string | null> {
  const { rows } = await query<{ name: string }>(
    on,
    sql`select name from dialect_credentials where org_id = ${org} and dialect = ${dialect} and revoked_at is null
      and (${shops}::uuid[] is null or shop_id = any (${shops}::uuid[])) order by created_at, id limit 1`,
  )
  return rows[0]?.name ?? null
}

/** A client as its house keeps it; revoked ones stay until their name is given out again. */
export type StoredClient = Credential & { revokedAt: Instant | null }

type Row = CredentialRow & { revoked_at: Instant | null }

const clientOf = (row: Row): StoredClient => ({ ...credentialOf(row), revokedAt: row.revoked_at })

/** Every client a shop was ever given, oldest first. */
export async function listClients(on: Queryable, org: OrgId, shop: ShopId): Promise<StoredClient[]> {
  const { rows } = await query<Row>(
    on,
    sql`select id, org_id, shop_id, dialect, name, sealed, created_at, revoked_at from dialect_credentials
      where org_id = ${org} and shop_id = ${shop} order by created_at, id`,
  )
  return rows.map(clientOf)
}

export async function revokeClient(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  id: string,
  at: Instant,
): Promise<StoredClient | null> {
  const { rows } = await query<Row>(
    on,
    sql`update dialect_credentials set revoked_at = coalesce(revoked_at, ${at}) where org_id = ${org} and shop_id = ${shop} and id = ${id}
      returning id, org_id, shop_id, dialect, name, sealed, created_at, revoked_at`,
  )
  return rows[0] ? clientOf(rows[0]) : null
}

/** A name that opens nothing any more may be given out once more. */
export const freeName = (on: Queryable, dialect: string, name: string): Promise<unknown> =>
  query(
    on,
    sql`delete from dialect_credentials where dialect = ${dialect} and name = ${name} and revoked_at is not null`,
  )
