/** Which of some kept files are films, for doors that show photos and films apart. */
import type { FileId, OrgId } from '../core/ids.ts'
import { findFiles } from '../db/files.ts'
import type { Desk } from './desk.ts'

export async function videosAmong(desk: Desk, org: OrgId, ids: readonly FileId[]): Promise<ReadonlySet<FileId>> {
  if (ids.length === 0) return new Set()
  const files = await findFiles(desk.db, org, [...new Set(ids)])
  return new Set(files.filter(({ kind }) => kind === 'video').map(({ id }) => id))
}
