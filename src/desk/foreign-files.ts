/** Photos that lie elsewhere: an act names them at once, and a job fetches them afterwards. */
import { createHash } from 'node:crypto'
import type { FileId, OrgId } from '../core/ids.ts'
import { sideOf } from '../core/party.ts'
import { type Refusal, refused } from '../core/refusal.ts'
import type { Return } from '../core/return/return.ts'
import { fillFile, findFiles, insertFile, type StoredFile } from '../db/files.ts'
import { insertErrand } from '../db/outside.ts'
import { send } from '../db/send.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Caller } from './caller.ts'
import type { Desk } from './desk.ts'
import { keepPicture, takeAway } from './photos.ts'

/** `file` is a fresh id, by which commands name what lies at this address. */
export type Foreign = { file: FileId; url: string }

/**
 * Writes down that these photos are awaited and orders that they are fetched, in the transaction that names them: an act that is refused fetches
 * nothing, and one that is kept forgets none. Until they are here their links open nothing.
 */
export function awaitFiles(
  tx: Transaction,
  desk: Desk,
  caller: Caller,
  ret: Return,
  foreign: readonly Foreign[],
  cause: string | null,
): void {
  const { org, shop, updatedAt: at } = ret
  for (const { file, url } of foreign) {
    send(insertFile(tx, { ...AWAITED, org, shop, id: file, side: sideOf(caller.actor.role), createdAt: at }))
    send(
      insertErrand(
        tx,
        { org, shop, ret: ret.id, id: desk.fresh(), kind: 'file', key: `file:${file}`, body: { file, url, cause } },
        at,
      ),
    )
  }
}

const AWAITED = { kind: 'photo', contentType: 'image/jpeg', bytes: 0, width: null, height: null, sha256: '' } as const

/** Whether somebody still waits for this file: it has not come yet, and nobody has forgotten it meanwhile. */
export async function isAwaited(desk: Desk, org: OrgId, id: FileId): Promise<boolean> {
  const [file] = await findFiles(desk.db, org, [id])
  return file?.bytes === 0
}

/** Keeps what was fetched, recognised and written anew like every photo. Null when it came before, or when nobody waits for it any more. */
export async function keepFetched(
  desk: Desk,
  org: OrgId,
  id: FileId,
  bytes: Uint8Array,
): Promise<StoredFile | Refusal | null> {
  const [awaited] = await findFiles(desk.db, org, [id])
  if (awaited?.bytes !== 0) return null
  const kept = await keepPicture(desk, { ...awaited, sha256: createHash('sha256').update(bytes).digest('hex') }, bytes)
  if (refused(kept) || (await fillFile(desk.db, kept))) return kept
  const [filled] = await findFiles(desk.db, org, [id])
  if (!filled) await takeAway(desk, kept)
  return null
}
