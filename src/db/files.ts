/** What is known of every kept file; the bytes themselves lie in the store. */
import type { FileId, OrgId, ReturnId, ShopId } from '../core/ids.ts'
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
  /** 0 while the file lies elsewhere and has still to be fetched. */
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
    sql`select id, shop_id, kind, content_type, bytes, width, height, side, sha256, created_at from files where org_id = ${org} and id = any (${ids}::uuid[])
      and withdrawn_at is null`,
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

/** What was fetched for a file that was awaited; false when it came before, or when nobody is to see it any more. */
export async function fillFile(
  on: Queryable,
  { org, id, contentType, bytes, width, height, sha256 }: StoredFile,
): Promise<boolean> {
  const { rowCount } = await query(
    on,
    sql`update files set content_type = ${contentType}, bytes = ${bytes}, width = ${width}, height = ${height}, sha256 = ${sha256}
      where org_id = ${org} and id = ${id} and bytes = 0 and withdrawn_at is null`,
  )
  return rowCount === 1
}

/** Which of these files there are; from now on they are named by somebody. Their rows are held until the transaction ends. */
export async function markUsed(on: Queryable, org: OrgId, ids: readonly FileId[], at: Instant): Promise<FileId[]> {
  const { rows } = await query<{ id: FileId }>(
    on,
    sql`update files set used_at = coalesce(used_at, ${at}) where org_id = ${org} and id = any (${ids}::uuid[]) returning id`,
  )
  return rows.map(row => row.id)
}

/** Takes rows of photos and films away that nobody ever named; a label was made for somebody and stays. */
export async function takeUnused(
  on: Queryable,
  org: OrgId,
  kept: { from: Instant; to: Instant },
  limit: number,
): Promise<Pick<StoredFile, 'org' | 'id' | 'contentType'>[]> {
  const { rows } = await query<{ id: FileId; content_type: string }>(
    on,
    sql`delete from files where org_id = ${org} and used_at is null and id in (
        select id from files where org_id = ${org} and used_at is null and created_at between ${kept.from} and ${kept.to} and kind in ('photo', 'video') order by created_at limit ${limit}
      ) returning id, content_type`,
  )
  return rows.map(row => ({ org, id: row.id, contentType: row.content_type }))
}

/** The same for one file; null when somebody has named it meanwhile, or it is gone. */
export async function takeUnusedFile(
  on: Queryable,
  org: OrgId,
  id: FileId,
): Promise<Pick<StoredFile, 'org' | 'id' | 'contentType'> | null> {
  const { rows } = await query<{ content_type: string }>(
    on,
    sql`delete from files where org_id = ${org} and id = ${id} and used_at is null and kind in ('photo', 'video') returning content_type`,
  )
  return rows[0] ? { org, id, contentType: rows[0].content_type } : null
}

/** Says for which return files were kept; the first to name one counts. */
export const nameFiles = (on: Queryable, org: OrgId, ids: readonly FileId[], ret: ReturnId): Promise<unknown> =>
  query(
    on,
    sql`update files set return_id = ${ret} where org_id = ${org} and id = any (${ids}::uuid[]) and return_id is null`,
  )

/** How many files there are still to take away: those named, and all that were kept for these returns. */
export async function countFiles(
  on: Queryable,
  org: OrgId,
  ids: readonly FileId[],
  returns: readonly ReturnId[],
): Promise<number> {
  const { rows } = await query<{ files: number }>(
    on,
    sql`select count(*)::int as files from files where org_id = ${org} and withdrawn_at is null
      and (id = any (${ids}::uuid[]) or return_id = any (${returns}::uuid[]))`,
  )
  return rows[0]?.files ?? 0
}

/** From now on nobody sees these files; gives how many that are. Their bytes are taken away afterwards, and are found by this until they are. */
export async function withdrawFiles(
  on: Queryable,
  org: OrgId,
  ids: readonly FileId[],
  returns: readonly ReturnId[],
  at: Instant,
): Promise<number> {
  const { rowCount } = await query(
    on,
    sql`update files set withdrawn_at = ${at} where org_id = ${org} and withdrawn_at is null
      and (id = any (${ids}::uuid[]) or return_id = any (${returns}::uuid[]))`,
  )
  return rowCount ?? 0
}

/** Withdraws photos and films of returns that are over and to which nothing happened since; gives how many. */
export async function withdrawOld(
  on: Queryable,
  org: OrgId,
  shop: ShopId,
  before: Instant,
  at: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await query(
    on,
    sql`update files set withdrawn_at = ${at} where org_id = ${org} and withdrawn_at is null and id in (
        select files.id from files join returns on returns.org_id = files.org_id and returns.id = files.return_id
        where files.org_id = ${org} and files.shop_id = ${shop} and files.created_at < ${before} and files.withdrawn_at is null
          and files.kind in ('photo', 'video') and returns.updated_at < ${before} and returns.request <> 'submitted'
          and (returns.request <> 'approved' or returns.settlement in ('settled', 'elsewhere')) and returns.dispute not in ('raised', 'judging')
        order by files.created_at, files.id limit ${limit}
      )`,
  )
  return rowCount ?? 0
}

/** Files whose bytes may still be there. */
export async function withdrawnFiles(
  on: Queryable,
  org: OrgId,
  limit: number,
): Promise<Pick<StoredFile, 'org' | 'id' | 'contentType'>[]> {
  const { rows } = await query<{ id: FileId; content_type: string }>(
    on,
    sql`select id, content_type from files where org_id = ${org} and withdrawn_at is not null order by withdrawn_at limit ${limit}`,
  )
  return rows.map(row => ({ org, id: row.id, contentType: row.content_type }))
}

export const deleteFiles = (on: Queryable, org: OrgId, ids: readonly FileId[]): Promise<unknown> =>
  query(on, sql`delete from files where org_id = ${org} and id = any (${ids}::uuid[]) and withdrawn_at is not null`)

/**
 * From when on it is known of every file whether somebody named it: a day after the tables learned to say so, because until then a process of the
 * version before may be at work, which does not say.
 */
export async function filesWatchedSince(on: Queryable): Promise<Instant> {
  const { rows } = await query<{ since: Instant }>(
    on,
    sql`select applied_at + interval '1 day' as since from migration where name = '0003-reminders-and-unused-files'`,
  )
  return rows[0]?.since ?? ('9999-12-31T23:59:59.999Z' as Instant)
}
