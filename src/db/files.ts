/** What is known of every kept file; the bytes themselves lie in the store. */
import type { FileId, OrgId, ShopId } from '../core/ids.ts'
import type { Side } from '../core/party.ts'
import type { Instant } from '../core/time.ts'
import { type Queryable, query } from './pool.ts'
import { sql } from './statement.ts'

export type StoredFile = {
  org: OrgId
  id: FileId
  shop: ShopId
  kind: 'photo' | 'video' | 'document'
  contentType: string
  bytes: number
  width: number | null
  height: number | null
  side: Side
  sha256: string
  createdAt: Instant
}

export const insertFile = (on: Queryable, file: StoredFile): Promise<unknown> =>
  query(
    on,
    sql`insert into files (org_id, id, shop_id, kind, content_type, bytes, width, height, side, sha256, created_at)
      values (${file.org}, ${file.id}, ${file.shop}, ${file.kind}, ${file.contentType}, ${file.bytes}, ${file.width}, ${file.height}, ${file.side}, ${file.sha256}, ${file.createdAt})`,
  )

type FileRow = {
  id: FileId
  shop_id: ShopId
  kind: StoredFile['kind']
  content_type: string
  bytes: number
  width: number | null
  height: number | null
  side: Side
  sha256: string
  created_at: Instant
}

export async function findFiles(on: Queryable, org: OrgId, ids: readonly FileId[]): Promise<StoredFile[]> {
  const { rows } = await query<FileRow>(
    on,
    sql`select id, shop_id, kind, content_type, bytes, width, height, side, sha256, created_at from files where org_id = ${org} and id = any (${ids}::uuid[])`,
  )
  return rows.map(row => ({
    org,
    id: row.id,
    shop: row.shop_id,
    kind: row.kind,
    contentType: row.content_type,
    bytes: row.bytes,
    width: row.width,
    height: row.height,
    side: row.side,
    sha256: row.sha256,
    createdAt: row.created_at,
  }))
}
