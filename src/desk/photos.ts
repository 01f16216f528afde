/** Keeping what shoppers and staff photograph: recognised, made harmless, put away, and shown only through links that end. */
import { createHash } from 'node:crypto'
import type { FileId, OrgId, ShopId } from '../core/ids.ts'
import { sideOf } from '../core/party.ts'
import { type Refusal, refuse, refused } from '../core/refusal.ts'
import type { Command } from '../core/return/commands.ts'
import type { Instant } from '../core/time.ts'
import {
  deleteFiles,
  findFiles,
  insertFile,
  markUsed,
  type StoredFile,
  takeUnused,
  withdrawnFiles,
} from '../db/files.ts'
import { DbFault } from '../db/fault.ts'
import { findShop } from '../db/shops.ts'
import type { Transaction } from '../db/transaction.ts'
import type { FileRefusal } from '../files/file-refusal.ts'
import { keepImage } from '../files/image.ts'
import { extensionFor } from '../files/kinds.ts'
import { sniff } from '../files/sniff.ts'
import type { StoredFile as Opened } from '../files/store.ts'
import { checkVideo } from '../files/video.ts'
import { type Caller, missingScope, nothingHere, reachesShop } from './caller.ts'
import type { Desk } from './desk.ts'
import { type Keyed, once } from './once.ts'

export const VARIANTS = ['full', 'small'] as const
export type Variant = (typeof VARIANTS)[number]

const keyOf = (file: Pick<StoredFile, 'org' | 'id' | 'contentType'>, variant: Variant): string =>
  `org/${file.org}/${file.id}-${variant}.${extensionFor(file.contentType)}`

/**
 * Takes a photo or film and gives the file's id to be named in commands. The bytes are safe before the row is written, so a crash in between
 * leaves a file nobody knows, never a row without its file.
 */
export async function keepPhoto(
  desk: Desk,
  caller: Caller,
  shop: ShopId,
  bytes: Uint8Array,
  { key }: Keyed = {},
): Promise<StoredFile | Refusal> {
  const denied = missingScope(caller, 'files:write')
  if (denied) return denied
  if (!reachesShop(caller, shop) || (await findShop(desk.db, caller.org, shop)) === null) return nothingHere('shop')
  const common = {
    org: caller.org,
    id: desk.fresh<FileId>(),
    shop,
    side: sideOf(caller.actor.role),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    createdAt: desk.now(),
  }
  const file = await (sniff(bytes)?.kind === 'video'
    ? keepVideo(desk, common, bytes)
    : keepPicture(desk, common, bytes))
  return refused(file) ? file : writtenDown(desk, caller, file, key)
}

/** Sent again with its key, a file is the one it was the first time, and the bytes that came twice go again. */
async function writtenDown(
  desk: Desk,
  caller: Caller,
  file: StoredFile,
  key: string | undefined,
): Promise<StoredFile | Refusal> {
  const first = await once(desk, caller, { key, request: { shop: file.shop, sha256: file.sha256 } }, async tx => {
    await insertFile(tx, file)
    return file
  }).catch(async (fault: unknown) => {
    // When nobody knows whether the row was written, the bytes stay: a file without a row is better than a row without its file.
    if (!(fault instanceof DbFault && fault.outcomeUnknown)) await takeAway(desk, file).catch(() => {})
    throw fault
  })
  if (refused(first) || first.id !== file.id) await takeAway(desk, file)
  return first
}

export async function takeAway(desk: Desk, file: Pick<StoredFile, 'org' | 'id' | 'contentType'>): Promise<void> {
  await Promise.all(VARIANTS.map(variant => desk.store.delete(keyOf(file, variant))))
}

type Common = Pick<StoredFile, 'org' | 'id' | 'shop' | 'side' | 'sha256' | 'createdAt'>

/** Recognised, written anew, and put on the shelf; its row is for the caller to write. */
export async function keepPicture(desk: Desk, common: Common, bytes: Uint8Array): Promise<StoredFile | Refusal> {
  const kept = await keepImage(bytes)
  if (!kept.ok) return refusalOf(kept)
  const file: StoredFile = {
    ...common,
    kind: 'photo',
    contentType: kept.contentType,
    bytes: kept.image.byteLength,
    width: kept.width,
    height: kept.height,
  }
  try {
    await desk.store.put(keyOf(file, 'full'), kept.image, file.contentType)
    await desk.store.put(keyOf(file, 'small'), kept.thumbnail, file.contentType)
  } catch (fault) {
    // On a full disk, where this happens, a picture nobody knows of is in everybody's way.
    await takeAway(desk, file).catch(() => {})
    throw fault
  }
  return file
}

