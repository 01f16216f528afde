/** Places that want to be told. Looked up per organisation: one has a handful. */
import type { OrgId } from '../core/ids.ts'
import type { Endpoint } from '../core/push.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { json, sql } from './statement.ts'

/** `sealed` holds its signing secrets; `version` counts the changes people make. */
export type StoredEndpoint = { endpoint: Endpoint; sealed: string; version: number }

type Doc = Pick<Endpoint, 'name' | 'url' | 'formatVersion' | 'shops' | 'events' | 'concurrency' | 'why'>

type Row = {
  org_id: OrgId
  id: string
  format: string
  state: Endpoint['state']
  failing_since: Instant | null
  failures: number
  version: number
  created_at: Instant
  updated_at: Instant
  sealed: string
  doc: Doc
}

const stored = ({ doc, sealed, version, ...row }: Row): StoredEndpoint => ({
  endpoint: {
    org: row.org_id,
    id: row.id,
    ...doc,
    format: row.format,
    state: row.state,
    failingSince: row.failing_since,
    failures: row.failures,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  },
  sealed,
  version,
})

export async function listEndpoints(on: Queryable, org: OrgId): Promise<StoredEndpoint[]> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, format, state, failing_since, failures, version, created_at, updated_at, sealed, doc from endpoints where org_id = ${org} order by created_at, id`,
  )
  return rows.map(stored)
}

export async function findEndpoint(on: Queryable, org: OrgId, id: string): Promise<StoredEndpoint | null> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, format, state, failing_since, failures, version, created_at, updated_at, sealed, doc from endpoints where org_id = ${org} and id = ${id}`,
  )
  return rows[0] ? stored(rows[0]) : null
}

/** Holds the row until the transaction ends, so that two people do not overwrite each other. */
export async function lockEndpoint(on: Queryable, org: OrgId, id: string): Promise<StoredEndpoint | null> {
  const { rows } = await query<Row>(
    on,
    sql`select org_id, id, format, state, failing_since, failures, version, created_at, updated_at, sealed, doc from endpoints where org_id = ${org} and id = ${id} for no key update`,
  )
  return rows[0] ? stored(rows[0]) : null
}

const docOf = ({ name, url, formatVersion, shops, events, concurrency, why }: Endpoint): string =>
  json({ name, url, formatVersion, shops, events, concurrency, why } satisfies Doc)

export const insertEndpoint = (on: Queryable, endpoint: Endpoint, sealed: string): Promise<unknown> =>
  query(
    on,
    sql`insert into endpoints (org_id, id, format, state, version, created_at, updated_at, sealed, doc)
      values (${endpoint.org}, ${endpoint.id}, ${endpoint.format}, ${endpoint.state}, 1, ${endpoint.createdAt}, ${endpoint.updatedAt}, ${sealed}, ${docOf(endpoint)})`,
  )

/** What people change. Switched on again, it starts with a clean record. */
export const updateEndpoint = (on: Queryable, endpoint: Endpoint, sealed: string, at: Instant): Promise<unknown> =>
  query(
    on,
    sql`update endpoints set format = ${endpoint.format}, state = ${endpoint.state}, failing_since = ${endpoint.failingSince}, failures = ${endpoint.failures},
        version = version + 1, updated_at = ${at}, sealed = ${sealed}, doc = ${docOf(endpoint)}
      where org_id = ${endpoint.org} and id = ${endpoint.id}`,
  )

/** Its deliveries and their attempts go with it. */
export const deleteEndpoint = (on: Queryable, org: OrgId, id: string): Promise<unknown> =>
  query(on, sql`delete from endpoints where org_id = ${org} and id = ${id}`)
