/** What platforms' clients prove themselves with: found by the name they give, before it is known whose they are. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Instant } from '../core/time.ts'
import type { Credential } from './orgs.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type CredentialRow = {
  id: string
  org_id: OrgId
  shop_id: ShopId
  dialect: string
  name: string
  sealed: string
  created_at: Instant
}

export const credentialOf = (row: CredentialRow): Credential => ({
  id: row.id,
  org: row.org_id,
  shop: row.shop_id,
  dialect: row.dialect,
  name: row.name,
  sealed: row.sealed,
  createdAt: row.created_at,
})

export async function findCredentialRow(on: Queryable, dialect: string, name: string): Promise<Credential | null> {
  const { rows } = await query<CredentialRow>(
    on,
    sql`select id, org_id, shop_id, dialect, name, sealed, created_at from dialect_credentials where dialect = ${dialect} and name = ${name} and revoked_at is null`,
  )
  return rows[0] ? credentialOf(rows[0]) : null
}

/** All whose name begins like this, oldest first. */
export async function findCredentialRows(on: Queryable, dialect: string, start: string): Promise<Credential[]> {
  const { rows } = await query<CredentialRow>(
    on,
    sql`select id, org_id, shop_id, dialect, name, sealed, created_at from dialect_credentials
      where dialect = ${dialect} and starts_with(name, ${start}) and revoked_at is null order by created_at, id`,
  )
  return rows.map(credentialOf)
}

/** The same row until the transaction ends: of two that want to change what it holds, the second sees what the first made of it. */
export async function lockCredentialRow(on: Queryable, id: string): Promise<Credential | null> {
  const { rows } = await query<CredentialRow>(
    on,
    sql`select id, org_id, shop_id, dialect, name, sealed, created_at from dialect_credentials where id = ${id} and revoked_at is null for update`,
  )
  return rows[0] ? credentialOf(rows[0]) : null
}

/** What it proves itself with has changed, as when a token was renewed. */
export const resealCredential = (on: Queryable, id: string, sealed: string): Promise<unknown> =>
  query(on, sql`update dialect_credentials set sealed = ${sealed} where id = ${id}`)