async function keepVideo(desk: Desk, common: Common, bytes: Uint8Array): Promise<StoredFile | Refusal> {
  const kept = checkVideo(bytes)
  if (!kept.ok) return refusalOf(kept)
  const file: StoredFile = {
    ...common,
    kind: 'video',
    contentType: kept.contentType,
    bytes: bytes.byteLength,
    width: null,
    height: null,
  }
  await desk.store.put(keyOf(file, 'full'), bytes, file.contentType)
  return file
}

const refusalOf = (file: FileRefusal): Refusal =>
  refuse(file.code === 'file_too_large' ? 'file_too_large' : 'file_unsupported', {
    path: 'file',
    sentence: file.detail,
    reason: file.code,
  })

/** The bytes of a kept file, for whoever holds a signed link; the link was checked at the door. */
export async function openPhoto(
  desk: Desk,
  org: OrgId,
  id: FileId,
  variant: Variant,
): Promise<(Opened & { file: StoredFile }) | Refusal> {
  const [file] = await findFiles(desk.db, org, [id])
  if (!file) return nothingHere('file')
  const opened = await desk.store.get(keyOf(file, file.kind === 'video' ? 'full' : variant))
  return opened ? { ...opened, file } : nothingHere('file')
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Every file a list of commands names must be kept here already, in the same organisation and in a shop the caller reaches, or be awaited with this act. */
export const unknownFiles = (
  desk: Desk,
  caller: Caller,
  commands: readonly Command[],
  awaited: readonly FileId[] = [],
): Promise<Refusal | null> =>
  unknownAmong(
    desk,
    caller,
    commands
      .flatMap((command, place) => filesIn(command, commands.length > 1 ? `commands[${place}]` : ''))
      .filter(({ id }) => !awaited.includes(id)),
  )

/** The same for anything else that names files in a member `media`. */
export const unknownMedia = (
  desk: Desk,
  caller: Caller,
  wish: { media?: readonly FileId[] },
): Promise<Refusal | null> => unknownAmong(desk, caller, filesIn(wish, ''))

async function unknownAmong(desk: Desk, caller: Caller, named: readonly NamedFile[]): Promise<Refusal | null> {
  if (named.length === 0) return null
  const files = await findFiles(
    desk.db,
    caller.org,
    [...new Set(named.map(({ id }) => id))].filter(id => ID.test(id)),
  )
  const known = new Set(files.filter(file => reachesShop(caller, file.shop)).map(file => file.id))
  const missing = named.find(({ id }) => !known.has(id))
  return missing ? notKnown(missing) : null
}

const notKnown = ({ path }: NamedFile): Refusal =>
  refuse('not_found', { path, sentence: 'This file is not known; upload it first and name the id you were given.' })

/**
 * Holds on to every file that is named here: what nobody names is cleared away a month after it was kept. Inside the transaction that names it, so
 * that the two cannot pass each other; refuses when the file has just gone.
 */
export async function useFiles(tx: Transaction, desk: Desk, org: OrgId, value: unknown): Promise<Refusal | null> {
  const named = filesIn(value, '')
  const ids = new Set([...named.map(({ id }) => id), ...linkedIn(value)])
  if (ids.size === 0) return null
  const found = new Set(await markUsed(tx, org, [...ids], desk.now()))
  const gone = named.find(({ id }) => !found.has(id))
  return gone ? notKnown(gone) : null
}

/** Clears away what was kept in some time and named by nobody; gives how many files that were. The rows go first: bytes nobody knows of do no harm. */
export async function clearUnused(
  desk: Desk,
  org: OrgId,
  kept: { from: Instant; to: Instant },
  limit: number,
): Promise<number> {
  const files = await takeUnused(desk.db, org, kept, limit)
  for (const file of files) await takeAway(desk, file)
  return files.length
}

/** Takes away the bytes of files that were withdrawn, then their rows: what stops in between is found and done again. Gives how many were there. */
export async function clearWithdrawn(desk: Desk, org: OrgId, limit: number): Promise<number> {
  const files = await withdrawnFiles(desk.db, org, limit)
  for (const file of files) await takeAway(desk, file)
  if (files.length > 0)
    await deleteFiles(
      desk.db,
      org,
      files.map(({ id }) => id),
    )
  return files.length
}

type NamedFile = { id: FileId; path: string }

/** A label or its code may be a file kept here or lie with the carrier, so these are held on to and not asked for. */
function linkedIn(value: unknown): FileId[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, member]) =>
    (name === 'url' || name === 'qr') && typeof member === 'string' && ID.test(member)
      ? [member as FileId]
      : linkedIn(member),
  )
}

/** Files stand in members called `media`, at any depth. */
function filesIn(value: unknown, path: string): NamedFile[] {
  if (Array.isArray(value)) return value.flatMap((entry, place) => filesIn(entry, `${path}[${place}]`))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, member]) => {
    const here = path === '' ? name : `${path}.${name}`
    if (name === 'media' && Array.isArray(member))
      return member.map((id, place) => ({ id: id as FileId, path: `${here}[${place}]` }))
    return filesIn(member, here)
  })
}
