/** Organisations, their keys and people: what must be found before it is known whose it is. */
import type { OrgId, ShopId } from '../core/ids.ts'
import type { Role } from '../core/party.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type Org = { id: OrgId; name: string; createdAt: Instant }

/** `hint` is the beginning of the key, so that people can tell theirs apart; the key itself is kept nowhere. */
export type ApiKey = {
  id: string
  org: OrgId
  hint: string
  name: string
  role: Role
  scopes: string[]
  shops: ShopId[] | null
  createdAt: Instant
  expiresAt: Instant | null
  revokedAt: Instant | null
}

type OrgRow = { id: OrgId; name: string; created_at: Instant }
const orgOf = (row: OrgRow): Org => ({ id: row.id, name: row.name, createdAt: row.created_at })

export const insertOrg = (on: Queryable, org: Org): Promise<unknown> =>
  query(on, sql`insert into orgs (id, name, created_at) values (${org.id}, ${org.name}, ${org.createdAt})`)

export async function findOrg(on: Queryable, id: OrgId): Promise<Org | null> {
  const { rows } = await query<OrgRow>(on, sql`select id, name, created_at from orgs where id = ${id}`)
  return rows[0] ? orgOf(rows[0]) : null
}

export const renameOrg = (on: Queryable, id: OrgId, name: string): Promise<unknown> =>
  query(on, sql`update orgs set name = ${name} where id = ${id}`)

export async function listOrgs(on: Queryable): Promise<Org[]> {
  const { rows } = await query<OrgRow>(on, sql`select id, name, created_at from orgs order by created_at, id`)
  return rows.map(orgOf)
}

type KeyRow = {
  id: string
  org_id: OrgId
  hint: string
  name: string
  role: Role
  scopes: string[]
  shops: ShopId[] | null
  created_at: Instant
  expires_at: Instant | null
  revoked_at: Instant | null
}

const keyOf = (row: KeyRow): ApiKey => ({
  id: row.id,
  org: row.org_id,
  hint: row.hint,
  name: row.name,
  role: row.role,
  scopes: row.scopes,
  shops: row.shops,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
})

export const insertKey = (on: Queryable, key: ApiKey, hash: string): Promise<unknown> =>
  query(
    on,
    sql`insert into api_keys (id, org_id, hash, hint, name, role, scopes, shops, created_at, expires_at)
      values (${key.id}, ${key.org}, ${hash}, ${key.hint}, ${key.name}, ${key.role}, ${key.scopes}, ${key.shops}, ${key.createdAt}, ${key.expiresAt})`,
  )

/** By the hash of what was presented; revoked and expired keys are found too, so that the door can say which it is. */
export async function findKey(on: Queryable, hash: string): Promise<ApiKey | null> {
  const { rows } = await query<KeyRow>(
    on,
    sql`select id, org_id, hint, name, role, scopes, shops, created_at, expires_at, revoked_at from api_keys where hash = ${hash}`,
  )
  return rows[0] ? keyOf(rows[0]) : null
}

export async function listKeys(on: Queryable, org: OrgId): Promise<ApiKey[]> {
  const { rows } = await query<KeyRow>(
    on,
    sql`select id, org_id, hint, name, role, scopes, shops, created_at, expires_at, revoked_at from api_keys where org_id = ${org} order by created_at, id`,
  )
  return rows.map(keyOf)
}

export async function revokeKey(on: Queryable, org: OrgId, id: string, at: Instant): Promise<ApiKey | null> {
  const { rows } = await query<KeyRow>(
    on,
    sql`update api_keys set revoked_at = coalesce(revoked_at, ${at}) where org_id = ${org} and id = ${id}
      returning id, org_id, hint, name, role, scopes, shops, created_at, expires_at, revoked_at`,
  )
  return rows[0] ? keyOf(rows[0]) : null
}

/** The installation's own secret, made at the first start. */
export async function installationSecret(on: Queryable, fresh: string, at: Instant): Promise<string> {
  await query(
    on,
    sql`insert into installation (secret, created_at) values (${fresh}, ${at}) on conflict (one) do nothing`,
  )
  const { rows } = await query<{ secret: string }>(on, sql`select secret from installation`)
  return rows[0]?.secret ?? fresh
}

/** As `installationSecret`, for who only looks: null when none has been made. */
export async function findSecret(on: Queryable): Promise<string | null> {
  const { rows } = await query<{ secret: string }>(on, sql`select secret from installation`)
  return rows[0]?.secret ?? null
}

export type Credential = {
  id: string
  org: OrgId
  shop: ShopId
  dialect: string
  name: string
  sealed: string
  createdAt: Instant
}

export const insertCredential = (on: Queryable, credential: Credential): Promise<unknown> =>
  query(
    on,
    sql`insert into dialect_credentials (id, org_id, shop_id, dialect, name, sealed, created_at)
      values (${credential.id}, ${credential.org}, ${credential.shop}, ${credential.dialect}, ${credential.name}, ${credential.sealed}, ${credential.createdAt})`,
  )
