/** Photos of a request that is still being written: so many per piece and in all, and nothing is kept of what is refused. */
import type { DraftId, FileId } from '../../core/ids.ts'
import { type Refusal, refuse, refused } from '../../core/refusal.ts'
import { takeUnusedFile } from '../../db/files.ts'
import { IMAGE_LIMITS } from '../../files/image.ts'
import { sniff } from '../../files/sniff.ts'
import { type Caller, nothingHere } from '../caller.ts'
import type { Desk } from '../desk.ts'
import { keepPhoto, takeAway } from '../photos.ts'
import { type Draft, type DraftPiece, type KeptDraft, openDraft, reviseDraft } from './drafts.ts'
import type { Session } from './session.ts'

export const PHOTO_LIMITS = {
  perPiece: 8,
  perDraft: 30,
  bytes: IMAGE_LIMITS.maxBytes,
  megapixels: Math.floor(IMAGE_LIMITS.maxPixels / 1_000_000),
}

/** How many more a piece may have, and out of which number. */
export function roomFor(draft: Draft, piece: DraftPiece): { left: number; most: number } {
  const { perPiece, perDraft } = PHOTO_LIMITS
  const inAll = draft.pieces.reduce((all, { photos }) => all + photos.length, 0)
  const ofPiece = perPiece - piece.photos.length
  const ofDraft = perDraft - inAll
  return ofDraft < ofPiece ? { left: Math.max(0, ofDraft), most: perDraft } : { left: ofPiece, most: perPiece }
}

/**
 * Looks at the bytes before anything is written down. Refuses `file_unsupported` (films too: a shelf of films is not what a draft is for),
 * `file_too_large`, and `limit_exceeded` with the number that is the most.
 */
export async function addPhoto(
  desk: Desk,
  session: Session,
  caller: Caller,
  { draft: id, piece: name }: { draft: DraftId; piece: string },
  bytes: Uint8Array,
): Promise<FileId | Refusal> {
  const draft = await openDraft(desk, session, id)
  if (refused(draft)) return draft
  const fault = noRoom(draft.doc, name)
  if (fault) return fault
  if (sniff(bytes)?.kind === 'video')
    return refuse('file_unsupported', { path: 'file', sentence: 'Send a photo as JPEG, PNG or WebP.', reason: 'film' })
  const file = await keepPhoto(desk, caller, session.shop, bytes)
  if (refused(file)) return file
  const kept = await reviseDraft(
    desk,
    session,
    id,
    now => noRoom(now, name) ?? withPhotos(now, name, photos => [...photos, file.id]),
  )
  return refused(kept) ? kept : file.id
}

function noRoom(draft: Draft, name: string): Refusal | null {
  const piece = draft.pieces.find(({ id }) => id === name)
  if (!piece) return nothingHere('piece')
  const { left, most } = roomFor(draft, piece)
  return left > 0
    ? null
    : refuse('limit_exceeded', { path: 'file', sentence: `There may be ${most} photos; remove one first.`, most })
}

/** Takes it out of the request, and its bytes off the shelf, so that nobody fills that by adding and removing. One that is not there is no fault. */
export async function removePhoto(
  desk: Desk,
  session: Session,
  { draft, piece, photo }: { draft: DraftId; piece: string; photo: FileId },
): Promise<KeptDraft | Refusal> {
  let wasThere = false
  const kept = await reviseDraft(desk, session, draft, now => {
    wasThere = now.pieces.some(({ id, photos }) => id === piece && photos.includes(photo))
    return withPhotos(now, piece, photos => photos.filter(id => id !== photo))
  })
  const file = wasThere && !refused(kept) ? await takeUnusedFile(desk.db, session.org, photo) : null
  if (file) await takeAway(desk, file)
  return kept
}

const withPhotos = (draft: Draft, name: string, change: (photos: readonly FileId[]) => FileId[]): Partial<Draft> => ({
  pieces: draft.pieces.map(piece => (piece.id === name ? { ...piece, photos: change(piece.photos) } : piece)),
})
